//! Signing in and out.

use askama::Template;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use mamori_core::people::Login;
use mamori_store::{audit, logins, sessions};
use serde::Deserialize;

use super::{begin_session, enter};
use crate::App;
use crate::web::{Button, Form, Member, Query, Result, Shell, Visitor, cookies, password, render};

#[derive(Template)]
#[template(path = "door/login.html")]
struct LoginPage {
    shell: Shell,
    login: String,
    next: String,
    error: String,
}

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /login`
pub(super) async fn page(visitor: Visitor, Query(Next { next }): Query<Next>) -> Result<Response> {
    if visitor.session.is_some() {
        return Ok(Redirect::to(own_path(&next)).into_response());
    }
    render(&LoginPage { shell: Shell::outside(&visitor), login: String::new(), next, error: String::new() })
}

#[derive(Deserialize)]
pub(super) struct SignIn {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /login`: the same answer and the same time whether the login is unknown or the password wrong.
pub(super) async fn sign_in(
    app: App,
    visitor: Visitor,
    headers: HeaderMap,
    Form(form): Form<SignIn>,
) -> Result<Response> {
    let now = app.clock.now();
    let parsed = Login::parse(&form.login).ok();
    let name = parsed.as_ref().map(|login| login.as_str().to_owned()).unwrap_or_default();
    let mut tx = app.db.read().await?;
    if !logins::may_try(&mut tx, &name, &visitor.address, now).await? {
        return refuse(&visitor, form, StatusCode::TOO_MANY_REQUESTS, "door-wait");
    }
    let found = match &parsed {
        Some(login) => logins::credentials(&mut tx, login).await?,
        None => None,
    };
    drop(tx);
    let hash = found.as_ref().map(|(.., hash)| hash.clone());
    let right = password::verify(form.password.clone(), hash).await?;
    let mut tx = app.db.begin().await?;
    logins::record(&mut tx, &name, &visitor.address, right, now).await?;
    let (Some((org, user, _)), true) = (found, right) else {
        tx.commit().await?;
        return refuse(&visitor, form, StatusCode::UNPROCESSABLE_ENTITY, "door-wrong");
    };
    let token = begin_session(&mut tx, &visitor, &device(&headers), org, user, now).await?;
    tx.commit().await?;
    Ok(enter(&app, token, own_path(&form.next)))
}

fn refuse(visitor: &Visitor, form: SignIn, status: StatusCode, key: &'static str) -> Result<Response> {
    let shell = Shell::outside(visitor);
    let error = shell.t(key).to_owned();
    Ok((status, render(&LoginPage { shell, login: form.login, next: form.next, error })?).into_response())
}

/// `POST /logout`
pub(super) async fn sign_out(app: App, member: Member, Form(Button {}): Form<Button>) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    sessions::revoke(&mut tx, &member.visitor.token_hash, now).await?;
    let act = audit::Act {
        org: member.org,
        actor: Some(member.user),
        at: now,
        action: "session.end",
        subject: "",
        detail: "",
    };
    audit::append(&mut tx, act).await?;
    tx.commit().await?;
    let cookie = cookies::forget(&app.settings, cookies::session_name(&app.settings));
    Ok((AppendHeaders([(SET_COOKIE, cookie.to_string())]), Redirect::to("/login")).into_response())
}

/// The browser's own words for the list of devices.
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.chars().take(200).collect()
}

/// `next` if it is a path of ours, else the start page: a link to our door must not lead elsewhere.
fn own_path(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if is_path { next } else { "/now" }
}
