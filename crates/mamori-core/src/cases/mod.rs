//! Cases (事案): states, verdicts, measures, and what closing creates.

mod steps;

use serde::{Deserialize, Serialize};

use crate::people::text_enum;
use crate::{DAY, HOUR};

pub use steps::{AccessWhy, EventKind, NextStep};

text_enum! {
    /// Where a case stands.
    pub enum CaseState {
        /// Reported; nobody has judged it.
        Reported = "reported" "届いた" "Reported",
        /// A named person has judged it.
        Judged = "judged" "判定した" "Judged",
        /// A measure was recorded.
        Acting = "acting" "対応中" "Acting",
        /// Finished.
        Closed = "closed" "終結" "Closed",
    }
}

text_enum! {
    /// What a named person decides. 判断保留 is an answer.
    pub enum Verdict {
        /// 問い合わせ.
        Enquiry = "enquiry" "問い合わせ" "Enquiry",
        /// 正当な申出・苦情.
        Complaint = "complaint" "正当な申出・苦情" "Fair complaint",
        /// 要注意.
        Grey = "grey" "要注意" "Needs attention",
        /// カスハラに該当.
        Harassment = "harassment" "カスハラに該当" "Customer harassment",
        /// 判断保留.
        Undecided = "undecided" "判断保留" "Undecided",
    }
}

text_enum! {
    /// Who, besides the worker, may open a case from its first moment.
    pub enum Confidentiality {
        /// The second line of the unit and the desk.
        Unit = "unit" "店長（2次対応）と相談窓口" "Second line and desk",
        /// The desk alone, by-passing the own line.
        DeskOnly = "desk_only" "相談窓口だけ" "Desk only",
    }
}

text_enum! {
    /// Was our side at fault in the matter itself?
    pub enum OurFault {
        /// Not known yet.
        Unknown = "unknown" "まだ分からない" "Not known",
        /// No.
        No = "no" "落ち度はない" "No",
        /// Yes.
        Yes = "yes" "落ち度がある" "Yes",
    }
}

text_enum! {
    /// The steps a measure goes through.
    pub enum MeasureState {
        /// Waits for an approval.
        Proposed = "proposed" "承認待ち" "Proposed",
        /// Approved and not yet carried out.
        Approved = "approved" "承認済み" "Approved",
        /// Sent back with a reason.
        Declined = "declined" "見送り" "Declined",
        /// Carried out and recorded.
        Recorded = "recorded" "実施済み" "Carried out",
    }
}

text_enum! {
    /// When the worker is asked again after a case is closed.
    pub enum FollowUpStep {
        /// 24 hours.
        Day1 = "h24" "24時間後" "After 24 hours",
        /// 72 hours.
        Day3 = "h72" "72時間後" "After 72 hours",
        /// 2 weeks.
        Week2 = "w2" "2週間後" "After 2 weeks",
        /// 4 weeks.
        Week4 = "w4" "4週間後" "After 4 weeks",
    }
}

impl FollowUpStep {
    /// Milliseconds after closing (row S10).
    pub fn after(self) -> i64 {
        match self {
            Self::Day1 => 24 * HOUR,
            Self::Day3 => 72 * HOUR,
            Self::Week2 => 14 * DAY,
            Self::Week4 => 28 * DAY,
        }
    }
}

/// One of the three statutory elements as a person fills it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// The code of `demand`, `conduct` or `harm` as in the engine's reading.
    pub value: String,
    /// The person's own words.
    pub why: String,
    /// The lines it rests on: positions in the conversation (0 is the first turn); for a report always 0.
    pub lines: Vec<u32>,
}

/// The three elements of a judgement, each filled separately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elements {
    /// 要求の妥当性.
    pub demand: Element,
    /// 手段・態様の相当性.
    pub conduct: Element,
    /// 就業環境への害.
    pub harm: Element,
}

/// Why a judgement cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IncompleteJudgement {
    /// An element has no value or no words.
    #[error("Each of the three elements needs a value and a reason.")]
    BlankElement,
    /// カスハラに該当 without a line under it.
    #[error("A judgement of harassment needs at least one line as evidence.")]
    NoEvidence,
    /// カスハラに該当 although conduct and harm do not carry it.
    #[error("Harassment needs improper conduct or an excessive demand, and harm to the working environment.")]
    ElementsDoNotCarry,
    /// No reason for the verdict.
    #[error("A judgement needs a reason.")]
    NoReason,
}

/// Checks a judgement: three elements, evidence, reason. 判断保留 needs only a reason.
///
/// The rule for 該当 is that of the statute's three elements (労働施策総合推進法33条1項): none may be blank, conduct or
/// demand beyond what is accepted, and the working environment harmed.
pub fn check_judgement(
    verdict: Verdict,
    elements: &Elements,
    reason: &str,
) -> Result<(), IncompleteJudgement> {
    if reason.trim().is_empty() {
        return Err(IncompleteJudgement::NoReason);
    }
    if verdict == Verdict::Undecided {
        return Ok(());
    }
    let all = [&elements.demand, &elements.conduct, &elements.harm];
    if all.iter().any(|element| element.value.trim().is_empty()) {
        return Err(IncompleteJudgement::BlankElement);
    }
    if verdict != Verdict::Harassment {
        return Ok(());
    }
    if all.iter().any(|element| element.why.trim().is_empty()) {
        return Err(IncompleteJudgement::BlankElement);
    }
    let beyond = elements.conduct.value == "improper" || elements.demand.value == "excessive";
    let harmed = matches!(elements.harm.value.as_str(), "likely" | "clear");
    if !(beyond && harmed) {
        return Err(IncompleteJudgement::ElementsDoNotCarry);
    }
    if all.iter().all(|element| element.lines.is_empty()) {
        return Err(IncompleteJudgement::NoEvidence);
    }
    Ok(())
}
