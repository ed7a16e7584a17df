//! 管理: people and their roles, units, invitations, keys of programs, and the audit log.
//!
//! That this room exists is no secret, so a wrong role is told so. Whom and what an administrator may touch is
//! decided by [`reach`]: the units below the own role, and people whose roles all lie there.

mod accounts;
mod audit_check;
mod audit_export;
mod audit_log;
mod card;
mod home;
mod invitations;
mod keys;
mod people;
mod person;
mod reach;
mod roles;
#[cfg(test)]
mod tests;
mod units;

use axum::Router;
use axum::routing::{get, post};
use mamori_core::UnixMs;
use mamori_store::{Tx, audit};

use crate::App;
use crate::web::{Member, Result};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/admin", get(home::page))
        .route("/admin/people", get(people::page))
        .route("/admin/people/{id}", get(person::page))
        .route("/admin/people/{id}/give-role", post(roles::give))
        .route("/admin/people/{id}/take-role", post(roles::take))
        .route("/admin/people/{id}/lock", post(accounts::lock))
        .route("/admin/people/{id}/unlock", post(accounts::unlock))
        .route("/admin/people/{id}/sign-out", post(accounts::sign_out))
        .route("/admin/people/{id}/password", post(accounts::password_link))
        .route("/admin/units", get(units::page).post(units::create))
        .route("/admin/units/{id}", post(units::rename))
        .route("/admin/invitations", get(invitations::page).post(invitations::create))
        .route("/admin/invitations/{id}/revoke", post(invitations::revoke))
        .route("/admin/keys", get(keys::page).post(keys::create))
        .route("/admin/keys/{id}/revoke", post(keys::revoke))
        .route("/admin/audit", get(audit_log::page))
        .route("/admin/audit/check", post(audit_check::page))
        .route("/admin/audit/download", get(audit_export::download))
}

/// Writes into the audit log what the member does.
///
/// It comes before the deed in each transaction here: appends of one organisation wait for each other, so that two
/// administrators who act on each other at the same instant are seen one after the other.
async fn write_down(
    tx: &mut Tx,
    member: &Member,
    action: &str,
    subject: &str,
    detail: &str,
    now: UnixMs,
) -> Result<()> {
    let act = audit::Act { org: member.org, actor: Some(member.user), at: now, action, subject, detail };
    Ok(audit::append(tx, act).await?)
}
