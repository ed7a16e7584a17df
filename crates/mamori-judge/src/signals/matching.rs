//! Which rules the signals of one turn fulfil.

use super::scope::CHAR;
use super::{Scan, Scopes, Signal};
use crate::lexicon::SignSet;
use crate::rules::{Pattern, Patterns, Reach, Target};

/// A rule that is fulfilled, with the byte range of the words that carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) rule: usize,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// At how many places of the turn.
    pub(crate) times: u32,
}

/// Appends the rules that the turn fulfils, each once, at its first place. `seen` holds what came up before this turn.
pub(crate) fn find_matches(
    scan: &Scan,
    seen: &SignSet,
    patterns: &Patterns,
    scopes: &Scopes,
    matches: &mut Vec<Match>,
) {
    matches.clear();
    let mut talk = *seen;
    talk.join(&scan.present);
    for signal in &scan.signals {
        for (rule, pattern) in patterns.carried_by(signal.sign) {
            if signal.denied && pattern.minds_negation() {
                continue;
            }
            let known = matches.iter_mut().find(|found| found.rule == rule);
            if known.as_ref().is_some_and(|found| signal.start < found.end) {
                continue;
            }
            let Some((start, end)) = stands(signal, pattern, scan, &talk, scopes) else { continue };
            match known {
                Some(found) => found.times += 1,
                None => matches.push(Match { rule, start, end, times: 1 }),
            }
        }
    }
}

/// The byte range of the words when the rule holds with this signal as its carrier.
fn stands(
    signal: &Signal,
    pattern: &Pattern,
    scan: &Scan,
    talk: &SignSet,
    scopes: &Scopes,
) -> Option<(u32, u32)> {
    if !(pattern.talk.is_empty() || pattern.talk.meets(talk)) || pattern.unless_talk.meets(talk) {
        return None;
    }
    let within = |set: &SignSet| {
        scan.signals.iter().find(|other| {
            set.contains(other.sign)
                && (!other.denied || !pattern.minds_negation())
                && (other.start >= signal.end || other.end <= signal.start)
                && reaches(signal, other, pattern.reach)
        })
    };
    let near = if pattern.near.is_empty() { None } else { Some(within(&pattern.near)?) };
    if !pattern.and.is_empty() {
        within(&pattern.and)?;
    }
    if !pattern.unless.is_empty() && within(&pattern.unless).is_some()
        || !aims_at(signal, pattern.target, scan, scopes)
    {
        return None;
    }
    let (mut start, mut end) = (signal.start, signal.end);
    if let Some(near) = near
        && near.sentence == signal.sentence
        && distance(signal, near) <= 12 * CHAR
    {
        start = start.min(near.start);
        end = end.max(near.end);
    }
    Some((start, end))
}

fn reaches(a: &Signal, b: &Signal, reach: Reach) -> bool {
    match reach {
        Reach::Turn => true,
        Reach::Sentence => a.sentence == b.sentence && distance(a, b) <= 40 * CHAR,
        Reach::Close => a.sentence == b.sentence && distance(a, b) <= 12 * CHAR,
    }
}

/// Bytes between two signals; 0 when they touch or overlap.
fn distance(a: &Signal, b: &Signal) -> u32 {
    if a.start <= b.start { b.start.saturating_sub(a.end) } else { a.start.saturating_sub(b.end) }
}

/// Whether the word is about the person who answers: the nearest name in its sentence decides.
fn aims_at(signal: &Signal, target: Target, scan: &Scan, scopes: &Scopes) -> bool {
    if target == Target::Any {
        return true;
    }
    let nearest = scan
        .signals
        .iter()
        .filter(|other| other.sign == scopes.person || scopes.others.contains(other.sign))
        .filter(|other| reaches(signal, other, Reach::Sentence))
        .min_by_key(|other| (distance(signal, other), other.sign != scopes.person));
    match nearest {
        Some(name) if target == Target::Facing => !scopes.absent.contains(name.sign),
        Some(name) => name.sign == scopes.person,
        None => target != Target::Person,
    }
}
