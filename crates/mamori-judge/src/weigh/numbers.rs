//! Confidence and forecast: integer points looked up in tables counted on the development data
//! (three talks in ten end as harassment there; the rows of the same level are pooled, and harassment is rounded down).

use crate::codes::Verdict;
use crate::reading::Severity;
use crate::state::State;

/// Probability that a careful panel would give this verdict.
pub(crate) fn confidence(state: &State, verdict: Verdict, severity: Severity) -> f64 {
    let table: &[f64] = match verdict {
        Verdict::Enquiry => &[0.52, 0.70],
        Verdict::Complaint => &[0.55, 0.70, 0.82],
        Verdict::Grey => &[0.50, 0.50, 0.45],
        Verdict::Harassment => &[0.75, 0.86, 0.88, 0.92],
    };
    let points = match verdict {
        Verdict::Enquiry => usize::from(state.tone.points <= -4),
        Verdict::Complaint => usize::from(state.tone.points > 3) + usize::from(state.tone.points > 8),
        Verdict::Grey => state.borderline as usize,
        Verdict::Harassment => {
            usize::from(severity >= Severity::ORGANISATION)
                + usize::from(state.grave_types.len() > 1)
                + usize::from(state.borderline + state.insults > 1)
        }
    };
    table[points.min(table.len() - 1)]
}

/// Probability that a later turn makes it harassment.
pub(crate) fn forecast(state: &State, verdict: Verdict) -> f64 {
    const TABLE: &[f64] = &[0.2, 0.38, 0.4, 0.45, 0.48, 0.5, 0.6];
    if verdict == Verdict::Harassment {
        return 1.0;
    }
    let heat = 2 * u32::from(state.outburst.is_some())
        + state.borderline.min(2) * 2
        + state.hints.min(3)
        + u32::from(state.stop_requests > 0)
        + u32::from(state.refusals + state.final_answers > 0);
    let heat = heat.saturating_sub(u32::from(state.taken_back) * 2) as usize;
    TABLE[heat.min(TABLE.len() - 1)]
}
