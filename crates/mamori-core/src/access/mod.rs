//! Who may do what: the one place that decides it.
//!
//! Three walls stand behind each other. A *role* allows a kind of action ([`MATRIX`]); a *unit* limits where
//! (a shop manager answers for the own shop and what lies below it); a *case* opens only to the people named in
//! its access list, whatever their role. Health data is a fourth: [`Myself`] and [`HealthStaff`].

mod matrix;
mod signed_in;

pub use matrix::{Action, MATRIX, allows};
pub use signed_in::{HealthStaff, Membership, Myself, SignedIn};

use crate::people::text_enum;

text_enum! {
    /// What a person is in a unit. A person may have several.
    pub enum Role {
        /// 一般職: serves customers.
        Worker = "worker" "一般職" "Front-line worker",
        /// 2次対応（店長・SV）: takes over, judges.
        SecondLine = "second_line" "2次対応（店長・SV）" "Second line",
        /// 管理職: approves rules and measures.
        Manager = "manager" "管理職" "Manager",
        /// 相談窓口・人事: leads cases to their end.
        Desk = "desk" "相談窓口・人事" "Consultation desk, HR",
        /// 研修担当.
        Trainer = "trainer" "研修担当" "Training manager",
        /// 産業医・産業保健スタッフ: sees health data by consent only.
        Physician = "physician" "産業医・産業保健" "Occupational health",
        /// IT管理者: accounts and backups, no contents.
        ItAdmin = "it_admin" "IT管理者" "IT administrator",
        /// 役員: figures without names.
        Executive = "executive" "役員" "Executive",
    }
}
