//! The shape of a word list, as a reviewer writes it.

use serde::Deserialize;

/// A file of `[[entry]]` tables.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct LexiconFile {
    #[serde(default)]
    pub(crate) entry: Vec<Entry>,
}

/// Words that are a sign of the same thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// What the words are a sign of.
    pub(crate) sign: String,
    /// The words, in any spelling: they are folded like the text.
    pub(crate) words: Vec<String>,
    /// Counts only in this script (カス, not かす of 動かす).
    #[serde(default)]
    pub(crate) written: Written,
    /// Counts only when no letter stands directly before or after.
    #[serde(default)]
    pub(crate) alone: bool,
}

/// The script in which a word must be written to count.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Written {
    #[default]
    Any,
    Katakana,
}

impl Entry {
    /// Words that an organisation adds under a known sign.
    pub(crate) fn of_words(sign: &str, words: &[String]) -> Self {
        Self { sign: sign.to_owned(), words: words.to_vec(), written: Written::Any, alone: false }
    }
}
