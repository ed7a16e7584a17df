//! Whether a person may sign in, where they are signed in, and a link for a new password.

use axum::response::Response;
use mamori_core::access::Action;
use mamori_core::{DAY, UnixMs, UserId, random};
use mamori_store::password_links::{self, NewLink};
use mamori_store::people::{self, Person};
use mamori_store::{Tx, orgs, sessions};

use super::card::{self, Card};
use super::reach::Reach;
use super::roles::administrator_remains;
use super::write_down;
use crate::App;
use crate::web::{Button, Error, Form, Member, Path, Result, Shell, flash};

/// How long a link for a new password holds.
const PASSWORD_LINK_HOLDS: i64 = DAY;

/// Somebody's account, in the transaction in which it is to be changed.
struct Account {
    now: UnixMs,
    tx: Tx,
    reach: Reach,
    person: Person,
}

/// The account of somebody whom `member` looks after; 404 for everybody else.
async fn account(app: &App, member: &Member, id: UserId) -> Result<Account> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, member, Action::ManagePeople).await?;
    let (person, _) = reach.person(&mut tx, member, id).await?;
    Ok(Account { now, tx, reach, person })
}

/// `POST /admin/people/{id}/lock`: ends every session of the person at once.
pub(super) async fn lock(
    app: App,
    member: Member,
    Path(id): Path<UserId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let Account { now, mut tx, reach, person } = account(&app, &member, id).await?;
    if id == member.user {
        return Err(Error::Conflict("admin-not-yourself"));
    }
    if person.active {
        write_down(&mut tx, &member, "person.locked", &id.to_string(), "", now).await?;
        people::set_active(&mut tx, member.org, id, false).await?;
        sessions::revoke_all(&mut tx, member.org, id, &[], now).await?;
        password_links::end_all(&mut tx, member.org, id, now).await?;
        administrator_remains(&mut tx, &member, &reach).await?;
    }
    tx.commit().await?;
    Ok(flash::go_on(&app, &format!("/admin/people/{id}"), "admin-was-locked"))
}

/// `POST /admin/people/{id}/unlock`
pub(super) async fn unlock(
    app: App,
    member: Member,
    Path(id): Path<UserId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let Account { now, mut tx, person, .. } = account(&app, &member, id).await?;
    if !person.active {
        write_down(&mut tx, &member, "person.unlocked", &id.to_string(), "", now).await?;
        people::set_active(&mut tx, member.org, id, true).await?;
    }
    tx.commit().await?;
    Ok(flash::go_on(&app, &format!("/admin/people/{id}"), "admin-was-unlocked"))
}

/// `POST /admin/people/{id}/sign-out`: on every device; one's own device here stays signed in.
pub(super) async fn sign_out(
    app: App,
    member: Member,
    Path(id): Path<UserId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let Account { now, mut tx, .. } = account(&app, &member, id).await?;
    write_down(&mut tx, &member, "person.signed_out", &id.to_string(), "", now).await?;
    sessions::revoke_all(&mut tx, member.org, id, &member.visitor.token_hash, now).await?;
    tx.commit().await?;
    Ok(flash::go_on(&app, &format!("/admin/people/{id}"), "admin-was-signed-out"))
}

/// `POST /admin/people/{id}/password`: shows the link once; the person's earlier links end.
pub(super) async fn password_link(
    app: App,
    member: Member,
    Path(id): Path<UserId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let Account { now, mut tx, person, .. } = account(&app, &member, id).await?;
    if !person.active {
        return Err(Error::Conflict("admin-is-locked"));
    }
    let token = random::token();
    let (token_hash, until) = (random::token_hash(&token), now.plus(PASSWORD_LINK_HOLDS));
    let link = NewLink { token_hash: &token_hash, user: id, created_by: member.user, expires_at: until };
    write_down(&mut tx, &member, "person.password_link", &id.to_string(), "", now).await?;
    password_links::create(&mut tx, member.org, link, now).await?;
    let (organisation, _) = orgs::by_id(&mut tx, member.org).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let url = format!("{}/password/{token}", app.settings.public_url);
    let shell = Shell::of(&member);
    card::show(
        shell,
        Card {
            title: "admin-card-password",
            whom: person.name.full(),
            place: organisation,
            url,
            until,
            language: person.language,
            last_steps: &["admin-step-new-password", "admin-step-begin-again"],
            back: format!("/admin/people/{id}"),
        },
    )
}
