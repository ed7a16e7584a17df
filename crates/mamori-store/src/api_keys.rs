//! Keys of programs that feed conversations in: each acts for one named worker in one unit.

use mamori_core::{ApiKeyId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A key to be kept. Only its hash is.
#[derive(Clone, Debug)]
pub struct NewKey<'a> {
    /// The id.
    pub id: ApiKeyId,
    /// SHA-256 of the key.
    pub key_hash: &'a [u8],
    /// Which program it is for, in the administrator's words.
    pub name: &'a str,
    /// For whom the program acts.
    pub user: UserId,
    /// The unit of its conversations.
    pub unit: UnitId,
    /// Who makes it.
    pub created_by: UserId,
}

/// Keeps a key. An id that is there already gives an error for which [`crate::Error::is_duplicate`] is true.
pub async fn create(tx: &mut Tx, org: OrgId, key: NewKey<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "insert into api_key (id, org_id, key_hash, name, user_id, unit_id, created_by, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(key.id).bind(org).bind(key.key_hash).bind(key.name).bind(key.user).bind(key.unit)
        .bind(key.created_by).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// For whom and where a program acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Key {
    /// The key.
    pub id: ApiKeyId,
    /// The organisation.
    pub org_id: OrgId,
    /// The worker.
    pub user_id: UserId,
    /// The unit.
    pub unit_id: UnitId,
}

/// What the key of `key_hash` allows. It opens nothing once it is revoked, its worker may not sign in, or its
/// worker has no role in the unit any more.
pub async fn find(tx: &mut Tx, key_hash: &[u8]) -> Result<Option<Key>> {
    const SQL: &str = "select api_key.id, api_key.org_id, api_key.user_id, api_key.unit_id
        from api_key join app_user on app_user.id = api_key.user_id
        where api_key.key_hash = $1 and api_key.revoked_at is null and app_user.active = $2 and exists (
            select 1 from membership where membership.org_id = api_key.org_id
            and membership.user_id = api_key.user_id and membership.unit_id = api_key.unit_id)";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(key_hash).bind(true).fetch_optional(conn).await)?)
}

/// A key as the page lists it.
#[derive(Clone, Debug, FromRow)]
pub struct Listed {
    /// The id.
    pub id: ApiKeyId,
    /// Which program it is for.
    pub name: String,
    /// The worker's 姓 名.
    pub worker: String,
    /// The unit.
    pub unit_id: UnitId,
    /// Since when.
    pub created_at: UnixMs,
}

/// The keys that were not revoked, newest first.
pub async fn open(tx: &mut Tx, org: OrgId) -> Result<Vec<Listed>> {
    const SQL: &str = "select api_key.id, api_key.name, trim(app_user.family || ' ' || app_user.given) as worker,
            api_key.unit_id, api_key.created_at
        from api_key join app_user on app_user.id = api_key.user_id
        where api_key.org_id = $1 and api_key.revoked_at is null order by api_key.created_at desc, api_key.id desc";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?)
}

/// Takes a key back; false when it is not there or was taken back before.
pub async fn revoke(tx: &mut Tx, org: OrgId, id: ApiKeyId, now: UnixMs) -> Result<bool> {
    const SQL: &str =
        "update api_key set revoked_at = $3 where org_id = $1 and id = $2 and revoked_at is null";
    let revoked = on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(revoked == 1)
}
