//! The room's first page: what is there, and nothing else.

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;
use mamori_store::rulebooks;

use crate::App;
use crate::web::{Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "ready/start.html")]
struct StartPage {
    shell: Shell,
    in_force: String,
    drafts: bool,
    duties: bool,
}

/// `GET /ready`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let found = rulebooks::in_force(&mut tx, member.org, app.clock.now()).await?;
    let shell = Shell::of(&member);
    let since = found.effective_at.date_text();
    render(&StartPage {
        in_force: shell.f2("ready-in-force-since", "version", found.version, "date", since),
        drafts: member.may(Action::DraftRules),
        duties: member.may(Action::SeeDuties),
        shell,
    })
}
