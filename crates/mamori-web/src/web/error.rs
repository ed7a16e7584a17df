//! One error type at the edge: it becomes a page or JSON, in the visitor's language, and is logged here and nowhere else.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// The result of a handler.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A field that could not be taken, with a sentence in the visitor's language.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct FieldError {
    /// The control's name, which is also its id.
    pub(crate) field: &'static str,
    /// What to do about it.
    pub(crate) message: String,
}

/// Why a request is not answered as asked.
#[derive(Debug)]
pub(crate) enum Error {
    /// It does not exist, or the visitor has no need to know that it does.
    NotFound,
    /// The role does not allow it.
    Forbidden,
    /// Nobody is signed in: go to the door and come back to this path.
    SignInFirst { back_to: String },
    /// The body cannot be read; the text key tells what to do.
    Unreadable(&'static str),
    /// Somebody else was faster, or the form was stale; the text key tells what happened.
    Conflict(&'static str),
    /// More than is taken.
    TooLarge,
    /// More than is taken of this thing; the text key tells how much that is.
    TooLong(&'static str),
    /// The form did not come from our own page.
    CrossSite,
    /// Ours to mend.
    Internal(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

/// What the error layer needs to answer in the visitor's language.
#[derive(Clone, Debug)]
pub(crate) struct ErrorPage {
    /// Text key of the title; `KEY-help` is what to do.
    pub(crate) key: &'static str,
    /// A stable code for programs.
    pub(crate) code: &'static str,
}

impl Error {
    fn parts(&self) -> (StatusCode, ErrorPage) {
        let (status, key, code) = match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "error-not-found", "not_found"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "error-forbidden", "forbidden"),
            Self::SignInFirst { .. } => (StatusCode::UNAUTHORIZED, "error-sign-in", "sign_in"),
            Self::Unreadable(key) => (StatusCode::BAD_REQUEST, *key, "unreadable"),
            Self::Conflict(key) => (StatusCode::CONFLICT, *key, "conflict"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "error-too-large", "too_large"),
            Self::TooLong(key) => (StatusCode::PAYLOAD_TOO_LARGE, *key, "too_large"),
            Self::CrossSite => (StatusCode::FORBIDDEN, "error-cross-site", "cross_site"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "error-internal", "internal"),
        };
        (status, ErrorPage { key, code })
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(error) = &self {
            tracing::error!(error = format!("{error:#}"), "a request failed");
        }
        let (status, page) = self.parts();
        let mut response = status.into_response();
        if let Self::SignInFirst { back_to } = self {
            response.extensions_mut().insert(BackTo(back_to));
        }
        response.extensions_mut().insert(page);
        response
    }
}

/// Where a visitor wanted to go before signing in.
#[derive(Clone, Debug)]
pub(crate) struct BackTo(pub(crate) String);
