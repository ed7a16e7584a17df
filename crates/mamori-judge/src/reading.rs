//! What the engine answers: the reading of a talk, with its evidence, and what our own side said.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

use crate::codes::{
    Action, ConductValue, DemandKind, DemandValue, HarassmentType, HarmValue, Inflaming, StaffAct, Verdict,
};

/// A sentence or rule name that is mostly known when the program is built.
pub type Text = Cow<'static, str>;

/// The reading of a whole talk, as it is stored and shown: it never holds what our own side said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What the talk is taken to be.
    pub verdict: Verdict,
    /// How soon somebody must act.
    pub severity: Severity,
    /// Calibrated probability that a careful panel would give this verdict.
    #[serde(serialize_with = "rounded")]
    pub confidence: f64,
    /// What is demanded, and whether it is within reason.
    pub demand: Demand,
    /// How it is demanded.
    pub conduct: Conduct,
    /// What it does to the person at work.
    pub harm: Harm,
    /// Types, for grey and harassment only.
    pub types: Vec<HarassmentType>,
    /// For harassment the first customer turn at which the line is crossed.
    pub first_trigger_turn: Option<usize>,
    /// Probability that a later turn makes it harassment; 1 once it is.
    #[serde(serialize_with = "rounded")]
    pub forecast: f64,
    /// The places that the reading rests on.
    pub evidence: Vec<Evidence>,
    /// A check for needs must come before any measure.
    pub care_check: bool,
    /// What the rulebook asks for.
    pub asks: Vec<Ask>,
    /// Turns that the speech recogniser may have made up; never evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<usize>,
}

/// How soon somebody must act: 0 none, 1 watch, 2 supervisor now, 3 organisation or legal, 4 safety at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    /// Nothing to do.
    pub const NONE: Self = Self(0);
    /// Keep an eye on it.
    pub const WATCH: Self = Self(1);
    /// A supervisor should come now.
    pub const SUPERVISOR: Self = Self(2);
    /// The organisation or legal should act.
    pub const ORGANISATION: Self = Self(3);
    /// Somebody must be kept safe at once.
    pub const SAFETY: Self = Self(4);
    /// Every step, lowest first.
    pub const ALL: &[Self] = &[Self::NONE, Self::WATCH, Self::SUPERVISOR, Self::ORGANISATION, Self::SAFETY];

    /// The number, 0 to 4.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The Japanese label.
    pub const fn ja(self) -> &'static str {
        ["対応不要", "様子を見る", "上司がすぐに", "組織・法務で対応", "安全の確保を最優先"][self.0 as usize]
    }

    /// The English label.
    pub const fn en(self) -> &'static str {
        ["None", "Watch", "Supervisor now", "Organisation or legal", "Safety at once"][self.0 as usize]
    }
}

impl TryFrom<u8> for Severity {
    type Error = NoSuchSeverity;
    fn try_from(step: u8) -> Result<Self, NoSuchSeverity> {
        if step <= 4 { Ok(Self(step)) } else { Err(NoSuchSeverity(step)) }
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> u8 {
        severity.0
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A severity outside 0 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("severity は 0 から 4 までです: {0} (severity is 0 to 4)")]
pub struct NoSuchSeverity(u8);

/// 要求: what is demanded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// Whether it is within reason.
    pub value: DemandValue,
    /// What it is.
    pub kinds: Vec<DemandKind>,
    /// The reason in Japanese.
    pub why: Text,
    /// Indices into the reading's evidence.
    pub evidence: Vec<usize>,
}

/// 手段・態様: the manner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conduct {
    /// Whether it is acceptable.
    pub value: ConductValue,
    /// The reason in Japanese.
    pub why: Text,
    /// Indices into the reading's evidence.
    pub evidence: Vec<usize>,
}

/// 就業環境: the harm to the person at work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Harm {
    /// Whether there is any.
    pub value: HarmValue,
    /// The reason in Japanese.
    pub why: Text,
    /// Indices into the reading's evidence.
    pub evidence: Vec<usize>,
}

/// A place in the original text that a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The turn; none for a report.
    pub turn: Option<usize>,
    /// First character, counted in Unicode scalar values of the original text.
    pub start: usize,
    /// One past the last character; equal to `start` for a fact without words.
    pub end: usize,
    /// The characters themselves.
    pub text: String,
    /// The type it speaks for; none where it only explains an element.
    #[serde(rename = "type")]
    pub kind: Option<HarassmentType>,
    /// The rule that found it.
    pub rule: Text,
    /// The reason in Japanese.
    pub why: Text,
}

/// What the rulebook asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The rule of the rulebook.
    pub rule: Text,
    /// What is to be done.
    #[serde(rename = "do")]
    pub action: Action,
    /// The yardstick or reason in Japanese.
    pub why: Text,
}

/// What was thought after one turn, knowing only that turn and those before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TurnReading {
    /// The turn.
    pub turn: usize,
    /// The verdict so far.
    pub verdict: Verdict,
    /// The severity so far.
    pub severity: Severity,
    /// Probability that a later turn makes it harassment.
    #[serde(serialize_with = "rounded")]
    pub forecast: f64,
}

/// What our own side did with one turn. For the speaker alone: never stored with a reading, never shown to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffTurn {
    /// The turn.
    pub turn: usize,
    /// What the sentence does.
    pub acts: Vec<StaffAct>,
    /// What in it may make things worse.
    pub inflaming: Vec<Inflaming>,
    /// A good trainer and a fair but upset customer would both accept it as said there.
    pub ok: bool,
}

/// The reading of one sentence or draft by staff, with a better wording where one is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffReading {
    /// What the sentence does.
    pub acts: Vec<StaffAct>,
    /// What in it may make things worse.
    pub inflaming: Vec<Inflaming>,
    /// It can be sent or said as it is.
    pub ok: bool,
    /// A better wording.
    pub rewrite: Option<String>,
    /// The reason in Japanese.
    pub why: Text,
}

/// Rounds to three decimals, half away from zero: the precision of every number in the interface.
pub fn three_decimals(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands every field over by reference")]
fn rounded<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(three_decimals(*number))
}
