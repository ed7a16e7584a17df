//! What happens to stored dates when their timer fires.

use mamori_core::{FollowUpId, OrgId, PreventionId, UnixMs};

use crate::{Result, Tx, on};

pub use crate::cases::closing::FOLLOW_UP_JOB as FOLLOW_UP;
pub use crate::cases::preventions::DUE_JOB as PREVENTION;

/// Offers a follow-up to the worker; twice is once.
pub async fn offer_follow_up(tx: &mut Tx, org: OrgId, id: FollowUpId, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "update follow_up set offered_at = $3 where org_id = $1 and id = $2 and offered_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// Marks a prevention task that is not done as due; twice is once.
pub async fn remind_prevention(tx: &mut Tx, org: OrgId, id: PreventionId, now: UnixMs) -> Result<()> {
    const SQL: &str = "update prevention set reminded_at = $3
        where org_id = $1 and id = $2 and reminded_at is null and done_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
