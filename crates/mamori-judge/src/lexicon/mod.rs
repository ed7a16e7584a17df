//! The lexicon: which words are a sign of what. Read from `data/lexicon/*.toml` into one automaton.

mod entry;
mod sign;
#[cfg(test)]
mod tests;

pub(crate) use entry::{Entry, LexiconFile};
pub(crate) use sign::{Sign, SignSet, Signs};

use crate::normal::{Kind, Normal};
use daachorse::CharwiseDoubleArrayAhoCorasick;
use entry::Written;
use std::collections::BTreeMap;

/// One way a pattern may count: a pattern can stand in several entries.
#[derive(Clone, Debug)]
struct Use {
    sign: Sign,
    written: Written,
    border: Border,
}

/// What must stand before and after a word for it to be a word of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    /// Only the rule about katakana.
    Free,
    /// Latin words end where the letters end.
    Latin,
    /// No letter of any kind.
    Alone,
    /// A single kanji, which must not be a piece of a longer word (斧田).
    NoKanji,
    /// Two or three hiragana, which are easily a piece of other words.
    NoHiragana,
}

impl Border {
    fn of(word: &Normal, alone: bool) -> Self {
        let count = word.text().chars().count();
        let all = |kind| (0..word.text().len()).all(|at| word.kind_at(at) == Some(kind));
        match word.kind_at(0) {
            Some(Kind::Latin) => Self::Latin,
            _ if alone => Self::Alone,
            _ if count == 1 && all(Kind::Kanji) => Self::NoKanji,
            _ if count <= 3 && all(Kind::Hiragana) => Self::NoHiragana,
            _ => Self::Free,
        }
    }
}

/// All words of one side (customer or staff) in one automaton.
pub(crate) struct Lexicon {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    uses: Vec<Vec<Use>>,
}

/// A word of the lexicon found in a folded text: byte range and sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) sign: Sign,
}

/// A lexicon that cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// The file is not the expected TOML.
    #[error("The word list cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// The words make no automaton (empty, or far too many).
    #[error("The word list cannot be compiled: {0}")]
    Automaton(String),
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon").field("words", &self.uses.len()).finish_non_exhaustive()
    }
}

impl Lexicon {
    /// Compiles entries; new signs are added to `signs`.
    pub(crate) fn compile(entries: &[Entry], signs: &mut Signs) -> Result<Self, LexiconError> {
        let mut by_pattern: BTreeMap<String, Vec<Use>> = BTreeMap::new();
        let mut normal = Normal::default();
        for entry in entries {
            let sign = signs.intern(&entry.sign);
            for word in &entry.words {
                normal.fold(word.trim());
                if normal.text().is_empty() {
                    continue;
                }
                let written = match entry.written {
                    Written::Any if is_katakana(&normal) => Written::Katakana,
                    written => written,
                };
                let uses = by_pattern.entry(normal.text().to_owned()).or_default();
                uses.push(Use { sign, written, border: Border::of(&normal, entry.alone) });
            }
        }
        let patterns: Vec<_> = by_pattern.keys().cloned().collect();
        let automaton = CharwiseDoubleArrayAhoCorasick::new(patterns)
            .map_err(|error| LexiconError::Automaton(error.to_string()))?;
        Ok(Self { automaton, uses: by_pattern.into_values().collect() })
    }

    /// Appends every word found, overlapping ones too, in the order of their ends.
    pub(crate) fn find(&self, normal: &Normal, hits: &mut Vec<Hit>) {
        for found in self.automaton.find_overlapping_iter(normal.text()) {
            for way in &self.uses[found.value() as usize] {
                if way.fits(normal, found.start(), found.end()) {
                    let [start, end] =
                        [found.start(), found.end()].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
                    hits.push(Hit { start, end, sign: way.sign });
                }
            }
        }
    }
}

/// Whether every letter of a word is katakana.
fn is_katakana(word: &Normal) -> bool {
    let letters = |kind: &Kind| kind.is_word();
    let mut kinds = (0..word.text().len()).filter_map(|at| word.kind_at(at)).filter(letters).peekable();
    kinds.peek().is_some() && kinds.all(|kind| kind == Kind::Katakana)
}

impl Use {
    /// Whether the word stands here as itself and not as a piece of a longer one.
    fn fits(&self, normal: &Normal, start: usize, end: usize) -> bool {
        let before = normal.kind_before(start);
        let first = normal.kind_at(start);
        let last = normal.kind_before(end);
        let after = normal.kind_at(end);
        let stands = match self.border {
            Border::Latin => return before != Some(Kind::Latin) && after != Some(Kind::Latin),
            Border::Alone => !before.is_some_and(Kind::is_word) && !after.is_some_and(Kind::is_word),
            Border::NoKanji => before != Some(Kind::Kanji) && after != Some(Kind::Kanji),
            // おまえばか, このばか, はばか: only after what commonly stands before a name-calling.
            Border::NoHiragana if first == Some(Kind::Hiragana) && before == Some(Kind::Hiragana) => {
                normal.text()[..start].chars().next_back().is_some_and(|c| "はがのもなえたーっ".contains(c))
            }
            Border::Free | Border::NoHiragana => true,
        };
        if !stands {
            return false;
        }
        let bare = |kind: Option<Kind>| kind.is_some_and(|kind| kind.is_word() && kind != Kind::Katakana);
        if self.written == Written::Katakana && (first != Some(Kind::Katakana) || bare(last)) {
            return false;
        }
        // カラカス holds no カス, バカリズム no バカ.
        let joins = |inside: Option<Kind>, outside: Option<Kind>| {
            inside == Some(Kind::Katakana) && outside == Some(Kind::Katakana)
        };
        !joins(first, before) && (!joins(last, after) || normal.text()[end..].starts_with('ー'))
    }
}
