//! The compiled model: word lists, pattern rules and the rulebook, ready to be shared between threads.

use crate::codes::{DemandKind, Fact};
use crate::lexicon::{Entry, Lexicon, LexiconFile, Sign, SignSet, Signs};
use crate::rules::{PatternFile, PatternTable, Patterns, Rules, RulesError};
use crate::signals::Scopes;
use crate::staff::{StaffFile, StaffManual};
use crate::weigh::{ToneFile, Tones};

/// The customer's word lists, in the order in which they are read.
const WORDS: &[(&str, &str)] = &[
    ("scope", include_str!("../data/lexicon/scope.toml")),
    ("abuse", include_str!("../data/lexicon/abuse.toml")),
    ("threats", include_str!("../data/lexicon/threats.toml")),
    ("private", include_str!("../data/lexicon/private.toml")),
    ("demands", include_str!("../data/lexicon/demands.toml")),
    ("tone", include_str!("../data/lexicon/tone.toml")),
    ("grievance", include_str!("../data/lexicon/grievance.toml")),
    ("acts", include_str!("../data/lexicon/acts.toml")),
    ("english", include_str!("../data/lexicon/english.toml")),
];
/// The pattern rules.
const PATTERNS: &[(&str, &str)] = &[
    ("conduct", include_str!("../data/rules/conduct.toml")),
    ("threats", include_str!("../data/rules/threats.toml")),
    ("demands", include_str!("../data/rules/demands.toml")),
    ("facts", include_str!("../data/rules/facts.toml")),
    ("reports", include_str!("../data/rules/reports.toml")),
];
/// Points for the manner of speaking.
const TONE: &str = include_str!("../data/tone.toml");
/// Our own speech.
const STAFF: &str = include_str!("../data/staff.toml");

/// Signs that the code names itself.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) retract: Sign,
    pub(crate) care: Sign,
    pub(crate) stop: Sign,
    pub(crate) refused: Sign,
    pub(crate) final_answer: Sign,
    pub(crate) repeated_before: Sign,
    pub(crate) report: Sign,
    /// A need may be in play.
    pub(crate) care_known: Sign,
    pub(crate) facts: Vec<(Fact, Sign)>,
    pub(crate) demands: Vec<(Sign, DemandKind)>,
    /// Every `demand:` sign, and the signs of demands beyond reason.
    pub(crate) any_demand: SignSet,
}

impl Named {
    fn new(signs: &mut Signs) -> Self {
        let demands: Vec<_> =
            DemandKind::ALL.iter().map(|&kind| (signs.intern(&format!("demand:{kind}")), kind)).collect();
        let pressing =
            ["big_money", "absurd", "free", "kneel", "quit", "sincerity"].map(|name| signs.intern(name));
        Self {
            retract: signs.intern("retract"),
            care: signs.intern("care"),
            stop: signs.intern("talk:stop"),
            refused: signs.intern("talk:refused"),
            final_answer: signs.intern("talk:final"),
            repeated_before: signs.intern("talk:repeated_before"),
            care_known: signs.intern("talk:care"),
            report: signs.intern("talk:report"),
            facts: Fact::ALL.iter().map(|&fact| (fact, signs.intern(&format!("fact:{fact}")))).collect(),
            any_demand: demands.iter().map(|&(sign, _)| sign).chain(pressing).collect(),
            demands,
        }
    }

    pub(crate) fn fact(&self, fact: Fact) -> Option<Sign> {
        self.facts.iter().find(|(known, _)| *known == fact).map(|&(_, sign)| sign)
    }
}

/// Everything that reading needs; immutable.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) rules: Rules,
    pub(crate) words: Lexicon,
    pub(crate) scopes: Scopes,
    pub(crate) named: Named,
    pub(crate) tones: Tones,
    pub(crate) patterns: Patterns,
    pub(crate) staff_words: Lexicon,
    pub(crate) staff_scopes: Scopes,
    pub(crate) manual: StaffManual,
}

impl Model {
    /// Compiles the built-in data with an organisation's rules.
    pub(crate) fn compile(rules: Rules) -> Result<Self, RulesError> {
        let mut signs = Signs::default();
        let scopes = Scopes::new(&mut signs);
        let named = Named::new(&mut signs);
        let mut entries: Vec<Entry> = Vec::new();
        for (_, toml) in WORDS {
            entries.extend(toml::from_str::<LexiconFile>(toml)?.entry);
        }
        let mut tables: Vec<PatternTable> = Vec::new();
        for (_, toml) in PATTERNS {
            tables.extend(toml::from_str::<PatternFile>(toml)?.rule);
        }
        for entry in &entries {
            signs.intern(&entry.sign);
        }
        for own in &rules.word {
            if signs.named(&own.sign).is_none() {
                return Err(RulesError::UnknownSign(own.sign.clone()));
            }
            entries.push(Entry::of_words(&own.sign, &own.words));
        }
        let tones = Tones::new(&toml::from_str::<ToneFile>(TONE)?, &mut signs);
        let words = Lexicon::compile(&entries, &mut signs)?;
        let patterns = Patterns::compile(&tables, &mut signs);
        let staff: StaffFile = toml::from_str(STAFF)?;
        let mut staff_signs = Signs::default();
        let staff_scopes = Scopes::new(&mut staff_signs);
        let manual = StaffManual::new(&staff, &mut staff_signs);
        let staff_words = Lexicon::compile(&staff.entry, &mut staff_signs)?;
        Ok(Self { rules, words, scopes, named, tones, patterns, staff_words, staff_scopes, manual })
    }
}
