//! What happens to a case, step by step, and by when: every step leaves the next one with a date.

use super::Verdict;
use crate::people::text_enum;
use crate::{DAY, UnixMs};

text_enum! {
    /// What has to be done next.
    pub enum NextStep {
        /// A named person judges.
        Judge = "judge" "判定" "Judgement",
        /// 配慮チェック and a measure.
        Act = "act" "会社の対応" "What the organisation does",
        /// The desk closes the case.
        Close = "close" "終結" "Closing",
        /// Nothing: closed, the follow-ups have dates of their own.
        Done = "done" "その後" "Afterwards",
    }
}

impl NextStep {
    /// By when, counted from the step before; a yardstick of ours, not a limit of the law.
    pub fn due(self, now: UnixMs) -> Option<UnixMs> {
        match self {
            Self::Judge => Some(now.plus(DAY)),
            Self::Act => Some(now.plus(3 * DAY)),
            Self::Close => Some(now.plus(7 * DAY)),
            Self::Done => None,
        }
    }
}

impl Verdict {
    /// What follows a judgement: 判断保留 is judged again, a fair complaint needs no measure.
    pub fn next_step(self) -> NextStep {
        match self {
            Self::Undecided => NextStep::Judge,
            Self::Grey | Self::Harassment => NextStep::Act,
            Self::Enquiry | Self::Complaint => NextStep::Close,
        }
    }

    /// Whether a measure of this `order` on the rulebook's ladder may be proposed. A fair complaint is protected;
    /// what is only grey may be answered by the first step (注意) alone.
    pub fn allows_measure(self, order: u32) -> bool {
        match self {
            Self::Harassment => true,
            Self::Grey => order <= 1,
            Self::Enquiry | Self::Complaint | Self::Undecided => false,
        }
    }
}

text_enum! {
    /// What a line of a case's time line tells.
    pub enum EventKind {
        /// The case was made from a report.
        Reported = "reported" "報告が届きました" "The report arrived",
        /// The case was made from a talk.
        FromTalk = "from_talk" "会話から事案にしました" "Made from a talk",
        /// Somebody became its holder.
        TookOver = "took_over" "担当になりました" "Took it over",
        /// Somebody was let in.
        Granted = "granted" "見られる人を増やしました" "Let somebody in",
        /// Judged.
        Judged = "judged" "判定しました" "Judged",
        /// 配慮チェック.
        CareChecked = "care_checked" "配慮チェックをしました" "Checked for needs",
        /// A measure was proposed.
        Proposed = "proposed" "措置を提案しました" "Proposed a measure",
        /// A measure was approved.
        Approved = "approved" "措置を承認しました" "Approved a measure",
        /// A measure was sent back.
        Declined = "declined" "措置を見送りました" "Declined a measure",
        /// A measure was carried out.
        Recorded = "recorded" "措置を実施しました" "Carried out a measure",
        /// Closed.
        Closed = "closed" "終結しました" "Closed the case",
        /// The recurrence-prevention task was done.
        Prevented = "prevented" "再発防止ができました" "Finished the prevention task",
    }
}

text_enum! {
    /// Why a person may open a case.
    pub enum AccessWhy {
        /// It happened to them.
        Worker = "worker" "本人" "The worker",
        /// They reported it.
        Reporter = "reporter" "報告した人" "Reported it",
        /// Second line of the unit.
        SecondLine = "second_line" "2次対応" "Second line",
        /// Consultation desk.
        Desk = "desk" "相談窓口" "Consultation desk",
        /// The desk let them in.
        Granted = "granted" "相談窓口が加えた人" "Let in by the desk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fair_complaint_leads_to_no_measure() {
        let allowed = |verdict: Verdict| (1..=5).filter(|order| verdict.allows_measure(*order)).count();
        assert_eq!(Verdict::ALL.iter().map(|verdict| allowed(*verdict)).collect::<Vec<_>>(), [0, 0, 1, 5, 0]);
        assert_eq!(Verdict::Undecided.next_step(), NextStep::Judge);
    }
}
