//! New turns of a talk: heard by the engine outside any transaction, then kept if nobody was faster.

use std::time::Duration;

use mamori_core::{ConversationId, OrgId};
use mamori_judge::{Asr, Fact, Judge, Reading, Speaker, StaffTurn, Talk, Turn};
use mamori_store::Tx;
use mamori_store::conversations::{self, Conversation, NewTurn, Step};
use mamori_store::rulebooks::{self, InForce};

use crate::App;
use crate::web::judges::Heard;
use crate::web::{Error, Result};

/// Characters that one turn may have.
pub(super) const LONGEST_TURN: usize = 20_000;
/// Turns that one talk may have.
const MOST_TURNS: i64 = 10_000;
/// From how many characters on the engine is given a thread of its own.
const LARGE: usize = 10_000;
/// How often a writer that was too slow tries again.
const TRIES: usize = 8;

/// What somebody said or did, as it comes through the door.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// What its sender calls it; the same key twice is the same turn.
    pub(super) key: String,
    /// Its place in the order of the talk, where the sender knows it.
    pub(super) seq: Option<i64>,
    /// When, in milliseconds since the start, where the sender knows it.
    pub(super) at_ms: Option<i64>,
    /// The words.
    pub(super) turn: Turn,
}

/// What became of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// At least one turn was new.
    New,
    /// Everything was there before, under the same keys.
    Known,
}

/// Adds `words` to a live talk. Keys that are known are passed over, so that sending twice is sending once.
pub(super) async fn hear(app: &App, org: OrgId, id: ConversationId, words: Vec<Words>) -> Result<Taken> {
    if words.iter().any(|words| words.turn.text.chars().count() > LONGEST_TURN) {
        return Err(Error::TooLong("now-turn-too-long"));
    }
    let slot = app.judges.slot(id);
    let mut slot = slot.lock().await;
    for _ in 0..TRIES {
        let now = app.clock.now();
        let mut tx = app.db.read().await?;
        let talk = conversations::by_id(&mut tx, org, id).await?.ok_or(Error::NotFound)?;
        let fresh = only_new(&mut tx, org, id, &words).await?;
        if fresh.is_empty() {
            return Ok(Taken::Known);
        }
        if !talk.is_live() {
            return Err(Error::Conflict("now-talk-ended"));
        }
        if talk.version + i64::try_from(fresh.len())? > MOST_TURNS {
            return Err(Error::TooLong("now-talk-too-long"));
        }
        let rules = rulebooks::in_force(&mut tx, org, now).await?;
        let before = before(app, &mut tx, org, &talk, &rules, slot.take(), &fresh).await?;
        drop(tx);
        let (heard, turns) = listen(before, fresh, now.since(talk.started_at)).await?;
        let reading = serde_json::to_string(heard.talk.reading())?;
        let mut tx = app.db.begin().await?;
        let step = Step { version: talk.version, reading: &reading };
        if conversations::append(&mut tx, org, id, step, &turns, now).await? {
            tx.commit().await?;
            *slot = Some(heard);
            return Ok(Taken::New);
        }
    }
    Err(Error::Conflict("now-talk-busy"))
}

async fn only_new(tx: &mut Tx, org: OrgId, id: ConversationId, words: &[Words]) -> Result<Vec<Words>> {
    let mut fresh: Vec<Words> = Vec::with_capacity(words.len());
    for words in words {
        let known = conversations::has_key(tx, org, id, &words.key).await?;
        if !known && !fresh.iter().any(|other| other.key == words.key) {
            fresh.push(words.clone());
        }
    }
    Ok(fresh)
}

/// What was heard before the new words, and which old turns must be heard again after them.
struct Before {
    judge: Judge,
    heard: Heard,
    /// Old turns that are not heard yet: all of them when the talk is begun anew.
    old: Vec<conversations::Turn>,
}

async fn before(
    app: &App,
    tx: &mut Tx,
    org: OrgId,
    talk: &Conversation,
    rules: &InForce,
    kept: Option<Heard>,
    fresh: &[Words],
) -> Result<Before> {
    let judge = app.judges.of(org, rules);
    let in_order =
        |heard: &Heard| fresh.iter().all(|words| words.seq.is_none_or(|seq| seq > heard.last_position));
    let up_to_date = |heard: &Heard| heard.version == talk.version && heard.rules == rules.version;
    if let Some(heard) = kept.filter(|heard| up_to_date(heard) && in_order(heard)) {
        return Ok(Before { judge, heard, old: Vec::new() });
    }
    let context = serde_json::from_str(&talk.context)?;
    let old = conversations::turns(tx, org, talk.id).await?;
    let last_position = old.last().map_or(-1, |turn| turn.position);
    let talk = judge.conversation(context);
    Ok(Before { judge, heard: Heard { version: 0, rules: rules.version, last_position, talk }, old })
}

/// Hears what is new, after what is old; large texts on a thread of their own.
async fn listen(before: Before, fresh: Vec<Words>, elapsed: i64) -> Result<(Heard, Vec<NewTurn>)> {
    let old: usize = before.old.iter().map(|turn| turn.text.len() + 100).sum();
    let new: usize = fresh.iter().map(|words| words.turn.text.len() + 100).sum();
    if old + new > LARGE {
        return Ok(tokio::task::spawn_blocking(move || listen_now(before, fresh, elapsed)).await??);
    }
    Ok(listen_now(before, fresh, elapsed)?)
}

fn listen_now(before: Before, fresh: Vec<Words>, elapsed: i64) -> serde_json::Result<(Heard, Vec<NewTurn>)> {
    let Before { judge, mut heard, old } = before;
    let begun_anew = heard.version == 0;
    let mut rows: Vec<(i64, Turn)> = Vec::with_capacity(old.len() + fresh.len());
    for turn in &old {
        rows.push((turn.position, engine_turn(turn)?));
    }
    let mut turns = Vec::with_capacity(fresh.len());
    for words in fresh {
        let position = words.seq.unwrap_or(heard.last_position + 1);
        heard.last_position = heard.last_position.max(position);
        let at_ms = words.at_ms.unwrap_or(elapsed);
        let turn = Turn { at_s: Some(seconds(at_ms)), ..words.turn };
        turns.push(new_turn(words.key, &turn, at_ms, position)?);
        rows.push((position, turn));
    }
    // A stable sort: turns of the same place stand in the order in which they arrived.
    rows.sort_by_key(|(position, _)| *position);
    if begun_anew {
        heard.talk = judge.conversation(heard.talk.context().clone());
    }
    for (_, turn) in &rows {
        heard.talk.hear(turn);
        heard.version += 1;
    }
    Ok((heard, turns))
}

#[expect(clippy::cast_precision_loss, reason = "a talk is shorter than 285,000 years")]
fn seconds(milliseconds: i64) -> f64 {
    milliseconds as f64 / 1_000.0
}

fn new_turn(key: String, turn: &Turn, at_ms: i64, position: i64) -> serde_json::Result<NewTurn> {
    Ok(NewTurn {
        key,
        speaker: turn.speaker.as_str().to_owned(),
        // PostgreSQL cannot keep the character U+0000.
        text: turn.text.replace('\0', "\u{fffd}"),
        facts: serde_json::to_string(&turn.facts)?,
        asr: turn.asr.map(|asr| serde_json::to_string(&asr)).transpose()?.unwrap_or_default(),
        at_ms,
        position,
    })
}

/// A kept turn as the engine hears it.
pub(super) fn engine_turn(turn: &conversations::Turn) -> serde_json::Result<Turn> {
    let facts: Vec<Fact> = serde_json::from_str(&turn.facts)?;
    let asr: Option<Asr> = if turn.asr.is_empty() { None } else { Some(serde_json::from_str(&turn.asr)?) };
    let speaker = Speaker::parse(&turn.speaker).unwrap_or(Speaker::Unknown);
    Ok(Turn { speaker, text: turn.text.clone(), at_s: Some(seconds(turn.at_ms)), facts, asr })
}

/// What our own side said, for the worker who said it alone: read anew each time and never kept.
pub(super) async fn own_side(
    app: &App,
    tx: &mut Tx,
    org: OrgId,
    talk: &Conversation,
) -> Result<(Vec<StaffTurn>, Judge)> {
    let rules = rulebooks::in_force(tx, org, app.clock.now()).await?;
    let judge = app.judges.of(org, &rules);
    let slot = app.judges.slot(talk.id);
    // Never wait for a writer while holding a connection: the writer may be waiting for one.
    let kept = slot.try_lock().ok();
    if let Some(heard) = kept.as_ref().and_then(|kept| kept.as_ref())
        && heard.version == talk.version
        && heard.rules == rules.version
    {
        return Ok((heard.talk.staff().to_vec(), judge));
    }
    let before = before(app, tx, org, talk, &rules, None, &[]).await?;
    let (heard, _) = listen(before, Vec::new(), 0).await?;
    let staff = heard.talk.staff().to_vec();
    if let Some(mut kept) = kept {
        *kept = Some(heard);
    }
    Ok((staff, judge))
}

/// The engine's reading of a talk in which nobody has spoken yet, as JSON.
pub(super) fn reading_of_nothing(talk: &Talk) -> Result<String> {
    Ok(serde_json::to_string(talk.reading())?)
}

/// The stored reading.
pub(super) fn reading_of(talk: &Conversation) -> Result<Reading> {
    Ok(serde_json::from_str(&talk.reading)?)
}

/// Milliseconds of a sender's seconds; what is no number of a talk counts as its start.
pub(super) fn milliseconds(seconds: f64) -> i64 {
    let span = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or_default();
    i64::try_from(span.as_millis()).unwrap_or_default()
}
