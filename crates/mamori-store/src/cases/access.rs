//! The access list of each case: no row, no case.

use mamori_core::access::Role;
use mamori_core::cases::AccessWhy;
use mamori_core::{CaseId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// Somebody who may open a case.
#[derive(Clone, Debug, FromRow)]
pub struct Reader {
    /// The person.
    pub user_id: UserId,
    /// 姓 名.
    pub name: String,
    /// Why.
    pub why: AccessWhy,
    /// When they opened it for the first time.
    pub first_read_at: Option<UnixMs>,
}

/// Everybody who may open the case, in the order in which they were let in.
pub async fn readers(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<Reader>> {
    const SQL: &str = "select case_access.user_id, trim(app_user.family || ' ' || app_user.given) as name,
            case_access.why, case_access.first_read_at
        from case_access join app_user on app_user.id = case_access.user_id
        where case_access.org_id = $1 and case_access.case_id = $2
        order by case_access.granted_at, app_user.family_kana, app_user.given_kana, app_user.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_all(conn).await)?)
}

/// Somebody who is let in.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The person.
    pub user: UserId,
    /// Why.
    pub why: AccessWhy,
    /// Who let them in.
    pub by: UserId,
}

/// Lets somebody into an open or closed case; twice is once. Tells whether they were not in yet.
pub async fn grant(tx: &mut Tx, org: OrgId, case: CaseId, entry: Entry, now: UnixMs) -> Result<bool> {
    const SQL: &str =
        "insert into case_access (org_id, user_id, case_id, is_open, why, granted_by, granted_at)
        select case_file.org_id, app_user.id, case_file.id, case_file.closed_at is null, $4, $5, $6
        from case_file join app_user on app_user.org_id = case_file.org_id
        where case_file.org_id = $1 and case_file.id = $2 and app_user.id = $3
        on conflict do nothing";
    let added = on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(case).bind(entry.user).bind(entry.why).bind(entry.by).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(added == 1)
}

/// Everybody who may open the case and could approve a measure of it: managers and the desk, but not its worker.
pub async fn approvers(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<(UserId, String)>> {
    const SQL: &str = "select app_user.id, trim(app_user.family || ' ' || app_user.given)
        from case_access join app_user on app_user.id = case_access.user_id
        where case_access.org_id = $1 and case_access.case_id = $2 and app_user.active = $3
            and case_access.why <> 'worker' and exists (
            select 1 from membership where membership.org_id = $1 and membership.user_id = app_user.id
                and membership.role in ('manager', 'desk'))
        order by app_user.family_kana, app_user.given_kana, app_user.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).bind(true).fetch_all(conn).await)?)
}

/// Notes that the person has read the case, the first time only.
pub async fn mark_read(tx: &mut Tx, org: OrgId, user: UserId, case: CaseId, now: UnixMs) -> Result<()> {
    const SQL: &str = "update case_access set first_read_at = $4
        where org_id = $1 and user_id = $2 and case_id = $3 and first_read_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(case).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// Somebody who would be told of a new case.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Listener {
    /// The person.
    pub user_id: UserId,
    /// 姓 名.
    pub name: String,
    /// How far above the unit they stand: 0 in the unit itself.
    pub depth: i64,
}

/// The second line of the worker's unit, else of the nearest unit above it that has one.
pub async fn second_line(tx: &mut Tx, org: OrgId, unit: UnitId, worker: UserId) -> Result<Vec<Listener>> {
    const SQL: &str = "with recursive up (id, parent_id, depth) as (
            select id, parent_id, cast(0 as bigint) from unit where org_id = $1 and id = $2
            union all
            select unit.id, unit.parent_id, up.depth + 1 from unit join up on unit.id = up.parent_id
            where unit.org_id = $1 and up.depth < 50)
        select app_user.id as user_id, trim(app_user.family || ' ' || app_user.given) as name, up.depth
        from up join membership on membership.org_id = $1 and membership.unit_id = up.id and membership.role = $3
        join app_user on app_user.id = membership.user_id
        where app_user.active = $4 and app_user.id <> $5
        order by up.depth, membership.since, app_user.id";
    let mut found: Vec<Listener> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(unit).bind(Role::SecondLine).bind(true).bind(worker).fetch_all(conn).await)?;
    let nearest = found.first().map_or(0, |first| first.depth);
    found.retain(|listener| listener.depth == nearest);
    Ok(found)
}

/// The consultation desk of the whole organisation.
pub async fn desk(tx: &mut Tx, org: OrgId, worker: UserId) -> Result<Vec<Listener>> {
    const SQL: &str = "select app_user.id as user_id, trim(app_user.family || ' ' || app_user.given) as name,
            cast(0 as bigint) as depth
        from app_user
        where app_user.org_id = $1 and app_user.active = $3 and app_user.id <> $4 and exists (
            select 1 from membership where membership.org_id = $1 and membership.user_id = app_user.id and membership.role = $2)
        order by app_user.family_kana, app_user.given_kana, app_user.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(Role::Desk).bind(true).bind(worker).fetch_all(conn).await)?)
}

/// People who are active and not on the list yet, for the form that lets somebody in.
pub async fn outsiders(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<(UserId, String)>> {
    const SQL: &str = "select app_user.id, trim(app_user.family || ' ' || app_user.given) from app_user
        where app_user.org_id = $1 and app_user.active = $3 and not exists (
            select 1 from case_access where case_access.org_id = $1 and case_access.user_id = app_user.id and case_access.case_id = $2)
        order by app_user.family_kana, app_user.given_kana, app_user.id limit 500";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).bind(true).fetch_all(conn).await)?)
}
