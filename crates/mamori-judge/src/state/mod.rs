//! The state of a talk: what was demanded, answered, pressed again, taken back, and how long it has gone on.
//!
//! Its size does not depend on the length of the talk, and a turn costs the same at any point of it.

mod course;
mod finding;
mod names;
mod points;

pub(crate) use course::Course;
pub(crate) use finding::{Finding, Place};
pub(crate) use names::Names;
pub(crate) use points::{Point, Points};

use crate::codes::{DemandKind, HarassmentType};
use crate::lexicon::SignSet;
use crate::reading::{Severity, Text};
use crate::rules::Level;
use crate::weigh::Tone;

/// Why an element of the reading has its value: the strongest finding so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reason {
    pub(crate) level: Option<Level>,
    pub(crate) severity: Severity,
    pub(crate) why: Text,
}

impl Reason {
    fn strengthen(&mut self, level: Level, severity: Severity, why: &Text) {
        if Some((level, severity)) > self.level.map(|level| (level, self.severity)) {
            *self = Self { level: Some(level), severity, why: why.clone() };
        }
    }
}

/// An insult or outburst that may yet be taken back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outburst {
    pub(crate) at: Place,
    pub(crate) severity: Severity,
    /// Customer turns with words since then.
    pub(crate) since: u32,
}

impl Outburst {
    /// How many customer turns may pass before it counts as not taken back.
    fn patience(self) -> u32 {
        if self.severity >= Severity::SUPERVISOR { 1 } else { 2 }
    }
}

/// What is remembered of a talk.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// Every sign that came up, and what our side did.
    pub(crate) seen: SignSet,
    pub(crate) customer_turns: u32,
    pub(crate) first_at: Option<f64>,
    pub(crate) last_at: Option<f64>,
    pub(crate) stop_requests: u32,
    pub(crate) refusals: u32,
    pub(crate) final_answers: u32,
    pub(crate) end_notices: u32,
    pub(crate) insults: u32,
    /// Times a point was pressed again after it was answered.
    pub(crate) presses: u32,
    /// Borderline findings in turns after a request to stop, or of different rules.
    pub(crate) borderline: u32,
    /// The first borderline finding: its rule and its turn.
    borderline_first: Option<(Text, Place)>,
    pub(crate) borderline_severity: Severity,
    pub(crate) hints: u32,
    pub(crate) outburst: Option<Outburst>,
    pub(crate) taken_back: bool,
    /// Where the line is crossed.
    pub(crate) crossed: Option<Place>,
    pub(crate) severity: Severity,
    pub(crate) tone: Tone,
    pub(crate) care_in_words: bool,
    pub(crate) kinds: Vec<DemandKind>,
    pub(crate) excessive: bool,
    pub(crate) grave_types: Vec<HarassmentType>,
    pub(crate) light_types: Vec<HarassmentType>,
    pub(crate) demand_why: Reason,
    pub(crate) conduct_why: Reason,
    pub(crate) points: Points,
    pub(crate) names: Names,
}

impl State {
    /// Takes one finding into account.
    pub(crate) fn take(&mut self, finding: &Finding, at: Place) {
        if let Some(kind) = finding.excessive {
            self.excessive = true;
            add(&mut self.kinds, kind);
            self.demand_why.strengthen(finding.level, finding.severity, &finding.why);
        }
        if finding.is(HarassmentType::VerbalAbuse) && finding.level >= Level::Outburst {
            self.insults += 1;
        }
        match finding.level {
            Level::Hint => self.hints += 1,
            Level::Demand => self.add_types(finding, Level::Borderline),
            Level::Borderline => {
                self.borderline += 1;
                self.pile_up(finding, at);
                self.borderline_severity = self.borderline_severity.max(finding.severity);
                self.add_types(finding, Level::Borderline);
            }
            Level::Outburst => {
                self.add_types(finding, Level::Borderline);
                self.burst_out(finding, at);
            }
            Level::Improper => {
                self.add_types(finding, Level::Improper);
                self.cross(at, finding.severity.max(Severity::SUPERVISOR));
            }
        }
        if finding.level >= Level::Borderline {
            self.conduct_why.strengthen(finding.level, finding.severity, &finding.why);
        }
    }

    /// The line is crossed at this turn, or at the outburst before it that was never taken back.
    pub(crate) fn cross(&mut self, at: Place, severity: Severity) {
        self.severity = self.severity.max(severity);
        let first = match self.outburst.take() {
            Some(outburst) => {
                self.severity = self.severity.max(outburst.severity);
                outburst.at
            }
            None => at,
        };
        self.crossed.get_or_insert(first);
    }

    /// Borderline things of different kinds, in different turns, after our side has said no: together they cross.
    fn pile_up(&mut self, finding: &Finding, at: Place) {
        let answered = self.stop_requests + self.refusals + self.final_answers > 0;
        match &self.borderline_first {
            Some((rule, first)) if *rule != finding.rule && *first != at => {
                if answered {
                    self.cross(at, Severity::SUPERVISOR.max(finding.severity));
                }
            }
            Some(_) => {}
            None => self.borderline_first = Some((finding.rule.clone(), at)),
        }
    }

    fn burst_out(&mut self, finding: &Finding, at: Place) {
        match self.outburst {
            Some(earlier) if earlier.at != at => {
                self.cross(at, finding.severity.max(Severity::SUPERVISOR));
            }
            Some(_) => {}
            None if self.crossed.is_some() => self.severity = self.severity.max(finding.severity),
            None => self.outburst = Some(Outburst { at, severity: finding.severity, since: 0 }),
        }
    }

    /// The customer takes an outburst back.
    pub(crate) fn take_back(&mut self) {
        if self.outburst.take().is_some() || self.borderline > 0 {
            self.taken_back = true;
        }
    }

    /// Whether what was found is a way of pressing for something.
    pub(crate) fn presses_unfairly(&self) -> bool {
        use HarassmentType::{
            Authority, ExcessiveDemand, Money, OffPremises, OnlineDefamation, PersonalAttack,
        };
        let pressing = [Authority, ExcessiveDemand, Money, OffPremises, OnlineDefamation, PersonalAttack];
        self.grave_types.iter().chain(&self.light_types).any(|kind| pressing.contains(kind))
    }

    /// The outburst's turn, once the customer has gone on talking and taken nothing back.
    pub(crate) fn outburst_stands(&mut self, now: Place) -> Option<Place> {
        let outburst = self.outburst.as_mut().filter(|outburst| outburst.at != now)?;
        outburst.since += 1;
        (outburst.since >= outburst.patience()).then_some(outburst.at)
    }

    fn add_types(&mut self, finding: &Finding, level: Level) {
        let types = if level == Level::Improper { &mut self.grave_types } else { &mut self.light_types };
        for &kind in &finding.types {
            add(types, kind);
        }
    }
}

/// Adds what is not there yet; the lists are as short as the enumerations.
pub(crate) fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
