//! `/cases/{id}/measure`: a measure is proposed, approved by a person, carried out by a person. Nothing is automatic.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::access::Action;
use mamori_core::cases::MeasureState;
use mamori_core::rulebook::Rulebook;
use mamori_core::{CaseId, MeasureId, UnixMs};
use mamori_store::cases::measures::{self, Decision, Proposal, Record};
use mamori_store::cases::{CaseError, access, judgements};
use mamori_store::rulebooks;
use serde::Deserialize;

use super::page::Head;
use super::prose::{self, LONG};
use super::refusal::{self, Told};
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/measure.html")]
struct MeasurePage {
    shell: Shell,
    head: Head,
    form: MeasureForm,
    steps: Vec<StepView>,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

/// A step of the rulebook's ladder.
struct StepView {
    id: String,
    title: String,
    criteria: String,
    sector_note: String,
    appeal: String,
    two_people: bool,
    checked: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MeasureForm {
    version: i64,
    kind: String,
    plan: String,
}

/// `GET /cases/{id}/measure`: leads to the 配慮チェック first, when that was not made since the judgement.
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    if !measures::is_checked(&mut opened.tx, member.org, id).await? {
        return Ok(flash::go_on(&app, &format!("{}/care-check", path_of(id)), "cases-needs-care"));
    }
    let form = MeasureForm { version: opened.case.version, ..MeasureForm::default() };
    show(&member, opened, form, None, Vec::new()).await
}

/// `POST /cases/{id}/measure`
pub(super) async fn propose(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(form): Form<MeasureForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let rulebook = rulebooks::in_force(&mut opened.tx, member.org, opened.now).await?.rulebook;
    let (order, plan) = match parse(&form, &rulebook, &Shell::of(&member)) {
        Ok(parsed) => parsed,
        Err(error) => return show(&member, opened, form, None, vec![error]).await,
    };
    let new = Proposal { seen: form.version, by: member.user, kind: &form.kind, order, plan: &plan };
    let done = measures::propose(&mut opened.tx, member.org, &opened.case, new, opened.now).await;
    if let Err(failed) = done {
        drop(opened);
        let (opened, told) = refusal::again(&app, &member, id, form.version, failed).await?;
        return show(&member, opened, form, Some(told), Vec::new()).await;
    }
    note(&mut opened.tx, &member, "measure.propose", &id.to_string(), &form.kind, opened.now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-measure-proposed"))
}

fn parse(form: &MeasureForm, rulebook: &Rulebook, shell: &Shell) -> Result<(u32, String), FieldError> {
    let fault = |field, key| FieldError { field, message: shell.t(key).to_owned() };
    let rule = rulebook.measure(&form.kind).ok_or_else(|| fault("kind", "cases-measure-no-kind"))?;
    let plan = prose::parse(&form.plan, LONG).map_err(|fault| fault.at(shell, "plan"))?;
    if plan.is_empty() { Err(fault("plan", "cases-measure-no-plan")) } else { Ok((rule.order, plan)) }
}

async fn show(
    member: &Member,
    mut opened: Opened,
    mut form: MeasureForm,
    told: Option<Told>,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let shell = Shell::of(member);
    let status = match (&told, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    if told.is_some() {
        form.version = case.version;
    }
    let rulebook = rulebooks::in_force(tx, member.org, now).await?.rulebook;
    let readers = access::readers(tx, member.org, case.id).await?;
    let verdict = judgements::all(tx, member.org, case.id).await?.first().map(|judged| judged.verdict);
    note(tx, member, "case.read", &case.id.to_string(), "measure", now).await?;
    let allowed = rulebook
        .measures
        .iter()
        .filter(|rule| verdict.is_some_and(|verdict| verdict.allows_measure(rule.order)));
    let steps = allowed.map(|rule| StepView {
        id: rule.id.clone(),
        title: rulebook.text(&rule.title, shell.language),
        criteria: rulebook.text(&rule.criteria, shell.language),
        sector_note: rulebook.text(&rule.sector_note, shell.language),
        appeal: rulebook.text(&rule.appeal, shell.language),
        two_people: rule.approvals > 1,
        checked: rule.id == form.kind,
    });
    let steps = steps.collect();
    let page = MeasurePage { head: Head::of(case, &readers, &shell, now), shell, form, steps, told, errors };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}

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
    let (now, seen, by) = (opened.now, form.version, member.user);
    let words = prose::parse(&form.note, LONG).map_err(|_| Error::Unreadable("error-form"))?;
    let approvals = approvals(&mut opened, &member, measure).await?;
    let decision = Decision { seen, measure, by, state, note: &words, approvals };
    let done = measures::decide(&mut opened.tx, member.org, &opened.case, decision, now).await;
    done.map_err(refusal::error)?;
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

/// `POST /cases/{id}/measures/{measure}/record`
pub(super) async fn record(
    app: App,
    member: Member,
    Path((id, measure)): Path<(CaseId, MeasureId)>,
    Form(form): Form<RecordForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let text = prose::parse(&form.record, LONG).map_err(|_| Error::Unreadable("error-form"))?;
    let done_at = UnixMs::from_date(&form.done_on).filter(|day| *day <= opened.now && !text.is_empty());
    let done_at = done_at.ok_or(Error::Conflict("cases-record-incomplete"))?;
    let record = Record { seen: form.version, measure, by: member.user, done_at, text: &text };
    let done: Result<(), CaseError> =
        measures::record(&mut opened.tx, member.org, &opened.case, record, opened.now).await;
    done.map_err(refusal::error)?;
    note(&mut opened.tx, &member, "measure.record", &id.to_string(), "", opened.now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-measure-recorded"))
}
