//! What a draft changes, and its approval by a person who did not write it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::access::Action;
use mamori_core::rulebook::{Change, Rulebook};
use mamori_core::{DAY, UnixMs};
use mamori_store::rulebooks::{self, Approval, Outcome, Version};
use serde::Deserialize;

use super::duties::prove_approval;
use super::must_see_drafts;
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Result, Shell, flash, render};

/// How far ahead a version may be put in force.
const FURTHEST: i64 = 366 * DAY;

#[derive(Template)]
#[template(path = "ready/changes.html")]
struct ChangesPage {
    shell: Shell,
    version: Version,
    drafted: String,
    /// Who may not approve it: everybody who ever saved it.
    authors: String,
    compared_with: i64,
    /// The version in force is not the one that the draft began from.
    moved_on: bool,
    changes: Vec<Change>,
    may_draft: bool,
    approver: Approver,
    today: String,
    date: String,
    date_fault: String,
    faults: Vec<FieldError>,
}

/// What the reader can do about the draft.
#[derive(PartialEq, Eq)]
enum Approver {
    /// Approve it.
    Yes,
    /// Nothing: the reader wrote some of it.
    OwnDraft,
    /// Wait for somebody who may.
    No,
}

/// `GET /ready/rules/draft/changes`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    must_see_drafts(&member)?;
    match changes_page(&app, &member).await? {
        Some(page) => render(&page),
        None => Err(Error::NotFound),
    }
}

async fn changes_page(app: &App, member: &Member) -> Result<Option<ChangesPage>> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let Some((version, text)) = rulebooks::draft(&mut tx, member.org).await? else { return Ok(None) };
    let in_force = rulebooks::in_force(&mut tx, member.org, now).await?;
    let authors = rulebooks::authors(&mut tx, member.org, version.version).await?;
    let names: Vec<_> = authors.iter().map(|(_, name)| name.as_str()).collect();
    let shell = Shell::of(member);
    Ok(Some(ChangesPage {
        authors: names.join(shell.t("ready-and")),
        shell,
        drafted: version.drafted_at.minute_text(),
        compared_with: in_force.version,
        moved_on: version.based_on != Some(in_force.version),
        changes: in_force.rulebook.changes_to(&Rulebook::parse(&text)?, member.language),
        may_draft: member.may(Action::DraftRules),
        approver: match member.may(Action::ApproveRules) {
            true if authors.iter().any(|(author, _)| *author == member.user) => Approver::OwnDraft,
            true => Approver::Yes,
            false => Approver::No,
        },
        today: now.date_text(),
        date: String::new(),
        date_fault: String::new(),
        faults: Vec::new(),
        version,
    }))
}

#[derive(Deserialize)]
pub(super) struct Decision {
    version: i64,
    revision: i64,
    /// `now` or `date`.
    #[serde(default)]
    from: String,
    #[serde(default)]
    date: String,
}

impl Decision {
    /// From when on the version is to hold; `None` when the day cannot be used.
    fn effective_at(&self, now: UnixMs) -> Option<UnixMs> {
        if self.from == "now" {
            return Some(now);
        }
        let day = UnixMs::from_date(&self.date)?;
        let today = UnixMs::from_date(&now.date_text())?;
        (day >= today && day.since(today) <= FURTHEST).then_some(day)
    }
}

/// `POST /ready/rules/draft/approve`
pub(super) async fn approve(app: App, member: Member, Form(decision): Form<Decision>) -> Result<Response> {
    member.must(Action::ApproveRules)?;
    let now = app.clock.now();
    let Some(effective_at) = decision.effective_at(now) else {
        return refused(&app, &member, decision).await;
    };
    let approval = Approval { version: decision.version, revision: decision.revision, effective_at };
    let mut tx = app.db.begin().await?;
    match rulebooks::approve(&mut tx, member.org, approval, member.user, now).await? {
        Outcome::Done => {
            prove_approval(&app, &mut tx, member.org, decision.version, now).await?;
            tx.commit().await?;
            Ok(flash::go_on(&app, "/ready/rules", "ready-approved"))
        }
        Outcome::Stale => Err(Error::Conflict("error-rulebook-stale")),
        Outcome::NotADraft => Err(Error::Conflict("error-rulebook-gone")),
        Outcome::OwnDraft => Err(Error::Conflict("error-rulebook-own")),
    }
}

async fn refused(app: &App, member: &Member, decision: Decision) -> Result<Response> {
    let mut page = changes_page(app, member).await?.ok_or(Error::Conflict("error-rulebook-gone"))?;
    let message = page.shell.t("ready-date-fault").to_owned();
    page.faults = vec![FieldError { field: "date", message: message.clone() }];
    page.date = decision.date;
    page.date_fault = message;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}
