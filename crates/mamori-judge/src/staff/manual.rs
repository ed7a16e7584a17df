//! The manual of our own speech: which signs are which act, and a better wording for what inflames.

use super::Spoken;
use crate::codes::{Inflaming, StaffAct};
use crate::lexicon::{Entry, Sign, Signs};
use crate::signals::Scan;
use serde::Deserialize;

/// `data/staff.toml`: word lists, and a better wording for each thing that inflames.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffFile {
    pub(crate) entry: Vec<Entry>,
    better: Vec<Better>,
}

/// Why a kind of sentence inflames, and what to say in its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Better {
    inflaming: Inflaming,
    why: String,
    /// A first sentence that takes the feeling up.
    instead: String,
    /// The wording when the line also refuses.
    #[serde(default)]
    when_refusing: Option<String>,
}

/// The compiled manual.
#[derive(Clone, Debug)]
pub(crate) struct StaffManual {
    pub(super) acts: Vec<(Sign, StaffAct)>,
    pub(super) inflaming: Vec<(Sign, Inflaming)>,
    question: Sign,
    better: Vec<Better>,
}

impl StaffManual {
    /// Signs are named like the codes: `act:explain`, `inflaming:denial`.
    pub(crate) fn new(file: &StaffFile, signs: &mut Signs) -> Self {
        let acts = StaffAct::ALL.iter().map(|&act| (signs.intern(&format!("act:{act}")), act)).collect();
        let inflaming =
            Inflaming::ALL.iter().map(|&kind| (signs.intern(&format!("inflaming:{kind}")), kind)).collect();
        Self { acts, inflaming, question: signs.intern("act:asks"), better: file.better.clone() }
    }

    /// Whether the line ends in a question without a question mark.
    pub(super) fn asks(&self, scan: &Scan) -> bool {
        scan.present.contains(self.question)
    }

    /// A better wording: the feeling first, then what can be done.
    pub(super) fn rewrite(&self, spoken: &Spoken) -> String {
        let refuses = spoken.acts.contains(&StaffAct::RefuseFirm);
        let mut sentences: Vec<&str> = Vec::new();
        for better in self.better.iter().filter(|better| spoken.inflaming.contains(&better.inflaming)).take(2)
        {
            let sentence = match &better.when_refusing {
                Some(refusing) if refuses => refusing,
                _ => &better.instead,
            };
            if !sentences.contains(&sentence.as_str()) {
                sentences.push(sentence);
            }
        }
        sentences.concat()
    }

    pub(super) fn why(&self, kinds: &[Inflaming]) -> String {
        let whys: Vec<&str> = self
            .better
            .iter()
            .filter(|better| kinds.contains(&better.inflaming))
            .map(|better| &*better.why)
            .collect();
        whys.join(" ")
    }
}
