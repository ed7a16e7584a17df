//! いまの対応: what is live in the units that a person answers for, most urgent first.
//!
//! One task for each organisation that somebody looks at follows the store's events and draws each changed row
//! once for everybody; each viewer is sent the rows of their own units.

mod alarm;
mod boards;
mod page;
mod row;
mod talk_row;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;

use crate::App;

pub(crate) use boards::Board;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/now/board", get(page::page))
        .route("/now/live", get(page::stream))
        .route("/now/alarm", get(alarm::stream))
}
