//! The audit log as JSON Lines, one entry a line, for `mamori audit verify`.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use mamori_core::access::Action;
use mamori_core::{OrgId, UnixMs};
use mamori_store::audit;

use super::write_down;
use crate::App;
use crate::web::{Member, Result};

/// Entries read at a time; the memory that a download takes does not grow with the log.
const BATCH: i64 = 1_000;

/// `GET /admin/audit/download`: everything up to the entry that says who downloads it.
pub(super) async fn download(app: App, member: Member) -> Result<Response> {
    member.must(Action::ReadAudit)?;
    let now: UnixMs = app.clock.now();
    let mut tx = app.db.begin().await?;
    write_down(&mut tx, &member, "audit.export", "", "", now).await?;
    let (end, _) = audit::head(&mut tx, member.org).await?;
    tx.commit().await?;
    let name = format!("attachment; filename=\"mamori-audit-{}.jsonl\"", now.date_text());
    let headers =
        [(CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    let start = Position { app, org: member.org, last: 0, end };
    Ok((headers, Body::from_stream(stream::try_unfold(start, next_lines))).into_response())
}

/// How far a download has come.
struct Position {
    app: App,
    org: OrgId,
    last: i64,
    end: i64,
}

/// The next lines; no connection is held while the browser takes them.
async fn next_lines(mut at: Position) -> anyhow::Result<Option<(String, Position)>> {
    let left = (at.end - at.last).min(BATCH);
    if left <= 0 {
        return Ok(None);
    }
    let mut tx = at.app.db.read().await?;
    let entries = audit::after(&mut tx, at.org, at.last, left).await?;
    drop(tx);
    let mut lines = String::new();
    for entry in entries.iter().filter(|entry| entry.seq <= at.end) {
        lines.push_str(&serde_json::to_string(entry)?);
        lines.push('\n');
        at.last = entry.seq;
    }
    Ok((!lines.is_empty()).then_some((lines, at)))
}
