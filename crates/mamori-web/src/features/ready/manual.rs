//! The manual: the rulebook in force, to be read and printed. It is rendered, never written, so it cannot differ.

use askama::Template;
use axum::response::Response;
use mamori_core::rulebook::{Rulebook, RulebookState};
use mamori_store::rulebooks;
use serde::Deserialize;

use super::book::Book;
use super::rules::Row;
use super::sees_drafts;
use crate::App;
use crate::web::{Error, Member, Query, Result, Shell, render};

#[derive(Template)]
#[template(path = "ready/manual.html")]
struct ManualPage {
    shell: Shell,
    book: Book,
    row: Row,
    foot: String,
}

/// Which version, when it is not the one in force.
#[derive(Deserialize)]
pub(super) struct Wanted {
    version: Option<i64>,
}

/// `GET /ready/manual?version=2`
pub(super) async fn page(app: App, member: Member, Query(wanted): Query<Wanted>) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let in_force = rulebooks::in_force(&mut tx, member.org, now).await?;
    let number = wanted.version.unwrap_or(in_force.version);
    let (version, text) = rulebooks::by_version(&mut tx, member.org, number).await?.ok_or(Error::NotFound)?;
    if version.state != RulebookState::Approved && !sees_drafts(&member) {
        return Err(Error::NotFound);
    }
    let rulebook = Rulebook::parse(&text)?;
    let shell = Shell::of(&member);
    let row = Row::of(version, &in_force, now, &shell);
    let foot = if row.approved.is_empty() {
        shell.f("ready-manual-foot-draft", "n", row.number)
    } else {
        let what = shell.f2("ready-version-since", "version", row.number, "date", &row.effective);
        shell.f2("ready-manual-foot", "what", what, "who", &row.approver)
    };
    render(&ManualPage { book: Book::of(&rulebook, &shell), row, foot, shell })
}
