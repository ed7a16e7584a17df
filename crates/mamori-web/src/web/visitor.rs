//! Who asks: found once for each request by [`crate::web::layers`], read by handlers as [`Visitor`] or [`Member`].

use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use mamori_core::access::{Action, SignedIn};
use mamori_core::people::Language;
use mamori_store::sessions::Session;

use crate::App;
use crate::web::{Error, Result};

impl FromRequestParts<App> for App {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(app.clone())
    }
}

/// What is known of whoever asks, signed in or not.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The valid session, if there is one.
    pub(crate) session: Option<Arc<Session>>,
    /// SHA-256 of the session's token, empty without a session.
    pub(crate) token_hash: Arc<[u8]>,
    /// The language of the person, else of the browser, else Japanese.
    pub(crate) language: Language,
    /// Key of a text to show once.
    pub(crate) flash: Option<String>,
    /// The path that was asked for.
    pub(crate) path: String,
    /// The address it came from.
    pub(crate) address: String,
}

impl Visitor {
    /// The language that `parts` asks for; Japanese unless English is preferred.
    pub(crate) fn language_of(parts: &Parts) -> Language {
        let header =
            parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first = header.split(',').next().unwrap_or_default().trim();
        if first.starts_with("en") { Language::En } else { Language::Ja }
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("the visitor layer is missing").into())
    }
}

/// Somebody who is signed in. It reads like the [`SignedIn`] person.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    session: Arc<Session>,
    /// The rest that is known.
    pub(crate) visitor: Visitor,
}

impl Member {
    /// Refuses, unless one of the person's roles allows `action`.
    pub(crate) fn must(&self, action: Action) -> Result<()> {
        if self.may(action) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The token that forms carry.
    pub(crate) fn csrf(&self) -> &str {
        &self.session.csrf
    }
}

impl Deref for Member {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.session.who
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        match visitor.session.clone() {
            Some(session) => Ok(Self { session, visitor }),
            None => Err(Error::SignInFirst { back_to: parts.uri.path().to_owned() }),
        }
    }
}
