//! こころ: what only the worker sees, follow-ups and a short exercise, and what the worker shows to occupational health.
//!
//! Everything a person tells here goes to the care house and nowhere else: no audit entry but that somebody of
//! occupational health read, no search, no notification, no live event.

mod contacts;
mod exercise;
mod follow_up;
mod page;
mod shared;
#[cfg(test)]
pub(crate) mod tests;

use axum::Router;
use axum::routing::{get, post};

use crate::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/care", get(page::page))
        .route("/care/safe", get(page::safe))
        .route("/care/follow-ups/{id}", get(follow_up::page).post(follow_up::answer))
        .route("/care/follow-ups/{id}/skip", post(follow_up::skip))
        .route("/care/follow-ups/{id}/share", post(follow_up::share))
        .route("/care/follow-ups/{id}/withdraw", post(follow_up::withdraw))
        .route("/care/exercise/{id}", get(exercise::page).post(exercise::done))
        .route("/care/shared", get(shared::page))
}
