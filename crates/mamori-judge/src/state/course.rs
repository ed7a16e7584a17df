//! Findings that no single word carries: pressing on after a final answer, and time.

use super::{Finding, Point, State};
use crate::codes::{Channel, HarassmentType};
use crate::reading::Severity;
use crate::rules::{Level, Yardsticks};

/// What the course of the talk is judged by.
pub(crate) struct Course<'a> {
    pub(crate) yardsticks: &'a Yardsticks,
    pub(crate) channel: Channel,
    /// A need may be in play: repetition and time alone never decide.
    pub(crate) care: bool,
    pub(crate) minutes: u32,
    /// The turn holds a demand.
    pub(crate) demands: bool,
    /// Characters of the turn.
    pub(crate) length: u32,
}

impl State {
    /// Whether the words press a point that was already answered.
    pub(crate) fn notice_repetition(&mut self, point: Point, demands: bool) {
        let again = self.points.made_again(point);
        let after_final = self.final_answers > 0 && (again || demands);
        let after_refusal = self.refusals > 0 && again && demands;
        if after_final || after_refusal {
            self.presses += 1;
        }
    }

    fn named(&self, kind: HarassmentType) -> bool {
        self.light_types.contains(&kind) || self.grave_types.contains(&kind)
    }

    /// Findings about the course of the talk after a customer turn.
    pub(crate) fn course(&self, course: &Course<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if course.care {
            return findings;
        }
        let numbers = course.yardsticks;
        if course.demands
            && self.final_answers > 0
            && self.presses >= numbers.same_point_repeats
            && !self.named(HarassmentType::Repetition)
        {
            let why = format!(
                "最終のお答えのあとも、同じ要求を続けている（目安: {} 回）",
                numbers.same_point_repeats
            );
            let level = if self.excessive { Level::Improper } else { Level::Borderline };
            let kind = HarassmentType::Repetition;
            findings.push(Finding::of_course(
                "course/repeat-after-final",
                why.into(),
                kind,
                level,
                course.length,
            ));
        }
        if course.demands
            && self.crossed.is_some()
            && self.severity < Severity::ORGANISATION
            && self.presses >= numbers.same_point_repeats.saturating_mul(2)
        {
            let why = format!("同じ要求が {} 回続いている", self.presses);
            let (kind, level) = (HarassmentType::Repetition, Level::Improper);
            let mut finding =
                Finding::of_course("course/repeat-goes-on", why.into(), kind, level, course.length);
            finding.severity = Severity::ORGANISATION;
            findings.push(finding);
        }
        let limit = match course.channel {
            Channel::Counter | Channel::Visit => numbers.visit_minutes,
            _ => numbers.minutes_end,
        };
        let told = self.stop_requests + self.end_notices + self.final_answers > 0;
        let spoken = matches!(course.channel, Channel::Phone | Channel::Counter | Channel::Visit);
        if spoken && told && course.minutes >= limit && !self.named(HarassmentType::TimeRestraint) {
            let why = format!("お答えのあとも対応が続いている（目安: {limit} 分）");
            let level = if self.crossed.is_some() { Level::Improper } else { Level::Borderline };
            let kind = HarassmentType::TimeRestraint;
            let mut finding = Finding::of_course("course/time", why.into(), kind, level, course.length);
            if course.minutes >= limit.saturating_mul(2) && level == Level::Improper {
                finding.severity = Severity::ORGANISATION;
            }
            findings.push(finding);
        }
        findings
    }
}
