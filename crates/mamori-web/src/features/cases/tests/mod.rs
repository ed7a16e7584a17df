//! Requests in, pages out, on both engines.

mod closing;
mod judging;
mod reporting;
mod secrecy;
mod talks;

use mamori_core::CaseId;

use crate::testing::{Answer, TestApp};

/// A report with everything that matters filled in; the same `key` is the same report.
pub(super) fn report<'f>(key: &'f str, confidentiality: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("key", key),
        ("safe_now", "yes"),
        ("happened_at", "2026-11-24T09:40"),
        ("span", "20分くらい"),
        ("channel", "phone"),
        ("words", "「へぼ店員、死ね、殺すぞ」と何度も怒鳴られました。"),
        ("demand", "返金と土下座"),
        ("our_fault", "unknown"),
        ("care", "hearing"),
        ("wish", "listen"),
        ("confidentiality", confidentiality),
    ]
}

/// A reports; the case that came of it.
pub(super) async fn reported(t: &TestApp, confidentiality: &str) -> CaseId {
    let answer = t.as_persona("A").post("/cases/report", &report("one", confidentiality)).await;
    id_in(&answer)
}

/// The case that a redirect leads to.
pub(super) fn id_in(answer: &Answer) -> CaseId {
    let path = answer.location();
    assert!(path.starts_with("/cases/"), "{} {}", answer.status, answer.words());
    path["/cases/".len()..].parse().expect("an id")
}

/// What the audit log of the organisation says, as `actor-letter action`.
pub(super) async fn audit_of(t: &TestApp, persona: &str) -> Vec<(String, String)> {
    let who = t.signed_in(persona).await;
    let mut tx = t.app.db.read().await.expect("read");
    let entries = mamori_store::audit::after(&mut tx, who.org, 0, 10_000).await.expect("entries");
    let of_persona = entries.into_iter().filter(|entry| entry.actor == Some(who.user));
    of_persona.map(|entry| (entry.action, entry.subject)).collect()
}

/// The version of a case, as a form carries it.
pub(super) async fn version_of(t: &TestApp, id: CaseId) -> String {
    let mut tx = t.app.db.read().await.expect("read");
    let desk = t.id_of("H");
    let case = mamori_store::cases::open(&mut tx, t.org, desk, id).await.expect("open");
    case.expect("a case that the desk may open").version.to_string()
}
