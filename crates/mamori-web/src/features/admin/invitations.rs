//! Invitations by link or QR code, for people without company mail.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::access::{Action, Membership, Role};
use mamori_core::people::Language;
use mamori_core::{DAY, InvitationId, UnitId, random};
use mamori_store::invitations::{self, NewInvitation};
use mamori_store::{Tx, orgs};
use serde::Deserialize;

use super::card::{self, Card};
use super::person::role_choices;
use super::reach::{Branch, Reach};
use super::write_down;
use crate::App;
use crate::web::{Button, Error, FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "admin/invitations.html")]
struct InvitationsPage {
    shell: Shell,
    open: Vec<Open>,
    units: Vec<Branch>,
    roles: Vec<(&'static str, &'static str)>,
    languages: Vec<(&'static str, &'static str)>,
    form: Invite,
    errors: Vec<FieldError>,
}

impl InvitationsPage {
    fn error_of(&self, field: &str) -> &str {
        self.errors.iter().find(|error| error.field == field).map_or("", |error| &error.message)
    }
}

struct Open {
    id: InvitationId,
    unit: String,
    role: &'static str,
    note: String,
    until: String,
}

/// The form as typed.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Invite {
    /// Names the invitation, so that a form sent twice makes one.
    id: InvitationId,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    language: String,
}

/// `GET /admin/invitations`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let form = Invite {
        id: InvitationId::new(app.clock.now()),
        unit: String::new(),
        role: Role::Worker.to_string(),
        note: String::new(),
        days: "7".into(),
        language: Language::Ja.to_string(),
    };
    let mut tx = app.db.read().await?;
    show(&app, &mut tx, &member, form, Vec::new()).await
}

async fn show(
    app: &App,
    tx: &mut Tx,
    member: &Member,
    form: Invite,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let reach = Reach::of(tx, member, Action::ManagePeople).await?;
    let shell = Shell::of(member);
    let open = invitations::open(tx, member.org, app.clock.now()).await?;
    let open = open.into_iter().filter(|invitation| reach.unit(invitation.unit_id).is_ok());
    let open = open.map(|invitation| Open {
        id: invitation.id,
        unit: reach.path(invitation.unit_id).to_owned(),
        role: invitation.role.label(shell.language),
        note: invitation.note,
        until: invitation.expires_at.minute_text(),
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = InvitationsPage {
        open: open.collect(),
        roles: role_choices(&shell),
        languages: Language::ALL.iter().map(|choice| (choice.as_str(), choice.label(*choice))).collect(),
        units: reach.branches,
        form,
        errors,
        shell,
    };
    Ok((status, render(&page)?).into_response())
}

/// The form as meant.
struct Parsed {
    gives: Membership,
    note: String,
    days: i64,
    language: Language,
}

fn parse(shell: &Shell, form: &Invite) -> Result<Parsed, Vec<FieldError>> {
    let unit: Option<UnitId> = form.unit.parse().ok();
    let role: Option<Role> = form.role.parse().ok();
    let days = form.days.trim().parse().ok().filter(|days| (1..=14).contains(days));
    let note = form.note.trim().to_owned();
    let is_note_fine = note.chars().count() <= 100 && !note.chars().any(char::is_control);
    if let (Some(unit), Some(role), Some(days), true) = (unit, role, days, is_note_fine) {
        let language = form.language.parse().unwrap_or(Language::Ja);
        return Ok(Parsed { gives: Membership { unit, role }, note, days, language });
    }
    let faults = [
        (unit.is_none(), "unit", "admin-fault-unit"),
        (role.is_none(), "role", "admin-fault-role"),
        (!is_note_fine, "note", "admin-fault-note"),
        (days.is_none(), "days", "admin-fault-days"),
    ];
    let shown = faults.iter().filter(|(wrong, ..)| *wrong);
    Err(shown.map(|(_, field, key)| FieldError { field, message: shell.t(key).to_owned() }).collect())
}

/// `POST /admin/invitations`: answers with the link, which is shown this once.
pub(super) async fn create(app: App, member: Member, Form(form): Form<Invite>) -> Result<Response> {
    let now = app.clock.now();
    let shell = Shell::of(&member);
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    let Parsed { gives, note, days, language } = match parse(&shell, &form) {
        Ok(parsed) => parsed,
        Err(errors) => return show(&app, &mut tx, &member, form, errors).await,
    };
    let unit = reach.unit(gives.unit)?;
    let token = random::token();
    let (token_hash, until) = (random::token_hash(&token), now.plus(days * DAY));
    let invitation = NewInvitation {
        id: form.id,
        token_hash: &token_hash,
        gives,
        note: &note,
        created_by: Some(member.user),
        expires_at: until,
    };
    let (subject, detail) = (form.id.to_string(), format!("{} {}", gives.role, gives.unit));
    write_down(&mut tx, &member, "invitation.created", &subject, &detail, now).await?;
    match invitations::create(&mut tx, member.org, invitation, now).await {
        Err(error) if error.is_duplicate() => return Err(Error::Conflict("admin-sent-twice")),
        created => created?,
    }
    let (organisation, _) = orgs::by_id(&mut tx, member.org).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let card = Card {
        title: "admin-card-invitation",
        whom: note,
        place: format!("{organisation} {} · {}", unit.name, gives.role.label(language)),
        url: format!("{}/invite/{token}", app.settings.public_url),
        until,
        language,
        last_steps: &["admin-step-fill", "admin-step-begin"],
        back: "/admin/invitations".into(),
    };
    card::show(shell, card)
}

/// `POST /admin/invitations/{id}/revoke`
pub(super) async fn revoke(
    app: App,
    member: Member,
    Path(id): Path<InvitationId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    let unit = invitations::open_unit(&mut tx, member.org, id, now).await?.ok_or(Error::NotFound)?;
    reach.unit(unit)?;
    write_down(&mut tx, &member, "invitation.revoked", &id.to_string(), "", now).await?;
    if !invitations::revoke(&mut tx, member.org, id, now).await? {
        // Used in this very instant.
        return Err(Error::Conflict("admin-invitation-over"));
    }
    tx.commit().await?;
    Ok(flash::go_on(&app, "/admin/invitations", "admin-invitation-revoked"))
}
