//! A labelled conversation beside what the engine read in it.

use serde::Deserialize;

use crate::Judge;
use crate::codes::{
    Care, Channel, DemandValue, HarassmentType, Industry, Inflaming, Speaker, StaffAct, Verdict,
};
use crate::conversation::{Body, Conversation};
use crate::io::json::{self, Parsed};
use crate::io::{Problem, staff};
use crate::reading::{Reading, Severity, StaffTurn};

/// What a person wrote about a conversation; what is absent is not scored.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Gold {
    pub(super) verdict: Option<Verdict>,
    pub(super) severity: Option<Severity>,
    pub(super) demand: Option<DemandValue>,
    pub(super) care_check: Option<bool>,
    pub(super) types: Option<Vec<HarassmentType>>,
    #[serde(default)]
    pub(super) first_trigger_turn: Crossing,
    pub(super) staff: Option<Vec<GoldStaff>>,
}

/// What a person wrote about one turn, or one draft, of our own side.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct GoldStaff {
    turn: Option<usize>,
    pub(super) acts: Option<Vec<StaffAct>>,
    pub(super) inflaming: Option<Vec<Inflaming>>,
    pub(super) ok: Option<bool>,
}

/// Where the line is crossed, by the label: `null` says that it is not, a missing field says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Option<usize>")]
pub(super) enum Crossing {
    #[default]
    Unlabelled,
    Nowhere,
    At(usize),
}

impl From<Option<usize>> for Crossing {
    fn from(turn: Option<usize>) -> Self {
        turn.map_or(Self::Nowhere, Self::At)
    }
}

/// One labelled line, read and compared.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) id: String,
    /// Conversations of one story are resampled together.
    pub(super) plot: String,
    pub(super) channel: Channel,
    pub(super) industry: Industry,
    pub(super) tags: Vec<String>,
    pub(super) needs_care: bool,
    pub(super) gold: Gold,
    /// None for a line that holds only a draft by staff.
    pub(super) reading: Option<Read>,
    /// Customer turns between the labelled and the read crossing, where there are both.
    pub(super) trigger_distance: Option<usize>,
    pub(super) staff: Vec<(GoldStaff, StaffTurn)>,
}

/// The part of a reading that is compared.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) verdict: Verdict,
    pub(super) severity: Severity,
    pub(super) confidence: f64,
    pub(super) demand: DemandValue,
    pub(super) care_check: bool,
    pub(super) types: Vec<HarassmentType>,
    pub(super) trigger: Option<usize>,
}

impl Read {
    fn of(reading: &Reading) -> Self {
        Self {
            verdict: reading.verdict,
            severity: reading.severity,
            confidence: reading.confidence,
            demand: reading.demand.value,
            care_check: reading.care_check,
            types: reading.types.clone(),
            trigger: reading.first_trigger_turn,
        }
    }
}

#[derive(Deserialize)]
struct Labels {
    gold: Option<serde_json::Value>,
    tags: Option<Vec<String>>,
    plot: Option<String>,
    text: Option<String>,
    turns: Option<serde::de::IgnoredAny>,
    report: Option<serde::de::IgnoredAny>,
}

/// Reads one labelled line with the engine.
pub(super) fn read(judge: &Judge, bytes: &[u8], line: u64, max_bytes: usize) -> Result<Case, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::not_utf8(line))?;
    let labels: Labels = json::parse(text, line)?;
    let gold = labels.gold.clone().unwrap_or_default();
    if labels.text.is_some() && labels.turns.is_none() && labels.report.is_none() {
        return draft(judge, bytes, line, max_bytes, labels, gold);
    }
    let Parsed { conversation, .. } = json::conversation(bytes, line, max_bytes)?;
    let gold: Gold = shape(gold, line, &conversation.id)?;
    Ok(compare(judge, &conversation, gold, labels))
}

fn shape<T: serde::de::DeserializeOwned + Default>(
    gold: serde_json::Value,
    line: u64,
    id: &str,
) -> Result<T, Problem> {
    if gold.is_null() {
        return Ok(T::default());
    }
    serde_json::from_value(gold).map_err(|error| {
        let code = crate::codes::ProblemCode::UnknownCode;
        Problem::new(line, code, format!("gold が読めません: {error} (unreadable gold)")).of(id)
    })
}

fn compare(judge: &Judge, conversation: &Conversation, mut gold: Gold, labels: Labels) -> Case {
    let talk = judge.hear(conversation);
    let reading = talk.reading();
    let labelled = gold.staff.take().unwrap_or_default();
    let staff = labelled.into_iter().filter_map(|gold| {
        let ours = talk.staff().iter().find(|turn| Some(turn.turn) == gold.turn)?.clone();
        Some((gold, ours))
    });
    let trigger_distance = match (gold.first_trigger_turn, reading.first_trigger_turn) {
        (Crossing::At(gold), Some(read)) => Some(customer_turns_between(&conversation.body, gold, read)),
        _ => None,
    };
    Case {
        plot: labels.plot.unwrap_or_else(|| conversation.id.clone()),
        id: conversation.id.clone(),
        channel: conversation.context.channel,
        industry: conversation.context.industry,
        tags: labels.tags.unwrap_or_default(),
        needs_care: conversation.context.care.iter().any(|care| Care::ALL.contains(care)),
        trigger_distance,
        staff: staff.collect(),
        gold,
        reading: Some(Read::of(reading)),
    }
}

fn draft(
    judge: &Judge,
    bytes: &[u8],
    line: u64,
    max_bytes: usize,
    labels: Labels,
    gold: serde_json::Value,
) -> Result<Case, Problem> {
    let sentence = staff::sentence(bytes, line, max_bytes)?;
    let gold: GoldStaff = shape(gold, line, &sentence.id)?;
    let reading = judge.staff_line(&sentence.text, sentence.context.as_deref());
    let ours = StaffTurn { turn: 0, acts: reading.acts, inflaming: reading.inflaming, ok: reading.ok };
    Ok(Case {
        plot: labels.plot.unwrap_or_else(|| sentence.id.clone()),
        id: sentence.id,
        channel: Channel::Chat,
        industry: Industry::Other,
        tags: labels.tags.unwrap_or_default(),
        needs_care: false,
        gold: Gold::default(),
        reading: None,
        trigger_distance: None,
        staff: vec![(gold, ours)],
    })
}

/// How many customer turns lie between two turns; 0 when they are the same.
fn customer_turns_between(body: &Body, one: usize, other: usize) -> usize {
    let Body::Turns(turns) = body else { return 0 };
    let (from, to) = (one.min(other), one.max(other).min(turns.len().saturating_sub(1)));
    let between = turns.get(from + 1..=to).unwrap_or_default();
    between.iter().filter(|turn| turn.speaker == Speaker::Customer).count()
}
