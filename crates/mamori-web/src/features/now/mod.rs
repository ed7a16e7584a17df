//! 今すぐ: the call for help (応援要請) and live conversations.

mod api;
mod elements;
mod hearing;
mod home;
mod lines;
mod replay;
mod sentences;
mod sos;
mod sos_live;
mod talk;
mod talk_live;
#[cfg(test)]
mod tests;
mod turns;
mod view;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub(crate) use sos::mark_seen;
pub(crate) use view::TalkView;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/now", get(home::page))
        .route("/now/sos", post(sos::raise))
        .route("/now/sos/{id}", get(sos::page))
        .route("/now/sos/{id}/go", post(sos::go))
        .route("/now/sos/{id}/close", post(sos::close))
        .route("/now/sos/{id}/live", get(sos_live::stream))
        .route("/now/talks", post(talk::start))
        .route("/now/talks/{id}", get(talk::page))
        .route("/now/talks/{id}/live", get(talk_live::stream))
        .route("/now/talks/{id}/turns", post(turns::line))
        .route("/now/talks/{id}/facts", post(turns::fact))
        .route("/now/talks/{id}/paste", post(turns::paste))
        .route("/now/talks/{id}/file", post(turns::file))
        .route("/now/talks/{id}/go", post(talk::go))
        .route("/now/talks/{id}/end", post(talk::end))
        .route("/now/replay", post(replay::play))
        .route("/api/v1/conversations", post(api::begin))
        .route("/api/v1/conversations/{id}", get(api::show))
        .route("/api/v1/conversations/{id}/turns", post(api::add))
}
