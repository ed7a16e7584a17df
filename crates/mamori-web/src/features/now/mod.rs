//! 今すぐ: the call for help (応援要請) and live conversations.

mod home;
mod sos;
mod sos_live;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub(crate) use sos::mark_seen;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/now", get(home::page))
        .route("/now/sos", post(sos::raise))
        .route("/now/sos/{id}", get(sos::page))
        .route("/now/sos/{id}/go", post(sos::go))
        .route("/now/sos/{id}/close", post(sos::close))
        .route("/now/sos/{id}/live", get(sos_live::stream))
}
