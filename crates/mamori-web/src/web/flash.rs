//! A line that is shown once, on the page after a form.

use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::App;
use crate::web::cookies;

/// Sends the browser on to `to`, where the text of `key` is shown once.
pub(crate) fn go_on(app: &App, to: &str, key: &'static str) -> Response {
    let cookie = cookies::new(&app.settings, cookies::FLASH, key.to_owned());
    (AppendHeaders([(SET_COOKIE, cookie.to_string())]), Redirect::to(to)).into_response()
}
