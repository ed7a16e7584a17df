//! `/cases/{id}/measure`: a measure is proposed, approved by a person, carried out by a person. Nothing is automatic.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::access::{Action, Role};
use mamori_core::cases::{AccessWhy, EventKind};
use mamori_core::rulebook::Rulebook;
use mamori_core::{CaseId, UserId};
use mamori_store::cases::access::{self, Entry};
use mamori_store::cases::measures::{self, Proposal};
use mamori_store::cases::{self, Change, judgements};
use mamori_store::{people, rulebooks, units};
use serde::Deserialize;

use super::page::{Head, join};
use super::prose::{self, LONG};
use super::refusal::{self, Told};
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/measure.html")]
struct MeasurePage {
    shell: Shell,
    head: Head,
    form: MeasureForm,
    steps: Vec<StepView>,
    /// Who may see the case and could approve, besides the reader.
    approvers: String,
    /// Who could be asked and is then let in: id, name, chosen. Only for those who may let people in.
    askable: Vec<(String, String, bool)>,
    may_let_in: bool,
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
    approver: String,
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
    let askable = askable(&mut opened, &member).await?;
    let (order, plan, approver) = match parse(&form, &rulebook, &askable, &Shell::of(&member)) {
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
    if let Some((user, name)) = approver {
        let_in(&mut opened, &member, form.version + 1, user, &name).await?;
    }
    note(&mut opened.tx, &member, "measure.propose", &id.to_string(), &form.kind, opened.now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-measure-proposed"))
}

/// Managers who answer for the unit and cannot see the case yet; nobody for whoever may not let people in.
async fn askable(opened: &mut Opened, member: &Member) -> Result<Vec<(UserId, String)>> {
    if !member.may(Action::LeadCases) {
        return Ok(Vec::new());
    }
    let (tx, case) = (&mut opened.tx, &opened.case);
    let mut managers = Vec::new();
    for unit in units::upwards(tx, member.org, case.unit_id).await? {
        managers.extend(people::with_role(tx, member.org, unit, Role::Manager).await?);
    }
    let mut outsiders = access::outsiders(tx, member.org, case.id).await?;
    outsiders.retain(|(user, _)| managers.contains(user));
    Ok(outsiders)
}

/// Names somebody as the approver: they need to know of the case from now on, and its time line says so.
async fn let_in(opened: &mut Opened, member: &Member, seen: i64, user: UserId, name: &str) -> Result<()> {
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    let entry = Entry { user, why: AccessWhy::Granted, by: member.user };
    access::grant(tx, member.org, case.id, entry, now).await?;
    let detail = format!("{name} — {}", Shell::of(member).t("cases-measure-ask-reason"));
    let change = Change::beside(case, member.user, EventKind::Granted, &detail).seen(seen);
    cases::advance(tx, member.org, change, now).await.map_err(refusal::error)?;
    note(tx, member, "case.grant", &case.id.to_string(), &user.to_string(), now).await
}

/// The measure's order, the plan, and who is asked to approve.
type Parsed = (u32, String, Option<(UserId, String)>);

fn parse(
    form: &MeasureForm,
    rulebook: &Rulebook,
    askable: &[(UserId, String)],
    shell: &Shell,
) -> Result<Parsed, FieldError> {
    let fault = |field, key| FieldError { field, message: shell.t(key).to_owned() };
    let rule = rulebook.measure(&form.kind).ok_or_else(|| fault("kind", "cases-measure-no-kind"))?;
    let plan = prose::parse(&form.plan, LONG).map_err(|fault| fault.at(shell, "plan"))?;
    if plan.is_empty() {
        return Err(fault("plan", "cases-measure-no-plan"));
    }
    if form.approver.is_empty() {
        return Ok((rule.order, plan, None));
    }
    let asked = askable.iter().find(|(user, _)| user.to_string() == form.approver).cloned();
    let asked = asked.ok_or_else(|| fault("approver", "cases-measure-ask-other"))?;
    Ok((rule.order, plan, Some(asked)))
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
    let askable = askable(&mut opened, member).await?;
    let askable = askable.into_iter().map(|(user, name)| {
        let id = user.to_string();
        let chosen = id == form.approver;
        (id, name, chosen)
    });
    let askable = askable.collect();
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    if told.is_some() {
        form.version = case.version;
    }
    let approvers = access::approvers(tx, member.org, case.id).await?;
    let approvers = approvers.iter().filter(|(user, _)| *user != member.user);
    let approvers = join(approvers.map(|(_, name)| name.as_str()), &shell);
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
    let page = MeasurePage {
        head: Head::of(case, &readers, &shell, now),
        may_let_in: member.may(Action::LeadCases),
        approvers,
        askable,
        shell,
        form,
        steps,
        told,
        errors,
    };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}
