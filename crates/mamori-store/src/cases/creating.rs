//! A report or a talk becomes a case.

use mamori_core::cases::{AccessWhy, CaseState, Confidentiality, EventKind, NextStep, OurFault};
use mamori_core::{CaseId, ConversationId, OrgId, UnitId, UnixMs, UserId};

use super::access::{self, Entry, Listener};
use super::events::{self, NewEvent};
use crate::live::Event;
use crate::{Result, Tx, on};

/// A case to be made.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// The id.
    pub id: CaseId,
    /// The unit in which it happened.
    pub unit: UnitId,
    /// To whom it happened.
    pub worker: UserId,
    /// Who reports it; often the worker.
    pub reporter: UserId,
    /// The talk, when there is one.
    pub conversation: Option<ConversationId>,
    /// Who is told.
    pub confidentiality: Confidentiality,
    /// A neutral title.
    pub title: &'a str,
    /// The engine's code of the channel.
    pub channel: &'a str,
    /// The report as JSON, empty for a talk.
    pub report: &'a str,
    /// Whether our side was at fault, as reported.
    pub our_fault: OurFault,
    /// The engine's reading as JSON, never with anything about our own side's words.
    pub reading: &'a str,
    /// When it happened.
    pub happened_at: UnixMs,
    /// What the form carries so that it is taken once.
    pub idempotency_key: &'a str,
}

/// What came of a [`NewCase`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// The case is there.
    Now(CaseId),
    /// The same form had been taken before: drop the transaction and show that case.
    Before(CaseId),
    /// Nobody would be told; nothing was written.
    NobodyListens,
}

/// Makes a case with its number, its access list, its first event and the date of its first step.
pub async fn create(tx: &mut Tx, org: OrgId, new: NewCase<'_>, now: UnixMs) -> Result<Created> {
    // The number first: its row is the lock behind which two equal forms follow each other.
    let number = next_number(tx, org).await?;
    if let Some(id) = before(tx, org, &new).await? {
        return Ok(Created::Before(id));
    }
    let second_line = match new.confidentiality {
        Confidentiality::Unit => access::second_line(tx, org, new.unit, new.worker).await?,
        Confidentiality::DeskOnly => Vec::new(),
    };
    let desk = access::desk(tx, org, new.worker).await?;
    let Some(holder) = second_line.first().or(desk.first()).map(|listener| listener.user_id) else {
        return Ok(Created::NobodyListens);
    };
    insert(tx, org, &new, number, holder, now).await?;
    let_in(tx, org, &new, &second_line, &desk, now).await?;
    let kind = if new.conversation.is_some() { EventKind::FromTalk } else { EventKind::Reported };
    let event = NewEvent { case: new.id, seq: 1, actor: new.reporter, kind, detail: "" };
    events::append(tx, org, event, now).await?;
    tx.publish(Event::Case { org, id: new.id });
    Ok(Created::Now(new.id))
}

async fn next_number(tx: &mut Tx, org: OrgId) -> Result<i64> {
    const SQL: &str = "insert into case_number (org_id, last) values ($1, 1)
        on conflict (org_id) do update set last = case_number.last + 1 returning last";
    let (number,): (i64,) = on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_one(conn).await)?;
    Ok(number)
}

async fn before(tx: &mut Tx, org: OrgId, new: &NewCase<'_>) -> Result<Option<CaseId>> {
    const SQL: &str =
        "select id from case_file where org_id = $1 and reporter_id = $2 and idempotency_key = $3";
    let row: Option<(CaseId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(new.reporter).bind(new.idempotency_key).fetch_optional(conn).await)?;
    Ok(row.map(|(id,)| id))
}

async fn insert(
    tx: &mut Tx,
    org: OrgId,
    new: &NewCase<'_>,
    number: i64,
    holder: UserId,
    now: UnixMs,
) -> Result<()> {
    const SQL: &str = "insert into case_file (id, org_id, number, unit_id, worker_id, reporter_id, holder_id,
            conversation_id, state, confidentiality, title, channel, report, our_fault, reading, happened_at, opened_at,
            next_step, next_due_at, version, idempotency_key)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20)";
    on!(tx, conn => sqlx::query(SQL)
        .bind(new.id).bind(org).bind(number).bind(new.unit).bind(new.worker).bind(new.reporter).bind(holder)
        .bind(new.conversation).bind(CaseState::Reported).bind(new.confidentiality).bind(new.title).bind(new.channel)
        .bind(new.report).bind(new.our_fault).bind(new.reading).bind(new.happened_at).bind(now)
        .bind(NextStep::Judge).bind(NextStep::Judge.due(now)).bind(new.idempotency_key)
        .execute(conn).await.map(drop))?;
    Ok(())
}

async fn let_in(
    tx: &mut Tx,
    org: OrgId,
    new: &NewCase<'_>,
    second_line: &[Listener],
    desk: &[Listener],
    now: UnixMs,
) -> Result<()> {
    let own = [(new.worker, AccessWhy::Worker), (new.reporter, AccessWhy::Reporter)];
    let second_line = second_line.iter().map(|listener| (listener.user_id, AccessWhy::SecondLine));
    let desk = desk.iter().map(|listener| (listener.user_id, AccessWhy::Desk));
    for (user, why) in own.into_iter().chain(second_line).chain(desk) {
        access::grant(tx, org, new.id, Entry { user, why, by: new.reporter }, now).await?;
    }
    Ok(())
}
