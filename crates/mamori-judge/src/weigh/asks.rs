//! What the rulebook asks for at this point of the talk.

use crate::codes::{Channel, HarassmentType, Industry, Verdict};
use crate::conversation::Context;
use crate::reading::{Ask, Severity};
use crate::rules::{Measure, Rules, When, Yardsticks};
use crate::state::State;

/// What the conditions of the rulebook are checked against.
pub(crate) struct Moment<'a> {
    pub(crate) state: &'a State,
    pub(crate) context: &'a Context,
    pub(crate) verdict: Verdict,
    pub(crate) severity: Severity,
    pub(crate) types: &'a [HarassmentType],
    pub(crate) care: bool,
    pub(crate) minutes: u32,
}

/// The asks whose conditions hold, in the order of the rulebook, each action once.
pub(crate) fn asks(rules: &Rules, moment: &Moment<'_>) -> Vec<Ask> {
    let mut asks: Vec<Ask> = Vec::new();
    for rule in &rules.ask {
        if asks.iter().any(|ask| ask.action == rule.action && ask.rule == rule.id)
            || !moment.meets(&rule.when, rules)
        {
            continue;
        }
        let number = rule.when.reached.map(|measure| yardstick(&rules.yardsticks, measure));
        let why = match number {
            Some(number) => rule.why.replace("{n}", &number.to_string()),
            None => rule.why.clone(),
        };
        asks.push(Ask { rule: rule.id.clone().into(), action: rule.action, why: why.into() });
    }
    asks
}

impl Moment<'_> {
    fn meets(&self, when: &When, rules: &Rules) -> bool {
        let face_to_face = matches!(self.context.channel, Channel::Counter | Channel::Visit);
        let between_businesses = self.context.industry == Industry::B2b;
        when.reached.is_none_or(|measure| self.measured(measure) >= yardstick(&rules.yardsticks, measure))
            && when.severity.is_none_or(|least| self.severity.get() >= least)
            && (when.verdict.is_empty() || when.verdict.contains(&self.verdict))
            && (when.types.is_empty() || when.types.iter().any(|kind| self.types.contains(kind)))
            && when.care.is_none_or(|care| care == self.care)
            && when.face_to_face.is_none_or(|wanted| wanted == face_to_face)
            && when.between_businesses.is_none_or(|wanted| wanted == between_businesses)
    }

    fn measured(&self, measure: Measure) -> u32 {
        match measure {
            Measure::MinutesWarn | Measure::MinutesEnd | Measure::VisitMinutes => self.minutes,
            Measure::SamePointRepeats => self.state.presses,
            Measure::CallsPerWeek => self.context.history.contacts_7d,
            Measure::StopRequests => self.state.stop_requests,
            Measure::Insults => self.state.insults,
        }
    }
}

fn yardstick(yardsticks: &Yardsticks, measure: Measure) -> u32 {
    match measure {
        Measure::MinutesWarn => yardsticks.minutes_warn,
        Measure::MinutesEnd => yardsticks.minutes_end,
        Measure::VisitMinutes => yardsticks.visit_minutes,
        Measure::SamePointRepeats => yardsticks.same_point_repeats,
        Measure::CallsPerWeek => yardsticks.calls_per_week,
        Measure::StopRequests => yardsticks.stop_requests,
        Measure::Insults => yardsticks.insults,
    }
}
