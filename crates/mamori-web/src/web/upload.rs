//! A form with one file, checked like any other form.

use std::collections::HashMap;

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};

use crate::App;
use crate::web::extract::{is_same_site, is_token};
use crate::web::{Error, Result, Visitor};

/// A form of one of our own pages with a file in its field `file`. The same checks as [`crate::web::Form`] apply.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The other fields by name.
    pub(crate) fields: HashMap<String, String>,
    /// What the file holds; empty when none was chosen.
    pub(crate) file: Vec<u8>,
}

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        if !is_same_site(&parts.headers) {
            return Err(Error::CrossSite);
        }
        let request = Request::from_parts(parts, body);
        let unreadable = |_| Error::Unreadable("error-form");
        let mut multipart = Multipart::from_request(request, app).await.map_err(unreadable)?;
        let mut upload = Self { fields: HashMap::new(), file: Vec::new() };
        while let Some(part) = multipart.next_field().await.map_err(|error| refused(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|error| refused(&error))?;
            if name == "file" {
                upload.file = bytes.to_vec();
            } else {
                upload.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        if let Some(session) = &visitor.session {
            let sent = upload.fields.get("csrf").map(String::as_str).unwrap_or_default();
            if !is_token(sent, &session.csrf) {
                return Err(Error::Conflict("error-stale-page"));
            }
        }
        Ok(upload)
    }
}

fn refused(error: &axum::extract::multipart::MultipartError) -> Error {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Error::TooLarge
    } else {
        Error::Unreadable("error-form")
    }
}

impl Upload {
    /// The file as text: UTF-8, or else CP932 as old programs on Windows save it.
    pub(crate) fn text(&self) -> String {
        match std::str::from_utf8(&self.file) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::SHIFT_JIS.decode(&self.file).0.into_owned(),
        }
    }
}
