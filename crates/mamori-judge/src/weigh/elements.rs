//! The three elements, each with its value and its reason in Japanese.

use crate::codes::{ConductValue, DemandValue, HarmValue, Verdict};
use crate::reading::{Conduct, Demand, Harm, Severity, Text};
use crate::rules::Level;
use crate::state::State;

/// Which pieces of evidence speak for which element (indices).
#[derive(Clone, Debug, Default)]
pub(crate) struct Grounds {
    pub(crate) demand: Vec<usize>,
    pub(crate) conduct: Vec<usize>,
    pub(crate) harm: Vec<usize>,
}

/// Fills the three elements from the state.
pub(crate) fn elements(
    state: &State,
    verdict: Verdict,
    severity: Severity,
    grounds: &Grounds,
) -> (Demand, Conduct, Harm) {
    let (value, why) = demand(state, verdict);
    let demand = Demand { value, kinds: state.kinds.clone(), why, evidence: grounds.demand.clone() };
    let (value, why) = conduct(state, verdict);
    let conduct = Conduct { value, why, evidence: grounds.conduct.clone() };
    let (value, why) = harm(state, verdict, severity);
    let evidence = if value == HarmValue::None { Vec::new() } else { grounds.harm.clone() };
    (demand, conduct, Harm { value, why, evidence })
}

fn demand(state: &State, verdict: Verdict) -> (DemandValue, Text) {
    if state.excessive {
        return (DemandValue::Excessive, state.demand_why.why.clone());
    }
    if state.kinds.is_empty() && verdict == Verdict::Grey {
        return (DemandValue::Unknown, "何を求めているのか、まだはっきりしない".into());
    }
    let mild = state.tone.our_fault && !state.kinds.is_empty();
    if verdict == Verdict::Harassment && !mild && state.presses_unfairly() {
        return (DemandValue::Excessive, "圧力をかけて求めており、妥当な範囲をこえている".into());
    }
    if state.kinds.is_empty() && verdict == Verdict::Harassment {
        return (DemandValue::None, "要求は見当たらない".into());
    }
    let why = if state.tone.our_fault {
        "当方に非があり、求めていることは妥当な範囲"
    } else {
        "求めていることは妥当な範囲"
    };
    (DemandValue::Legitimate, why.into())
}

fn conduct(state: &State, verdict: Verdict) -> (ConductValue, Text) {
    match verdict {
        Verdict::Harassment => {
            let mut why = state.conduct_why.why.clone();
            if state.taken_back {
                why = format!("{why}（あとで本人が言い過ぎを認めている）").into();
            }
            (ConductValue::Improper, why)
        }
        Verdict::Grey if state.taken_back => {
            (ConductValue::Borderline, "言い過ぎがあったが、本人が取り消している".into())
        }
        Verdict::Grey => (ConductValue::Borderline, state.conduct_why.why.clone()),
        Verdict::Complaint if state.tone.shouted => {
            (ConductValue::Proper, "怒りは会社や出来事に向いていて、人を傷つける言動はない".into())
        }
        _ => (ConductValue::Proper, "人を傷つける言動は見当たらない".into()),
    }
}

fn harm(state: &State, verdict: Verdict, severity: Severity) -> (HarmValue, Text) {
    match verdict {
        Verdict::Enquiry | Verdict::Complaint => (HarmValue::None, "就業環境への害は見当たらない".into()),
        Verdict::Grey if state.taken_back => (HarmValue::None, "本人が取り消し、続いていない".into()),
        Verdict::Grey => (HarmValue::Unknown, "害があるかどうか、もう一人の目で確かめたい".into()),
        Verdict::Harassment if severity == Severity::SAFETY => {
            (HarmValue::Clear, "身の安全や私生活がおびやかされている".into())
        }
        Verdict::Harassment
            if severity == Severity::ORGANISATION && state.conduct_why.level == Some(Level::Improper) =>
        {
            (HarmValue::Clear, "一人では受け止めきれない圧力が、担当者に向いている".into())
        }
        Verdict::Harassment => {
            (HarmValue::Likely, "人格を傷つける言動が本人に向いている、または業務が妨げられている".into())
        }
    }
}
