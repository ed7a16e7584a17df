//! The dates of the aftercare (事後ケア). What the worker answers is in the care house alone.

use mamori_core::cases::FollowUpStep;
use mamori_core::{CaseId, FollowUpId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A date on which a worker is asked how they are.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// Which of the four it is.
    pub step: FollowUpStep,
    /// When it is offered.
    pub due_at: UnixMs,
    /// The case that it follows.
    pub case_id: CaseId,
    /// The number of that case.
    pub case_number: i64,
}

/// The worker's own dates, earliest first.
pub async fn of_worker(tx: &mut Tx, org: OrgId, worker: UserId) -> Result<Vec<FollowUp>> {
    const SQL: &str =
        "select follow_up.id, follow_up.step, follow_up.due_at, follow_up.case_id, case_file.number as case_number
        from follow_up join case_file on case_file.id = follow_up.case_id and case_file.org_id = follow_up.org_id
        where follow_up.org_id = $1 and follow_up.worker_id = $2 order by follow_up.due_at, follow_up.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(worker).fetch_all(conn).await)?)
}

/// Which of the four it is, for staff of occupational health to whom its answer is shown.
pub async fn step(tx: &mut Tx, org: OrgId, id: FollowUpId) -> Result<Option<FollowUpStep>> {
    const SQL: &str = "select step from follow_up where org_id = $1 and id = $2";
    let row: Option<(FollowUpStep,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_optional(conn).await)?;
    Ok(row.map(|(step,)| step))
}
