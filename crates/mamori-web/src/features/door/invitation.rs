//! The first sign-in, by the one-time link that an administrator handed over as a link or QR code.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use mamori_core::access::Membership;
use mamori_core::people::{Login, NewPassword, PersonName};
use mamori_core::{UserId, random};
use mamori_store::invitations::Invitation;
use mamori_store::people::{self, NewPerson};
use mamori_store::{audit, invitations, orgs, units};
use serde::Deserialize;

use super::{begin_session, enter, login::device};
use crate::App;
use crate::web::{Error, FieldError, Form, Path, Result, Shell, Visitor, password, render};

#[derive(Template)]
#[template(path = "door/invitation.html")]
struct InvitationPage {
    shell: Shell,
    token: String,
    organisation: String,
    unit: String,
    role: &'static str,
    form: Accept,
    errors: Vec<FieldError>,
}

impl InvitationPage {
    fn error_of(&self, field: &str) -> &str {
        self.errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.message.as_str())
            .unwrap_or_default()
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Accept {
    family: String,
    given: String,
    family_kana: String,
    given_kana: String,
    login: String,
    password: String,
}

/// `GET /invite/{token}`
pub(super) async fn page(app: App, visitor: Visitor, Path(token): Path<String>) -> Result<Response> {
    let invitation = usable(&app, &token).await?;
    show(&app, &visitor, token, &invitation, Accept::default(), Vec::new()).await
}

async fn usable(app: &App, token: &str) -> Result<Invitation> {
    let mut tx = app.db.read().await?;
    let found = invitations::usable(&mut tx, &random::token_hash(token), app.clock.now()).await?;
    found.ok_or(Error::Conflict("door-invitation-over"))
}

async fn show(
    app: &App,
    visitor: &Visitor,
    token: String,
    invitation: &Invitation,
    form: Accept,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let (organisation, _) = orgs::by_id(&mut tx, invitation.org_id).await?.ok_or(Error::NotFound)?;
    let unit = units::by_id(&mut tx, invitation.org_id, invitation.unit_id).await?.ok_or(Error::NotFound)?;
    let shell = Shell::outside(visitor);
    let role = invitation.role.label(shell.language);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = InvitationPage { shell, token, organisation, unit: unit.name, role, form, errors };
    Ok((status, render(&page)?).into_response())
}

/// `POST /invite/{token}`: account, role, session and the end of the invitation, all or nothing.
pub(super) async fn accept(
    app: App,
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(form): Form<Accept>,
) -> Result<Response> {
    let now = app.clock.now();
    let invitation = usable(&app, &token).await?;
    let (name, login, chosen) = match parse(&Shell::outside(&visitor), &form) {
        Ok(parsed) => parsed,
        Err(errors) => return show(&app, &visitor, token, &invitation, form, errors).await,
    };
    let password_hash = password::hash(chosen.reveal().to_owned()).await?;
    let (org, user) = (invitation.org_id, UserId::new(now));
    let mut tx = app.db.begin().await?;
    let new = NewPerson {
        id: user,
        login: &login,
        name: &name,
        language: visitor.language,
        password_hash: &password_hash,
    };
    match people::create(&mut tx, org, new, now).await {
        Err(error) if error.is_duplicate() => {
            drop(tx);
            let message = Shell::outside(&visitor).t("door-login-taken").to_owned();
            let errors = vec![FieldError { field: "login", message }];
            return show(&app, &visitor, token, &invitation, form, errors).await;
        }
        created => created?,
    }
    if !invitations::take(&mut tx, org, invitation.id, user, now).await? {
        return Err(Error::Conflict("door-invitation-over"));
    }
    let held = Membership { unit: invitation.unit_id, role: invitation.role };
    people::give_role(&mut tx, org, user, held, now).await?;
    let (subject, detail) = (user.to_string(), invitation.role.as_str());
    let act =
        audit::Act { org, actor: Some(user), at: now, action: "person.joined", subject: &subject, detail };
    audit::append(&mut tx, act).await?;
    let session = begin_session(&mut tx, &visitor, &device(&headers), org, user, now).await?;
    tx.commit().await?;
    Ok(enter(&app, session, "/now"))
}

fn parse(shell: &Shell, form: &Accept) -> Result<(PersonName, Login, NewPassword), Vec<FieldError>> {
    let name = PersonName::parse(&form.family, &form.given, &form.family_kana, &form.given_kana);
    let (login, chosen) = (Login::parse(&form.login), NewPassword::parse(&form.password));
    match (name, login, chosen) {
        (Ok(name), Ok(login), Ok(chosen)) => Ok((name, login, chosen)),
        (name, login, chosen) => {
            let faults = [
                (name.is_err(), "family", "door-name-fault"),
                (login.is_err(), "login", "door-login-fault"),
                (chosen.is_err(), "password", "door-password-fault"),
            ];
            let shown = faults.iter().filter(|(wrong, ..)| *wrong);
            Err(shown.map(|(_, field, key)| FieldError { field, message: shell.t(key).to_owned() }).collect())
        }
    }
}
