//! How far an administrator reaches: the units in which the role is held and all below, and the people in them.

use std::collections::HashSet;

use mamori_core::access::{Action, Membership};
use mamori_core::{UnitId, UserId};
use mamori_store::Tx;
use mamori_store::people::{self, Person};
use mamori_store::units::{self, Unit};

use crate::web::{Error, Member, Result};

/// A unit within reach.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    /// The unit.
    pub(super) id: UnitId,
    /// Its name.
    pub(super) name: String,
    /// The names from the top down to it: 本部 › 駅前店.
    pub(super) path: String,
}

/// The units within reach, each before those below it.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// The units.
    pub(super) branches: Vec<Branch>,
    /// The top of the organisation, whether within reach or not.
    top: Option<UnitId>,
}

impl Reach {
    /// The units where a role of the member allows `action`; without any it is refused.
    pub(super) async fn of(tx: &mut Tx, member: &Member, action: Action) -> Result<Self> {
        member.must(action)?;
        let all = units::all(tx, member.org).await?;
        let held: HashSet<_> = member.units_where(action).into_iter().collect();
        let mut reach = Self { branches: Vec::new(), top: None };
        for top in all.iter().filter(|unit| unit.parent_id.is_none()) {
            reach.top.get_or_insert(top.id);
            reach.walk(&all, top, "", held.contains(&top.id), &held);
        }
        Ok(reach)
    }

    fn walk(&mut self, all: &[Unit], unit: &Unit, above: &str, reached: bool, held: &HashSet<UnitId>) {
        let path = if above.is_empty() { unit.name.clone() } else { format!("{above} › {}", unit.name) };
        if reached {
            self.branches.push(Branch { id: unit.id, name: unit.name.clone(), path: path.clone() });
        }
        for below in all.iter().filter(|other| other.parent_id == Some(unit.id)) {
            self.walk(all, below, &path, reached || held.contains(&below.id), held);
        }
    }

    /// The unit, if it is within reach; any other does not exist for the member.
    pub(super) fn unit(&self, id: UnitId) -> Result<&Branch> {
        self.branches.iter().find(|branch| branch.id == id).ok_or(Error::NotFound)
    }

    /// The path of a unit, empty when it is out of reach.
    pub(super) fn path(&self, id: UnitId) -> &str {
        self.unit(id).map_or("", |branch| &branch.path)
    }

    /// The top of the organisation.
    pub(super) fn top(&self) -> Result<UnitId> {
        self.top.ok_or(Error::NotFound)
    }

    /// Whether somebody with these roles is within reach: all of them are, and who has none belongs to the top.
    pub(super) fn covers(&self, memberships: &[Membership]) -> bool {
        let is_within = |unit| self.branches.iter().any(|branch| branch.id == unit);
        if memberships.is_empty() {
            self.top.is_some_and(is_within)
        } else {
            memberships.iter().all(|held| is_within(held.unit))
        }
    }

    /// The person with roles, if within reach; anybody else does not exist for the member.
    pub(super) async fn person(
        &self,
        tx: &mut Tx,
        member: &Member,
        id: UserId,
    ) -> Result<(Person, Vec<Membership>)> {
        let person = people::by_id(tx, member.org, id).await?.ok_or(Error::NotFound)?;
        let memberships = people::memberships(tx, member.org, id).await?;
        if self.covers(&memberships) { Ok((person, memberships)) } else { Err(Error::NotFound) }
    }
}
