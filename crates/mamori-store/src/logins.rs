//! Passwords, and attempts at them that are counted in the database so that a restart forgets none.

use mamori_core::people::Login;
use mamori_core::{MINUTE, OrgId, UnixMs, UserId};

use crate::{Result, Tx, on};

/// Failed attempts in [`WINDOW`] after which a login has to wait.
pub const PER_LOGIN: i64 = 8;
/// Failed attempts in [`WINDOW`] after which an address has to wait: a whole shop may share one.
pub const PER_ADDRESS: i64 = 60;
/// How long an attempt counts.
pub const WINDOW: i64 = 15 * MINUTE;

/// The person and password hash behind a login, if the person may sign in.
pub async fn credentials(tx: &mut Tx, login: &Login) -> Result<Option<(OrgId, UserId, String)>> {
    const SQL: &str = "select org_id, id, password_hash from app_user
        where login = $1 and active = $2 and password_hash is not null";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(login.as_str()).bind(true).fetch_optional(conn).await)?)
}

/// Replaces the password hash.
pub async fn set_password(tx: &mut Tx, org: OrgId, user: UserId, hash: &str) -> Result<()> {
    const SQL: &str = "update app_user set password_hash = $3 where org_id = $1 and id = $2";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(hash).execute(conn).await.map(drop))?;
    Ok(())
}

/// Counts an attempt from `address` (an IP address as text).
pub async fn record(tx: &mut Tx, login: &str, address: &str, succeeded: bool, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "insert into login_attempt (id, login, address, succeeded, at) values ($1, $2, $3, $4, $5)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(mamori_core::JobId::new(now)).bind(login).bind(address).bind(succeeded).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// Whether login and address may try now. A success clears the login's count.
pub async fn may_try(tx: &mut Tx, login: &str, address: &str, now: UnixMs) -> Result<bool> {
    const BY_LOGIN: &str =
        "select count(*) from login_attempt where login = $1 and at > $2 and succeeded = $3
        and at > coalesce((select max(at) from login_attempt where login = $1 and succeeded = $4), 0)";
    const BY_ADDRESS: &str =
        "select count(*) from login_attempt where address = $1 and at > $2 and succeeded = $3";
    let since = now.plus(-WINDOW);
    let (login_count,): (i64,) = on!(tx, conn => sqlx::query_as(BY_LOGIN)
        .bind(login).bind(since).bind(false).bind(true).fetch_one(conn).await)?;
    let (address_count,): (i64,) = on!(tx, conn => sqlx::query_as(BY_ADDRESS)
        .bind(address).bind(since).bind(false).fetch_one(conn).await)?;
    Ok(login_count < PER_LOGIN && address_count < PER_ADDRESS)
}
