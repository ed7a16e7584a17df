//! Counting hits and misses, and how far the count can be trusted: 95 % intervals by resampling stories.

use serde::{Serialize, Serializer};

/// Hits, false alarms and misses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) hit: u32,
    pub(super) false_alarm: u32,
    pub(super) miss: u32,
}

impl Tally {
    /// One question with a yes or no on both sides.
    pub(super) fn of(gold: bool, read: bool) -> Self {
        Self {
            hit: u32::from(gold && read),
            false_alarm: u32::from(!gold && read),
            miss: u32::from(gold && !read),
        }
    }

    /// One case of a rate.
    pub(super) fn rate(hit: bool) -> Self {
        Self { hit: u32::from(hit), false_alarm: 0, miss: u32::from(!hit) }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.hit += other.hit;
        self.false_alarm += other.false_alarm;
        self.miss += other.miss;
    }

    pub(super) fn precision(self) -> Option<f64> {
        share(self.hit, self.hit + self.false_alarm)
    }

    pub(super) fn recall(self) -> Option<f64> {
        share(self.hit, self.hit + self.miss)
    }

    pub(super) fn f1(self) -> Option<f64> {
        share(2 * self.hit, 2 * self.hit + self.false_alarm + self.miss)
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        let mut total = Self::default();
        for tally in tallies {
            total.add(tally);
        }
        total
    }
}

/// A part of a whole; none of nothing.
pub(super) fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// A figure with its 95 % interval; none where there was nothing to score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure.
    #[serde(serialize_with = "rounded")]
    pub value: Option<f64>,
    /// Lower end.
    #[serde(serialize_with = "rounded")]
    pub low: Option<f64>,
    /// Upper end.
    #[serde(serialize_with = "rounded")]
    pub high: Option<f64>,
}

/// Precision, recall and F1 of one code or of several together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// The code, or `all`.
    pub code: String,
    /// Times it is in the labels.
    pub gold: u32,
    /// Times it was read.
    pub read: u32,
    /// Of what was read, the part that is labelled.
    pub precision: Estimate,
    /// Of what is labelled, the part that was read.
    pub recall: Estimate,
    /// Their harmonic mean.
    pub f1: Estimate,
}

#[expect(clippy::ref_option, reason = "serde hands every field over by reference")]
pub(super) fn rounded<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    number.map(crate::reading::three_decimals).serialize(serializer)
}

/// Resampling with a fixed seed: the same cases give the same intervals on every machine.
pub(super) struct Bootstrap {
    /// For each case the story that it belongs to.
    story_of: Vec<usize>,
    stories: usize,
}

const ROUNDS: usize = 1000;
const SEED: u64 = 20_261_001;

impl Bootstrap {
    /// Stories by name, in the order of the cases.
    pub(super) fn new<'a>(plots: impl Iterator<Item = &'a str>) -> Self {
        let mut known = std::collections::HashMap::new();
        let story_of = plots.map(|plot| {
            let next = known.len();
            *known.entry(plot.to_owned()).or_insert(next)
        });
        let story_of: Vec<usize> = story_of.collect();
        Self { story_of, stories: known.len() }
    }

    /// Scores one code; `tallies` holds one tally a case.
    pub(super) fn score(&self, code: &str, tallies: &[Tally]) -> Score {
        let stories = self.by_story(tallies);
        let total: Tally = stories.iter().copied().sum();
        let mut rounds = self.rounds(&[stories]);
        Score {
            code: code.to_owned(),
            gold: total.hit + total.miss,
            read: total.hit + total.false_alarm,
            precision: estimate(total.precision(), rounds.iter().filter_map(|round| round[0].precision())),
            recall: estimate(total.recall(), rounds.iter().filter_map(|round| round[0].recall())),
            f1: estimate(total.f1(), rounds.drain(..).filter_map(|round| round[0].f1())),
        }
    }

    /// A rate: hits among hits and misses.
    pub(super) fn rate(&self, tallies: &[Tally]) -> Estimate {
        self.score("", tallies).recall
    }

    /// The mean F1 of several codes, each counting the same; codes that nobody labelled or read are left out.
    pub(super) fn macro_f1(&self, codes: &[Vec<Tally>]) -> Estimate {
        let stories: Vec<_> = codes.iter().map(|tallies| self.by_story(tallies)).collect();
        let totals: Vec<Tally> = stories.iter().map(|stories| stories.iter().copied().sum()).collect();
        estimate(mean_f1(&totals), self.rounds(&stories).iter().filter_map(|round| mean_f1(round)))
    }

    fn by_story(&self, tallies: &[Tally]) -> Vec<Tally> {
        let mut stories = vec![Tally::default(); self.stories];
        for (story, tally) in self.story_of.iter().zip(tallies) {
            stories[*story].add(*tally);
        }
        stories
    }

    /// The sums of each round, for all codes drawn together.
    fn rounds(&self, codes: &[Vec<Tally>]) -> Vec<Vec<Tally>> {
        let mut dice = Dice(SEED);
        let round = |_| {
            let mut sums = vec![Tally::default(); codes.len()];
            for _ in 0..self.stories {
                let drawn = dice.below(self.stories);
                for (sum, stories) in sums.iter_mut().zip(codes) {
                    sum.add(stories[drawn]);
                }
            }
            sums
        };
        (0..ROUNDS).map(round).collect()
    }
}

fn mean_f1(codes: &[Tally]) -> Option<f64> {
    let scored: Vec<f64> = codes.iter().filter_map(|tally| tally.f1()).collect();
    let count = u32::try_from(scored.len()).ok().filter(|count| *count > 0)?;
    Some(scored.iter().sum::<f64>() / f64::from(count))
}

fn estimate(value: Option<f64>, rounds: impl Iterator<Item = f64>) -> Estimate {
    let mut rounds: Vec<f64> = rounds.collect();
    rounds.sort_by(f64::total_cmp);
    let at = |thousandths: usize| {
        rounds.get((rounds.len() * thousandths / 1000).min(rounds.len().saturating_sub(1)))
    };
    Estimate { value, low: at(25).copied(), high: at(975).copied() }
}

/// `SplitMix64`: small, fixed, and good enough to draw cases.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^= x >> 31;
        let sides = u128::try_from(sides).unwrap_or(1);
        usize::try_from((u128::from(x) * sides) >> 64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tallies(hits: usize, false_alarms: usize, misses: usize) -> Vec<Tally> {
        let mut all = vec![Tally::of(true, true); hits];
        all.extend(vec![Tally::of(false, true); false_alarms]);
        all.extend(vec![Tally::of(true, false); misses]);
        all
    }

    #[test]
    fn precision_recall_and_f1_are_the_textbook_ones() {
        let cases = tallies(6, 2, 4);
        let plots: Vec<_> = (0..cases.len()).map(|n| n.to_string()).collect();
        let score = Bootstrap::new(plots.iter().map(String::as_str)).score("x", &cases);
        assert_eq!((score.gold, score.read), (10, 8));
        assert_eq!((score.precision.value, score.recall.value), (Some(0.75), Some(0.6)));
        assert!((score.f1.value.expect("scored") - 12.0 / 18.0).abs() < 1e-12);
        let (low, high) = (score.f1.low.expect("scored"), score.f1.high.expect("scored"));
        assert!(low > 0.2 && low < 0.66 && high > 0.67 && high <= 1.0, "{low} {high}");
    }

    #[test]
    fn cases_of_one_story_stand_or_fall_together() {
        let cases = tallies(50, 0, 50);
        let width = |plots: &[String]| {
            let rate = Bootstrap::new(plots.iter().map(String::as_str)).rate(&cases);
            rate.high.expect("scored") - rate.low.expect("scored")
        };
        let alone: Vec<_> = (0..100).map(|n| n.to_string()).collect();
        let told_in_tens: Vec<_> = (0..100).map(|n| (n / 10).to_string()).collect();
        assert!(width(&told_in_tens) > 2.0 * width(&alone));
    }

    #[test]
    fn nothing_to_score_is_no_figure() {
        let rate = Bootstrap::new(std::iter::empty()).rate(&[]);
        assert_eq!(rate, Estimate { value: None, low: None, high: None });
    }
}
