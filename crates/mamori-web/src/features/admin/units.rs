//! The tree of units.

use askama::Template;
use axum::response::Response;
use mamori_core::UnitId;
use mamori_core::access::Action;
use mamori_store::units::{self, Unit};
use serde::Deserialize;

use super::reach::{Branch, Reach};
use super::write_down;
use crate::App;
use crate::web::{Error, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "admin/units.html")]
struct UnitsPage {
    shell: Shell,
    branches: Vec<Branch>,
    /// Names the next unit, so that a form sent twice makes one.
    next: UnitId,
}

/// `GET /admin/units`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    let next = UnitId::new(app.clock.now());
    render(&UnitsPage { shell: Shell::of(&member), branches: reach.branches, next })
}

/// A unit's name: 1 to 80 characters without control characters.
#[derive(Clone, Debug)]
struct UnitName(String);

impl UnitName {
    fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let fits = (1..=80).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(Error::Unreadable("admin-unit-name")) }
    }
}

#[derive(Deserialize)]
pub(super) struct NewUnit {
    id: UnitId,
    above: UnitId,
    name: String,
}

/// `POST /admin/units`
pub(super) async fn create(app: App, member: Member, Form(form): Form<NewUnit>) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    reach.unit(form.above)?;
    let name = UnitName::parse(&form.name)?;
    let unit = Unit { id: form.id, parent_id: Some(form.above), name: name.0 };
    let (subject, above) = (unit.id.to_string(), form.above.to_string());
    write_down(&mut tx, &member, "unit.created", &subject, &above, now).await?;
    match units::create(&mut tx, member.org, &unit, now).await {
        Err(error) if error.is_duplicate() => return Err(Error::Conflict("admin-sent-twice")),
        created => created?,
    }
    tx.commit().await?;
    Ok(flash::go_on(&app, "/admin/units", "admin-unit-added"))
}

#[derive(Deserialize)]
pub(super) struct NewName {
    name: String,
}

/// `POST /admin/units/{id}`
pub(super) async fn rename(
    app: App,
    member: Member,
    Path(id): Path<UnitId>,
    Form(form): Form<NewName>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    reach.unit(id)?;
    let name = UnitName::parse(&form.name)?;
    write_down(&mut tx, &member, "unit.renamed", &id.to_string(), "", now).await?;
    units::rename(&mut tx, member.org, id, &name.0).await?;
    tx.commit().await?;
    Ok(flash::go_on(&app, "/admin/units", "admin-unit-renamed"))
}
