//! From compared cases to the figures.

use serde::Serialize;

use super::case::{Case, Crossing, Read};
use super::score::{Bootstrap, Estimate, Score, Tally, rounded, share};
use crate::codes::{HarassmentType, Inflaming, StaffAct, Verdict};
use crate::io::Problem;
use crate::reading::Severity;

/// Everything that `mamori eval` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Lines that were read, with or without labels.
    pub cases: u32,
    /// Lines that could not be read.
    pub problems: Vec<Problem>,
    /// The verdict.
    pub verdict: Classes,
    /// Labelled verdict (rows) against read verdict (columns), both in the order of the interface.
    pub confusion: Vec<Vec<u32>>,
    /// The severity.
    pub severity: Classes,
    /// Severities at most one step off.
    pub severity_within_one: Estimate,
    /// The types: all together, then one by one.
    pub types: Vec<Score>,
    /// The first trigger: on the turn itself, and at most one customer turn off.
    pub first_trigger: Vec<Score>,
    /// Our own side: acts, then what inflames; all together, then one by one.
    pub staff: Vec<Score>,
    /// Our own side: whether a sentence can stay as it is.
    pub staff_ok: Estimate,
    /// The demand.
    pub demand: Estimate,
    /// The check for needs.
    pub care_check: Score,
    /// Whether confidence means what it says.
    pub calibration: Calibration,
    /// Enquiries and complaints that were called harassment.
    pub false_alarms: FalseAlarms,
    /// Severity 4 in the labels, less in the reading.
    pub missed_severity_4: Vec<Missed>,
    /// Accommodation cases that were called harassment, and how many cases there are.
    pub accommodation: Accommodation,
    /// By channel, industry and tag.
    pub groups: Vec<Group>,
}

/// Codes of which exactly one applies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classes {
    /// The part that was read as labelled.
    pub accuracy: Estimate,
    /// Mean F1 over the codes.
    pub macro_f1: Estimate,
    /// Each code.
    pub classes: Vec<Score>,
}

/// Expected calibration error over ten bins of confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// The mean distance between confidence and the part that was right.
    #[serde(serialize_with = "rounded")]
    pub ece: Option<f64>,
    /// The bins that hold a case.
    pub bins: Vec<Bin>,
}

/// The cases of one range of confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Cases.
    pub cases: u32,
    /// Their mean confidence.
    #[serde(serialize_with = "rounded")]
    pub confidence: Option<f64>,
    /// The part of them that was right.
    #[serde(serialize_with = "rounded")]
    pub right: Option<f64>,
}

/// How often somebody with a fair concern would have been called a harasser.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FalseAlarms {
    /// Enquiries and complaints in the labels.
    pub cases: u32,
    /// Called harassment, by id.
    pub ids: Vec<String>,
    /// Called harassment, in a thousand.
    pub per_1000: Estimate,
    /// Called grey, in a thousand.
    pub grey_per_1000: Estimate,
}

/// A case in which somebody had to be kept safe and the reading did not say so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missed {
    /// The case.
    pub id: String,
    /// The severity that was read.
    pub severity: Severity,
}

/// Cases with a need for care that are complaints or enquiries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Accommodation {
    /// How many there are.
    pub cases: u32,
    /// Those called harassment, by id.
    pub ids: Vec<String>,
}

/// The figures of a part of the cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// `channel`, `industry` or `tag`.
    pub by: &'static str,
    /// Its code or name.
    pub name: String,
    /// Cases with a labelled verdict.
    pub cases: u32,
    /// Verdicts that were read as labelled.
    #[serde(serialize_with = "rounded")]
    pub accuracy: Option<f64>,
    /// Harassment: precision.
    #[serde(serialize_with = "rounded")]
    pub precision: Option<f64>,
    /// Harassment: recall.
    #[serde(serialize_with = "rounded")]
    pub recall: Option<f64>,
    /// Harassment: F1.
    #[serde(serialize_with = "rounded")]
    pub f1: Option<f64>,
    /// Enquiries and complaints called harassment.
    pub false_alarms: u32,
}

pub(super) fn report(cases: &[Case], problems: Vec<Problem>) -> Report {
    let bootstrap = Bootstrap::new(cases.iter().map(|case| case.plot.as_str()));
    let figures = Figures { cases, bootstrap };
    let (false_alarms, accommodation) = figures.alarms();
    Report {
        cases: u32::try_from(cases.len()).unwrap_or(u32::MAX),
        problems,
        verdict: figures.classes(Verdict::ALL, |case, read| (case.gold.verdict, read.verdict)),
        confusion: figures.confusion(),
        severity: figures.classes(Severity::ALL, |case, read| (case.gold.severity, read.severity)),
        severity_within_one: figures.rate(|case, read| {
            let gold = case.gold.severity?;
            Some(gold.get().abs_diff(read.severity.get()) <= 1)
        }),
        types: figures.types(),
        first_trigger: vec![figures.trigger("exact", 0), figures.trigger("within_one", 1)],
        staff: figures.staff(),
        staff_ok: figures.staff_ok(),
        demand: figures.rate(|case, read| Some(case.gold.demand? == read.demand)),
        care_check: figures.score("care_check", |case, read| Some((case.gold.care_check?, read.care_check))),
        calibration: figures.calibration(),
        false_alarms,
        missed_severity_4: figures.missed(),
        accommodation,
        groups: super::groups::groups(cases),
    }
}

/// Enquiries and complaints: whoever is called a harasser here is called so wrongly.
pub(super) fn is_fair(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Enquiry | Verdict::Complaint)
}

struct Figures<'a> {
    cases: &'a [Case],
    bootstrap: Bootstrap,
}

impl Figures<'_> {
    /// One tally a case; nothing where the label or the reading is absent.
    fn tallies(&self, of: impl Fn(&Case, &Read) -> Option<Tally>) -> Vec<Tally> {
        let tally = |case: &Case| case.reading.as_ref().and_then(|read| of(case, read)).unwrap_or_default();
        self.cases.iter().map(tally).collect()
    }

    fn rate(&self, of: impl Fn(&Case, &Read) -> Option<bool>) -> Estimate {
        self.bootstrap.rate(&self.tallies(|case, read| of(case, read).map(Tally::rate)))
    }

    fn score(&self, code: &str, of: impl Fn(&Case, &Read) -> Option<(bool, bool)>) -> Score {
        let tallies = self.tallies(|case, read| of(case, read).map(|(gold, read)| Tally::of(gold, read)));
        self.bootstrap.score(code, &tallies)
    }

    fn classes<T: PartialEq + Copy + std::fmt::Display>(
        &self,
        all: &[T],
        of: impl Fn(&Case, &Read) -> (Option<T>, T),
    ) -> Classes {
        let of = |case: &Case, read: &Read| {
            let (gold, read) = of(case, read);
            Some((gold?, read))
        };
        let one = |class: T| {
            self.tallies(|case, read| {
                of(case, read).map(|(gold, read)| Tally::of(gold == class, read == class))
            })
        };
        let tallies: Vec<Vec<Tally>> = all.iter().map(|class| one(*class)).collect();
        Classes {
            accuracy: self.rate(|case, read| of(case, read).map(|(gold, read)| gold == read)),
            macro_f1: self.bootstrap.macro_f1(&tallies),
            classes: all
                .iter()
                .zip(&tallies)
                .map(|(class, tallies)| self.bootstrap.score(&class.to_string(), tallies))
                .collect(),
        }
    }

    fn confusion(&self) -> Vec<Vec<u32>> {
        let mut table = vec![vec![0; Verdict::ALL.len()]; Verdict::ALL.len()];
        for case in self.cases {
            if let (Some(gold), Some(read)) = (case.gold.verdict, &case.reading) {
                table[gold as usize][read.verdict as usize] += 1;
            }
        }
        table
    }

    fn types(&self) -> Vec<Score> {
        let one = |kind: HarassmentType| {
            self.tallies(|case, read| {
                let gold = case.gold.types.as_ref()?;
                Some(Tally::of(gold.contains(&kind), read.types.contains(&kind)))
            })
        };
        self.together(HarassmentType::ALL.iter().map(|kind| (kind.as_str(), one(*kind))).collect())
    }

    /// Near enough is a hit; a crossing in the wrong place is a false alarm and a miss.
    fn trigger(&self, code: &str, off: usize) -> Score {
        let tallies = self.tallies(|case, read| {
            let gold = case.gold.first_trigger_turn;
            if gold == Crossing::Unlabelled {
                return None;
            }
            let hit = case.trigger_distance.is_some_and(|distance| distance <= off);
            Some(Tally {
                hit: u32::from(hit),
                false_alarm: u32::from(!hit && read.trigger.is_some()),
                miss: u32::from(!hit && gold != Crossing::Nowhere),
            })
        });
        self.bootstrap.score(code, &tallies)
    }

    fn staff(&self) -> Vec<Score> {
        let sum = |of: &dyn Fn(&Case) -> Vec<Tally>| -> Vec<Tally> {
            self.cases.iter().map(|case| of(case).into_iter().sum()).collect()
        };
        let act = |act: StaffAct| {
            sum(&|case| {
                let labelled = case.staff.iter().filter_map(|(gold, ours)| Some((gold.acts.as_ref()?, ours)));
                labelled
                    .map(|(gold, ours)| Tally::of(gold.contains(&act), ours.acts.contains(&act)))
                    .collect()
            })
        };
        let inflames = |code: Inflaming| {
            sum(&|case| {
                let labelled =
                    case.staff.iter().filter_map(|(gold, ours)| Some((gold.inflaming.as_ref()?, ours)));
                labelled
                    .map(|(gold, ours)| Tally::of(gold.contains(&code), ours.inflaming.contains(&code)))
                    .collect()
            })
        };
        let mut scores =
            self.together(StaffAct::ALL.iter().map(|code| (code.as_str(), act(*code))).collect());
        let inflaming = Inflaming::ALL.iter().map(|code| (code.as_str(), inflames(*code))).collect();
        "acts".clone_into(&mut scores[0].code);
        let at = scores.len();
        scores.extend(self.together(inflaming));
        "inflaming".clone_into(&mut scores[at].code);
        scores
    }

    fn staff_ok(&self) -> Estimate {
        let tally = |case: &Case| {
            let labelled = case.staff.iter().filter_map(|(gold, ours)| Some((gold.ok?, ours.ok)));
            labelled.map(|(gold, ours)| Tally::rate(gold == ours)).sum()
        };
        self.bootstrap.rate(&self.cases.iter().map(tally).collect::<Vec<_>>())
    }

    /// All codes in one score, then those that occur one by one.
    fn together(&self, codes: Vec<(&str, Vec<Tally>)>) -> Vec<Score> {
        let mut all = vec![Tally::default(); self.cases.len()];
        for (_, tallies) in &codes {
            all.iter_mut().zip(tallies).for_each(|(sum, tally)| sum.add(*tally));
        }
        let mut scores = vec![self.bootstrap.score("all", &all)];
        let each = codes.into_iter().map(|(code, tallies)| self.bootstrap.score(code, &tallies));
        scores.extend(each.filter(|score| score.gold + score.read > 0));
        scores
    }

    fn calibration(&self) -> Calibration {
        const BINS: [f64; 10] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, f64::INFINITY];
        let mut bins = vec![(0_u32, 0.0_f64, 0_u32); BINS.len()];
        for case in self.cases {
            let (Some(gold), Some(read)) = (case.gold.verdict, &case.reading) else { continue };
            let at = BINS.iter().position(|top| read.confidence < *top).unwrap_or(BINS.len() - 1);
            bins[at].0 += 1;
            bins[at].1 += read.confidence;
            bins[at].2 += u32::from(gold == read.verdict);
        }
        let all: u32 = bins.iter().map(|bin| bin.0).sum();
        let off: f64 = bins.iter().map(|(_, confidence, right)| (confidence - f64::from(*right)).abs()).sum();
        let filled = bins.into_iter().filter(|bin| bin.0 > 0);
        Calibration {
            ece: (all > 0).then(|| off / f64::from(all)),
            bins: filled
                .map(|(cases, confidence, right)| Bin {
                    cases,
                    confidence: Some(confidence / f64::from(cases)),
                    right: share(right, cases),
                })
                .collect(),
        }
    }

    fn alarms(&self) -> (FalseAlarms, Accommodation) {
        let fair = |case: &&Case| case.reading.is_some() && case.gold.verdict.is_some_and(is_fair);
        let alarmed = |case: &&Case| read_as(case, Verdict::Harassment);
        let ids = |cases: Vec<&Case>| cases.into_iter().map(|case| case.id.clone()).collect();
        let count = |cases: &[&Case]| u32::try_from(cases.len()).unwrap_or(u32::MAX);
        let all: Vec<&Case> = self.cases.iter().filter(fair).collect();
        let care: Vec<&Case> = all.iter().copied().filter(|case| is_accommodation(case)).collect();
        let per_1000 = |verdict: Verdict| {
            let rate = self.rate(|case, read| is_fair(case.gold.verdict?).then_some(read.verdict == verdict));
            Estimate {
                value: rate.value.map(|rate| rate * 1000.0),
                low: rate.low.map(|rate| rate * 1000.0),
                high: rate.high.map(|rate| rate * 1000.0),
            }
        };
        let false_alarms = FalseAlarms {
            cases: count(&all),
            ids: ids(all.into_iter().filter(alarmed).collect()),
            per_1000: per_1000(Verdict::Harassment),
            grey_per_1000: per_1000(Verdict::Grey),
        };
        let cases = count(&care);
        (false_alarms, Accommodation { cases, ids: ids(care.into_iter().filter(alarmed).collect()) })
    }

    fn missed(&self) -> Vec<Missed> {
        let missed = |case: &Case| {
            let severity = case.reading.as_ref()?.severity;
            let must = case.gold.severity == Some(Severity::SAFETY) && severity < Severity::SAFETY;
            must.then(|| Missed { id: case.id.clone(), severity })
        };
        self.cases.iter().filter_map(missed).collect()
    }
}

fn read_as(case: &Case, verdict: Verdict) -> bool {
    case.reading.as_ref().is_some_and(|read| read.verdict == verdict)
}

/// By the definition of the labelling rules: `care` is given, or a tag names the need.
fn is_accommodation(case: &Case) -> bool {
    case.needs_care
        || case.tags.iter().any(|tag| ["disability", "dementia", "foreign"].contains(&tag.as_str()))
}
