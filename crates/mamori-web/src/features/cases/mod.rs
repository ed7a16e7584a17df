//! 事案: a report or a talk becomes a case; a named person judges it; the organisation acts; closing it creates
//! what comes afterwards.
//!
//! This folder is the model feature: one file a page with its handlers, its template beside it. Every handler of a
//! case begins with [`open`], which answers 404 to everybody who is not on the case's access list, and writes the
//! refusal into the audit log.

mod api;
mod care_check;
mod close;
mod deciding;
mod doing;
mod from_talk;
mod judge;
mod judging;
mod lines;
mod list;
mod material;
mod measure;
mod mine;
mod news;
mod page;
mod people;
mod prose;
mod refusal;
mod report;
mod report_page;
mod tasks;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use mamori_core::{CaseId, UnixMs};
use mamori_store::cases::{self, CaseFile};
use mamori_store::{Tx, audit};

use crate::App;
use crate::web::{Error, Member, Result};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/cases", get(list::page))
        .route("/cases/report", get(report_page::page).post(report_page::send))
        .route("/cases/from-talk/{conversation}", post(from_talk::make))
        .route("/cases/tasks", get(tasks::page))
        .route("/cases/tasks/{id}/done", post(tasks::done))
        .route("/cases/{id}", get(page::page))
        .route("/cases/{id}/live", get(news::stream))
        .route("/cases/{id}/judge", get(judge::page).post(judge::save))
        .route("/cases/{id}/care-check", get(care_check::page).post(care_check::save))
        .route("/cases/{id}/measure", get(measure::page).post(measure::propose))
        .route("/cases/{id}/measures/{measure}/decide", post(deciding::decide))
        .route("/cases/{id}/measures/{measure}/record", post(deciding::record))
        .route("/cases/{id}/close", get(close::page).post(close::close))
        .route("/cases/{id}/people", get(people::page).post(people::grant))
        .route("/cases/{id}/take-over", post(people::take_over))
        .route("/api/v1/cases", get(api::list))
        .route("/api/v1/cases/{id}", get(api::one))
}

/// The path of a case.
fn path_of(id: CaseId) -> String {
    format!("/cases/{id}")
}

/// A case that the member may open, with the transaction in which it was found.
struct Opened {
    tx: Tx,
    case: CaseFile,
    now: UnixMs,
}

/// Opens a case, if the member is on its access list; else the refusal is written down and the answer is 404, the
/// same for a case of somebody else and for one that does not exist.
async fn open(app: &App, member: &Member, id: CaseId) -> Result<Opened> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some(case) = cases::open(&mut tx, member.org, member.user, id).await? {
        return Ok(Opened { tx, case, now });
    }
    note(&mut tx, member, "case.refused", &id.to_string(), "", now).await?;
    tx.commit().await?;
    Err(Error::NotFound)
}

/// Writes what the member does into the organisation's audit log.
async fn note(
    tx: &mut Tx,
    member: &Member,
    action: &str,
    subject: &str,
    detail: &str,
    now: UnixMs,
) -> Result<()> {
    let act = audit::Act { org: member.org, actor: Some(member.user), at: now, action, subject, detail };
    Ok(audit::append(tx, act).await?)
}
