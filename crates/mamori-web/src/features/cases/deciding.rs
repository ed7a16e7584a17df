//! A proposed measure is approved or declined, and an approved one recorded; a refusal keeps what was typed.

use axum::response::Response;
use mamori_core::access::Action;
use mamori_core::cases::MeasureState;
use mamori_core::{CaseId, MeasureId, UnixMs};
use mamori_store::cases::CaseError;
use mamori_store::cases::measures::{self, Decision, Record};
use mamori_store::rulebooks;
use serde::Deserialize;

use super::page::{self, Attempt};
use super::prose::{self, LONG};
use super::refusal;
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Path, Result, Shell, flash};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DecisionForm {
    version: i64,
    decision: String,
    note: String,
}

/// `POST /cases/{id}/measures/{measure}/decide`
pub(super) async fn decide(
    app: App,
    member: Member,
    Path((id, measure)): Path<(CaseId, MeasureId)>,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::ApproveMeasures)?;
    let state = match form.decision.as_str() {
        "approved" => MeasureState::Approved,
        "declined" => MeasureState::Declined,
        _ => return Err(Error::Unreadable("error-form")),
    };
    let typed = Attempt { measure: Some(measure), note: form.note.clone(), ..Attempt::default() };
    let words = match prose::parse(&form.note, LONG) {
        Ok(words) => words,
        Err(fault) => {
            let errors = vec![fault.at(&Shell::of(&member), "note")];
            return page::again(&app, &member, opened, Attempt { errors, ..typed }).await;
        }
    };
    let (now, seen, by) = (opened.now, form.version, member.user);
    let approvals = approvals(&mut opened, &member, measure).await?;
    let decision = Decision { seen, measure, by, state, note: &words, approvals };
    let done = measures::decide(&mut opened.tx, member.org, &opened.case, decision, now).await;
    if let Err(failed) = done {
        drop(opened);
        return refused(&app, &member, id, seen, failed, typed).await;
    }
    note(&mut opened.tx, &member, "measure.decide", &id.to_string(), state.as_str(), now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-measure-decided"))
}

/// How many people the rulebook asks for; two when the rulebook does not know the measure any more.
async fn approvals(opened: &mut Opened, member: &Member, measure: MeasureId) -> Result<u32> {
    let rulebook = rulebooks::in_force(&mut opened.tx, member.org, opened.now).await?.rulebook;
    let all = measures::all(&mut opened.tx, member.org, opened.case.id).await?;
    let rule = all.iter().find(|one| one.id == measure).and_then(|one| rulebook.measure(&one.kind));
    Ok(rule.map_or(2, |rule| rule.approvals))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordForm {
    version: i64,
    done_on: String,
    record: String,
}

impl RecordForm {
    fn parse(&self, shell: &Shell, now: UnixMs) -> Result<(UnixMs, String), Vec<FieldError>> {
        let fault = |field, key| FieldError { field, message: shell.t(key).to_owned() };
        let text = match prose::parse(&self.record, LONG) {
            Ok(text) if text.is_empty() => Err(fault("record", "cases-record-incomplete")),
            Ok(text) => Ok(text),
            Err(wrong) => Err(wrong.at(shell, "record")),
        };
        let done_at = UnixMs::from_date(&self.done_on).filter(|day| *day <= now);
        let done_at = done_at.ok_or_else(|| fault("done_on", "cases-record-no-day"));
        match (done_at, text) {
            (Ok(done_at), Ok(text)) => Ok((done_at, text)),
            (done_at, text) => Err([done_at.err(), text.err()].into_iter().flatten().collect()),
        }
    }
}

/// `POST /cases/{id}/measures/{measure}/record`
pub(super) async fn record(
    app: App,
    member: Member,
    Path((id, measure)): Path<(CaseId, MeasureId)>,
    Form(form): Form<RecordForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let parsed = form.parse(&Shell::of(&member), opened.now);
    let RecordForm { version: seen, done_on, record } = form;
    let typed = Attempt { measure: Some(measure), done_on, record, ..Attempt::default() };
    let (done_at, text) = match parsed {
        Ok(parsed) => parsed,
        Err(errors) => return page::again(&app, &member, opened, Attempt { errors, ..typed }).await,
    };
    let record = Record { seen, measure, by: member.user, done_at, text: &text };
    let done = measures::record(&mut opened.tx, member.org, &opened.case, record, opened.now).await;
    if let Err(failed) = done {
        drop(opened);
        return refused(&app, &member, id, seen, failed, typed).await;
    }
    note(&mut opened.tx, &member, "measure.record", &id.to_string(), "", opened.now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-measure-recorded"))
}

/// The case's page with what was typed and why it was not taken; a failure of the store goes on.
async fn refused(
    app: &App,
    member: &Member,
    id: CaseId,
    seen: i64,
    failed: CaseError,
    typed: Attempt,
) -> Result<Response> {
    let (opened, told) = refusal::again(app, member, id, seen, failed).await?;
    page::again(app, member, opened, Attempt { told: Some(told), ..typed }).await
}
