//! The door: signing in and out, the first sign-in by an invitation's link or QR code, and one's own settings.

mod account;
mod invitation;
mod login;
mod new_password;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use mamori_core::{OrgId, UnixMs, UserId, random};
use mamori_store::sessions::{self, NewSession};
use mamori_store::{Tx, audit};

use crate::App;
use crate::web::{Result, Visitor, cookies};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/now") }))
        .route("/login", get(login::page).post(login::sign_in))
        .route("/logout", post(login::sign_out))
        .route("/account", get(account::page))
        .route("/account/language", post(account::set_language))
        .route("/account/elsewhere", post(account::leave_elsewhere))
        .route("/invite/{token}", get(invitation::page).post(invitation::accept))
        .route("/password/{token}", get(new_password::page).post(new_password::set))
}

/// Begins a session in `tx` and returns its token, for [`enter`].
async fn begin_session(
    tx: &mut Tx,
    visitor: &Visitor,
    device: &str,
    org: OrgId,
    user: UserId,
    now: UnixMs,
) -> Result<String> {
    let (token, csrf) = (random::token(), random::token());
    let hash = random::token_hash(&token);
    let session = NewSession { token_hash: &hash, org, user, csrf: &csrf, device };
    sessions::create(tx, session, now).await?;
    let act =
        audit::Act { org, actor: Some(user), at: now, action: "session.begin", subject: "", detail: "" };
    audit::append(tx, act).await?;
    if !visitor.token_hash.is_empty() {
        // Whoever was signed in on this device before is signed out.
        sessions::revoke(tx, &visitor.token_hash, now).await?;
    }
    Ok(token)
}

/// Sends the browser on with its new session.
fn enter(app: &App, token: String, to: &str) -> Response {
    let cookie = cookies::new(&app.settings, cookies::session_name(&app.settings), token);
    (AppendHeaders([(SET_COOKIE, cookie.to_string())]), Redirect::to(to)).into_response()
}
