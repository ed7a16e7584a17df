//! What a learner did in a lesson, and what is suggested to a learner. For the learner alone.

use mamori_core::{OrgId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A step of a lesson that was done.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Done {
    /// Its name in the lesson.
    pub step: String,
    /// What was answered, as the lesson writes it.
    pub answers: String,
    /// When it was done last.
    pub at: UnixMs,
}

/// What the learner did in `lesson` (`COURSE/CHAPTER`), by the steps' names.
pub async fn done(tx: &mut Tx, org: OrgId, learner: UserId, lesson: &str) -> Result<Vec<Done>> {
    const SQL: &str = "select step, answers, at from lesson_progress
        where org_id = $1 and user_id = $2 and lesson = $3 order by step";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(learner).bind(lesson).fetch_all(conn).await)?)
}

/// Keeps that a step was done; doing it again replaces what was answered.
pub async fn keep(
    tx: &mut Tx,
    org: OrgId,
    learner: UserId,
    lesson: &str,
    step: &str,
    answers: &str,
    now: UnixMs,
) -> Result<()> {
    const SQL: &str = "insert into lesson_progress (org_id, user_id, lesson, step, answers, at)
        values ($1, $2, $3, $4, $5, $6) on conflict (org_id, user_id, lesson, step)
        do update set answers = excluded.answers, at = excluded.at";
    on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(learner).bind(lesson).bind(step).bind(answers).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// The lessons that closed cases suggested to the learner, each once, newest first.
pub async fn suggested(tx: &mut Tx, org: OrgId, learner: UserId) -> Result<Vec<String>> {
    const SQL: &str = "select lesson from lesson_hint where org_id = $1 and user_id = $2
        group by lesson order by max(created_at) desc, lesson";
    let rows: Vec<(String,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(learner).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(lesson,)| lesson).collect())
}
