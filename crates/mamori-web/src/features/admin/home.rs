//! The start of the room.

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;

use crate::web::{Error, Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "admin/home.html")]
struct HomePage {
    shell: Shell,
    people: bool,
    keys: bool,
    audit: bool,
}

/// `GET /admin`
pub(super) async fn page(member: Member) -> Result<Response> {
    let people = member.may(Action::ManagePeople);
    let keys = member.may(Action::ManageKeys);
    let audit = member.may(Action::ReadAudit);
    if !people && !keys && !audit {
        return Err(Error::Forbidden);
    }
    render(&HomePage { shell: Shell::of(&member), people, keys, audit })
}
