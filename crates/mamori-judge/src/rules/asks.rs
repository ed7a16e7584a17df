//! What the rulebook asks for: conditions over the state of a talk, as data.

use crate::codes::{Action, HarassmentType, Verdict};
use serde::{Deserialize, Serialize};

/// One line of the rulebook: when all of its conditions hold, `do` is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskRule {
    /// The name of the rule, shown with the ask.
    pub id: String,
    /// What is asked for.
    #[serde(rename = "do")]
    pub action: Action,
    /// The reason in Japanese; `{n}` prints the yardstick's number.
    pub why: String,
    /// When it applies; every named condition must hold.
    #[serde(default)]
    pub when: When,
}

/// The conditions of an [`AskRule`]; one that is absent does not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// A yardstick has been reached.
    pub reached: Option<Measure>,
    /// The severity is at least this.
    pub severity: Option<u8>,
    /// The verdict is one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verdict: Vec<Verdict>,
    /// One of these types was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<HarassmentType>,
    /// A need may be in play.
    pub care: Option<bool>,
    /// The contact is face to face (counter or visit).
    pub face_to_face: Option<bool>,
    /// Somebody of another firm does it, in business.
    pub between_businesses: Option<bool>,
}

/// What is measured against a yardstick of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Minutes against `minutes_warn`.
    MinutesWarn,
    /// Minutes against `minutes_end`.
    MinutesEnd,
    /// Minutes against `visit_minutes`.
    VisitMinutes,
    /// Presses of one answered point against `same_point_repeats`.
    SamePointRepeats,
    /// Contacts of seven days against `calls_per_week`.
    CallsPerWeek,
    /// Stop requests made against `stop_requests`.
    StopRequests,
    /// Insults at a person against `insults`.
    Insults,
}
