//! Pattern rules: which signs together, and where, speak for what. Read from `data/rules/*.toml`.

use crate::codes::{DemandKind, HarassmentType};
use crate::lexicon::{Sign, SignSet, Signs};
use crate::reading::Severity;
use serde::Deserialize;

/// A file of `[[rule]]` tables.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PatternFile {
    #[serde(default)]
    pub(crate) rule: Vec<PatternTable>,
}

/// A rule as a reviewer writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternTable {
    id: String,
    /// One of these carries the rule; its words are the evidence.
    any: Vec<String>,
    /// One of these must stand within `reach`.
    #[serde(default)]
    near: Vec<String>,
    /// And one of these too.
    #[serde(default)]
    and: Vec<String>,
    /// One of these must have come up in the talk, now or before.
    #[serde(default)]
    talk: Vec<String>,
    /// None of these may stand within `reach`.
    #[serde(default)]
    unless: Vec<String>,
    /// None of these may have come up in the talk.
    #[serde(default)]
    unless_talk: Vec<String>,
    #[serde(default)]
    reach: Reach,
    #[serde(default)]
    target: Target,
    #[serde(rename = "type", default)]
    kind: Option<HarassmentType>,
    /// Further types that the same words speak for.
    #[serde(default)]
    also: Vec<HarassmentType>,
    level: Level,
    #[serde(default)]
    severity: Severity,
    /// The demand that it shows, when it shows one beyond reason.
    #[serde(default)]
    excessive: Option<DemandKind>,
    why: String,
    /// Counts also where the words are negated (「何もするとは言ってない」).
    #[serde(default)]
    even_negated: bool,
}

/// How far apart the signs of one rule may stand.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reach {
    /// In one sentence, at most 40 characters apart.
    #[default]
    Sentence,
    /// In one sentence, at most 12 characters apart.
    Close,
    /// Anywhere in the turn.
    Turn,
}

/// Who the words must be aimed at.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// It does not matter.
    #[default]
    Any,
    /// At the person, or nobody else is named.
    Open,
    /// At nobody who is absent, and at no thing: threats are meant for those who hear them.
    Facing,
    /// At the person, by name or word.
    Person,
}

/// What a rule says of the conduct.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    /// A hint of where it is going; moves only the forecast.
    Hint,
    /// Beyond reason as a demand, the manner still proper.
    Demand,
    /// Between: a second person should look.
    Borderline,
    /// One outburst that the person may take back.
    Outburst,
    /// Improper.
    Improper,
}

/// A rule ready to be matched.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) id: String,
    pub(crate) near: SignSet,
    pub(crate) and: SignSet,
    pub(crate) talk: SignSet,
    pub(crate) unless: SignSet,
    pub(crate) unless_talk: SignSet,
    pub(crate) reach: Reach,
    pub(crate) target: Target,
    pub(crate) types: Vec<HarassmentType>,
    pub(crate) level: Level,
    pub(crate) severity: Severity,
    pub(crate) excessive: Option<DemandKind>,
    pub(crate) why: String,
    pub(crate) even_negated: bool,
}

impl Pattern {
    /// Whether words that are denied do not count for this rule.
    pub(crate) fn minds_negation(&self) -> bool {
        !self.even_negated
    }
}

/// All rules, and for each sign the rules that it can carry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    pub(crate) all: Vec<Pattern>,
    by_sign: Vec<Vec<u32>>,
}

impl Patterns {
    /// Compiles the tables; new signs are added to `signs`.
    pub(crate) fn compile(tables: &[PatternTable], signs: &mut Signs) -> Self {
        let mut all = Vec::with_capacity(tables.len());
        for table in tables {
            let mut set =
                |names: &[String]| -> SignSet { names.iter().map(|name| signs.intern(name)).collect() };
            all.push(Pattern {
                id: table.id.clone(),
                near: set(&table.near),
                and: set(&table.and),
                talk: set(&table.talk),
                unless: set(&table.unless),
                unless_talk: set(&table.unless_talk),
                reach: table.reach,
                target: table.target,
                types: table.kind.into_iter().chain(table.also.iter().copied()).collect(),
                level: table.level,
                severity: table.severity,
                excessive: table.excessive,
                why: table.why.clone(),
                even_negated: table.even_negated,
            });
        }
        let mut by_sign = vec![Vec::new(); signs.len()];
        for (at, table) in tables.iter().enumerate() {
            for name in &table.any {
                let sign = signs.intern(name);
                by_sign[sign.index()].push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        Self { all, by_sign }
    }

    /// The rules that this sign can carry.
    pub(crate) fn carried_by(&self, sign: Sign) -> impl Iterator<Item = (usize, &Pattern)> {
        let of_sign = self.by_sign.get(sign.index()).map_or(&[][..], Vec::as_slice);
        of_sign.iter().map(|&at| (at as usize, &self.all[at as usize]))
    }
}
