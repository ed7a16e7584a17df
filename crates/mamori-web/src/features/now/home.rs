//! 今すぐ: where a worker starts.

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;

use crate::App;
use crate::web::{Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "now/home.html")]
struct HomePage {
    shell: Shell,
    answers: bool,
}

/// `GET /now`
pub(super) async fn page(_: App, member: Member) -> Result<Response> {
    render(&HomePage { shell: Shell::of(&member), answers: member.may(Action::AnswerAlerts) })
}
