//! The parts of a rulebook as plain data.

use serde::{Deserialize, Serialize};

use super::{ContactKind, LevelId, SentenceKind, Situation, StepName};
use crate::people::Language;

/// A text in both languages; `{minutes_end}` and the like stand for yardsticks. Read it by `Rulebook::text`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalText {
    /// Japanese, the source.
    pub ja: String,
    /// English.
    pub en: String,
}

impl LocalText {
    /// The text as it was written, places for numbers unfilled.
    pub fn raw(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// What stands above the rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its title.
    pub title: LocalText,
    /// That numbers are yardsticks, and what overrides them.
    pub note: LocalText,
    /// The day on which the material was last looked at, `2026-11-23`.
    pub as_of: String,
}

/// A line with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name, unique in the file.
    pub id: String,
    /// The words.
    #[serde(flatten)]
    pub text: LocalText,
}

/// One of the four steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which.
    pub id: StepName,
    /// Its title.
    pub title: LocalText,
    /// What it is for.
    pub aim: LocalText,
    /// What one may say.
    pub sentences: Vec<Line>,
}

/// What to say in a situation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its name, unique in the file.
    pub id: String,
    /// The situation.
    pub when: Situation,
    /// What it does.
    pub kind: SentenceKind,
    /// The words.
    #[serde(flatten)]
    pub text: LocalText,
}

/// Somebody who may decide, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Which.
    pub id: LevelId,
    /// Its name.
    pub title: LocalText,
    /// Who it is.
    pub who: LocalText,
    /// When it is called.
    pub trigger: LocalText,
    /// How soon, in seconds; 0 is at once.
    pub within_seconds: u32,
    /// How soon, in words.
    pub within: LocalText,
    /// Up to how much may be paid back, in yen.
    pub refund_limit_yen: u32,
    /// What it decides alone.
    pub may_decide: Vec<Line>,
    /// What it approves for others.
    pub may_approve: Vec<Line>,
}

/// When somebody else takes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takeover {
    /// Its name, unique in the file.
    pub id: String,
    /// The occasion.
    pub when: LocalText,
    /// Who takes over.
    pub by: LevelId,
    /// How soon, in seconds; 0 is at once, and always when grave.
    pub within_seconds: u32,
    /// Whether no number may delay it.
    pub grave: bool,
    /// What is said.
    pub say: LocalText,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its name, unique in the file.
    pub id: String,
    /// Whom the number belongs to.
    pub kind: ContactKind,
    /// The name people read.
    pub title: LocalText,
    /// The number; empty until the organisation writes its own.
    pub number: String,
    /// When to call.
    pub when: LocalText,
}

/// A measure (措置) and who may decide on it. Nothing is ever done by the program itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureRule {
    /// Its name, unique in the file.
    pub id: String,
    /// Mildest first.
    pub order: u32,
    /// Its title.
    pub title: LocalText,
    /// When it fits.
    pub criteria: LocalText,
    /// Who approves it.
    pub approver: LevelId,
    /// How many people approve it.
    pub approvals: u32,
    /// After how many days it ends or is looked at again; 0 when that has no meaning.
    pub expires_days: u32,
    /// How the other side can object.
    pub appeal: LocalText,
    /// What the law of the sector may forbid.
    pub sector_note: LocalText,
}

/// One question of the 配慮チェック.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareQuestion {
    /// Its name, unique in the file.
    pub id: String,
    /// The question.
    #[serde(flatten)]
    pub text: LocalText,
    /// What to do when the answer is yes.
    pub if_yes: LocalText,
}
