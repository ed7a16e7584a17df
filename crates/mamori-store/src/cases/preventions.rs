//! Recurrence prevention (再発防止): tasks with an owner and a date, made when a case is closed.

use mamori_core::cases::EventKind;
use mamori_core::{CaseId, OrgId, PreventionId, UnixMs, UserId};
use sqlx::FromRow;

use super::{CaseError, Change, Refused, advance, open};
use crate::{Result, Tx, jobs, on};

/// The timer that reminds the owner.
pub const DUE_JOB: &str = "prevention.due";

/// A task as its owner sees it; the case itself only if they may open it.
#[derive(Clone, Debug, FromRow)]
pub struct Task {
    /// The id.
    pub id: PreventionId,
    /// What is to be done.
    pub task: String,
    /// By when.
    pub due_at: UnixMs,
    /// When the owner was reminded.
    pub reminded_at: Option<UnixMs>,
    /// When it was done.
    pub done_at: Option<UnixMs>,
    /// What was done, empty before.
    pub done_note: String,
    /// The case, when the owner is on its access list.
    pub case_id: Option<CaseId>,
}

/// The person's tasks, the next one first, done ones last; at most 200.
pub async fn of_owner(tx: &mut Tx, org: OrgId, owner: UserId) -> Result<Vec<Task>> {
    const SQL: &str = "select prevention.id, prevention.task, prevention.due_at, prevention.reminded_at, prevention.done_at,
            prevention.done_note, case_access.case_id
        from prevention left join case_access on case_access.org_id = prevention.org_id
            and case_access.user_id = prevention.owner_id and case_access.case_id = prevention.case_id
        where prevention.org_id = $1 and prevention.owner_id = $2
        order by prevention.done_at is not null, prevention.due_at, prevention.id limit 200";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(owner).fetch_all(conn).await)?)
}

/// A task as the people of its case see it.
#[derive(Clone, Debug, FromRow)]
pub struct CaseTask {
    /// The cause's code, or the reason why nothing has to be prevented.
    pub cause: String,
    /// What is to be done.
    pub task: String,
    /// 姓 名 of the owner.
    pub owner_name: String,
    /// By when.
    pub due_at: UnixMs,
    /// When it was done.
    pub done_at: Option<UnixMs>,
    /// What was done, empty before.
    pub done_note: String,
}

/// The tasks that a case led to.
pub async fn of_case(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<CaseTask>> {
    const SQL: &str = "select prevention.cause, prevention.task, trim(app_user.family || ' ' || app_user.given) as owner_name,
            prevention.due_at, prevention.done_at, prevention.done_note
        from prevention join app_user on app_user.id = prevention.owner_id
        where prevention.org_id = $1 and prevention.case_id = $2 order by prevention.due_at, prevention.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_all(conn).await)?)
}

/// A task to be made.
#[derive(Clone, Debug)]
pub struct NewTask<'a> {
    /// The cause's code.
    pub cause: &'a str,
    /// What is to be done.
    pub task: &'a str,
    /// Who does it.
    pub owner: UserId,
    /// By when.
    pub due_at: UnixMs,
}

pub(super) async fn add(tx: &mut Tx, org: OrgId, case: CaseId, new: &NewTask<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into prevention (id, org_id, case_id, cause, task, owner_id, due_at, done_note)
        values ($1, $2, $3, $4, $5, $6, $7, '')";
    let id = PreventionId::new(now);
    on!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(org).bind(case).bind(new.cause).bind(new.task).bind(new.owner).bind(new.due_at)
        .execute(conn).await.map(drop))?;
    jobs::schedule(tx, org, DUE_JOB, &id.to_string(), "{}", new.due_at, now).await?;
    Ok(())
}

/// Notes that the owner is reminded; the timer calls it. Done tasks are left alone.
pub async fn remind(tx: &mut Tx, org: OrgId, id: PreventionId, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "update prevention set reminded_at = $3 where org_id = $1 and id = $2 and done_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// The owner has done the task. Gives the case that it came from, for the audit log; `None` for a task of somebody else.
pub async fn finish(
    tx: &mut Tx,
    org: OrgId,
    owner: UserId,
    id: PreventionId,
    note: &str,
    now: UnixMs,
) -> Result<Option<CaseId>, CaseError> {
    const SQL: &str = "update prevention set done_at = $4, done_note = $5
        where org_id = $1 and owner_id = $2 and id = $3 and done_at is null returning case_id";
    let row: Option<(CaseId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(owner).bind(id).bind(now).bind(note).fetch_optional(conn).await)?;
    let Some((case,)) = row else { return Ok(None) };
    jobs::cancel(tx, org, DUE_JOB, &id.to_string(), now).await?;
    // The owner need not be on the access list; the case's own time line tells of it all the same.
    let worker = worker_of(tx, org, case).await?;
    let file = open(tx, org, worker, case).await?.ok_or(Refused::OtherStep)?;
    advance(tx, org, Change::beside(&file, owner, EventKind::Prevented, ""), now).await?;
    Ok(Some(case))
}

async fn worker_of(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<UserId> {
    const SQL: &str = "select worker_id from case_file where org_id = $1 and id = $2";
    let (worker,): (UserId,) =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_one(conn).await)?;
    Ok(worker)
}

/// People who could own a task: everybody who may judge, lead or train, by reading.
pub async fn possible_owners(tx: &mut Tx, org: OrgId) -> Result<Vec<(UserId, String)>> {
    const SQL: &str = "select app_user.id, trim(app_user.family || ' ' || app_user.given) from app_user
        where app_user.org_id = $1 and app_user.active = $2 and exists (
            select 1 from membership where membership.org_id = $1 and membership.user_id = app_user.id
                and membership.role in ('second_line', 'manager', 'desk', 'trainer'))
        order by app_user.family_kana, app_user.given_kana, app_user.id limit 500";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(true).fetch_all(conn).await)?)
}
