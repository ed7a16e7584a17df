//! What one turn holds: the words of the lexicon in their scope (who is meant, denied, quoted, idiom).

mod matching;
mod scope;
#[cfg(test)]
mod tests;

pub(crate) use matching::{Match, find_matches};
pub(crate) use scope::Scopes;

use crate::lexicon::{Hit, Lexicon, Sign, SignSet};
use crate::normal::Normal;
use crate::state::Names;

/// A word of the lexicon that counts, with what was found out about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signal {
    /// Byte range in the folded text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) sign: Sign,
    /// Number of its sentence in the turn.
    pub(crate) sentence: u32,
    /// The speaker denies it.
    pub(crate) denied: bool,
}

impl Signal {
    /// A sign that no words carry: a fact.
    pub(crate) fn without_words(sign: Sign) -> Self {
        Self { start: 0, end: 0, sign, sentence: u32::MAX, denied: false }
    }
}

/// Whose words are scanned: in a report, what stands in quotes is what the customer said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    FirstPerson,
    Report,
}

/// The signals of one turn. The buffers are reused from turn to turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    pub(crate) normal: Normal,
    pub(crate) signals: Vec<Signal>,
    /// Every sign that counts and is not denied.
    pub(crate) present: SignSet,
    hits: Vec<Hit>,
    marks: scope::Marks,
}

impl Scan {
    /// Notes where the customer uses a name of our side: it aims what they say at that person.
    pub(crate) fn note_names(&mut self, names: &Names, person: Sign) {
        for (start, end) in names.find(self.normal.text()) {
            let [start, end] = [start, end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
            let sentence = self.marks.sentence_of(start);
            self.present.insert(person);
            self.signals.push(Signal { start, end, sign: person, sentence, denied: false });
        }
    }

    /// Reads a text into the buffers.
    pub(crate) fn read(&mut self, text: &str, voice: Voice, lexicon: &Lexicon, scopes: &Scopes) {
        self.normal.fold(text);
        self.hits.clear();
        self.signals.clear();
        self.present = SignSet::default();
        lexicon.find(&self.normal, &mut self.hits);
        if self.hits.is_empty() {
            self.marks.clear();
            return;
        }
        self.hits.sort_unstable();
        self.marks.find(&self.normal, &self.hits, scopes, voice);
        for &hit in &self.hits {
            if self.marks.hides(hit, scopes) {
                continue;
            }
            let denied = self.marks.denies(hit);
            if !denied {
                self.present.insert(hit.sign);
            }
            let sentence = self.marks.sentence_of(hit.start);
            self.signals.push(Signal { start: hit.start, end: hit.end, sign: hit.sign, sentence, denied });
        }
    }
}
