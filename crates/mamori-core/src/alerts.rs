//! Alerts (応援要請): their states and who is called next.

use crate::people::text_enum;

text_enum! {
    /// Where an alert stands.
    pub enum AlertState {
        /// Nobody has answered yet.
        Calling = "calling" "返事を待っています" "Waiting for an answer",
        /// Somebody said 「行く」.
        Acknowledged = "acknowledged" "向かっています" "On the way",
        /// The worker or the helper said that it is over.
        Closed = "closed" "終わりました" "Over",
    }
}

text_enum! {
    /// Who is called, in this order, while nobody answers.
    pub enum CallStep {
        /// The second line of the worker's own unit.
        SecondLine = "second_line" "2次対応（店長・SV）" "Second line",
        /// The managers of the unit and of those above it.
        Manager = "manager" "管理職" "Managers",
        /// The consultation desk of the whole organisation.
        Desk = "desk" "相談窓口" "Consultation desk",
    }
}

impl CallStep {
    /// The step after this one; `None` after the desk, which is called again instead.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::SecondLine => Some(Self::Manager),
            Self::Manager => Some(Self::Desk),
            Self::Desk => None,
        }
    }
}
