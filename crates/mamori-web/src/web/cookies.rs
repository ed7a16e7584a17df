//! The cookies: the session, and a line to show once.

use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::Settings;

/// The session cookie's name. `__Host-` binds it to HTTPS and this host; plain HTTP (the demonstration) cannot have that.
pub(crate) fn session_name(settings: &Settings) -> &'static str {
    if settings.is_https() { "__Host-mamori" } else { "mamori" }
}

/// Holds the key of a text that is shown once on the next page.
pub(crate) const FLASH: &str = "mamori-flash";

/// A cookie as we set it: not readable by script, not sent by other sites.
pub(crate) fn new(settings: &Settings, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .build()
}

/// The same cookie, to be forgotten by the browser.
pub(crate) fn forget(settings: &Settings, name: &'static str) -> Cookie<'static> {
    let mut cookie = new(settings, name, String::new());
    cookie.make_removal();
    cookie
}
