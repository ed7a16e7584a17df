//! The list of cases that a person may open: one walk over the access list, newest first.

use mamori_core::cases::{CaseState, NextStep};
use mamori_core::{CaseId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A row of the list.
#[derive(Clone, Debug, FromRow)]
pub struct CaseRow {
    /// The id, by which the next page is asked for.
    pub id: CaseId,
    /// The number.
    pub number: i64,
    /// The title.
    pub title: String,
    /// The unit.
    pub unit_name: String,
    /// To whom it happened.
    pub worker_id: UserId,
    /// 姓 名 of the worker.
    pub worker_name: String,
    /// 姓 名 of the holder, empty without one.
    pub holder_name: String,
    /// Where it stands.
    pub state: CaseState,
    /// What has to be done next.
    pub next_step: NextStep,
    /// By when.
    pub next_due_at: Option<UnixMs>,
    /// When it happened.
    pub happened_at: UnixMs,
    /// Whether the person has not opened it yet.
    pub is_new: bool,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Open cases, or closed ones.
    pub open: bool,
    /// Cases made before this one; [`CaseId::MAX`] for the first page.
    pub before: CaseId,
    /// How many.
    pub limit: i64,
}

/// The cases that `user` may open, newest first. The cost is that of `part.limit` rows, however many cases there are.
pub async fn visible(tx: &mut Tx, org: OrgId, user: UserId, part: Part) -> Result<Vec<CaseRow>> {
    const SQL: &str = "select case_file.id, case_file.number, case_file.title, unit.name as unit_name,
            case_file.worker_id, trim(worker.family || ' ' || worker.given) as worker_name,
            coalesce(trim(holder.family || ' ' || holder.given), '') as holder_name,
            case_file.state, case_file.next_step, case_file.next_due_at, case_file.happened_at,
            case_access.first_read_at is null as is_new
        from case_access
        join case_file on case_file.id = case_access.case_id
        join unit on unit.id = case_file.unit_id
        join app_user worker on worker.id = case_file.worker_id
        left join app_user holder on holder.id = case_file.holder_id
        where case_access.org_id = $1 and case_access.user_id = $2 and case_access.is_open = $3 and case_access.case_id < $4
        order by case_access.case_id desc limit $5";
    Ok(on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(user).bind(part.open).bind(part.before).bind(part.limit).fetch_all(conn).await)?)
}
