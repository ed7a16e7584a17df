//! What our own side says: acts, what inflames, and a better wording. Kept apart from the reading.

mod manual;
#[cfg(test)]
mod tests;

pub(crate) use manual::{StaffFile, StaffManual};

use crate::codes::{Inflaming, StaffAct};
use crate::reading::StaffReading;
use crate::signals::Scan;

/// A sentence of this many characters that does nothing else explains something.
const LEAST_EXPLANATION: usize = 6;

/// What was found in one line of our side, in the order of the codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) acts: Vec<StaffAct>,
    pub(crate) inflaming: Vec<Inflaming>,
}

impl Spoken {
    /// Reads the signals of a scanned line.
    pub(crate) fn of(scan: &Scan, manual: &StaffManual) -> Self {
        let acts = manual.acts.iter().filter(|(sign, _)| scan.present.contains(*sign)).map(|&(_, act)| act);
        let mut acts: Vec<_> = acts.collect();
        let text = scan.normal.text();
        if !acts.contains(&StaffAct::Question) && (text.contains('?') || manual.asks(scan)) {
            acts.push(StaffAct::Question);
            acts.sort_unstable();
        }
        if acts.is_empty() && text.chars().count() >= LEAST_EXPLANATION {
            acts.push(StaffAct::Explain);
        }
        let inflaming = manual.inflaming.iter().filter(|(sign, _)| scan.present.contains(*sign));
        Self { acts, inflaming: inflaming.map(|&(_, kind)| kind).collect() }
    }

    /// The same phrase came before in this talk.
    pub(crate) fn say_again(&mut self) {
        if !self.inflaming.contains(&Inflaming::Rote) {
            self.inflaming.push(Inflaming::Rote);
            self.inflaming.sort_unstable();
        }
    }

    /// Nothing in it inflames.
    pub(crate) fn ok(&self) -> bool {
        self.inflaming.is_empty()
    }

    /// The full reading of a line, with a better wording where something inflames.
    pub(crate) fn reading(self, manual: &StaffManual) -> StaffReading {
        let ok = self.ok();
        let (rewrite, why) = match self.inflaming.first() {
            None => (None, "このままで伝わります".into()),
            Some(_) => (Some(manual.rewrite(&self)), manual.why(&self.inflaming).into()),
        };
        StaffReading { acts: self.acts, inflaming: self.inflaming, ok, rewrite, why }
    }
}
