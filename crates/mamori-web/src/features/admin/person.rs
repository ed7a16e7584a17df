//! One person: roles, devices, and whether they may sign in.

use askama::Template;
use axum::response::Response;
use mamori_core::UserId;
use mamori_core::access::{Action, Membership, Role};
use mamori_store::people::Person;
use mamori_store::sessions::{self, Device};

use super::reach::{Branch, Reach};
use crate::App;
use crate::web::{Member, Path, Result, Shell, render};

#[derive(Template)]
#[template(path = "admin/person.html")]
struct PersonPage {
    shell: Shell,
    person: Person,
    is_self: bool,
    held: Vec<Held>,
    units: Vec<Branch>,
    roles: Vec<(&'static str, &'static str)>,
    devices: Vec<Device>,
}

struct Held {
    membership: Membership,
    unit: String,
    role: &'static str,
}

/// `GET /admin/people/{id}`
pub(super) async fn page(app: App, member: Member, Path(id): Path<UserId>) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    let (person, memberships) = reach.person(&mut tx, &member, id).await?;
    let devices = sessions::devices(&mut tx, member.org, id, app.clock.now()).await?;
    let shell = Shell::of(&member);
    let held = memberships.into_iter().map(|membership| Held {
        membership,
        unit: reach.path(membership.unit).to_owned(),
        role: membership.role.label(shell.language),
    });
    render(&PersonPage {
        held: held.collect(),
        person,
        is_self: id == member.user,
        units: reach.branches,
        roles: role_choices(&shell),
        devices,
        shell,
    })
}

/// Every role as code and word, for a select.
pub(super) fn role_choices(shell: &Shell) -> Vec<(&'static str, &'static str)> {
    Role::ALL.iter().map(|role| (role.as_str(), role.label(shell.language))).collect()
}
