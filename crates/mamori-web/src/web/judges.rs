//! The engine as requests use it: one judge for each rulebook in force, and the live talks that are being heard.
//!
//! Both are caches. A judge is compiled from the rulebook's text; a talk that is not here is heard again from its
//! rows. Nothing in here is the truth about anything.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mamori_core::{ConversationId, OrgId};
use mamori_judge::{Judge, Rules, Talk};
use mamori_store::rulebooks::InForce;

/// Talks that are kept in memory; the one that was heard longest ago makes room.
const MOST_TALKS: usize = 1_000;

/// A talk as it was heard so far.
#[derive(Debug)]
pub(crate) struct Heard {
    /// How many turns it has heard.
    pub(crate) version: i64,
    /// The version of the rulebook it was heard with.
    pub(crate) rules: i64,
    /// The last turn's place in the order of the talk.
    pub(crate) last_position: i64,
    /// The engine's state.
    pub(crate) talk: Talk,
}

/// One talk: whoever holds it is the only one in this process who adds turns.
pub(crate) type Slot = Arc<tokio::sync::Mutex<Option<Heard>>>;

/// The judges and live talks of this process.
#[derive(Debug, Default)]
pub struct Judges {
    by_rules: Mutex<HashMap<OrgId, (i64, Judge)>>,
    talks: Mutex<Talks>,
}

#[derive(Debug, Default)]
struct Talks {
    used: u64,
    slots: HashMap<ConversationId, (u64, Slot)>,
}

impl Judges {
    /// Empty caches.
    pub fn new() -> Self {
        Self::default()
    }

    /// The judge with the rulebook in force.
    pub(crate) fn of(&self, org: OrgId, rules: &InForce) -> Judge {
        let mut judges = lock(&self.by_rules);
        if let Some((version, judge)) = judges.get(&org)
            && *version == rules.version
        {
            return judge.clone();
        }
        let judge = compile(rules);
        judges.insert(org, (rules.version, judge.clone()));
        judge
    }

    /// The place of a talk, empty when it was not heard lately.
    pub(crate) fn slot(&self, id: ConversationId) -> Slot {
        let mut talks = lock(&self.talks);
        talks.used += 1;
        let now = talks.used;
        if talks.slots.len() >= MOST_TALKS && !talks.slots.contains_key(&id) {
            let oldest = talks.slots.iter().min_by_key(|(_, (used, _))| *used).map(|(id, _)| *id);
            if let Some(oldest) = oldest {
                talks.slots.remove(&oldest);
            }
        }
        let slot = talks.slots.entry(id).or_default();
        slot.0 = now;
        slot.1.clone()
    }
}

fn compile(rules: &InForce) -> Judge {
    match Rules::parse(&rules.text).and_then(Judge::with_rules) {
        Ok(judge) => judge,
        Err(error) => {
            // The rulebook was checked when it was approved; a talk must be heard in any case.
            tracing::error!(%error, version = rules.version, "a rulebook in force cannot be read by the engine");
            Judge::builtin()
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
