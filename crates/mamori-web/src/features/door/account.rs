//! 自分の設定: language, and the devices on which one is signed in.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::people::Language;
use mamori_store::sessions::Device;
use mamori_store::{audit, people, sessions};
use serde::Deserialize;

use crate::App;
use crate::web::{Button, Error, Form, Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "door/account.html")]
struct AccountPage {
    shell: Shell,
    languages: Vec<(&'static str, &'static str, bool)>,
    devices: Vec<(Device, bool)>,
}

/// `GET /account`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let devices = sessions::devices(&mut tx, member.org, member.user, app.clock.now()).await?;
    let own = member.visitor.token_hash.clone();
    let devices = devices.into_iter().map(|device| {
        let is_this = device.token_hash == own[..];
        (device, is_this)
    });
    let languages = Language::ALL
        .iter()
        .map(|choice| (choice.as_str(), choice.label(*choice), *choice == member.language));
    render(&AccountPage {
        shell: Shell::of(&member),
        languages: languages.collect(),
        devices: devices.collect(),
    })
}

#[derive(Deserialize)]
pub(super) struct Choice {
    language: String,
}

/// `POST /account/language`
pub(super) async fn set_language(app: App, member: Member, Form(choice): Form<Choice>) -> Result<Response> {
    let language: Language = choice.language.parse().map_err(|_| Error::Unreadable("error-form"))?;
    let mut tx = app.db.begin().await?;
    people::set_language(&mut tx, member.org, member.user, language).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account").into_response())
}

/// `POST /account/elsewhere`: signs the person out on every other device.
pub(super) async fn leave_elsewhere(
    app: App,
    member: Member,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    sessions::revoke_all(&mut tx, member.org, member.user, &member.visitor.token_hash, now).await?;
    let (org, actor) = (member.org, Some(member.user));
    let act = audit::Act { org, actor, at: now, action: "session.end_others", subject: "", detail: "" };
    audit::append(&mut tx, act).await?;
    tx.commit().await?;
    Ok(Redirect::to("/account").into_response())
}
