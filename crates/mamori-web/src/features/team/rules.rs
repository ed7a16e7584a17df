//! Proposing, agreeing, taking back and retiring.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::{GroundRuleId, UnitId};
use mamori_store::{Tx, audit, ground_rules};
use serde::Deserialize;

use super::must_work_in;
use super::page::{back, build};
use crate::App;
use crate::web::{Button, Error, FieldError, Form, Member, Path, Result, Shell, flash, render};

/// The longest rule in characters: what fits on a wall and in a head.
const LONGEST: usize = 200;
/// How many rules may be open at once.
const MOST: usize = 30;

#[derive(Deserialize)]
pub(super) struct Proposal {
    /// The person's own words.
    #[serde(default)]
    text: String,
    /// Or one of the suggestions.
    #[serde(default)]
    suggested: String,
}

/// `POST /team/{unit}/rules`: the proposer agrees by proposing.
pub(super) async fn propose(
    app: App,
    member: Member,
    Path(unit): Path<UnitId>,
    Form(proposal): Form<Proposal>,
) -> Result<Response> {
    must_work_in(&member, unit)?;
    let known = app.content.ground_rules.iter().find(|rule| rule.id == proposal.suggested);
    let text = match known {
        Some(rule) => rule.text.ja.clone(),
        None => proposal.text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let rules = ground_rules::of_unit(&mut tx, member.org, unit, member.user).await?;
    let open: Vec<_> = rules.iter().filter(|rule| rule.retired_at.is_none()).collect();
    let fault = match text.chars().count() {
        0 => Some("team-empty"),
        length if length > LONGEST => Some("team-long"),
        _ if open.len() >= MOST => Some("team-many"),
        _ => None,
    };
    if let Some(key) = fault {
        drop(tx);
        return refuse(&app, &member, unit, proposal.text, key).await;
    }
    // The same words once more, or the same form twice, are an agreement.
    let rule = if let Some(rule) = open.iter().find(|rule| rule.text == text) {
        rule.id
    } else {
        let id = ground_rules::propose(&mut tx, member.org, unit, &text, member.user, now).await?;
        note(&mut tx, &app, &member, "ground_rule.propose", id).await?;
        id
    };
    ground_rules::agree(&mut tx, member.org, unit, rule, member.user, now).await?;
    tx.commit().await?;
    Ok(flash::go_on(&app, &format!("/team/{unit}"), "team-proposed-flash"))
}

async fn refuse(
    app: &App,
    member: &Member,
    unit: UnitId,
    draft: String,
    key: &'static str,
) -> Result<Response> {
    let message = Shell::of(member).t(key).to_owned();
    let page = build(app, member, unit, draft, vec![FieldError { field: "text", message }]).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn note(
    tx: &mut Tx,
    app: &App,
    member: &Member,
    action: &'static str,
    rule: GroundRuleId,
) -> Result<()> {
    let subject = rule.to_string();
    let (org, actor) = (member.org, Some(member.user));
    let act = audit::Act { org, actor, at: app.clock.now(), action, subject: &subject, detail: "" };
    Ok(audit::append(tx, act).await?)
}

/// `POST /team/{unit}/rules/{rule}/agree`
pub(super) async fn agree(
    app: App,
    member: Member,
    Path((unit, rule)): Path<(UnitId, GroundRuleId)>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    must_work_in(&member, unit)?;
    let mut tx = app.db.begin().await?;
    let done = ground_rules::agree(&mut tx, member.org, unit, rule, member.user, app.clock.now()).await?;
    tx.commit().await?;
    if done { Ok(back(unit)) } else { Err(Error::NotFound) }
}

/// `POST /team/{unit}/rules/{rule}/take-back`
pub(super) async fn take_back(
    app: App,
    member: Member,
    Path((unit, rule)): Path<(UnitId, GroundRuleId)>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    must_work_in(&member, unit)?;
    let mut tx = app.db.begin().await?;
    let done = ground_rules::take_back(&mut tx, member.org, unit, rule, member.user).await?;
    tx.commit().await?;
    if done { Ok(back(unit)) } else { Err(Error::NotFound) }
}

/// `POST /team/{unit}/rules/{rule}/retire`: with its date, into the history.
pub(super) async fn retire(
    app: App,
    member: Member,
    Path((unit, rule)): Path<(UnitId, GroundRuleId)>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    must_work_in(&member, unit)?;
    let mut tx = app.db.begin().await?;
    let done = ground_rules::retire(&mut tx, member.org, unit, rule, member.user, app.clock.now()).await?;
    if !done {
        return Err(Error::NotFound);
    }
    note(&mut tx, &app, &member, "ground_rule.retire", rule).await?;
    tx.commit().await?;
    Ok(flash::go_on(&app, &format!("/team/{unit}"), "team-retired-flash"))
}
