//! `/cases/{id}/people`: who holds a case, who may see it, and how somebody is let in.

use askama::Template;
use axum::response::Response;
use mamori_core::CaseId;
use mamori_core::access::Action;
use mamori_core::cases::{AccessWhy, CaseState, EventKind};
use mamori_store::cases::access::{self, Entry};
use mamori_store::cases::{self, Change};
use serde::Deserialize;

use super::page::Head;
use super::prose::{self, SHORT};
use super::{note, open, path_of, refusal};
use crate::App;
use crate::web::{Button, Error, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/people.html")]
struct PeoplePage {
    shell: Shell,
    head: Head,
    readers: Vec<ReaderView>,
    outsiders: Vec<(String, String)>,
    may_grant: bool,
}

struct ReaderView {
    name: String,
    why: &'static str,
    read: String,
}

/// `GET /cases/{id}/people`
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    let (shell, may_grant) = (Shell::of(&member), member.may(Action::LeadCases));
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    let readers = access::readers(tx, member.org, id).await?;
    let outsiders = if may_grant { access::outsiders(tx, member.org, id).await? } else { Vec::new() };
    note(tx, &member, "case.read", &id.to_string(), "people", now).await?;
    let head = Head::of(case, &readers, &shell, now);
    let readers = readers.into_iter().map(|reader| ReaderView {
        name: reader.name,
        why: reader.why.label(shell.language),
        read: reader.first_read_at.map(mamori_core::UnixMs::minute_text).unwrap_or_default(),
    });
    let readers = readers.collect();
    let outsiders = outsiders.into_iter().map(|(user, name)| (user.to_string(), name)).collect();
    let page = PeoplePage { shell, head, readers, outsiders, may_grant };
    opened.tx.commit().await?;
    render(&page)
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GrantForm {
    person: String,
    reason: String,
}

/// `POST /cases/{id}/people`: lets somebody in, with a reason that stands in the time line.
pub(super) async fn grant(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(form): Form<GrantForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::LeadCases)?;
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    let reason = prose::parse(&form.reason, SHORT).map_err(|_| Error::Unreadable("error-form"))?;
    let outsiders = access::outsiders(tx, member.org, id).await?;
    let person = outsiders.into_iter().find(|(user, _)| user.to_string() == form.person);
    let (Some((user, name)), false) = (person, reason.is_empty()) else {
        return Err(Error::Conflict("cases-grant-incomplete"));
    };
    let entry = Entry { user, why: AccessWhy::Granted, by: member.user };
    access::grant(tx, member.org, id, entry, now).await?;
    let detail = format!("{name} — {reason}");
    let change = Change::beside(case, member.user, EventKind::Granted, &detail);
    cases::advance(tx, member.org, change, now).await.map_err(refusal::error)?;
    note(tx, &member, "case.grant", &id.to_string(), &user.to_string(), now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &format!("{}/people", path_of(id)), "cases-granted"))
}

/// `POST /cases/{id}/take-over`
pub(super) async fn take_over(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    if case.worker_id == member.user {
        return Err(Error::Forbidden);
    }
    if case.state == CaseState::Closed {
        return Err(Error::Conflict("cases-closed-already"));
    }
    if case.holder_id != Some(member.user) {
        cases::set_holder(tx, member.org, id, member.user).await?;
        let change = Change::beside(case, member.user, EventKind::TookOver, "");
        cases::advance(tx, member.org, change, now).await.map_err(refusal::error)?;
    }
    note(tx, &member, "case.take_over", &id.to_string(), "", now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-taken"))
}
