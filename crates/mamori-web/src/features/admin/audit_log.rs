//! The audit log as a page: who did what, when, in words. It holds ids and codes, no contents.

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;
use mamori_core::people::Language;
use mamori_store::audit;
use serde::Deserialize;

use super::write_down;
use crate::web::{Member, Query, Result, Shell, render};
use crate::{App, Texts};

/// Entries a page.
const PER_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "admin/audit_log.html")]
struct AuditPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Where the next page goes on.
    older: Option<i64>,
    is_first: bool,
}

struct Row {
    seq: i64,
    at: String,
    who: String,
    what: String,
    subject: String,
    detail: String,
}

#[derive(Deserialize)]
pub(super) struct From {
    before: Option<i64>,
}

/// `GET /admin/audit`: reading the log is an entry too.
pub(super) async fn page(app: App, member: Member, Query(From { before }): Query<From>) -> Result<Response> {
    member.must(Action::ReadAudit)?;
    let now = app.clock.now();
    let from = before.unwrap_or(i64::MAX);
    let mut tx = app.db.begin().await?;
    let detail = before.map(|before| format!("before {before}")).unwrap_or_default();
    write_down(&mut tx, &member, "audit.read", "", &detail, now).await?;
    // One more than is shown tells whether there are older ones.
    let mut lines = audit::newest(&mut tx, member.org, from, i64::try_from(PER_PAGE + 1)?).await?;
    tx.commit().await?;
    let has_older = lines.len() > PER_PAGE;
    lines.truncate(PER_PAGE);
    let older = lines.last().map(|line| line.seq).filter(|_| has_older);
    let shell = Shell::of(&member);
    let rows = lines.into_iter().map(|line| Row {
        seq: line.seq,
        at: line.at.minute_text(),
        who: if line.name.is_empty() { shell.t("admin-audit-nobody").to_owned() } else { line.name },
        what: in_words(&line.action, shell.language),
        subject: line.subject,
        detail: line.detail,
    });
    render(&AuditPage { rows: rows.collect(), older, is_first: before.is_none(), shell })
}

/// What an action's code means; the code itself when there are no words for it yet.
fn in_words(action: &str, language: Language) -> String {
    let key = format!("admin-did-{}", action.replace('.', "-"));
    let words = Texts::builtin().get(language, &key);
    if words == key { action.to_owned() } else { words.to_owned() }
}
