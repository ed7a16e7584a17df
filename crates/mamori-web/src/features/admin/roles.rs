//! Giving and taking roles. Old cases stay closed to a new role: only their access lists open them.

use axum::response::Response;
use mamori_core::access::{Action, Membership, Role};
use mamori_core::{UnitId, UserId};
use mamori_store::{Tx, people};
use serde::Deserialize;

use super::reach::Reach;
use super::write_down;
use crate::App;
use crate::web::{Error, Form, Member, Path, Result, flash};

#[derive(Deserialize)]
pub(super) struct Choice {
    unit: UnitId,
    role: Role,
}

/// `POST /admin/people/{id}/give-role`
pub(super) async fn give(
    app: App,
    member: Member,
    Path(id): Path<UserId>,
    Form(Choice { unit, role }): Form<Choice>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    reach.unit(unit)?;
    let (person, held) = reach.person(&mut tx, &member, id).await?;
    let given = Membership { unit, role };
    if !held.contains(&given) {
        let (subject, detail) = (person.id.to_string(), format!("{role} {unit}"));
        write_down(&mut tx, &member, "person.role_given", &subject, &detail, now).await?;
        people::give_role(&mut tx, member.org, id, given, now).await?;
    }
    tx.commit().await?;
    Ok(flash::go_on(&app, &format!("/admin/people/{id}"), "admin-role-given"))
}

/// `POST /admin/people/{id}/take-role`
pub(super) async fn take(
    app: App,
    member: Member,
    Path(id): Path<UserId>,
    Form(Choice { unit, role }): Form<Choice>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    let (person, held) = reach.person(&mut tx, &member, id).await?;
    let taken = Membership { unit, role };
    if held.contains(&taken) {
        let (subject, detail) = (person.id.to_string(), format!("{role} {unit}"));
        write_down(&mut tx, &member, "person.role_taken", &subject, &detail, now).await?;
        people::take_role(&mut tx, member.org, id, taken).await?;
        administrator_remains(&mut tx, &member, &reach).await?;
    }
    tx.commit().await?;
    if id == member.user {
        // Perhaps the own way into this page was just given up.
        return Ok(flash::go_on(&app, "/account", "admin-role-taken"));
    }
    let next = if reach.covers(&people_after(held, taken)) {
        format!("/admin/people/{id}")
    } else {
        "/admin/people".into()
    };
    Ok(flash::go_on(&app, &next, "admin-role-taken"))
}

fn people_after(mut held: Vec<Membership>, taken: Membership) -> Vec<Membership> {
    held.retain(|membership| *membership != taken);
    held
}

/// Refuses what would leave the top of the organisation without an IT administrator who may sign in.
pub(super) async fn administrator_remains(tx: &mut Tx, member: &Member, reach: &Reach) -> Result<()> {
    let remaining = people::with_role(tx, member.org, reach.top()?, Role::ItAdmin).await?;
    if remaining.is_empty() { Err(Error::Conflict("admin-last")) } else { Ok(()) }
}
