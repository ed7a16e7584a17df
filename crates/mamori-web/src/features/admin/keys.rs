//! Keys for programs that feed conversations in; each acts for one named worker in one unit.

use askama::Template;
use axum::response::Response;
use mamori_core::access::{Action, Role};
use mamori_core::{ApiKeyId, UnitId, UserId, random};
use mamori_store::Tx;
use mamori_store::api_keys::{self, NewKey};
use mamori_store::people;
use serde::Deserialize;

use super::reach::Reach;
use super::write_down;
use crate::App;
use crate::web::{Button, Error, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "admin/keys.html")]
struct KeysPage {
    shell: Shell,
    open: Vec<Open>,
    choices: Vec<(String, String)>,
    /// Names the next key, so that a form sent twice makes one.
    next: ApiKeyId,
}

struct Open {
    id: ApiKeyId,
    name: String,
    worker: String,
    unit: String,
    since: String,
}

/// `GET /admin/keys`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManageKeys).await?;
    let open = api_keys::open(&mut tx, member.org).await?;
    let open = open.into_iter().filter(|key| reach.unit(key.unit_id).is_ok()).map(|key| Open {
        id: key.id,
        name: key.name,
        worker: key.worker,
        unit: reach.path(key.unit_id).to_owned(),
        since: key.created_at.date_text(),
    });
    let choices = workers(&mut tx, &member, &reach).await?;
    let choices = choices.into_iter().map(|worker| {
        (format!("{} {}", worker.user, worker.unit), format!("{} ({})", worker.name, reach.path(worker.unit)))
    });
    let (open, choices) = (open.collect(), choices.collect());
    render(&KeysPage { shell: Shell::of(&member), open, choices, next: ApiKeyId::new(app.clock.now()) })
}

/// Somebody for whom a program may act.
struct Worker {
    user: UserId,
    unit: UnitId,
    name: String,
}

/// Active people who serve customers in a unit within reach.
async fn workers(tx: &mut Tx, member: &Member, reach: &Reach) -> Result<Vec<Worker>> {
    let everybody = people::all(tx, member.org).await?;
    let mut workers: Vec<Worker> = Vec::new();
    for (user, held) in people::all_memberships(tx, member.org).await? {
        let serves = matches!(held.role, Role::Worker | Role::SecondLine) && reach.unit(held.unit).is_ok();
        let is_listed = workers.iter().any(|worker| worker.user == user && worker.unit == held.unit);
        let person = everybody.iter().find(|person| person.id == user && person.active);
        if let (Some(person), true, false) = (person, serves, is_listed) {
            workers.push(Worker { user, unit: held.unit, name: person.name.full() });
        }
    }
    Ok(workers)
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    id: ApiKeyId,
    name: String,
    acting: String,
}

#[derive(Template)]
#[template(path = "admin/key.html")]
struct KeyPage {
    shell: Shell,
    name: String,
    worker: String,
    key: String,
    address: String,
}

/// `POST /admin/keys`: answers with the key, which is shown this once.
pub(super) async fn create(app: App, member: Member, Form(form): Form<Wanted>) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManageKeys).await?;
    let name = form.name.trim();
    if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(Error::Unreadable("admin-key-name"));
    }
    let workers = workers(&mut tx, &member, &reach).await?;
    let is_chosen = |worker: &&Worker| form.acting == format!("{} {}", worker.user, worker.unit);
    let worker = workers.iter().find(is_chosen).ok_or(Error::NotFound)?;
    let key = format!("mamori_{}", random::token());
    let key_hash = random::token_hash(&key);
    let new = NewKey {
        id: form.id,
        key_hash: &key_hash,
        name,
        user: worker.user,
        unit: worker.unit,
        created_by: member.user,
    };
    let (subject, detail) = (form.id.to_string(), format!("{} {}", worker.user, worker.unit));
    write_down(&mut tx, &member, "key.created", &subject, &detail, now).await?;
    match api_keys::create(&mut tx, member.org, new, now).await {
        Err(error) if error.is_duplicate() => return Err(Error::Conflict("admin-sent-twice")),
        created => created?,
    }
    tx.commit().await?;
    let address = format!("{}/api/v1/conversations", app.settings.public_url);
    let (name, worker) = (name.to_owned(), worker.name.clone());
    render(&KeyPage { shell: Shell::of(&member), name, worker, key, address })
}

/// `POST /admin/keys/{id}/revoke`
pub(super) async fn revoke(
    app: App,
    member: Member,
    Path(id): Path<ApiKeyId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManageKeys).await?;
    let open = api_keys::open(&mut tx, member.org).await?;
    let key = open.iter().find(|key| key.id == id).ok_or(Error::NotFound)?;
    reach.unit(key.unit_id)?;
    write_down(&mut tx, &member, "key.revoked", &id.to_string(), "", now).await?;
    if !api_keys::revoke(&mut tx, member.org, id, now).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(flash::go_on(&app, "/admin/keys", "admin-key-revoked"))
}
