//! Sessions: who is signed in, on which device, until when.

use mamori_core::access::{Membership, Role, SignedIn};
use mamori_core::people::{Language, PersonName};
use mamori_core::{DAY, MINUTE, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A session ends after so long without a request.
pub const IDLE: i64 = 14 * DAY;

/// A session to be kept. Only the hash of its token is.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// SHA-256 of the cookie's token.
    pub token_hash: &'a [u8],
    /// The organisation.
    pub org: OrgId,
    /// The person.
    pub user: UserId,
    /// The token that forms carry.
    pub csrf: &'a str,
    /// The browser's own words, cut to 200 characters.
    pub device: &'a str,
}

/// A valid session.
#[derive(Clone, Debug)]
pub struct Session {
    /// The person with roles.
    pub who: SignedIn,
    /// The token that forms carry.
    pub csrf: String,
    /// Whether [`touch`] is due.
    pub stale: bool,
}

/// Keeps a new session.
pub async fn create(tx: &mut Tx, session: NewSession<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into session (token_hash, org_id, user_id, csrf, device, created_at, last_seen_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $6, $7)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(session.token_hash).bind(session.org).bind(session.user).bind(session.csrf).bind(session.device)
        .bind(now).bind(now.plus(IDLE))
        .execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    org_id: OrgId,
    user_id: UserId,
    csrf: String,
    last_seen_at: UnixMs,
    family: String,
    given: String,
    family_kana: String,
    given_kana: String,
    language: Language,
    unit_id: Option<UnitId>,
    role: Option<Role>,
}

/// The session of a token, if it is neither expired nor revoked and the person may sign in.
pub async fn find(tx: &mut Tx, token_hash: &[u8], now: UnixMs) -> Result<Option<Session>> {
    const SQL: &str = "select session.org_id, session.user_id, session.csrf, session.last_seen_at,
            app_user.family, app_user.given, app_user.family_kana, app_user.given_kana, app_user.language,
            membership.unit_id, membership.role
        from session join app_user on app_user.id = session.user_id
        left join membership on membership.org_id = session.org_id and membership.user_id = session.user_id
        where session.token_hash = $1 and session.revoked_at is null and session.expires_at > $2 and app_user.active = $3
        order by membership.since, membership.role";
    // One row a role, so that one question answers everything: it is asked for each request.
    let rows: Vec<Row> =
        on!(tx, conn => sqlx::query_as(SQL).bind(token_hash).bind(now).bind(true).fetch_all(conn).await)?;
    let memberships =
        rows.iter().filter_map(|row| Some(Membership { unit: row.unit_id?, role: row.role? })).collect();
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let name = PersonName {
        family: row.family,
        given: row.given,
        family_kana: row.family_kana,
        given_kana: row.given_kana,
    };
    let who = SignedIn { org: row.org_id, user: row.user_id, name, language: row.language, memberships };
    Ok(Some(Session { who, csrf: row.csrf, stale: now.since(row.last_seen_at) > 5 * MINUTE }))
}

/// Notes that the session was used, which moves its end.
pub async fn touch(tx: &mut Tx, token_hash: &[u8], now: UnixMs) -> Result<()> {
    const SQL: &str = "update session set last_seen_at = $2, expires_at = $3 where token_hash = $1";
    on!(tx, conn => sqlx::query(SQL).bind(token_hash).bind(now).bind(now.plus(IDLE)).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends one session.
pub async fn revoke(tx: &mut Tx, token_hash: &[u8], now: UnixMs) -> Result<()> {
    const SQL: &str = "update session set revoked_at = $2 where token_hash = $1 and revoked_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(token_hash).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends every session of a person, or every one but that of `keep`'s token.
pub async fn revoke_all(tx: &mut Tx, org: OrgId, user: UserId, keep: &[u8], now: UnixMs) -> Result<u64> {
    const SQL: &str = "update session set revoked_at = $4
        where org_id = $1 and user_id = $2 and token_hash <> $3 and revoked_at is null";
    Ok(on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(keep).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// A device on which a person is signed in.
#[derive(Clone, Debug, FromRow)]
pub struct Device {
    /// The browser's own words.
    pub device: String,
    /// Since when.
    pub created_at: UnixMs,
    /// Last used (to five minutes).
    pub last_seen_at: UnixMs,
    /// Names the session in a form; useless as a cookie.
    pub token_hash: Vec<u8>,
}

/// The devices on which the person is signed in, last used first.
pub async fn devices(tx: &mut Tx, org: OrgId, user: UserId, now: UnixMs) -> Result<Vec<Device>> {
    const SQL: &str = "select device, created_at, last_seen_at, token_hash from session
        where org_id = $1 and user_id = $2 and revoked_at is null and expires_at > $3 order by last_seen_at desc";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).bind(now).fetch_all(conn).await)?)
}
