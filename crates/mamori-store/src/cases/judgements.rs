//! What named persons decided about a case. Nothing is overwritten: judging again adds a judgement.

use mamori_core::cases::{CaseState, Elements, EventKind, NextStep, Verdict};
use mamori_core::{CaseId, JudgementId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use super::{CaseError, CaseFile, Change, Refused, advance};
use crate::{Error, Result, Tx, on};

/// A judgement.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// 姓 名 of the person who judged.
    pub judge_name: String,
    /// When.
    pub at: UnixMs,
    /// What was decided.
    pub verdict: Verdict,
    /// The three elements.
    pub elements: Elements,
    /// Why.
    pub reason: String,
}

#[derive(FromRow)]
struct Row {
    judge_name: String,
    judged_at: UnixMs,
    verdict: Verdict,
    elements: String,
    reason: String,
}

/// Every judgement of the case, newest first.
pub async fn all(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<Judgement>> {
    const SQL: &str = "select trim(app_user.family || ' ' || app_user.given) as judge_name, judgement.judged_at,
            judgement.verdict, judgement.elements, judgement.reason
        from judgement join app_user on app_user.id = judgement.judged_by
        where judgement.org_id = $1 and judgement.case_id = $2 order by judgement.judged_at desc, judgement.id desc";
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_all(conn).await)?;
    rows.into_iter().map(judgement).collect()
}

fn judgement(row: Row) -> Result<Judgement> {
    let elements =
        serde_json::from_str(&row.elements).map_err(|error| Error::Unreadable("judgement", error))?;
    Ok(Judgement {
        judge_name: row.judge_name,
        at: row.judged_at,
        verdict: row.verdict,
        elements,
        reason: row.reason,
    })
}

/// A judgement to be kept; [`mamori_core::cases::check_judgement`] has accepted it.
#[derive(Clone, Debug)]
pub struct NewJudgement<'a> {
    /// The version of the case that the person had before their eyes.
    pub seen: i64,
    /// Who judges.
    pub by: UserId,
    /// What is decided.
    pub verdict: Verdict,
    /// The three elements.
    pub elements: &'a Elements,
    /// Why.
    pub reason: &'a str,
}

/// Keeps a judgement and moves the case on.
pub async fn add(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    new: NewJudgement<'_>,
    now: UnixMs,
) -> Result<(), CaseError> {
    const SQL: &str =
        "insert into judgement (id, org_id, case_id, judged_by, judged_at, verdict, elements, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    if case.state == CaseState::Closed {
        return Err(Refused::Closed.into());
    }
    let next = new.verdict.next_step();
    let change = Change::beside(case, new.by, EventKind::Judged, new.verdict.as_str())
        .leading_to(CaseState::Judged, next, now)
        .seen(new.seen);
    // 判断保留 gives itself as long as a measure would have.
    let change = match next {
        NextStep::Judge => Change { due: NextStep::Act.due(now), ..change },
        _ => change,
    };
    advance(tx, org, change, now).await?;
    let elements =
        serde_json::to_string(new.elements).map_err(|error| Error::Unreadable("judgement", error))?;
    on!(tx, conn => sqlx::query(SQL)
        .bind(JudgementId::new(now)).bind(org).bind(case.id).bind(new.by).bind(now).bind(new.verdict)
        .bind(&elements).bind(new.reason)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// The verdict in force with its moment, if there is one.
pub(super) async fn latest(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Option<(Verdict, UnixMs)>> {
    const SQL: &str = "select verdict, judged_at from judgement where org_id = $1 and case_id = $2
        order by judged_at desc, id desc limit 1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_optional(conn).await)?)
}
