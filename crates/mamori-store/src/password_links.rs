//! One-time links with which a person who has an account sets a new password.

use mamori_core::{OrgId, UnixMs, UserId};

use crate::{Result, Tx, on};

/// A link to be kept. Only the hash of its token is.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// SHA-256 of the link's token.
    pub token_hash: &'a [u8],
    /// Whose password it sets.
    pub user: UserId,
    /// Who hands it over.
    pub created_by: UserId,
    /// Until when it holds.
    pub expires_at: UnixMs,
}

/// Keeps a link; the person's earlier ones end.
pub async fn create(tx: &mut Tx, org: OrgId, link: NewLink<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "insert into password_link (token_hash, org_id, user_id, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    end_all(tx, org, link.user, now).await?;
    on!(tx, conn => sqlx::query(SQL)
        .bind(link.token_hash).bind(org).bind(link.user).bind(link.created_by).bind(now).bind(link.expires_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// Whose password the link of a token sets, and their login; `None` when it can no longer be used.
pub async fn usable(tx: &mut Tx, token_hash: &[u8], now: UnixMs) -> Result<Option<(OrgId, UserId, String)>> {
    const SQL: &str = "select password_link.org_id, password_link.user_id, app_user.login
        from password_link join app_user on app_user.id = password_link.user_id
        where password_link.token_hash = $1 and password_link.ended_at is null and password_link.expires_at > $2
        and app_user.active = $3";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(token_hash).bind(now).bind(true).fetch_optional(conn).await)?)
}

/// Uses a link; false when somebody was faster.
pub async fn take(tx: &mut Tx, token_hash: &[u8], now: UnixMs) -> Result<bool> {
    const SQL: &str = "update password_link set ended_at = $2
        where token_hash = $1 and ended_at is null and expires_at > $2";
    let taken = on!(tx, conn => sqlx::query(SQL).bind(token_hash).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(taken == 1)
}

/// Ends every link of a person, such as when the person may no longer sign in.
pub async fn end_all(tx: &mut Tx, org: OrgId, user: UserId, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "update password_link set ended_at = $3 where org_id = $1 and user_id = $2 and ended_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
