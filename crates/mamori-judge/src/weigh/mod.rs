//! From the state of a talk to its reading: verdict, severity, the three elements, confidence and forecast.

mod asks;
mod elements;
mod numbers;
mod tone;

pub(crate) use asks::{Moment, asks};
pub(crate) use elements::{Grounds, elements};
pub(crate) use numbers::{confidence, forecast};
pub(crate) use tone::{Tone, ToneFile, Tones};

use crate::codes::{HarassmentType, Verdict};
use crate::reading::Severity;
use crate::state::{State, add};

/// Tone points above which the anger is worth watching.
const HOT: i32 = 14;
/// Different borderline findings that together ask for a second person.
const GREY_POINTS: u32 = 1;

/// The verdict and the severity that goes with it.
///
/// Harassment needs improper conduct (or an excessive demand pressed on after a final answer) and harm;
/// the state crosses its line only on such findings, and never goes back.
pub(crate) fn verdict(state: &State) -> (Verdict, Severity) {
    if state.crossed.is_some() {
        return (Verdict::Harassment, state.severity.max(Severity::SUPERVISOR));
    }
    if state.outburst.is_some() {
        return (Verdict::Grey, Severity::SUPERVISOR);
    }
    if state.borderline >= GREY_POINTS || state.taken_back {
        let severity = if state.taken_back { Severity::WATCH } else { state.borderline_severity };
        return (Verdict::Grey, severity.clamp(Severity::WATCH, Severity::SUPERVISOR));
    }
    if state.tone.points > 0 {
        let hot = state.tone.points >= HOT && (state.hints > 0 || state.tone.shouted);
        return (Verdict::Complaint, if hot { Severity::WATCH } else { Severity::NONE });
    }
    (Verdict::Enquiry, Severity::NONE)
}

/// The types to name: for harassment the grave ones (and the light ones where there is no other), for grey the light ones.
pub(crate) fn types(state: &State, verdict: Verdict) -> Vec<HarassmentType> {
    let mut types = Vec::new();
    match verdict {
        Verdict::Enquiry | Verdict::Complaint => {}
        Verdict::Grey => types.clone_from(&state.light_types),
        Verdict::Harassment => {
            types.clone_from(&state.grave_types);
            if types.len() < 3 {
                for &kind in &state.light_types {
                    add(&mut types, kind);
                }
            }
        }
    }
    types.sort_unstable();
    types
}
