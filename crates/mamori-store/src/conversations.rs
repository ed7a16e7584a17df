//! Conversations (会話) and their turns (発言), with the engine's reading after the last of them.
//!
//! A turn is kept in the order in which it arrived and has a place in the order of the talk; one that comes late
//! takes its place there. `version` counts the turns: whoever wants to add some says which version they read.

use mamori_core::{ConversationId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::live::Event;
use crate::{Result, Tx, on};

/// A conversation about to begin.
#[derive(Clone, Debug)]
pub struct NewConversation<'a> {
    /// The id.
    pub id: ConversationId,
    /// Where it is held.
    pub unit: UnitId,
    /// Who holds it.
    pub worker: UserId,
    /// The engine's code of the channel.
    pub channel: &'a str,
    /// Where its turns come from: `typed`, `api` or `replay`.
    pub source: &'a str,
    /// What is known around the words, as the engine's JSON.
    pub context: &'a str,
    /// 訓練.
    pub drill: bool,
    /// The engine's reading of nothing yet.
    pub reading: &'a str,
    /// What the sender calls it.
    pub idempotency_key: &'a str,
}

/// How a talk began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is new.
    Now(ConversationId),
    /// It had begun before under the same key.
    Before(ConversationId),
}

impl Begun {
    /// Which talk.
    pub fn id(self) -> ConversationId {
        match self {
            Self::Now(id) | Self::Before(id) => id,
        }
    }
}

/// A conversation with the names around it.
#[derive(Clone, Debug, FromRow)]
pub struct Conversation {
    /// The id.
    pub id: ConversationId,
    /// Where it is held.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// Who holds it.
    pub worker_id: UserId,
    /// 姓 of who holds it.
    pub worker: String,
    /// The engine's code of the channel.
    pub channel: String,
    /// Where its turns come from.
    pub source: String,
    /// What is known around the words, as the engine's JSON.
    pub context: String,
    /// `live` or `ended`.
    pub state: String,
    /// 訓練.
    pub drill: bool,
    /// When it began.
    pub started_at: UnixMs,
    /// When it ended.
    pub ended_at: Option<UnixMs>,
    /// How many turns it has.
    pub version: i64,
    /// The engine's reading as JSON; it never holds what our own side said.
    pub reading: String,
}

impl Conversation {
    /// Whether it still goes on.
    pub fn is_live(&self) -> bool {
        self.ended_at.is_none()
    }
}

/// Begins a conversation.
pub async fn create(tx: &mut Tx, org: OrgId, new: NewConversation<'_>, now: UnixMs) -> Result<Begun> {
    const SQL: &str = "insert into conversation
        (id, org_id, unit_id, worker_id, channel, source, context, state, drill, started_at, version, reading,
            idempotency_key)
        values ($1, $2, $3, $4, $5, $6, $7, 'live', $8, $9, 0, $10, $11)
        on conflict (org_id, worker_id, idempotency_key) do nothing";
    const BEFORE: &str =
        "select id from conversation where org_id = $1 and worker_id = $2 and idempotency_key = $3";
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(new.id).bind(org).bind(new.unit).bind(new.worker).bind(new.channel).bind(new.source)
        .bind(new.context).bind(new.drill).bind(now).bind(new.reading).bind(new.idempotency_key)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if rows == 0 {
        let (id,): (ConversationId,) = on!(tx, conn => sqlx::query_as(BEFORE)
            .bind(org).bind(new.worker).bind(new.idempotency_key).fetch_one(conn).await)?;
        return Ok(Begun::Before(id));
    }
    tx.publish(Event::Conversation { org, unit: new.unit, id: new.id, version: 0 });
    Ok(Begun::Now(new.id))
}

macro_rules! conversation_where {
    ($tail:literal) => {
        concat!(
            "select conversation.id, conversation.unit_id, unit.name as unit, conversation.worker_id,
            app_user.family as worker, conversation.channel, conversation.source, conversation.context,
            conversation.state, conversation.drill, conversation.started_at, conversation.ended_at,
            conversation.version, conversation.reading
            from conversation join unit on unit.id = conversation.unit_id
            join app_user on app_user.id = conversation.worker_id where conversation.org_id = $1 ",
            $tail
        )
    };
}

/// One conversation.
pub async fn by_id(tx: &mut Tx, org: OrgId, id: ConversationId) -> Result<Option<Conversation>> {
    const SQL: &str = conversation_where!("and conversation.id = $2");
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_optional(conn).await)?)
}

/// Every conversation of the organisation that goes on, oldest first.
pub async fn live(tx: &mut Tx, org: OrgId) -> Result<Vec<Conversation>> {
    const SQL: &str = conversation_where!("and conversation.state = 'live' order by conversation.id");
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?)
}

/// The newest `limit` conversations of a worker, newest first.
pub async fn of_worker(tx: &mut Tx, org: OrgId, worker: UserId, limit: i64) -> Result<Vec<Conversation>> {
    const SQL: &str =
        conversation_where!("and conversation.worker_id = $2 order by conversation.id desc limit $3");
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(worker).bind(limit).fetch_all(conn).await)?)
}

/// The talk that a worker holds now: the newest that goes on, an exercise or a real one.
pub async fn newest_live(
    tx: &mut Tx,
    org: OrgId,
    worker: UserId,
    drill: bool,
) -> Result<Option<ConversationId>> {
    const SQL: &str = "select id from conversation
        where org_id = $1 and worker_id = $2 and state = 'live' and drill = $3 order by id desc limit 1";
    let row: Option<(ConversationId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(worker).bind(drill).fetch_optional(conn).await)?;
    Ok(row.map(|(id,)| id))
}

/// A turn about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTurn {
    /// What its sender calls it; the same key twice is the same turn.
    pub key: String,
    /// The engine's code of who speaks.
    pub speaker: String,
    /// The words, untouched.
    pub text: String,
    /// Facts as a JSON list of the engine's codes.
    pub facts: String,
    /// What the speech recogniser said about itself, as JSON; empty when nothing.
    pub asr: String,
    /// Milliseconds since the start of the talk.
    pub at_ms: i64,
    /// Its place in the order of the talk.
    pub position: i64,
}

/// A turn as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Turn {
    /// What its sender calls it.
    pub idempotency_key: String,
    /// Its place in the order of the talk.
    pub position: i64,
    /// The engine's code of who speaks.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// Facts as a JSON list of the engine's codes.
    pub facts: String,
    /// What the speech recogniser said about itself, as JSON; empty when nothing.
    pub asr: String,
    /// Milliseconds since the start of the talk.
    pub at_ms: i64,
    /// When it came in.
    pub received_at: UnixMs,
}

/// Every turn, in the order of the talk: a turn's index here is the number that evidence names.
pub async fn turns(tx: &mut Tx, org: OrgId, id: ConversationId) -> Result<Vec<Turn>> {
    const SQL: &str =
        "select idempotency_key, position, speaker, text, facts, asr, at_ms, received_at from turn
        where org_id = $1 and conversation_id = $2 order by position, arrived";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_all(conn).await)?)
}

/// The turns from number `first` on, at most `limit`, in the order of the talk.
pub async fn some_turns(
    tx: &mut Tx,
    org: OrgId,
    id: ConversationId,
    first: i64,
    limit: i64,
) -> Result<Vec<Turn>> {
    const SQL: &str =
        "select idempotency_key, position, speaker, text, facts, asr, at_ms, received_at from turn
        where org_id = $1 and conversation_id = $2 order by position, arrived limit $4 offset $3";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).bind(first).bind(limit).fetch_all(conn).await)?)
}

/// Whether a turn that its sender calls `key` is there.
pub async fn has_key(tx: &mut Tx, org: OrgId, id: ConversationId, key: &str) -> Result<bool> {
    const SQL: &str =
        "select 1 from turn where org_id = $1 and conversation_id = $2 and idempotency_key = $3";
    let row: Option<(i32,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).bind(key).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// The number in the talk of the turn that its sender calls `key`.
pub async fn number_of(tx: &mut Tx, org: OrgId, id: ConversationId, key: &str) -> Result<Option<i64>> {
    const SQL: &str = "select (select count(*) from turn other where other.conversation_id = turn.conversation_id
            and (other.position < turn.position or (other.position = turn.position and other.arrived < turn.arrived)))
        from turn where org_id = $1 and conversation_id = $2 and idempotency_key = $3";
    let row: Option<(i64,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).bind(key).fetch_optional(conn).await)?;
    Ok(row.map(|(number,)| number))
}

/// What a writer of turns has read before, and thinks now.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// How many turns there were.
    pub version: i64,
    /// The reading with the new turns.
    pub reading: &'a str,
}

/// Adds turns to a live conversation that still has the turns its writer read. False when it has more, or has ended.
pub async fn append(
    tx: &mut Tx,
    org: OrgId,
    id: ConversationId,
    step: Step<'_>,
    turns: &[NewTurn],
    now: UnixMs,
) -> Result<bool> {
    const TAKE: &str = "update conversation set version = version + $4, reading = $5
        where org_id = $1 and id = $2 and version = $3 and state = 'live' returning unit_id, version";
    const INSERT: &str = "insert into turn (org_id, conversation_id, arrived, position, idempotency_key,
        speaker, text, facts, asr, at_ms, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let count = i64::try_from(turns.len()).unwrap_or(i64::MAX);
    let taken: Option<(UnitId, i64)> = on!(tx, conn => sqlx::query_as(TAKE)
        .bind(org).bind(id).bind(step.version).bind(count).bind(step.reading).fetch_optional(conn).await)?;
    let Some((unit, version)) = taken else { return Ok(false) };
    for (arrived, turn) in (step.version..).zip(turns) {
        on!(tx, conn => sqlx::query(INSERT)
            .bind(org).bind(id).bind(arrived).bind(turn.position).bind(&turn.key).bind(&turn.speaker)
            .bind(&turn.text).bind(&turn.facts).bind(&turn.asr).bind(turn.at_ms).bind(now)
            .execute(conn).await.map(drop))?;
    }
    tx.publish(Event::Conversation { org, unit, id, version });
    Ok(true)
}

/// Ends a conversation; false when it had ended before.
pub async fn end(tx: &mut Tx, org: OrgId, id: ConversationId, now: UnixMs) -> Result<bool> {
    const SQL: &str = "update conversation set state = 'ended', ended_at = $3
        where org_id = $1 and id = $2 and state = 'live' returning unit_id, version";
    let row: Option<(UnitId, i64)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).bind(now).fetch_optional(conn).await)?;
    let Some((unit, version)) = row else { return Ok(false) };
    tx.publish(Event::Conversation { org, unit, id, version });
    Ok(true)
}

/// How many turns of the talk carry the fact, by the engine's code of it.
pub async fn count_fact(tx: &mut Tx, org: OrgId, id: ConversationId, fact: &str) -> Result<i64> {
    const SQL: &str =
        "select count(*) from turn where org_id = $1 and conversation_id = $2 and facts like $3";
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(id).bind(format!("%\"{fact}\"%")).fetch_one(conn).await)?;
    Ok(count)
}
