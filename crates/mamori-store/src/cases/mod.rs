//! Cases (事案): who may open one, what happened, what was judged and done, what closing creates.
//!
//! A case opens only through its access list: [`open`] answers `None` to everybody without a row. Each change goes
//! through [`advance`], which compares the version that the person had seen, so that nobody overwrites what they
//! never read. A case's version is the number of its newest event.

pub mod access;
pub mod closing;
pub mod creating;
pub mod events;
pub mod judgements;
pub mod listing;
pub mod measures;
pub mod preventions;
pub mod talks;

use mamori_core::cases::{CaseState, Confidentiality, EventKind, NextStep, OurFault};
use mamori_core::{CaseId, ConversationId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::live::Event;
use crate::{Result, Tx, on};

/// A case as somebody with access reads it.
#[derive(Clone, Debug, FromRow)]
pub struct CaseFile {
    /// The id.
    pub id: CaseId,
    /// What people call it: 1, 2, 3 … in each organisation.
    pub number: i64,
    /// The unit in which it happened.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// To whom it happened.
    pub worker_id: UserId,
    /// 姓 名 of the worker.
    pub worker_name: String,
    /// Who answers for the next step.
    pub holder_id: Option<UserId>,
    /// 姓 名 of the holder, empty without one.
    pub holder_name: String,
    /// The talk that it was made from.
    pub conversation_id: Option<ConversationId>,
    /// Where it stands.
    pub state: CaseState,
    /// Who could open it from the first moment.
    pub confidentiality: Confidentiality,
    /// A neutral title.
    pub title: String,
    /// The engine's code of the channel.
    pub channel: String,
    /// The report as JSON, empty for a case made from a talk.
    pub report: String,
    /// Whether our side was at fault, as reported.
    pub our_fault: OurFault,
    /// The engine's reading when the case was made, as JSON; never changed.
    pub reading: String,
    /// When it happened.
    pub happened_at: UnixMs,
    /// When the case was made.
    pub opened_at: UnixMs,
    /// What has to be done next.
    pub next_step: NextStep,
    /// By when.
    pub next_due_at: Option<UnixMs>,
    /// When it was closed.
    pub closed_at: Option<UnixMs>,
    /// Grows by one with each event.
    pub version: i64,
}

/// The case, if `user` is on its access list.
pub async fn open(tx: &mut Tx, org: OrgId, user: UserId, id: CaseId) -> Result<Option<CaseFile>> {
    const SQL: &str = "select case_file.id, case_file.number, case_file.unit_id, unit.name as unit_name,
            case_file.worker_id, trim(worker.family || ' ' || worker.given) as worker_name,
            case_file.holder_id, coalesce(trim(holder.family || ' ' || holder.given), '') as holder_name,
            case_file.conversation_id, case_file.state, case_file.confidentiality, case_file.title, case_file.channel,
            case_file.report, case_file.our_fault, case_file.reading, case_file.happened_at, case_file.opened_at,
            case_file.next_step, case_file.next_due_at, case_file.closed_at, case_file.version
        from case_access
        join case_file on case_file.id = case_access.case_id
        join unit on unit.id = case_file.unit_id
        join app_user worker on worker.id = case_file.worker_id
        left join app_user holder on holder.id = case_file.holder_id
        where case_access.org_id = $1 and case_access.user_id = $2 and case_access.case_id = $3 and case_file.org_id = $1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).bind(id).fetch_optional(conn).await)?)
}

/// A change of a case: what happened, and what has to be done after it.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Which case.
    pub case: CaseId,
    /// The version that the person had before their eyes.
    pub seen: i64,
    /// Who.
    pub actor: UserId,
    /// What happened.
    pub kind: EventKind,
    /// In the person's own words, or a code; may be empty.
    pub detail: &'a str,
    /// Where the case stands from now on.
    pub state: CaseState,
    /// What has to be done next.
    pub next: NextStep,
    /// By when.
    pub due: Option<UnixMs>,
}

impl<'a> Change<'a> {
    /// A change that leaves the case where it stands.
    pub fn beside(case: &CaseFile, actor: UserId, kind: EventKind, detail: &'a str) -> Self {
        let (state, next, due) = (case.state, case.next_step, case.next_due_at);
        Self { case: case.id, seen: case.version, actor, kind, detail, state, next, due }
    }

    /// The same change, leading to `state` and to a `next` step with a date of its own.
    #[must_use]
    pub fn leading_to(self, state: CaseState, next: NextStep, now: UnixMs) -> Self {
        Self { state, next, due: next.due(now), ..self }
    }

    /// The same change, made by somebody who had an older version before their eyes.
    #[must_use]
    pub fn seen(self, version: i64) -> Self {
        Self { seen: version, ..self }
    }
}

/// Makes a change and writes its line of the time line; refused when somebody else was faster.
pub async fn advance(tx: &mut Tx, org: OrgId, change: Change<'_>, now: UnixMs) -> Result<(), CaseError> {
    const SQL: &str =
        "update case_file set version = version + 1, state = $4, next_step = $5, next_due_at = $6
        where org_id = $1 and id = $2 and version = $3";
    let changed = on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(change.case).bind(change.seen).bind(change.state).bind(change.next).bind(change.due)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if changed == 0 {
        return Err(Refused::Stale.into());
    }
    let event = events::NewEvent {
        case: change.case,
        seq: change.seen + 1,
        actor: change.actor,
        kind: change.kind,
        detail: change.detail,
    };
    events::append(tx, org, event, now).await?;
    tx.publish(Event::Case { org, id: change.case });
    Ok(())
}

/// Makes `holder` answer for the next step.
pub async fn set_holder(tx: &mut Tx, org: OrgId, id: CaseId, holder: UserId) -> Result<()> {
    const SQL: &str = "update case_file set holder_id = $3 where org_id = $1 and id = $2";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(holder).execute(conn).await.map(drop))?;
    Ok(())
}

/// Why a case cannot be changed like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The case was changed after the person had read it.
    #[error("The case was changed in the meantime.")]
    Stale,
    /// The case is closed.
    #[error("The case is closed.")]
    Closed,
    /// Nobody has judged it.
    #[error("The case has not been judged.")]
    NotJudged,
    /// No 配慮チェック was made since the latest judgement.
    #[error("A check for needs has to come before a measure.")]
    NeedsCareCheck,
    /// The verdict does not carry the measure: a fair complaint is protected.
    #[error("The judgement does not carry this measure.")]
    NotCarried,
    /// The measure is not in the state for this step.
    #[error("The measure is not at this step.")]
    OtherStep,
    /// The measure needs a second person.
    #[error("Whoever proposes this measure may not approve it.")]
    SecondPerson,
}

/// What can go wrong when a case is changed.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The change is against the rules.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::Error),
}

impl From<sqlx::Error> for CaseError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
