//! 事案: a report or a talk becomes a case; a named person judges it; the organisation acts; closing it creates
//! what comes afterwards.
//!
//! This folder is the model feature: one file a page with its handlers, its template beside it. Every handler of a
//! case begins with [`open`], which answers 404 to everybody who is not on the case's access list, and writes the
//! refusal into the audit log.

mod api;
mod from_talk;
mod lines;
mod list;
mod material;
mod mine;
mod page;
mod prose;
mod report;
mod report_page;
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
        .route("/cases/{id}", get(page::page))
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
