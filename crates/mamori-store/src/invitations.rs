//! Invitations by link or QR, for people without company mail.

use mamori_core::access::{Membership, Role};
use mamori_core::{InvitationId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// An invitation that can be used once.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// The id.
    pub id: InvitationId,
    /// SHA-256 of the link's token.
    pub token_hash: &'a [u8],
    /// The role that it gives.
    pub gives: Membership,
    /// For whom, in the inviting person's words.
    pub note: &'a str,
    /// Who invites; absent for the installation's first administrator.
    pub created_by: Option<UserId>,
    /// Until when it holds.
    pub expires_at: UnixMs,
}

/// Keeps an invitation.
pub async fn create(tx: &mut Tx, org: OrgId, invitation: NewInvitation<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into invitation (id, org_id, token_hash, unit_id, role, note, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(invitation.id).bind(org).bind(invitation.token_hash).bind(invitation.gives.unit).bind(invitation.gives.role)
        .bind(invitation.note).bind(invitation.created_by).bind(now).bind(invitation.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// An invitation as the people page lists it.
#[derive(Clone, Debug, FromRow)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// The organisation.
    pub org_id: OrgId,
    /// The unit.
    pub unit_id: UnitId,
    /// The role that it gives.
    pub role: Role,
    /// For whom.
    pub note: String,
    /// Since when.
    pub created_at: UnixMs,
    /// Until when.
    pub expires_at: UnixMs,
    /// When it was used.
    pub used_at: Option<UnixMs>,
}

/// The invitation of a token, if it can still be used.
pub async fn usable(tx: &mut Tx, token_hash: &[u8], now: UnixMs) -> Result<Option<Invitation>> {
    const SQL: &str =
        "select id, org_id, unit_id, role, note, created_at, expires_at, used_at from invitation
        where token_hash = $1 and used_at is null and revoked_at is null and expires_at > $2";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(token_hash).bind(now).fetch_optional(conn).await)?)
}

/// Uses an invitation for `user`; false when somebody was faster.
pub async fn take(tx: &mut Tx, org: OrgId, id: InvitationId, user: UserId, now: UnixMs) -> Result<bool> {
    const SQL: &str = "update invitation set used_at = $3, used_by = $4
        where org_id = $1 and id = $2 and used_at is null and revoked_at is null and expires_at > $3";
    let taken = on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now).bind(user)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(taken == 1)
}

/// The unit of an invitation that can still be used.
pub async fn open_unit(tx: &mut Tx, org: OrgId, id: InvitationId, now: UnixMs) -> Result<Option<UnitId>> {
    const SQL: &str = "select unit_id from invitation
        where org_id = $1 and id = $2 and used_at is null and revoked_at is null and expires_at > $3";
    let row: Option<(UnitId,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).bind(now).fetch_optional(conn).await)?;
    Ok(row.map(|(unit,)| unit))
}

/// Takes an invitation back; false when it was used or taken back before.
pub async fn revoke(tx: &mut Tx, org: OrgId, id: InvitationId, now: UnixMs) -> Result<bool> {
    const SQL: &str = "update invitation set revoked_at = $3
        where org_id = $1 and id = $2 and used_at is null and revoked_at is null";
    let revoked = on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(revoked == 1)
}

/// Invitations that were neither revoked nor expired before `now`, newest first.
pub async fn open(tx: &mut Tx, org: OrgId, now: UnixMs) -> Result<Vec<Invitation>> {
    const SQL: &str = "select id, org_id, unit_id, role, note, created_at, expires_at, used_at from invitation
        where org_id = $1 and used_at is null and revoked_at is null and expires_at > $2 order by created_at desc";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(now).fetch_all(conn).await)?)
}
