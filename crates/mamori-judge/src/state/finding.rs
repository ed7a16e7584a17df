//! A finding: one thing that a rule, or the course of the talk, says about a turn.

use crate::codes::{DemandKind, HarassmentType};
use crate::reading::{Severity, Text};
use crate::rules::{Level, Pattern};
use std::ops::Range;

/// Where something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Turn(usize),
    Report,
}

impl Place {
    /// The turn; none in a report.
    pub(crate) fn turn(self) -> Option<usize> {
        match self {
            Self::Turn(turn) => Some(turn),
            Self::Report => None,
        }
    }
}

/// One thing found in one turn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    pub(crate) rule: Text,
    pub(crate) why: Text,
    pub(crate) types: Vec<HarassmentType>,
    pub(crate) level: Level,
    pub(crate) severity: Severity,
    pub(crate) excessive: Option<DemandKind>,
    /// Characters of the original text; empty for what has no words.
    pub(crate) span: Range<u32>,
}

impl Finding {
    pub(crate) fn of_pattern(pattern: &Pattern, span: Range<u32>) -> Self {
        Self {
            rule: pattern.id.clone().into(),
            why: pattern.why.clone().into(),
            types: pattern.types.clone(),
            level: pattern.level,
            severity: pattern.severity,
            excessive: pattern.excessive,
            span,
        }
    }

    /// A finding about the course of the talk, resting on the whole turn.
    pub(crate) fn of_course(
        rule: &'static str,
        why: Text,
        kind: HarassmentType,
        level: Level,
        length: u32,
    ) -> Self {
        let severity = if level == Level::Improper { Severity::SUPERVISOR } else { Severity::WATCH };
        Self { rule: rule.into(), why, types: vec![kind], level, severity, excessive: None, span: 0..length }
    }

    pub(crate) fn is(&self, kind: HarassmentType) -> bool {
        self.types.contains(&kind)
    }

    /// Insults heaped up in one turn weigh more than one that slips out.
    pub(crate) fn weigh_repeats(&mut self, times: u32) {
        if self.level == Level::Outburst && times > 1 {
            if self.severity >= Severity::SUPERVISOR {
                self.level = Level::Improper;
            }
            self.severity = self.severity.max(Severity::SUPERVISOR);
        }
    }

    /// Where a need may be in play, repetition, long talks and small outbursts never count.
    pub(crate) fn survives_care(&self) -> bool {
        let patience = [HarassmentType::Repetition, HarassmentType::TimeRestraint];
        let small = self.level == Level::Outburst && self.severity < Severity::SUPERVISOR;
        self.level == Level::Improper || !small && !self.types.iter().any(|kind| patience.contains(kind))
    }
}
