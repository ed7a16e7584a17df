//! What an organisation may decide about the engine: yardsticks, asks and words of its own.

mod asks;
mod pattern;
#[cfg(test)]
mod tests;
mod yardsticks;

pub use asks::{AskRule, Measure, When};
pub(crate) use pattern::{Level, Pattern, PatternFile, PatternTable, Patterns, Reach, Target};
pub use yardsticks::Yardsticks;

use serde::{Deserialize, Serialize};

/// The rules of an organisation, as `--rulebook FILE` reads them. Tables that the engine does not know are ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The numbers (目安).
    #[serde(default)]
    pub yardsticks: Yardsticks,
    /// What is asked for, and when; the built-in list when absent.
    #[serde(default = "builtin_asks")]
    pub ask: Vec<AskRule>,
    /// Words of its own, beside the built-in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub word: Vec<OwnWord>,
}

/// A word that an organisation adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnWord {
    /// The sign of the built-in lists that it stands for, such as `insult` or `idiom`.
    pub sign: String,
    /// The words, in any spelling.
    pub words: Vec<String>,
}

/// Rules that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The text is not the expected TOML.
    #[error("The rulebook cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A word stands for a sign that no list or rule knows.
    #[error("The rulebook's word list names the sign `{0}`, which no rule knows.")]
    UnknownSign(String),
    /// A yardstick that would make every talk cross it.
    #[error("The yardstick `{0}` must be at least 1.")]
    ZeroYardstick(&'static str),
    /// The words cannot be compiled.
    #[error(transparent)]
    Words(#[from] crate::lexicon::LexiconError),
}

impl Rules {
    /// The rules that a new organisation starts with.
    pub fn builtin() -> Self {
        Self { yardsticks: Yardsticks::default(), ask: builtin_asks(), word: Vec::new() }
    }

    /// Reads `[yardsticks]`, `[[ask]]` and `[[word]]` of a rulebook; other tables are ignored.
    pub fn parse(toml: &str) -> Result<Self, RulesError> {
        let rules: Self = toml::from_str(toml)?;
        let numbers = &rules.yardsticks;
        for (name, number) in [
            ("minutes_warn", numbers.minutes_warn),
            ("minutes_end", numbers.minutes_end),
            ("visit_minutes", numbers.visit_minutes),
            ("same_point_repeats", numbers.same_point_repeats),
            ("calls_per_week", numbers.calls_per_week),
            ("stop_requests", numbers.stop_requests),
            ("insults", numbers.insults),
        ] {
            if number == 0 {
                return Err(RulesError::ZeroYardstick(name));
            }
        }
        Ok(rules)
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::builtin()
    }
}

fn builtin_asks() -> Vec<AskRule> {
    #[derive(Deserialize)]
    struct File {
        ask: Vec<AskRule>,
    }
    let file: File = toml::from_str(include_str!("../../data/rulebook.toml"))
        .expect("the built-in rulebook is read by a test");
    file.ask
}
