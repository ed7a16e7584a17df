//! The transcript: lines with marks where the reading's evidence lies.

use askama::Template;
use mamori_core::people::Language;
use mamori_judge::{Evidence, HarassmentType, Inflaming, Judge, Reading, Speaker, StaffTurn};
use mamori_store::conversations;

use super::hearing::engine_turn;
use super::sos::clock_text;
use crate::web::{Result, Shell};

/// Lines that a page shows at once.
pub(super) const SHOWN: i64 = 100;

/// A piece of a line; a marked one names what it speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) mark: String,
    pub(super) grave: bool,
}

/// One line of the transcript.
#[derive(Clone, Debug)]
pub(super) struct Line {
    ours: bool,
    who: String,
    who_words: String,
    pieces: Vec<Piece>,
    /// Facts tapped here, in words.
    facts: String,
    time: String,
    doubtful: bool,
    /// For the worker alone: what may have made it worse, and better words.
    coaching: Option<Coaching>,
}

/// What a worker is told about their own words, and nobody else.
#[derive(Clone, Debug)]
pub(super) struct Coaching {
    what: String,
    rewrite: String,
}

/// The lines from number `first` on.
#[derive(Template)]
#[template(path = "now/talk_lines.html")]
pub(super) struct Lines {
    shell: Shell,
    shown: Vec<Line>,
    /// Where the lines before these can be read, empty when there are none.
    before: String,
}

/// What the worker's own page knows beyond what others see.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnSide<'a> {
    pub(super) staff: &'a [StaffTurn],
    pub(super) judge: &'a Judge,
}

impl Lines {
    /// The lines as others see them.
    pub(super) fn for_others(
        shell: Shell,
        turns: &[conversations::Turn],
        first: usize,
        reading: &Reading,
        page: &str,
    ) -> Result<Self> {
        let lines =
            turns.iter().zip(first..).map(|(turn, number)| line(&shell, turn, number, reading, false));
        Ok(Self { shown: lines.collect::<Result<_>>()?, before: before(first, page), shell })
    }

    /// The lines as the worker sees them, with what is meant for the worker alone.
    pub(super) fn for_worker(
        shell: Shell,
        turns: &[conversations::Turn],
        first: usize,
        reading: &Reading,
        page: &str,
        own: OwnSide<'_>,
    ) -> Result<Self> {
        let mut lines = Vec::with_capacity(turns.len());
        for (turn, number) in turns.iter().zip(first..) {
            let coaching = coaching(&shell, turn, number, own);
            lines.push(Line { coaching, ..line(&shell, turn, number, reading, true)? });
        }
        Ok(Self { shown: lines, before: before(first, page), shell })
    }
}

fn before(first: usize, page: &str) -> String {
    if first == 0 { String::new() } else { format!("{page}?before={first}") }
}

fn line(
    shell: &Shell,
    turn: &conversations::Turn,
    number: usize,
    reading: &Reading,
    is_own: bool,
) -> Result<Line> {
    let heard = engine_turn(turn)?;
    let ours = heard.speaker == Speaker::Staff;
    let (who, who_words) = match (heard.speaker, is_own) {
        (Speaker::Customer, _) => ("talk-customer", "talk-customer-words"),
        (Speaker::Staff, true) => ("talk-me", "talk-me-words"),
        (Speaker::Staff, false) => ("talk-staff", "talk-staff-words"),
        (Speaker::Unknown, _) => ("talk-unknown", "talk-unknown-words"),
    };
    let facts: Vec<_> = heard
        .facts
        .iter()
        .map(|fact| match shell.language {
            Language::Ja => fact.ja(),
            Language::En => fact.en(),
        })
        .collect();
    Ok(Line {
        ours,
        who: shell.t(who).to_owned(),
        who_words: shell.t(who_words).to_owned(),
        pieces: pieces(&turn.text, number, &reading.evidence, shell.language),
        facts: facts.join(" · "),
        time: clock_text(turn.at_ms),
        doubtful: reading.doubtful.contains(&number),
        coaching: None,
    })
}

/// Cuts a text at the evidence of its turn. Offsets count Unicode scalar values; where spans overlap the first stays.
pub(super) fn pieces(text: &str, turn: usize, evidence: &[Evidence], language: Language) -> Vec<Piece> {
    let mut spans: Vec<&Evidence> =
        evidence.iter().filter(|span| span.turn == Some(turn) && span.end > span.start).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let characters: Vec<char> = text.chars().collect();
    let plain = |from: usize, to: usize| Piece {
        text: characters[from..to].iter().collect(),
        mark: String::new(),
        grave: false,
    };
    let (mut pieces, mut at) = (Vec::new(), 0);
    for span in spans {
        let end = span.end.min(characters.len());
        if span.start < at || span.start >= end {
            continue;
        }
        if span.start > at {
            pieces.push(plain(at, span.start));
        }
        let mark =
            span.kind.map_or_else(|| span.why.to_string(), |kind| kind_label(kind, language).to_owned());
        let grave = span.kind.is_some_and(is_grave);
        pieces.push(Piece { mark, grave, ..plain(span.start, end) });
        at = end;
    }
    if at < characters.len() {
        pieces.push(plain(at, characters.len()));
    }
    pieces
}

fn kind_label(kind: HarassmentType, language: Language) -> &'static str {
    match language {
        Language::Ja => kind.ja(),
        Language::En => kind.en(),
    }
}

fn is_grave(kind: HarassmentType) -> bool {
    matches!(kind, HarassmentType::Violence | HarassmentType::Threat | HarassmentType::Sexual)
}

fn coaching(shell: &Shell, turn: &conversations::Turn, number: usize, own: OwnSide<'_>) -> Option<Coaching> {
    let said = own.staff.iter().find(|said| said.turn == number && !said.inflaming.is_empty())?;
    let label = |kind: &Inflaming| match shell.language {
        Language::Ja => kind.ja(),
        Language::En => kind.en(),
    };
    let what: Vec<_> = said.inflaming.iter().map(label).collect();
    let rewrite = own.judge.staff_line(&turn.text, None).rewrite.unwrap_or_default();
    Some(Coaching { what: what.join(" · "), rewrite })
}
