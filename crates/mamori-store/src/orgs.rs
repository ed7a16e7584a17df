//! Organisations: the wall between tenants.

use mamori_core::{OrgId, UnixMs};

use crate::{Result, Tx, audit, on};

/// Creates an organisation with the beginning of its audit chain. `sector` is an industry code of the engine.
pub async fn create(tx: &mut Tx, id: OrgId, name: &str, sector: &str, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into org (id, name, sector, created_at) values ($1, $2, $3, $4)";
    on!(tx, conn => sqlx::query(SQL).bind(id).bind(name).bind(sector).bind(now).execute(conn).await.map(drop))?;
    audit::begin_chain(tx, id).await
}

/// The organisation's name and sector.
pub async fn by_id(tx: &mut Tx, id: OrgId) -> Result<Option<(String, String)>> {
    const SQL: &str = "select name, sector from org where id = $1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)?)
}

/// Every organisation of this installation: for timers and for the operator's commands.
pub async fn all(tx: &mut Tx) -> Result<Vec<(OrgId, String)>> {
    const SQL: &str = "select id, name from org order by id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn).await)?)
}
