//! 配慮チェック and measures (措置). A person proposes, a person approves, a person carries out; nothing is automatic.

use mamori_core::cases::{CaseState, EventKind, MeasureState, NextStep};
use mamori_core::{CareCheckId, CaseId, MeasureId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use super::{CaseError, CaseFile, Change, Refused, advance, events, judgements};
use crate::{Result, Tx, on};

/// A 配慮チェック.
#[derive(Clone, Debug, FromRow)]
pub struct CareCheck {
    /// 姓 名 of the person who checked.
    pub checker_name: String,
    /// When.
    pub checked_at: UnixMs,
    /// Question id → `yes` or `no`, as a JSON object.
    pub answers: String,
    /// What was done about it.
    pub note: String,
}

/// A 配慮チェック to be kept.
#[derive(Clone, Debug)]
pub struct NewCareCheck<'a> {
    /// The version of the case that the person had before their eyes.
    pub seen: i64,
    /// Who checks.
    pub by: UserId,
    /// Question id → `yes` or `no`, as a JSON object.
    pub answers: &'a str,
    /// What was done about it.
    pub note: &'a str,
}

/// Keeps a 配慮チェック.
pub async fn check_care(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    new: NewCareCheck<'_>,
    now: UnixMs,
) -> Result<(), CaseError> {
    const SQL: &str = "insert into care_check (id, org_id, case_id, answers, note, checked_by, checked_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    if case.state == CaseState::Closed {
        return Err(Refused::Closed.into());
    }
    advance(tx, org, Change::beside(case, new.by, EventKind::CareChecked, "").seen(new.seen), now).await?;
    on!(tx, conn => sqlx::query(SQL)
        .bind(CareCheckId::new(now)).bind(org).bind(case.id).bind(new.answers).bind(new.note).bind(new.by).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// The newest 配慮チェック of the case.
pub async fn care_check(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Option<CareCheck>> {
    const SQL: &str = "select trim(app_user.family || ' ' || app_user.given) as checker_name,
            care_check.checked_at, care_check.answers, care_check.note
        from care_check join app_user on app_user.id = care_check.checked_by
        where care_check.org_id = $1 and care_check.case_id = $2
        order by care_check.checked_at desc, care_check.id desc limit 1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_optional(conn).await)?)
}

/// A measure.
#[derive(Clone, Debug, FromRow)]
pub struct Measure {
    /// The id.
    pub id: MeasureId,
    /// Which step of the rulebook's ladder.
    pub kind: String,
    /// Where it stands.
    pub state: MeasureState,
    /// What is to be done, in words.
    pub plan: String,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// 姓 名 of the person who proposed it.
    pub proposer_name: String,
    /// When.
    pub proposed_at: UnixMs,
    /// 姓 名 of the person who approved or declined it, empty before.
    pub decider_name: String,
    /// What they said.
    pub decision_note: String,
    /// When it was carried out.
    pub recorded_at: Option<UnixMs>,
    /// What was done, in words, empty before.
    pub record: String,
}

/// The measures of the case, in the order in which they were proposed.
pub async fn all(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<Vec<Measure>> {
    const SQL: &str = "select measure.id, measure.kind, measure.state, measure.plan, measure.proposed_by,
            trim(proposer.family || ' ' || proposer.given) as proposer_name, measure.proposed_at,
            coalesce(trim(decider.family || ' ' || decider.given), '') as decider_name, measure.decision_note,
            measure.recorded_at, measure.record
        from measure join app_user proposer on proposer.id = measure.proposed_by
        left join app_user decider on decider.id = measure.decided_by
        where measure.org_id = $1 and measure.case_id = $2 order by measure.proposed_at, measure.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case).fetch_all(conn).await)?)
}

/// A measure to be proposed.
#[derive(Clone, Debug)]
pub struct Proposal<'a> {
    /// The version of the case that the person had before their eyes.
    pub seen: i64,
    /// Who proposes.
    pub by: UserId,
    /// Which step of the rulebook's ladder.
    pub kind: &'a str,
    /// Its place on the ladder, 1 for 注意.
    pub order: u32,
    /// What is to be done, in words.
    pub plan: &'a str,
}

/// Proposes a measure: only after a judgement that carries it and a 配慮チェック made since.
pub async fn propose(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    new: Proposal<'_>,
    now: UnixMs,
) -> Result<MeasureId, CaseError> {
    const SQL: &str = "insert into measure (id, org_id, case_id, kind, state, plan, care_check_id, proposed_by, proposed_at,
            decision_note, record)
        select $1, $2, $3, $4, $5, $6, id, $7, $8, '', '' from care_check
        where org_id = $2 and case_id = $3 order by checked_at desc, id desc limit 1";
    if case.state == CaseState::Closed {
        return Err(Refused::Closed.into());
    }
    let (verdict, _) = judgements::latest(tx, org, case.id).await?.ok_or(Refused::NotJudged)?;
    if !is_checked(tx, org, case.id).await? {
        return Err(Refused::NeedsCareCheck.into());
    }
    if !verdict.allows_measure(new.order) {
        return Err(Refused::NotCarried.into());
    }
    let change = Change::beside(case, new.by, EventKind::Proposed, new.kind).seen(new.seen);
    advance(tx, org, change, now).await?;
    let id = MeasureId::new(now);
    on!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(org).bind(case.id).bind(new.kind).bind(MeasureState::Proposed).bind(new.plan)
        .bind(new.by).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(id)
}

/// Whether a 配慮チェック was made after the latest judgement.
pub async fn is_checked(tx: &mut Tx, org: OrgId, case: CaseId) -> Result<bool> {
    let checked = events::latest(tx, org, case, EventKind::CareChecked).await?;
    let judged = events::latest(tx, org, case, EventKind::Judged).await?;
    Ok(matches!((checked, judged), (Some((checked, _)), Some((judged, _))) if checked > judged))
}

/// What somebody decides about a proposed measure.
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// The version of the case that the person had before their eyes.
    pub seen: i64,
    /// Which measure.
    pub measure: MeasureId,
    /// Who decides.
    pub by: UserId,
    /// [`MeasureState::Approved`] or [`MeasureState::Declined`].
    pub state: MeasureState,
    /// Why.
    pub note: &'a str,
    /// How many people the rulebook asks for; with 2 the proposer may not approve.
    pub approvals: u32,
}

/// Approves or declines a measure.
pub async fn decide(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    decision: Decision<'_>,
    now: UnixMs,
) -> Result<(), CaseError> {
    const SQL: &str = "update measure set state = $4, decided_by = $5, decided_at = $6, decision_note = $7
        where org_id = $1 and case_id = $2 and id = $3 and state = 'proposed'";
    let measure = one(tx, org, case, decision.measure).await?;
    let approves = decision.state == MeasureState::Approved;
    if approves && decision.approvals > 1 && measure.proposed_by == decision.by {
        return Err(Refused::SecondPerson.into());
    }
    let kind = if approves { EventKind::Approved } else { EventKind::Declined };
    let change = Change::beside(case, decision.by, kind, &measure.kind).seen(decision.seen);
    advance(tx, org, change, now).await?;
    let changed = on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(case.id).bind(decision.measure).bind(decision.state).bind(decision.by).bind(now).bind(decision.note)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Refused::OtherStep.into()) }
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// The version of the case that the person had before their eyes.
    pub seen: i64,
    /// Which measure.
    pub measure: MeasureId,
    /// Who records.
    pub by: UserId,
    /// When it was done.
    pub done_at: UnixMs,
    /// What was done.
    pub text: &'a str,
}

/// Records that an approved measure was carried out; the next step is then to close the case.
pub async fn record(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    record: Record<'_>,
    now: UnixMs,
) -> Result<(), CaseError> {
    const SQL: &str = "update measure set state = 'recorded', recorded_by = $4, recorded_at = $5, record = $6
        where org_id = $1 and case_id = $2 and id = $3 and state = 'approved'";
    let measure = one(tx, org, case, record.measure).await?;
    let change = Change::beside(case, record.by, EventKind::Recorded, &measure.kind)
        .leading_to(CaseState::Acting, NextStep::Close, now)
        .seen(record.seen);
    advance(tx, org, change, now).await?;
    let changed = on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(case.id).bind(record.measure).bind(record.by).bind(record.done_at).bind(record.text)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if changed == 1 { Ok(()) } else { Err(Refused::OtherStep.into()) }
}

#[derive(FromRow)]
struct Proposed {
    kind: String,
    proposed_by: UserId,
}

async fn one(tx: &mut Tx, org: OrgId, case: &CaseFile, id: MeasureId) -> Result<Proposed, CaseError> {
    const SQL: &str = "select kind, proposed_by from measure where org_id = $1 and case_id = $2 and id = $3";
    if case.state == CaseState::Closed {
        return Err(Refused::Closed.into());
    }
    let found: Option<Proposed> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(case.id).bind(id).fetch_optional(conn).await)?;
    found.ok_or(Refused::OtherStep.into())
}
