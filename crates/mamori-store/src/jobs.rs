//! Timers and queued work as rows: written with the data that causes them, they survive a kill.
//!
//! A job is claimed, carried out and marked done in one transaction. A process that dies in between leaves it
//! as it was, so it is carried out once: by this process after its restart, or by another.

use mamori_core::{JobId, OrgId, UnixMs};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A claimed job.
#[derive(Clone, Debug, FromRow)]
pub struct Job {
    /// The id.
    pub id: JobId,
    /// The organisation.
    pub org_id: OrgId,
    /// What to do, such as `alert.escalate`.
    pub kind: String,
    /// The id of what it is about.
    pub subject: String,
    /// More, as JSON.
    pub payload: String,
    /// When it was due.
    pub due_at: UnixMs,
    /// Failures so far.
    pub attempts: i64,
}

/// Sets a timer.
pub async fn schedule(
    tx: &mut Tx,
    org: OrgId,
    kind: &str,
    subject: &str,
    payload: &str,
    due_at: UnixMs,
    now: UnixMs,
) -> Result<JobId> {
    const SQL: &str = "insert into job (id, org_id, kind, subject, payload, state, due_at, attempts, last_error, created_at)
        values ($1, $2, $3, $4, $5, 'waiting', $6, 0, '', $7)";
    let id = JobId::new(now);
    on!(tx, conn => sqlx::query(SQL).bind(id).bind(org).bind(kind).bind(subject).bind(payload).bind(due_at).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(id)
}

/// Takes back the waiting timers of `kind` about `subject`.
pub async fn cancel(tx: &mut Tx, org: OrgId, kind: &str, subject: &str, now: UnixMs) -> Result<()> {
    const SQL: &str = "update job set state = 'cancelled', done_at = $4
        where org_id = $1 and subject = $3 and kind = $2 and state = 'waiting'";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(kind).bind(subject).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// Whether anything is due, without taking a lock.
pub async fn any_due(tx: &mut Tx, now: UnixMs) -> Result<bool> {
    const SQL: &str = "select 1 from job where state = 'waiting' and due_at <= $1 limit 1";
    let row: Option<(i32,)> = on!(tx, conn => sqlx::query_as(SQL).bind(now).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Claims the job that is due longest and marks it done, all in the caller's transaction: commit after the work.
pub async fn claim(tx: &mut Tx, now: UnixMs) -> Result<Option<Job>> {
    const SQL: &str = "update job set state = 'done', done_at = $1
        where state = 'waiting' and id = (select id from job where state = 'waiting' and due_at <= $1 order by due_at, id limit 1)
        returning id, org_id, kind, subject, payload, due_at, attempts";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(now).fetch_optional(conn).await)?)
}

/// After a failure that rolled the work back: counts it and tries again at `retry_at`; for good after 20 failures.
pub async fn put_back(tx: &mut Tx, id: JobId, error: &str, retry_at: UnixMs) -> Result<()> {
    const SQL: &str = "update job set attempts = attempts + 1, last_error = $2, due_at = $3,
        state = case when attempts >= 19 then 'failed' else state end where id = $1 and state = 'waiting'";
    on!(tx, conn => sqlx::query(SQL).bind(id).bind(error).bind(retry_at).execute(conn).await.map(drop))?;
    Ok(())
}

/// After the clock was set back: timers of `kind` that seem to come from the future run their full span from `now`.
///
/// Without this a clock that is set back by an hour would hold a call for help back by an hour.
pub async fn rebase(tx: &mut Tx, kind: &str, now: UnixMs) -> Result<()> {
    const SQL: &str = "update job set due_at = $2 + (due_at - created_at), created_at = $2
        where state = 'waiting' and kind = $1 and created_at > $2";
    on!(tx, conn => sqlx::query(SQL).bind(kind).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
