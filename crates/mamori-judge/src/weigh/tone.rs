//! Question or complaint: points for the manner of speaking, from `data/tone.toml`.

use crate::lexicon::{Sign, Signs};
use serde::Deserialize;

/// Signs that a tone file may weigh.
pub(crate) const MOST_SIGNS: usize = 16;

/// `data/tone.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToneFile {
    base: i32,
    shouting: i32,
    our_fault: i32,
    same_point_before: i32,
    report: i32,
    tone: Vec<ToneRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToneRow {
    sign: String,
    most: u8,
    points: i32,
}

/// The compiled points.
#[derive(Clone, Debug)]
pub(crate) struct Tones {
    file_base: i32,
    pub(crate) shouting: i32,
    pub(crate) our_fault: i32,
    pub(crate) same_point_before: i32,
    pub(crate) report: i32,
    rows: Vec<(Sign, u8, i32)>,
}

impl Tones {
    pub(crate) fn new(file: &ToneFile, signs: &mut Signs) -> Self {
        let rows =
            file.tone.iter().take(MOST_SIGNS).map(|row| (signs.intern(&row.sign), row.most, row.points));
        Self {
            file_base: file.base,
            shouting: file.shouting,
            our_fault: file.our_fault,
            same_point_before: file.same_point_before,
            report: file.report,
            rows: rows.collect(),
        }
    }

    /// Points that every talk begins with.
    pub(crate) fn base(&self) -> i32 {
        self.file_base
    }

    /// Adds a sign's points, up to its limit.
    pub(crate) fn hear(&self, sign: Sign, tone: &mut Tone) {
        if let Some(at) = self.rows.iter().position(|row| row.0 == sign) {
            let (_, most, points) = self.rows[at];
            if tone.counts[at] < most {
                tone.counts[at] += 1;
                tone.points += points;
            }
        }
    }
}

/// How a customer has spoken so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tone {
    counts: [u8; MOST_SIGNS],
    /// Above 0: a complaint.
    pub(crate) points: i32,
    pub(crate) shouted: bool,
    /// Our own fault is known.
    pub(crate) our_fault: bool,
}
