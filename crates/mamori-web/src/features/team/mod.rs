//! チーム: the ground rules of one's own unit. Everybody of the unit proposes, agrees and retires; who agreed is not told.

mod page;
mod rules;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use mamori_core::UnitId;
use mamori_core::access::SignedIn;

use crate::App;
use crate::web::{Error, Result};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/team", get(page::own))
        .route("/team/{unit}", get(page::page))
        .route("/team/{unit}/rules", post(rules::propose))
        .route("/team/{unit}/rules/{rule}/agree", post(rules::agree))
        .route("/team/{unit}/rules/{rule}/take-back", post(rules::take_back))
        .route("/team/{unit}/rules/{rule}/retire", post(rules::retire))
}

/// A unit in which the person works; any other does not exist for them, whatever their role.
fn must_work_in(member: &SignedIn, unit: UnitId) -> Result<()> {
    let works = member.memberships.iter().any(|membership| membership.unit == unit);
    if works { Ok(()) } else { Err(Error::NotFound) }
}
