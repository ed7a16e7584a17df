//! 目安: the numbers that an organisation may set. They are yardsticks, not law.

use serde::{Deserialize, Serialize};

/// The numbers that an organisation may change (目安). Grave acts override all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Yardsticks {
    /// Minutes of talk after which somebody should be told.
    pub minutes_warn: u32,
    /// Minutes of talk after which the end may be announced.
    pub minutes_end: u32,
    /// Minutes that a visit or a stay at the counter may take.
    pub visit_minutes: u32,
    /// How often one point may be pressed again after it was answered.
    pub same_point_repeats: u32,
    /// Contacts in seven days.
    pub calls_per_week: u32,
    /// How often to ask to stop before the end is announced.
    pub stop_requests: u32,
    /// Insults at a person after which a supervisor comes.
    pub insults: u32,
    /// Under this confidence of the speech recogniser a turn is doubtful and never evidence.
    pub asr_confidence: f64,
}

impl Default for Yardsticks {
    fn default() -> Self {
        Self {
            minutes_warn: 20,
            minutes_end: 30,
            visit_minutes: 30,
            same_point_repeats: 3,
            calls_per_week: 3,
            stop_requests: 2,
            insults: 1,
            asr_confidence: 0.3,
        }
    }
}
