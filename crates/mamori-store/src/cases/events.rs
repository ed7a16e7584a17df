//! The time line of a case.

use mamori_core::cases::EventKind;
use mamori_core::{CaseId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A line of the time line.
#[derive(Clone, Debug, FromRow)]
pub struct CaseEvent {
    /// 1 for the first; the newest one's number is the case's version.
    pub seq: i64,
    /// When.
    pub at: UnixMs,
    /// 姓 名 of whoever did it.
    pub actor_name: String,
    /// What.
    pub kind: EventKind,
    /// In the person's own words, or a code; may be empty.
    pub detail: String,
}

pub(super) struct NewEvent<'a> {
    pub(super) case: CaseId,
    pub(super) seq: i64,
    pub(super) actor: UserId,
    pub(super) kind: EventKind,
    pub(super) detail: &'a str,
}

pub(super) async fn append(tx: &mut Tx, org: OrgId, event: NewEvent<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into case_event (org_id, case_id, seq, at, actor_id, kind, detail)
        values ($1, $2, $3, $4, $5, $6, $7)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(event.case).bind(event.seq).bind(now).bind(event.actor).bind(event.kind).bind(event.detail)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// What happened after event number `after`, in order; 0 for everything.
pub async fn after(tx: &mut Tx, org: OrgId, case: CaseId, after: i64) -> Result<Vec<CaseEvent>> {
    const SQL: &str = "select case_event.seq, case_event.at,
            coalesce(trim(app_user.family || ' ' || app_user.given), '') as actor_name, case_event.kind, case_event.detail
        from case_event left join app_user on app_user.id = case_event.actor_id
        where case_event.org_id = $1 and case_event.case_id = $2 and case_event.seq > $3 order by case_event.seq";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).bind(after).fetch_all(conn).await)?)
}

/// Number and moment of the newest event of `kind`.
pub(super) async fn latest(
    tx: &mut Tx,
    org: OrgId,
    case: CaseId,
    kind: EventKind,
) -> Result<Option<(i64, UnixMs)>> {
    const SQL: &str = "select seq, at from case_event where org_id = $1 and case_id = $2 and kind = $3
        order by seq desc limit 1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).bind(kind).fetch_optional(conn).await)?)
}
