//! Scope: which words do not count because they are idiom, quotation or denied, and whom a word is about.

use super::Voice;
use crate::lexicon::{Hit, Sign, SignSet, Signs};
use crate::normal::{Kind, Normal};

/// Bytes of a folded Japanese character; distances are told in characters.
pub(super) const CHAR: u32 = 3;
/// How far behind a word its denial may begin (「殺す…つもりはない」).
const DENIAL_REACH: u32 = 5 * CHAR;
/// How far behind a word or a closing quote its report may begin (「死ね」って言われた).
const REPORT_REACH: u32 = 3 * CHAR;

/// The signs that steer scope, by their names in the word lists.
#[derive(Clone, Debug)]
pub(crate) struct Scopes {
    idiom: Sign,
    denial: Sign,
    denial_of_all: Sign,
    reported: Sign,
    /// お前, あなた: the person who answers.
    pub(crate) person: Sign,
    /// アプリ, 会社, わたし, 息子: anybody and anything else.
    pub(crate) others: SignSet,
}

impl Scopes {
    pub(crate) fn new(signs: &mut Signs) -> Self {
        Self {
            idiom: signs.intern("idiom"),
            denial: signs.intern("denial"),
            denial_of_all: signs.intern("denial_of_all"),
            reported: signs.intern("reported"),
            person: signs.intern("person"),
            others: ["thing", "company", "self", "third"].iter().map(|name| signs.intern(name)).collect(),
        }
    }

    fn names_somebody(&self, sign: Sign) -> bool {
        sign == self.person || self.others.contains(sign)
    }
}

/// A byte range of the folded text.
#[derive(Clone, Copy, Debug)]
struct Range {
    start: u32,
    end: u32,
}

impl Range {
    fn holds(self, hit: Hit) -> bool {
        self.start <= hit.start && hit.end <= self.end
    }
}

/// Where sentences end and what is idiom, quotation, name or denial in one turn.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    stops: Vec<u32>,
    idioms: Vec<Range>,
    quotes: Vec<Range>,
    names: Vec<Range>,
    reports: Vec<u32>,
    denials: Vec<u32>,
    denied_sentences: Vec<u32>,
}

impl Marks {
    pub(super) fn find(&mut self, normal: &Normal, hits: &[Hit], scopes: &Scopes, voice: Voice) {
        self.clear();
        self.find_stops(normal);
        for &hit in hits {
            let range = Range { start: hit.start, end: hit.end };
            if hit.sign == scopes.idiom {
                self.idioms.push(range);
            } else if hit.sign == scopes.denial {
                self.denials.push(hit.start);
            } else if hit.sign == scopes.denial_of_all {
                let sentence = self.sentence_of(hit.start);
                self.denied_sentences.push(sentence);
                self.denied_sentences.push(sentence.saturating_sub(1));
            } else if hit.sign == scopes.reported && voice == Voice::FirstPerson {
                self.reports.push(hit.start);
            } else if scopes.names_somebody(hit.sign) {
                self.names.push(range);
            }
        }
        if !self.reports.is_empty() {
            self.find_quotes(normal.text());
        }
    }

    fn clear(&mut self) {
        self.stops.clear();
        self.idioms.clear();
        self.quotes.clear();
        self.names.clear();
        self.reports.clear();
        self.denials.clear();
        self.denied_sentences.clear();
    }

    fn find_stops(&mut self, normal: &Normal) {
        for (at, _) in normal.text().char_indices() {
            if normal.kind_at(at) == Some(Kind::Stop) {
                self.stops.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
    }

    /// Quotes that are followed by 「と言われた」 and the like.
    fn find_quotes(&mut self, text: &str) {
        let mut open = None;
        for (at, c) in text.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            match c {
                '「' => open = Some(at),
                '」' => {
                    if let Some(start) = open.take()
                        && self
                            .reports
                            .iter()
                            .any(|&report| report >= at && report <= at + CHAR + REPORT_REACH)
                    {
                        self.quotes.push(Range { start, end: at });
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn sentence_of(&self, at: u32) -> u32 {
        u32::try_from(self.stops.partition_point(|&stop| stop < at)).unwrap_or(u32::MAX)
    }

    /// Words that are part of an idiom, of a report of what others said, or of a longer name.
    pub(super) fn hides(&self, hit: Hit, scopes: &Scopes) -> bool {
        if hit.sign == scopes.idiom || hit.sign == scopes.reported {
            return false;
        }
        let longer_name = scopes.names_somebody(hit.sign)
            && self.names.iter().any(|name| name.holds(hit) && name.end - name.start > hit.end - hit.start);
        longer_name
            || self.idioms.iter().any(|idiom| idiom.holds(hit))
            || self.quotes.iter().any(|quote| quote.holds(hit))
            || self.reports.iter().any(|&report| {
                report >= hit.end
                    && report <= hit.end + REPORT_REACH
                    && self.sentence_of(report) == self.sentence_of(hit.start)
            })
    }

    /// Words that the speaker denies.
    pub(super) fn denies(&self, hit: Hit) -> bool {
        let sentence = self.sentence_of(hit.start);
        self.denied_sentences.contains(&sentence)
            || self.denials.iter().any(|&denial| {
                denial >= hit.end && denial <= hit.end + DENIAL_REACH && self.sentence_of(denial) == sentence
            })
    }
}
