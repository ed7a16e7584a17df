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

/// The signs of acts that are told.
const ACTS: &[&str] = &[
    "act_violence",
    "act_violence_light",
    "act_sexual",
    "act_stay",
    "act_lock",
    "act_kneel",
    "act_film",
    "act_stalk",
];

/// The signs that steer scope, by their names in the word lists.
#[derive(Clone, Debug)]
pub(crate) struct Scopes {
    idiom: Sign,
    denial: Sign,
    denial_of_all: Sign,
    reported: Sign,
    /// What the speaker means to write or have said: a quote that is their own.
    own_quote: Sign,
    /// Acts that are told: in first-person speech they count only in brackets（ト書き）.
    acts: SignSet,
    /// お前, あなた: the person who answers.
    pub(crate) person: Sign,
    /// アプリ, 息子: things, and people who are not here.
    pub(crate) absent: SignSet,
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
            own_quote: signs.intern("own_quote"),
            acts: ACTS.iter().map(|name| signs.intern(name)).collect(),
            person: signs.intern("person"),
            absent: ["thing", "third"].iter().map(|name| signs.intern(name)).collect(),
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
    brackets: Vec<Range>,
    reports: Vec<u32>,
    own_quotes: Vec<u32>,
    first_person: bool,
    denials: Vec<u32>,
    denied_sentences: Vec<u32>,
}

impl Marks {
    pub(super) fn find(&mut self, normal: &Normal, hits: &[Hit], scopes: &Scopes, voice: Voice) {
        self.clear();
        self.first_person = voice == Voice::FirstPerson;
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
            } else if hit.sign == scopes.reported {
                self.reports.push(hit.start);
            } else if hit.sign == scopes.own_quote {
                self.own_quotes.push(hit.start);
            } else if scopes.names_somebody(hit.sign) {
                self.names.push(range);
            }
        }
        if self.first_person {
            self.find_quotes(normal.text());
        }
    }

    pub(super) fn clear(&mut self) {
        self.stops.clear();
        self.idioms.clear();
        self.quotes.clear();
        self.names.clear();
        self.brackets.clear();
        self.reports.clear();
        self.own_quotes.clear();
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

    /// Quotes of what others said, and brackets. A quote is the speaker's own when it is nearly the whole turn
    /// (a note that is shown), or what they mean to write or want to hear said.
    fn find_quotes(&mut self, text: &str) {
        let whole = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let (mut quote, mut bracket) = (None, None);
        for (at, c) in text.char_indices() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            match c {
                '「' => quote = Some(at),
                '(' => bracket = Some(at),
                '」' => {
                    let Some(start) = quote.take() else { continue };
                    let own = self.own_quotes.iter().any(|&own| own >= at && own <= at + CHAR + REPORT_REACH);
                    if !own && (at - start) * 2 <= whole {
                        self.quotes.push(Range { start, end: at });
                    }
                }
                ')' => {
                    if let Some(start) = bracket.take() {
                        self.brackets.push(Range { start, end: at });
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
        let told_act = self.first_person
            && scopes.acts.contains(hit.sign)
            && !self.brackets.iter().any(|bracket| bracket.holds(hit));
        longer_name
            || told_act
            || self.idioms.iter().any(|idiom| idiom.holds(hit))
            || self.quotes.iter().any(|quote| quote.holds(hit))
            || self.first_person
                && self.reports.iter().any(|&report| {
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
