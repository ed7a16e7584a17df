//! A new password for an account that is there, by the one-time link that an administrator handed over.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use mamori_core::people::NewPassword;
use mamori_core::{OrgId, UserId, random};
use mamori_store::{audit, logins, password_links, sessions};
use serde::Deserialize;

use super::{begin_session, enter, login::device};
use crate::App;
use crate::web::{Error, FieldError, Form, Path, Result, Shell, Visitor, password, render};

#[derive(Template)]
#[template(path = "door/new_password.html")]
struct NewPasswordPage {
    shell: Shell,
    token: String,
    login: String,
    errors: Vec<FieldError>,
}

impl NewPasswordPage {
    fn fault(&self) -> &str {
        self.errors.first().map_or("", |error| &error.message)
    }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    password: String,
}

/// `GET /password/{token}`
pub(super) async fn page(app: App, visitor: Visitor, Path(token): Path<String>) -> Result<Response> {
    let (.., login) = usable(&app, &token).await?;
    render(&NewPasswordPage { shell: Shell::outside(&visitor), token, login, errors: Vec::new() })
}

async fn usable(app: &App, token: &str) -> Result<(OrgId, UserId, String)> {
    let mut tx = app.db.read().await?;
    let found = password_links::usable(&mut tx, &random::token_hash(token), app.clock.now()).await?;
    found.ok_or(Error::Conflict("door-password-link-over"))
}

/// `POST /password/{token}`: sets the password, ends every other session, and begins one here.
pub(super) async fn set(
    app: App,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<Chosen>,
) -> Result<Response> {
    let now = app.clock.now();
    let (org, user, login) = usable(&app, &token).await?;
    let Ok(chosen) = NewPassword::parse(&form.password) else {
        let shell = Shell::outside(&visitor);
        let errors =
            vec![FieldError { field: "password", message: shell.t("door-password-fault").to_owned() }];
        let page = NewPasswordPage { shell, token, login, errors };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response());
    };
    let hash = password::hash(chosen.reveal().to_owned()).await?;
    let mut tx = app.db.begin().await?;
    if !password_links::take(&mut tx, &random::token_hash(&token), now).await? {
        return Err(Error::Conflict("door-password-link-over"));
    }
    logins::set_password(&mut tx, org, user, &hash).await?;
    sessions::revoke_all(&mut tx, org, user, &[], now).await?;
    let subject = user.to_string();
    let action = "person.password_set";
    audit::append(
        &mut tx,
        audit::Act { org, actor: Some(user), at: now, action, subject: &subject, detail: "" },
    )
    .await?;
    let session = begin_session(&mut tx, &visitor, &device(&headers), org, user, now).await?;
    tx.commit().await?;
    Ok(enter(&app, session, "/now"))
}
