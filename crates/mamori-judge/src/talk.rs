//! A talk that is heard turn by turn: the conversation as a value, with its reading always up to date.

use crate::codes::{Channel, Fact, HarassmentType, Speaker, StaffAct, Verdict};
use crate::conversation::{Context, Turn};
use crate::model::Model;
use crate::reading::{Evidence, Reading, Severity, StaffTurn, TurnReading};
use crate::rules::Level;
use crate::signals::{Match, Scan, Signal, Voice, find_matches};
use crate::staff::Spoken;
use crate::state::{Course, Finding, Place, Point, Points, State, add};
use crate::weigh::{Grounds, Moment, asks, confidence, elements, forecast, types, verdict};
use std::sync::Arc;

/// Evidence that a reading keeps at most; the first lines of each kind say what a person needs to see.
const MOST_EVIDENCE: usize = 48;
/// Evidence of one rule that a reading keeps at most.
const MOST_OF_A_RULE: usize = 4;

/// A conversation under way: its reading so far, and what is needed to read the next turn.
#[derive(Clone, Debug)]
pub struct Talk {
    model: Arc<Model>,
    context: Context,
    turns: usize,
    state: State,
    reading: Reading,
    grounds: Grounds,
    readings: Vec<TurnReading>,
    staff: Vec<StaffTurn>,
    staff_points: Points,
    scan: Scan,
    matches: Vec<Match>,
}

impl Talk {
    pub(crate) fn new(model: Arc<Model>, context: Context) -> Self {
        let mut state = State::default();
        state.tone.points = model.tones.base();
        if context.history.same_point > 0 {
            state.tone.points += model.tones.same_point_before;
        }
        if context.history.same_point >= model.rules.yardsticks.same_point_repeats {
            state.seen.insert(model.named.repeated_before);
        }
        let grounds = Grounds::default();
        let (demand, conduct, harm) = elements(&state, Verdict::Enquiry, Severity::NONE, &grounds);
        let reading = Reading {
            verdict: Verdict::Enquiry,
            severity: Severity::NONE,
            confidence: 0.0,
            demand,
            conduct,
            harm,
            types: Vec::new(),
            first_trigger_turn: None,
            forecast: 0.0,
            evidence: Vec::new(),
            care_check: false,
            asks: Vec::new(),
            doubtful: Vec::new(),
        };
        let mut talk = Self {
            model,
            context,
            turns: 0,
            state,
            reading,
            grounds,
            readings: Vec::new(),
            staff: Vec::new(),
            staff_points: Points::default(),
            scan: Scan::default(),
            matches: Vec::new(),
        };
        talk.refresh();
        talk
    }

    /// Hears the next turn and says what is thought now.
    pub fn hear(&mut self, turn: &Turn) -> &Reading {
        let at = self.turns;
        self.turns += 1;
        if let Some(second) = turn.at_s {
            self.state.first_at.get_or_insert(second);
            self.state.last_at = Some(self.state.last_at.map_or(second, |last| last.max(second)));
        }
        if self.is_doubtful(turn) {
            self.reading.doubtful.push(at);
            self.hear_customer(at, "", &turn.facts);
        } else if turn.speaker == Speaker::Staff {
            self.hear_customer(at, "", &turn.facts);
            self.hear_staff(at, turn);
        } else {
            self.hear_customer(at, &turn.text, &turn.facts);
        }
        self.refresh();
        let Reading { verdict, severity, forecast, .. } = self.reading;
        self.readings.push(TurnReading { turn: at, verdict, severity, forecast });
        &self.reading
    }

    /// The reading so far.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The reading, when nothing more will be heard.
    pub fn into_reading(self) -> Reading {
        self.reading
    }

    /// What was thought after each turn; empty for a report.
    pub fn readings(&self) -> &[TurnReading] {
        &self.readings
    }

    /// What our own side said, for the speaker alone: never to be stored with the reading.
    pub fn staff(&self) -> &[StaffTurn] {
        &self.staff
    }

    /// What is known around the words.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Hears an account in the third person; what stands in quotes is what the customer said.
    pub(crate) fn hear_report(&mut self, report: &str) {
        self.state.seen.insert(self.model.named.report);
        self.state.tone.points += self.model.tones.report;
        self.scan.read(report, Voice::Report, &self.model.words, &self.model.scopes);
        self.take_signals(Place::Report, report);
        self.refresh();
    }

    fn is_doubtful(&self, turn: &Turn) -> bool {
        let least = self.model.rules.yardsticks.asr_confidence;
        turn.asr.is_some_and(|asr| asr.no_speech || asr.confidence.is_some_and(|sure| sure < least))
    }

    fn hear_staff(&mut self, at: usize, turn: &Turn) {
        if turn.text.is_empty() {
            return;
        }
        self.scan.read(&turn.text, Voice::FirstPerson, &self.model.staff_words, &self.model.staff_scopes);
        self.state.names.learn(self.scan.normal.text());
        let mut spoken = Spoken::of(&self.scan, &self.model.manual);
        if self.staff_points.made_again(Point::of(self.scan.normal.text())) {
            spoken.say_again();
        }
        let named = &self.model.named;
        if spoken.acts.contains(&StaffAct::StopRequest) && !turn.facts.contains(&Fact::AskedToStop) {
            self.state.stop_requests += 1;
            self.state.seen.insert(named.stop);
        }
        if spoken.acts.contains(&StaffAct::RefuseFirm) {
            self.state.refusals += 1;
            self.state.seen.insert(named.refused);
        }
        if spoken.acts.contains(&StaffAct::EndNotice) {
            self.state.end_notices += 1;
        }
        let ok = spoken.ok();
        self.staff.push(StaffTurn { turn: at, acts: spoken.acts, inflaming: spoken.inflaming, ok });
    }

    fn hear_customer(&mut self, at: usize, text: &str, facts: &[Fact]) {
        if text.is_empty() && facts.is_empty() {
            return;
        }
        self.scan.read(text, Voice::FirstPerson, &self.model.words, &self.model.scopes);
        self.scan.note_names(&self.state.names, self.model.scopes.person);
        for &fact in facts {
            self.take_fact(fact);
        }
        if !text.is_empty() {
            self.state.customer_turns += 1;
        }
        self.take_signals(Place::Turn(at), text);
    }

    fn take_fact(&mut self, fact: Fact) {
        let named = &self.model.named;
        match fact {
            Fact::AskedToStop | Fact::AskedToLeave => {
                self.state.stop_requests += 1;
                self.state.seen.insert(named.stop);
            }
            Fact::FinalAnswerGiven => {
                self.state.final_answers += 1;
                self.state.seen.insert(named.final_answer);
            }
            Fact::OurFault if !self.state.tone.our_fault => {
                self.state.tone.our_fault = true;
                self.state.tone.points += self.model.tones.our_fault;
            }
            Fact::Shouting | Fact::Banging if !self.state.tone.shouted => {
                self.state.tone.shouted = true;
                self.state.tone.points += self.model.tones.shouting;
            }
            _ => {}
        }
        if let Some(sign) = named.fact(fact) {
            self.scan.present.insert(sign);
            self.scan.signals.push(Signal::without_words(sign));
        }
    }

    fn take_signals(&mut self, at: Place, text: &str) {
        let model = Arc::clone(&self.model);
        let named = &model.named;
        let present = self.scan.present;
        let care = self.care() || present.contains(named.care);
        self.state.care_in_words |= present.contains(named.care);
        if care {
            self.state.seen.insert(named.care_known);
        }
        find_matches(&self.scan, &self.state.seen, &model.patterns, &model.scopes, &mut self.matches);
        if present.contains(named.retract) {
            self.state.take_back();
        }
        let matches = std::mem::take(&mut self.matches);
        for found in &matches {
            let pattern = &model.patterns.all[found.rule];
            let span = self.scan.normal.original(&(found.start as usize..found.end as usize));
            let mut finding = Finding::of_pattern(pattern, span);
            if care && !finding.survives_care() {
                continue;
            }
            finding.weigh_repeats(found.times);
            if finding.level == Level::Outburst && present.contains(named.retract) {
                finding.level = Level::Hint;
                self.state.taken_back = true;
            }
            self.take(&finding, at, text);
        }
        self.matches = matches;
        self.note_demands(present);
        if at != Place::Report && !text.is_empty() {
            self.take_course(at, text, care);
        }
        self.state.seen.join(&present);
    }

    fn note_demands(&mut self, present: crate::lexicon::SignSet) {
        let named = &self.model.named;
        for &(sign, kind) in &named.demands {
            if present.contains(sign) {
                add(&mut self.state.kinds, kind);
            }
        }
        for signal in self.scan.signals.iter().filter(|signal| !signal.denied) {
            self.model.tones.hear(signal.sign, &mut self.state.tone);
        }
    }

    /// What the course of the talk says after a customer turn with words.
    fn take_course(&mut self, at: Place, text: &str, care: bool) {
        let named = &self.model.named;
        let demands = self.scan.present.meets(&named.any_demand);
        self.state.notice_repetition(Point::of(self.scan.normal.text()), demands);
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let course = Course {
            yardsticks: &self.model.rules.yardsticks,
            channel: self.context.channel,
            care,
            minutes: self.minutes(),
            demands,
            length,
        };
        for finding in self.state.course(&course) {
            self.take(&finding, at, text);
        }
        if let Some(promoted) = self.state.outburst_stands(at) {
            self.state.cross(promoted, Severity::SUPERVISOR);
        }
    }

    /// Takes a finding into the state and keeps its words as evidence.
    fn take(&mut self, finding: &Finding, at: Place, text: &str) {
        self.state.take(finding, at);
        let evidence = &mut self.reading.evidence;
        let of_rule = evidence.iter().filter(|known| known.rule == finding.rule).count();
        if finding.level == Level::Hint || evidence.len() >= MOST_EVIDENCE || of_rule >= MOST_OF_A_RULE {
            return;
        }
        let (start, end) = (finding.span.start as usize, finding.span.end as usize);
        let index = evidence.len();
        evidence.push(Evidence {
            turn: at.turn(),
            start,
            end,
            text: text.chars().skip(start).take(end - start).collect(),
            kind: finding.types.first().copied(),
            rule: finding.rule.clone(),
            why: finding.why.clone(),
        });
        if finding.excessive.is_some() {
            self.grounds.demand.push(index);
        }
        if finding.level >= Level::Borderline {
            self.grounds.conduct.push(index);
        }
        if finding.level >= Level::Outburst {
            self.grounds.harm.push(index);
        }
    }

    fn care(&self) -> bool {
        !self.context.care.is_empty() || self.state.care_in_words
    }

    /// Whole minutes since the talk began.
    fn minutes(&self) -> u32 {
        let seconds = match (self.state.first_at, self.state.last_at) {
            (Some(first), Some(last)) if last > first => last - first,
            _ => self.context.minutes.unwrap_or(0.0) * 60.0,
        };
        whole_minutes(seconds)
    }

    fn refresh(&mut self) {
        let state = &self.state;
        let (verdict, severity) = verdict(state);
        let types: Vec<HarassmentType> = types(state, verdict);
        let care = self.care();
        let moment = Moment {
            state,
            context: &self.context,
            verdict,
            severity,
            types: &types,
            care,
            minutes: self.minutes(),
        };
        let reading = &mut self.reading;
        reading.asks = asks(&self.model.rules, &moment);
        let (demand, conduct, harm) = elements(state, verdict, severity, &self.grounds);
        reading.demand = demand;
        reading.conduct = conduct;
        reading.harm = harm;
        reading.verdict = verdict;
        reading.severity = severity;
        reading.types = types;
        reading.first_trigger_turn =
            if self.context.channel == Channel::Report { None } else { state.crossed.and_then(Place::turn) };
        reading.confidence = confidence(state, verdict, severity);
        reading.forecast = forecast(state, verdict);
        reading.care_check = care;
    }
}

/// Whole minutes of a number of seconds; what is no time at all is none.
fn whole_minutes(seconds: f64) -> u32 {
    const LONGEST: u32 = 60 * 24 * 7;
    let mut minutes = 0;
    // A search by halves instead of a cast: the same result everywhere, and never out of range.
    let mut step = LONGEST.next_power_of_two();
    while step > 0 {
        if f64::from(minutes + step) * 60.0 <= seconds && minutes + step <= LONGEST {
            minutes += step;
        }
        step /= 2;
    }
    minutes
}
