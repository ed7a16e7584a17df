//! The rulebook (対応ルール): what an organisation decided beforehand, so that nobody decides it alone while shouted at.
//!
//! One TOML text is the whole of it. People read it as the manual, the live page takes its sentences and yardsticks
//! from it, and the engine reads `[yardsticks]`, `[[ask]]` and `[[word]]` of the same text. Grave acts (violence,
//! sexual acts, threats to life, confinement) override every number; that is not a setting.

mod changes;
mod check;
mod codes;
mod error;
mod fill;
mod parts;
#[cfg(test)]
mod tests;
mod texts;
mod write;
mod yardsticks;

pub use changes::Change;
pub use codes::{ContactKind, LevelId, RulebookState, SentenceKind, Situation, StepName};
pub use error::{Fault, Place, Problem, RulebookError};
pub use parts::{
    About, CareQuestion, Contact, Level, Line, LocalText, MeasureRule, Sentence, Step, Takeover,
};
pub use yardsticks::{Limits, Unit, Yardstick, Yardsticks};

use serde::{Deserialize, Serialize};

use crate::people::Language;

/// The largest rulebook that is taken: 256 KiB, ten times the one that a new organisation starts with.
pub const LARGEST: usize = 256 * 1024;

/// A rulebook that was read and checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rulebook {
    /// Its title and what must be said above it.
    pub about: About,
    /// The numbers (目安).
    pub yardsticks: Yardsticks,
    /// The four steps of an answer, in order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// What to say in which situation.
    #[serde(rename = "sentence")]
    pub sentences: Vec<Sentence>,
    /// Who may decide what.
    #[serde(rename = "level")]
    pub levels: Vec<Level>,
    /// Who takes over, and when.
    #[serde(rename = "takeover")]
    pub takeovers: Vec<Takeover>,
    /// Whom to call.
    #[serde(rename = "contact")]
    pub contacts: Vec<Contact>,
    /// The measures, mildest first.
    #[serde(rename = "measure")]
    pub measures: Vec<MeasureRule>,
    /// The 配慮チェック, before any measure.
    #[serde(rename = "care_question")]
    pub care_questions: Vec<CareQuestion>,
    /// What the engine asks for, and when; without it the engine's own list applies. The engine checks it.
    #[serde(rename = "ask", default, skip_serializing_if = "Vec::is_empty")]
    asks: Vec<toml::Table>,
    /// Words that the organisation adds to the engine's lists. The engine checks them.
    #[serde(rename = "word", default, skip_serializing_if = "Vec::is_empty")]
    words: Vec<toml::Table>,
}

impl Rulebook {
    /// Reads and checks a rulebook; every fault that can be found at once is told, with its line.
    pub fn parse(text: &str) -> Result<Self, RulebookError> {
        check::parse(text)
    }

    /// `text` in `language`, with the yardsticks' numbers where their names stood.
    pub fn text(&self, text: &LocalText, language: Language) -> String {
        fill::fill(text.raw(language), |name| self.yardsticks.number(name))
    }

    /// The whole as TOML, as [`Rulebook::parse`] and the engine read it.
    pub fn to_toml(&self) -> String {
        write::write(self)
    }

    /// What a level may decide.
    pub fn level(&self, id: LevelId) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == id)
    }

    /// The sentences for a situation, in the order of the file.
    pub fn sentences_for(&self, situation: Situation) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(move |sentence| sentence.when == situation)
    }

    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<&MeasureRule> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// What is different in `newer`, in words and numbers as people read them.
    pub fn changes_to(&self, newer: &Self, language: Language) -> Vec<Change> {
        changes::changes(self, newer, language)
    }
}
