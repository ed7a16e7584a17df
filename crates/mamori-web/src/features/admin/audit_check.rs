//! Follows the whole chain of the audit log and says whether it holds.

use askama::Template;
use axum::response::Response;
use mamori_core::OrgId;
use mamori_core::access::Action;
use mamori_core::audit::{Broken, Verifier};
use mamori_store::audit;

use super::write_down;
use crate::App;
use crate::web::{Button, Form, Member, Result, Shell, render};

/// Entries read at a time; the memory that a check takes does not grow with the log.
const BATCH: i64 = 1_000;

#[derive(Template)]
#[template(path = "admin/audit_check.html")]
struct CheckPage {
    shell: Shell,
    fault: String,
    count: i64,
    hash: String,
}

/// Why a chain is not whole.
enum Fault {
    /// An entry does not fit.
    Entry(Broken),
    /// The log does not begin with entry 1.
    Beginning,
    /// The newest entries are missing or were replaced: the chain ends here.
    End(i64),
}

/// `POST /admin/audit/check`
pub(super) async fn page(app: App, member: Member, Form(Button {}): Form<Button>) -> Result<Response> {
    member.must(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    let (end, hash) = audit::head(&mut tx, member.org).await?;
    drop(tx);
    let fault = follow(&app, member.org, end, &hash).await?;
    let shell = Shell::of(&member);
    let (said, code) = match &fault {
        None => (String::new(), format!("whole {end}")),
        Some(fault) => (in_words(&shell, fault), "broken".to_owned()),
    };
    let mut tx = app.db.begin().await?;
    write_down(&mut tx, &member, "audit.check", "", &code, app.clock.now()).await?;
    tx.commit().await?;
    render(&CheckPage { shell, fault: said, count: end, hash })
}

/// Checks the entries up to number `end`, whose hash stands beside the log.
async fn follow(app: &App, org: OrgId, end: i64, hash: &str) -> Result<Option<Fault>> {
    let mut verifier = Verifier::default();
    let mut last = 0;
    while last < end {
        let mut tx = app.db.read().await?;
        let entries = audit::after(&mut tx, org, last, BATCH).await?;
        drop(tx);
        if entries.is_empty() {
            break;
        }
        for entry in entries.iter().take_while(|entry| entry.seq <= end) {
            if last == 0 && entry.seq != 1 {
                return Ok(Some(Fault::Beginning));
            }
            if let Err(broken) = verifier.check(entry) {
                return Ok(Some(Fault::Entry(broken)));
            }
            last = entry.seq;
        }
        if entries.iter().any(|entry| entry.seq > end) {
            break;
        }
    }
    let is_whole = end == 0 || verifier.head() == Some((end, hash));
    Ok((!is_whole).then_some(Fault::End(last)))
}

fn in_words(shell: &Shell, fault: &Fault) -> String {
    match fault {
        Fault::Entry(Broken::Gap { expected, .. }) => shell.f("admin-audit-gap", "number", expected),
        Fault::Entry(Broken::Link(number)) => shell.f("admin-audit-link", "number", number),
        Fault::Entry(Broken::Changed(number)) => shell.f("admin-audit-changed", "number", number),
        Fault::Entry(Broken::Foreign(number)) => shell.f("admin-audit-foreign", "number", number),
        Fault::Beginning => shell.f("admin-audit-gap", "number", 1),
        Fault::End(last) => shell.f("admin-audit-end", "number", last),
    }
}
