//! Forms, paths and queries as they come through the door.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use crate::App;
use crate::web::{Error, Result, Visitor};

/// A path parameter; what does not parse does not exist.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Error;

    #[expect(clippy::disallowed_types, reason = "this is the wrapper that the others use")]
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        found.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Error::NotFound)
    }
}

/// The query after `?`; repeated names make a list.
#[derive(Clone, Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let query = parts.uri.query().unwrap_or_default();
        serde_html_form::from_str(query).map(Self).map_err(|_| Error::Unreadable("error-query"))
    }
}

/// A form of one of our own pages. It cannot be read without its CSRF check: the site that sent it must be ours, and
/// when somebody is signed in it must carry the token of that session. Repeated names make a list.
#[derive(Clone, Debug)]
pub(crate) struct Form<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        if !is_same_site(&parts.headers) {
            return Err(Error::CrossSite);
        }
        let body =
            Bytes::from_request(Request::from_parts(parts, body), app).await.map_err(|_| Error::TooLarge)?;
        if let Some(session) = &visitor.session {
            check_token(&body, &session.csrf)?;
        }
        serde_html_form::from_bytes(&body).map(Self).map_err(|error| {
            tracing::debug!(%error, "a form could not be read");
            Error::Unreadable("error-form")
        })
    }
}

/// A form with nothing but its token: a single button.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub(crate) struct Button {}

fn check_token(body: &[u8], expected: &str) -> Result<()> {
    #[derive(serde::Deserialize)]
    struct Token {
        #[serde(default)]
        csrf: String,
    }
    let token: Token = serde_html_form::from_bytes(body).map_err(|_| Error::Unreadable("error-form"))?;
    if is_token(&token.csrf, expected) { Ok(()) } else { Err(Error::Conflict("error-stale-page")) }
}

/// Whether `sent` is the session's token, in the same time whatever was sent.
pub(super) fn is_token(sent: &str, expected: &str) -> bool {
    sent.as_bytes().ct_eq(expected.as_bytes()).into()
}

/// Whether a browser says that the request comes from our own pages. Programs say nothing; they have no cookie to abuse.
pub(super) fn is_same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text(ORIGIN.as_str()), text(HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, named)| named == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}
