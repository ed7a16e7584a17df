//! Units (部署・店舗): a tree in each organisation.

use mamori_core::{OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above, none at the root.
    pub parent_id: Option<UnitId>,
    /// Its name.
    pub name: String,
}

/// Creates a unit; its parent is of the same organisation.
pub async fn create(tx: &mut Tx, org: OrgId, unit: &Unit, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "insert into unit (id, org_id, parent_id, name, created_at) values ($1, $2, $3, $4, $5)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(unit.id).bind(org).bind(unit.parent_id).bind(&unit.name).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// Every unit of the organisation, by name.
pub async fn all(tx: &mut Tx, org: OrgId) -> Result<Vec<Unit>> {
    const SQL: &str = "select id, parent_id, name from unit where org_id = $1 order by name, id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?)
}

/// One unit.
pub async fn by_id(tx: &mut Tx, org: OrgId, id: UnitId) -> Result<Option<Unit>> {
    const SQL: &str = "select id, parent_id, name from unit where org_id = $1 and id = $2";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_optional(conn).await)?)
}

/// Gives a unit another name; false when there is no such unit.
pub async fn rename(tx: &mut Tx, org: OrgId, id: UnitId, name: &str) -> Result<bool> {
    const SQL: &str = "update unit set name = $3 where org_id = $1 and id = $2";
    let renamed = on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(name)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(renamed == 1)
}

/// The unit itself and every unit above it, nearest first.
pub async fn upwards(tx: &mut Tx, org: OrgId, from: UnitId) -> Result<Vec<UnitId>> {
    const SQL: &str = "with recursive up (id, parent_id, depth) as (
            select id, parent_id, 0 from unit where org_id = $1 and id = $2
            union all
            select unit.id, unit.parent_id, up.depth + 1 from unit join up on unit.id = up.parent_id
            where unit.org_id = $1 and up.depth < 50)
        select id from up order by depth";
    let rows: Vec<(UnitId,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(from).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The units that `user` covers with one of `roles`: where the role is held and everything below.
pub async fn covered(
    tx: &mut Tx,
    org: OrgId,
    user: UserId,
    roles: &[mamori_core::access::Role],
) -> Result<Vec<UnitId>> {
    const SQL: &str = "with recursive down (id, depth) as (
            select unit_id, 0 from membership
            where org_id = $1 and user_id = $2 and $3 like '%,' || role || ',%'
            union
            select unit.id, down.depth + 1 from unit join down on unit.parent_id = down.id
            where unit.org_id = $1 and down.depth < 50)
        select distinct id from down";
    let listed = format!(",{},", roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(","));
    let rows: Vec<(UnitId,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).bind(&listed).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
