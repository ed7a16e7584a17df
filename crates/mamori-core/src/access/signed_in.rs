//! The person behind a request, and the proofs that open the care house.

use super::{Action, Role, allows};
use crate::people::{Language, PersonName};
use crate::{OrgId, UnitId, UserId};

/// A role in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The unit; the role holds for it and every unit below it.
    pub unit: UnitId,
    /// The role.
    pub role: Role,
}

/// A person with a valid session, as found in the store at the start of each request.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The organisation.
    pub org: OrgId,
    /// The person.
    pub user: UserId,
    /// 姓 名.
    pub name: PersonName,
    /// The language of the screens.
    pub language: Language,
    /// What the person is, and where.
    pub memberships: Vec<Membership>,
}

impl SignedIn {
    /// Whether one of the person's roles allows `action` somewhere.
    pub fn may(&self, action: Action) -> bool {
        self.memberships.iter().any(|membership| allows(membership.role, action))
    }

    /// The units for which a role of the person allows `action`; what lies below them is meant too.
    pub fn units_where(&self, action: Action) -> Vec<UnitId> {
        let mut units: Vec<_> =
            self.memberships.iter().filter(|held| allows(held.role, action)).map(|held| held.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Whether the person has `role` in any unit.
    pub fn is(&self, role: Role) -> bool {
        self.memberships.iter().any(|membership| membership.role == role)
    }

    /// The unit in which the person works: that of the first membership.
    pub fn home_unit(&self) -> Option<UnitId> {
        self.memberships.first().map(|membership| membership.unit)
    }

    /// The proof that opens the person's own care data.
    pub fn myself(&self) -> Myself {
        Myself { org: self.org, user: self.user }
    }

    /// The proof that opens care data that people consented to share with occupational health.
    pub fn health_staff(&self) -> Option<HealthStaff> {
        self.is(Role::Physician).then_some(HealthStaff { org: self.org, user: self.user })
    }
}

/// Proof that a request comes from the person whose care data it opens. Only [`SignedIn::myself`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Myself {
    org: OrgId,
    user: UserId,
}

impl Myself {
    /// The organisation.
    pub fn org(self) -> OrgId {
        self.org
    }

    /// The person.
    pub fn user(self) -> UserId {
        self.user
    }
}

/// Proof that a request comes from occupational health staff. Only [`SignedIn::health_staff`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct HealthStaff {
    org: OrgId,
    user: UserId,
}

impl HealthStaff {
    /// The organisation.
    pub fn org(self) -> OrgId {
        self.org
    }

    /// The member of staff.
    pub fn user(self) -> UserId {
        self.user
    }
}
