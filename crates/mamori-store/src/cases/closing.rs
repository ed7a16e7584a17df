//! Closing a case, and everything that closing creates, in one transaction.

use mamori_core::cases::{CaseState, EventKind, FollowUpStep, NextStep, Verdict};
use mamori_core::{CaseId, FollowUpId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use super::preventions::{self, NewTask};
use super::{CaseError, CaseFile, Change, Refused, advance, judgements};
use crate::duties::{self, Proof};
use crate::{Result, Tx, jobs, on};

/// The timer that offers a follow-up.
pub const FOLLOW_UP_JOB: &str = "follow_up.due";

/// What is done so that it does not happen again.
#[derive(Clone, Debug)]
pub enum Prevention<'a> {
    /// A task with an owner and a date.
    Task(NewTask<'a>),
    /// Nothing, for this reason.
    NotNeeded(&'a str),
}

/// What closing needs to be told.
#[derive(Clone, Debug)]
pub struct Closing<'a> {
    /// The version of the case that the person had before their eyes.
    pub seen: i64,
    /// Who closes.
    pub by: UserId,
    /// 再発防止.
    pub prevention: Prevention<'a>,
    /// The chapter that is suggested to the worker, as `COURSE/CHAPTER`.
    pub lesson: &'a str,
    /// Duties that an event of such a case proves: (duty, event). Only events that this case really has are proved.
    pub duties: &'a [(&'a str, &'a str)],
}

/// Closes a judged case: four follow-ups, prevention, one lesson, evidence for the duties, all or nothing.
pub async fn close(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    closing: Closing<'_>,
    now: UnixMs,
) -> Result<(), CaseError> {
    const SQL: &str = "update case_file set closed_at = $3, closed_by = $4 where org_id = $1 and id = $2";
    const LIST: &str = "update case_access set is_open = $3 where org_id = $1 and case_id = $2";
    if case.state == CaseState::Closed {
        return Err(Refused::Closed.into());
    }
    let judged = judgements::latest(tx, org, case.id).await?.ok_or(Refused::NotJudged)?;
    let detail = match closing.prevention {
        Prevention::Task(_) => "",
        Prevention::NotNeeded(reason) => reason,
    };
    let change = Change::beside(case, closing.by, EventKind::Closed, detail)
        .leading_to(CaseState::Closed, NextStep::Done, now)
        .seen(closing.seen);
    advance(tx, org, change, now).await?;
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(case.id).bind(now).bind(closing.by).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(LIST).bind(org).bind(case.id).bind(false).execute(conn).await.map(drop))?;
    plan_follow_ups(tx, org, case, now).await?;
    if let Prevention::Task(task) = &closing.prevention {
        preventions::add(tx, org, case.id, task, now).await?;
    }
    suggest(tx, org, case, closing.lesson, now).await?;
    prove(tx, org, case, &closing, judged, now).await
}

async fn plan_follow_ups(tx: &mut Tx, org: OrgId, case: &CaseFile, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into follow_up (id, org_id, case_id, worker_id, step, due_at) values ($1, $2, $3, $4, $5, $6)";
    for step in FollowUpStep::ALL {
        let (id, due) = (FollowUpId::new(now), now.plus(step.after()));
        on!(tx, conn => sqlx::query(SQL)
            .bind(id).bind(org).bind(case.id).bind(case.worker_id).bind(*step).bind(due)
            .execute(conn).await.map(drop))?;
        jobs::schedule(tx, org, FOLLOW_UP_JOB, &id.to_string(), "{}", due, now).await?;
    }
    Ok(())
}

async fn suggest(tx: &mut Tx, org: OrgId, case: &CaseFile, lesson: &str, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into lesson_hint (org_id, user_id, case_id, lesson, created_at)
        values ($1, $2, $3, $4, $5)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(case.worker_id).bind(case.id).bind(lesson).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// Facts count as confirmed only by a judgement that is none of 判断保留; prevention only by a task.
async fn prove(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    closing: &Closing<'_>,
    (verdict, judged_at): (Verdict, UnixMs),
    now: UnixMs,
) -> Result<(), CaseError> {
    for (duty, event) in closing.duties {
        let at = match *event {
            "case_judged" if verdict != Verdict::Undecided => judged_at,
            "aftercare_planned" => now,
            "prevention_task" if matches!(closing.prevention, Prevention::Task(_)) => now,
            _ => continue,
        };
        let subject = case.id.to_string();
        let proof = Proof { duty, kind: event, subject: &subject, case: Some(case.id), at, note: "" };
        duties::prove(tx, org, proof).await?;
    }
    Ok(())
}

/// A date at which the worker is asked again. What the worker answers is in the care house and nowhere else.
#[derive(Clone, Debug, FromRow)]
pub struct FollowUp {
    /// Which of the four.
    pub step: FollowUpStep,
    /// When.
    pub due_at: UnixMs,
}

/// The four dates of a closed case.
pub async fn follow_ups(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<FollowUp>> {
    const SQL: &str =
        "select step, due_at from follow_up where org_id = $1 and case_id = $2 order by due_at, id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_all(conn).await)?)
}

/// Notes that a follow-up is offered to the worker; the timer calls it. Twice is once.
pub async fn offer(tx: &mut Tx, org: OrgId, id: FollowUpId, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "update follow_up set offered_at = $3 where org_id = $1 and id = $2 and offered_at is null";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}
