//! The permission matrix: role × action.

use super::Role;

/// A kind of action that a role allows or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Call for help, hold a conversation, report, learn, use こころ: everybody.
    UseOwnRooms,
    /// See the board of live talks and alerts of the own units, and answer an alert.
    AnswerAlerts,
    /// Judge a case, hear the worker, propose measures (with access to the case).
    JudgeCases,
    /// Approve a measure.
    ApproveMeasures,
    /// Close a case, open its access list.
    LeadCases,
    /// Draft a version of the rulebook.
    DraftRules,
    /// Approve a version of the rulebook.
    ApproveRules,
    /// See the statutory matrix.
    SeeDuties,
    /// Create accounts, invite, give roles.
    ManagePeople,
    /// Make and revoke keys for programs that feed conversations in.
    ManageKeys,
    /// Read and export the audit log.
    ReadAudit,
}

use Action::{
    AnswerAlerts, ApproveMeasures, ApproveRules, DraftRules, JudgeCases, LeadCases, ManageKeys, ManagePeople,
    ReadAudit, SeeDuties, UseOwnRooms,
};
use Role::{Desk, Executive, ItAdmin, Manager, Physician, SecondLine, Trainer, Worker};

/// Every action with the roles that allow it. What is not here is not allowed.
pub const MATRIX: &[(Action, &[Role])] = &[
    (UseOwnRooms, &[Worker, SecondLine, Manager, Desk, Trainer, Physician, ItAdmin, Executive]),
    (AnswerAlerts, &[SecondLine, Manager, Desk]),
    (JudgeCases, &[SecondLine, Manager, Desk]),
    (ApproveMeasures, &[Manager, Desk]),
    (LeadCases, &[Desk]),
    (DraftRules, &[Manager, Desk]),
    (ApproveRules, &[Manager]),
    (SeeDuties, &[Manager, Desk, Executive]),
    (ManagePeople, &[ItAdmin]),
    (ManageKeys, &[ItAdmin]),
    (ReadAudit, &[Desk, ItAdmin]),
];

/// Whether `role` allows `action`.
pub fn allows(role: Role, action: Action) -> bool {
    MATRIX.iter().any(|(listed, roles)| *listed == action && roles.contains(&role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_administrators_reach_accounts_and_no_contents() {
        let may: Vec<_> =
            MATRIX.iter().filter(|(_, roles)| roles.contains(&ItAdmin)).map(|(action, _)| *action).collect();
        assert_eq!(may, [UseOwnRooms, ManagePeople, ManageKeys, ReadAudit]);
    }

    #[test]
    fn nobody_who_only_drafts_rules_also_approves_them() {
        assert!(allows(Desk, DraftRules) && !allows(Desk, ApproveRules));
    }
}
