//! `POST /cases/from-talk/{conversation}`: a talk becomes a case, with the engine's reading as it stood.

use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::access::{Action, Role};
use mamori_core::cases::{Confidentiality, OurFault};
use mamori_core::{CaseId, ConversationId};
use mamori_judge::Channel;
use mamori_store::cases::creating::{self, Created, NewCase};
use mamori_store::cases::talks::{self, Talk};
use mamori_store::{Tx, units};
use serde::Deserialize;

use super::{note, path_of};
use crate::App;
use crate::web::{Error, Form, Member, Path, Result, flash};

/// Who may see the case; the unit and the desk unless the button says otherwise.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TalkForm {
    confidentiality: String,
}

/// `POST /cases/from-talk/{conversation}`
pub(super) async fn make(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Form(form): Form<TalkForm>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let talk = talks::talk(&mut tx, member.org, id).await?.ok_or(Error::NotFound)?;
    if !may_report(&mut tx, &member, &talk).await? {
        note(&mut tx, &member, "case.refused", &id.to_string(), "talk", now).await?;
        tx.commit().await?;
        return Err(Error::NotFound);
    }
    if talk.drill {
        return Err(Error::Conflict("cases-drill"));
    }
    if let Some(case) = talks::case_of(&mut tx, member.org, id, member.user).await? {
        return Ok(Redirect::to(&path_of(case)).into_response());
    }
    let channel = Channel::parse(&talk.channel).unwrap_or(Channel::Counter);
    let new = NewCase {
        id: CaseId::new(now),
        unit: talk.unit_id,
        worker: talk.worker_id,
        reporter: member.user,
        conversation: Some(id),
        confidentiality: form.confidentiality.parse().unwrap_or(Confidentiality::Unit),
        title: channel.ja(),
        channel: channel.as_str(),
        report: "",
        our_fault: OurFault::Unknown,
        reading: &talk.reading,
        happened_at: talk.started_at,
        idempotency_key: &format!("talk-{id}"),
    };
    match creating::create(&mut tx, member.org, new, now).await? {
        Created::Now(case) => {
            note(&mut tx, &member, "case.from_talk", &case.to_string(), &id.to_string(), now).await?;
            tx.commit().await?;
            Ok(flash::go_on(&app, &path_of(case), "cases-report-arrived"))
        }
        Created::Before(case) => Ok(Redirect::to(&path_of(case)).into_response()),
        Created::NobodyListens => Err(Error::Conflict("cases-nobody-listens")),
    }
}

/// The worker who held the talk, or the second line and above who cover its unit.
async fn may_report(tx: &mut Tx, member: &Member, talk: &Talk) -> Result<bool> {
    if talk.worker_id == member.user {
        return Ok(true);
    }
    if !member.may(Action::JudgeCases) {
        return Ok(false);
    }
    let roles = [Role::SecondLine, Role::Manager, Role::Desk];
    let covered = units::covered(tx, member.org, member.user, &roles).await?;
    Ok(covered.contains(&talk.unit_id))
}
