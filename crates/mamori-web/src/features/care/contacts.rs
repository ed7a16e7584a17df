//! Whom a worker can turn to: people of the organisation first, then the numbers of its rulebook.

use mamori_core::access::{Role, SignedIn};
use mamori_core::rulebook::{Contact, ContactKind};
use mamori_core::{OrgId, UnixMs};
use mamori_store::{Tx, people, rulebooks};

use crate::web::Result;

/// The ids of the contacts whom a person in distress is pointed to, nearest first.
const FOR_CARE: [&str; 2] = ["physician", "desk"];

/// Somebody to turn to.
#[derive(Clone, Debug)]
pub(super) struct Turn {
    /// The name of the place.
    pub(super) title: String,
    /// People's names, may be empty.
    pub(super) people: String,
    /// The number, empty where the organisation wrote none.
    pub(super) number: String,
    /// When to turn there.
    pub(super) when: String,
}

/// Occupational health and the desk.
pub(super) async fn inside(tx: &mut Tx, member: &SignedIn, now: UnixMs) -> Result<Vec<Turn>> {
    let rules = rulebooks::in_force(tx, member.org, now).await?.rulebook;
    let mut turns = Vec::new();
    for id in FOR_CARE {
        let Some(contact) = rules.contacts.iter().find(|contact| contact.id == id) else { continue };
        let role = if id == "desk" { Role::Desk } else { Role::Physician };
        let people = names(tx, member.org, role).await?;
        turns.push(turn(&rules, contact, people, member));
    }
    Ok(turns)
}

/// The same, and then the public numbers that the rulebook holds.
pub(super) async fn all(tx: &mut Tx, member: &SignedIn, now: UnixMs) -> Result<Vec<Turn>> {
    let mut turns = inside(tx, member, now).await?;
    let rules = rulebooks::in_force(tx, member.org, now).await?.rulebook;
    let public = rules
        .contacts
        .iter()
        .filter(|contact| contact.kind != ContactKind::Internal && !contact.number.is_empty());
    turns.extend(public.map(|contact| turn(&rules, contact, String::new(), member)));
    Ok(turns)
}

fn turn(
    rules: &mamori_core::rulebook::Rulebook,
    contact: &Contact,
    people: String,
    member: &SignedIn,
) -> Turn {
    Turn {
        title: rules.text(&contact.title, member.language),
        people,
        number: contact.number.clone(),
        when: rules.text(&contact.when, member.language),
    }
}

async fn names(tx: &mut Tx, org: OrgId, role: Role) -> Result<String> {
    let mut names = Vec::new();
    for id in people::with_role_anywhere(tx, org, role).await? {
        names.extend(people::by_id(tx, org, id).await?.map(|person| person.name.full()));
    }
    Ok(names.join(" · "))
}
