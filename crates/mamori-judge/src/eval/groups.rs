//! The table by channel, industry and tag.

use std::collections::BTreeMap;

use super::case::Case;
use super::report::{Group, is_fair};
use super::score::{Tally, share};
use crate::codes::Verdict;

#[derive(Default)]
struct Count {
    cases: u32,
    right: u32,
    harassment: Tally,
    false_alarms: u32,
}

/// One row for each channel, industry and tag that occurs.
pub(super) fn groups(cases: &[Case]) -> Vec<Group> {
    let mut counts: BTreeMap<(u8, &str), Count> = BTreeMap::new();
    for case in cases {
        let (Some(gold), Some(read)) = (case.gold.verdict, &case.reading) else { continue };
        let tags = case.tags.iter().map(|tag| (2, tag.as_str()));
        for key in [(0, case.channel.as_str()), (1, case.industry.as_str())].into_iter().chain(tags) {
            let count = counts.entry(key).or_default();
            count.cases += 1;
            count.right += u32::from(gold == read.verdict);
            let alarm = read.verdict == Verdict::Harassment;
            count.harassment.add(Tally::of(gold == Verdict::Harassment, alarm));
            count.false_alarms += u32::from(alarm && is_fair(gold));
        }
    }
    let row = |((by, name), count): ((u8, &str), Count)| Group {
        by: ["channel", "industry", "tag"][usize::from(by)],
        name: name.to_owned(),
        cases: count.cases,
        accuracy: share(count.right, count.cases),
        precision: count.harassment.precision(),
        recall: count.harassment.recall(),
        f1: count.harassment.f1(),
        false_alarms: count.false_alarms,
    };
    counts.into_iter().map(row).collect()
}
