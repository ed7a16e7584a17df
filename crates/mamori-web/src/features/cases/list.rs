//! `/cases`: the cases that one may open, newest first. Whoever is on no list sees an empty page, not a count.

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;
use mamori_core::{CaseId, UnixMs};
use mamori_store::cases::listing::{self, CaseRow, Part};
use serde::Deserialize;

use super::{note, path_of};
use crate::App;
use crate::web::{Member, Query, Result, Shell, render};

/// Rows on one page.
pub(super) const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "cases/list.html")]
struct ListPage {
    shell: Shell,
    closed: bool,
    rows: Vec<RowView>,
    older: Option<String>,
}

struct RowView {
    href: String,
    name: String,
    unit: String,
    worker: String,
    holder: String,
    state: &'static str,
    tone: &'static str,
    next: String,
    late: bool,
    is_new: bool,
    happened: String,
}

/// Which tab, and where the page begins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) tab: String,
    pub(super) before: String,
}

impl Asked {
    /// One row more than a page, to know whether there is another page.
    pub(super) fn part(&self) -> Part {
        Part {
            open: self.tab != "closed",
            before: self.before.parse().unwrap_or(CaseId::MAX),
            limit: PAGE + 1,
        }
    }
}

/// `GET /cases`
pub(super) async fn page(app: App, member: Member, Query(asked): Query<Asked>) -> Result<Response> {
    member.must(Action::UseOwnRooms)?;
    let (mut rows, now) = read(&app, &member, asked.part()).await?;
    let shell = Shell::of(&member);
    let older = rows.len() > usize::try_from(PAGE)?;
    rows.truncate(usize::try_from(PAGE)?);
    let closed = asked.tab == "closed";
    let tab = if closed { "closed" } else { "open" };
    let older = rows.last().filter(|_| older).map(|last| format!("/cases?tab={tab}&before={}", last.id));
    let rows = rows.into_iter().map(|row| view(row, &shell, now)).collect();
    render(&ListPage { shell, closed, rows, older })
}

/// Reads a part of the member's list and writes that down.
pub(super) async fn read(app: &App, member: &Member, part: Part) -> Result<(Vec<CaseRow>, UnixMs)> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let rows = listing::visible(&mut tx, member.org, member.user, part).await?;
    note(&mut tx, member, "case.list", "", if part.open { "open" } else { "closed" }, now).await?;
    tx.commit().await?;
    Ok((rows, now))
}

fn view(row: CaseRow, shell: &Shell, now: UnixMs) -> RowView {
    let late = row.next_due_at.is_some_and(|due| due < now);
    let next = row.next_due_at.map(|due| {
        let step = row.next_step.label(shell.language);
        shell.f2("cases-next-by", "step", step, "date", due.date_text())
    });
    RowView {
        href: path_of(row.id),
        name: shell.f2("cases-name", "number", row.number, "title", row.title),
        unit: row.unit_name,
        worker: row.worker_name,
        holder: row.holder_name,
        state: row.state.label(shell.language),
        tone: tone(row.state),
        next: next.unwrap_or_default(),
        late,
        is_new: row.is_new,
        happened: row.happened_at.minute_text(),
    }
}

/// The look of a state's badge.
pub(super) fn tone(state: mamori_core::cases::CaseState) -> &'static str {
    use mamori_core::cases::CaseState::{Acting, Closed, Judged, Reported};
    match state {
        Reported => "warn",
        Judged | Acting => "soft",
        Closed => "good",
    }
}
