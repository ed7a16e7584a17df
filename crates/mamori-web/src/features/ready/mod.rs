//! 備え: the rulebook with its versions, the manual that is rendered from it, and the statutory duties.
//!
//! A rulebook is drafted by one person and approved by another; the version in force is read anew by every page, so
//! the manual, the live page and the engine cannot differ.

mod approve;
mod book;
mod draft;
mod duties;
mod edit;
mod file;
mod manual;
mod rules;
mod sections;
mod start;
#[cfg(test)]
mod tests;
mod words;

use axum::Router;
use axum::routing::{get, post};
use mamori_core::access::Action;

use crate::App;
use crate::web::{Error, Member, Result};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/ready", get(start::page))
        .route("/ready/rules", get(rules::list))
        .route("/ready/rules/draft", get(draft::page).post(draft::begin))
        .route("/ready/rules/draft/save", post(draft::save))
        .route("/ready/rules/draft/discard", post(draft::discard))
        .route("/ready/rules/draft/file", get(file::page).post(file::save))
        .route("/ready/rules/draft/upload", post(file::upload))
        .route("/ready/rules/draft/changes", get(approve::page))
        .route("/ready/rules/draft/approve", post(approve::approve))
        .route("/ready/rules/{version}", get(rules::version))
        .route("/ready/rules/{version}/toml", get(rules::download))
        .route("/ready/manual", get(manual::page))
        .route("/ready/duties", get(duties::page))
}

/// Whether the person sees versions that are not approved.
fn sees_drafts(member: &Member) -> bool {
    member.may(Action::DraftRules) || member.may(Action::ApproveRules)
}

/// Refuses people who neither draft nor approve.
fn must_see_drafts(member: &Member) -> Result<()> {
    if sees_drafts(member) { Ok(()) } else { Err(Error::Forbidden) }
}
