//! The first start of a new installation: the organisation, its first rulebook, and the way in for its administrator.

use mamori_core::access::{Membership, Role};
use mamori_core::{DAY, InvitationId, OrgId, UnitId, UnixMs, random};
use mamori_store::invitations::{self, NewInvitation};
use mamori_store::units::{self, Unit};
use mamori_store::{Db, Result, orgs, people, rulebooks};

/// Creates the organisation when there is none. While nobody has an account, gives the token of a new one-time
/// invitation for the administrator, which holds for a day.
pub async fn first_start(db: &Db, name: &str, sector: &str, now: UnixMs) -> Result<Option<String>> {
    let mut tx = db.begin().await?;
    let known = orgs::all(&mut tx).await?.first().map(|(org, _)| *org);
    let org = if let Some(org) = known {
        org
    } else {
        let org = OrgId::new(now);
        orgs::create(&mut tx, org, name, sector, now).await?;
        let root = Unit { id: UnitId::new(now), parent_id: None, name: name.to_owned() };
        units::create(&mut tx, org, &root, now).await?;
        rulebooks::create_first(&mut tx, org, mamori_content::rulebook_toml(), now).await?;
        org
    };
    let units = units::all(&mut tx, org).await?;
    let root = units.iter().find(|unit| unit.parent_id.is_none());
    let (Some(root), true) = (root, people::all(&mut tx, org).await?.is_empty()) else { return Ok(None) };
    let token = random::token();
    let invitation = NewInvitation {
        id: InvitationId::new(now),
        token_hash: &random::token_hash(&token),
        gives: Membership { unit: root.id, role: Role::ItAdmin },
        note: "",
        created_by: None,
        expires_at: now.plus(DAY),
    };
    invitations::create(&mut tx, org, invitation, now).await?;
    tx.commit().await?;
    Ok(Some(token))
}
