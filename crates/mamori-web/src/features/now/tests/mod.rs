//! 今すぐ: calling for help, talks, the interface for programs.

mod api;
mod sos;
mod talks;

use axum::body::Body;
use axum::http::{Request, header};
use mamori_core::ConversationId;
use mamori_store::audit;

use crate::testing::{Answer, TestApp};

async fn has_acted(t: &TestApp, action: &str, persona: &str) -> bool {
    let mut tx = t.app.db.read().await.expect("read");
    let entries = audit::after(&mut tx, t.org, 0, 1_000).await.expect("entries");
    entries.iter().any(|entry| entry.action == action && entry.actor == Some(t.id_of(persona)))
}

/// `persona` begins a talk on the telephone; the path of its page.
async fn begin(t: &TestApp, persona: &str) -> String {
    let begun = t.as_persona(persona).post("/now/talks", &[("channel", "phone")]).await;
    assert!(begun.location().starts_with("/now/talks/"), "{}", begun.text);
    begun.location().to_owned()
}

fn talk_in(path: &str) -> ConversationId {
    path.rsplit('/').next().expect("a path").parse().expect("an id")
}

/// Sends JSON from a page of `persona`, with its cookie and token.
async fn send(t: &TestApp, persona: &str, path: &str, body: impl Into<Body>) -> Answer {
    let browser = t.as_persona(persona);
    let request = Request::post(path)
        .header(header::COOKIE, browser.cookie())
        .header("x-csrf-token", browser.csrf())
        .header(header::CONTENT_TYPE, "application/json");
    browser.send(request.body(body.into()).expect("a request")).await
}
