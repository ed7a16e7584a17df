//! Reads a rulebook and finds everything that is wrong with it.

use std::collections::HashSet;

use toml::Value;

use super::fill::unknown_place;
use super::{Fault, LARGEST, LevelId, Place, Problem, Rulebook, RulebookError, StepName};

/// The longest text of one entry, in characters.
const LONGEST_TEXT: usize = 1_000;
/// How many faults are told at once.
const MOST_FAULTS: usize = 20;
/// The takeovers that come at once, whatever the numbers say.
const GRAVE: [&str; 2] = ["grave", "sexual"];

pub(super) fn parse(text: &str) -> Result<Rulebook, RulebookError> {
    if text.len() > LARGEST {
        let problem = Problem::TooLarge(LARGEST / 1024);
        return Err(RulebookError::one(Fault { place: Place::File, line: None, problem }));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let unreadable = |error: toml::de::Error| {
        let line = error.span().map(|span| line_at(text, span.start));
        let problem = Problem::Unreadable(error.message().chars().take(200).collect());
        RulebookError::one(Fault { place: Place::File, line, problem })
    };
    let given: toml::Table = toml::from_str(text).map_err(unreadable)?;
    let rulebook: Rulebook = toml::from_str(text).map_err(unreadable)?;
    let mut check = Check { text, faults: Vec::new() };
    check.unknown_keys(&given, &rulebook);
    check.numbers(&rulebook);
    check.ids(&rulebook);
    check.texts(&rulebook);
    check.levels(&rulebook);
    check.whole(&rulebook);
    check.faults.truncate(MOST_FAULTS);
    RulebookError::of(check.faults)?;
    let for_engine = mamori_judge::Rules::parse(text).map_err(|error| refused_by_engine(&error))?;
    if !rulebook.words.is_empty() {
        // Only building the engine finds out whether the words can be used.
        mamori_judge::Judge::with_rules(for_engine).map_err(|error| refused_by_engine(&error))?;
    }
    Ok(rulebook)
}

fn refused_by_engine(error: &mamori_judge::RulesError) -> RulebookError {
    let problem = Problem::Unreadable(error.to_string().chars().take(200).collect());
    RulebookError::one(Fault { place: Place::File, line: None, problem })
}

fn line_at(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
}

struct Check<'t> {
    text: &'t str,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, place: Place, problem: Problem) {
        let line = match &place {
            Place::File => None,
            Place::Yardstick(name) => self.line_starting(name),
            Place::Entry(path) => {
                let id = path.split('.').nth(1).unwrap_or(path);
                self.line_with(&format!("\"{id}\"")).or_else(|| self.line_starting(path))
            }
        };
        self.faults.push(Fault { place, line, problem });
    }

    fn entry(&mut self, id: &str, problem: Problem) {
        self.fault(Place::Entry(id.to_owned()), problem);
    }

    fn line_with(&self, part: &str) -> Option<usize> {
        self.text.lines().position(|line| line.contains(part)).map(|at| at + 1)
    }

    fn line_starting(&self, key: &str) -> Option<usize> {
        let key = key.rsplit('.').next().unwrap_or_default();
        let is_key = |line: &str| {
            line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        self.text.lines().position(is_key).map(|at| at + 1)
    }

    /// What was given and would be lost when the rulebook is written again.
    fn unknown_keys(&mut self, given: &toml::Table, rulebook: &Rulebook) {
        let Ok(understood) = toml::Table::try_from(rulebook) else { return };
        let mut paths = Vec::new();
        lost_keys(given, &understood, "", &mut paths);
        for path in paths {
            self.entry(&path, Problem::UnknownKey);
        }
    }

    fn numbers(&mut self, rulebook: &Rulebook) {
        let yardsticks = &rulebook.yardsticks;
        for (yardstick, number) in yardsticks.all() {
            let limits = yardstick.limits;
            if !(limits.least..=limits.most).contains(&number) {
                self.fault(Place::Yardstick(yardstick.name), Problem::OutOfRange(limits));
            }
        }
        if yardsticks.minutes_warn > yardsticks.minutes_end {
            self.fault(Place::Yardstick("minutes_warn"), Problem::WarnAfterEnd);
        }
        if !(0.0..=1.0).contains(&yardsticks.asr_confidence) {
            let limits = super::Limits { least: 0, most: 1 };
            self.fault(Place::Yardstick("asr_confidence"), Problem::OutOfRange(limits));
        }
    }

    fn ids(&mut self, rulebook: &Rulebook) {
        let mut seen = HashSet::new();
        for id in rulebook.ids() {
            let fits = (1..=40).contains(&id.len())
                && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if !fits {
                self.entry(id, Problem::OddId);
            }
            if !seen.insert(id) {
                self.entry(id, Problem::Twice);
            }
        }
    }

    fn texts(&mut self, rulebook: &Rulebook) {
        for (path, text) in rulebook.clone().texts_mut() {
            for (language, words) in [("ja", &text.ja), ("en", &text.en)] {
                if let Some(problem) = text_problem(words, rulebook) {
                    self.entry(&format!("{path}.{language}"), problem);
                }
            }
        }
        for contact in &rulebook.contacts {
            if contact.number.chars().count() > 60 {
                self.entry(&format!("contact.{}.number", contact.id), Problem::TooLong(60));
            }
            if contact.number.chars().any(char::is_control) {
                self.entry(&format!("contact.{}.number", contact.id), Problem::Unprintable);
            }
        }
        if rulebook.about.as_of.parse::<jiff::civil::Date>().is_err() {
            self.entry("as_of", Problem::NoDate);
        }
    }

    fn levels(&mut self, rulebook: &Rulebook) {
        let takeovers = rulebook.takeovers.iter().map(|takeover| (&takeover.id, takeover.by));
        let measures = rulebook.measures.iter().map(|measure| (&measure.id, measure.approver));
        let missing: Vec<(String, LevelId)> = takeovers
            .chain(measures)
            .filter(|(_, level)| rulebook.level(*level).is_none())
            .map(|(id, level)| (id.clone(), level))
            .collect();
        for (id, level) in missing {
            self.entry(&id, Problem::NoLevel(level));
        }
    }

    fn whole(&mut self, rulebook: &Rulebook) {
        for step in StepName::ALL {
            let found = rulebook.steps.iter().find(|found| found.id == *step);
            if found.is_none_or(|step| step.sentences.is_empty()) {
                self.entry(step.as_str(), Problem::Missing);
            }
        }
        let lists = [
            ("sentence", rulebook.sentences.is_empty()),
            ("level", rulebook.levels.is_empty()),
            ("contact", rulebook.contacts.is_empty()),
            ("measure", rulebook.measures.is_empty()),
            ("care_question", rulebook.care_questions.is_empty()),
        ];
        for (name, _) in lists.into_iter().filter(|(_, is_empty)| *is_empty) {
            self.entry(name, Problem::Missing);
        }
        for id in GRAVE {
            match rulebook.takeovers.iter().find(|takeover| takeover.id == id) {
                None => self.entry(id, Problem::Missing),
                Some(takeover) if !takeover.grave => self.entry(id, Problem::GraveMustBeNow),
                Some(_) => {}
            }
        }
        for takeover in
            rulebook.takeovers.iter().filter(|takeover| takeover.grave && takeover.within_seconds > 0)
        {
            self.entry(&takeover.id, Problem::GraveMustBeNow);
        }
    }
}

fn text_problem(words: &str, rulebook: &Rulebook) -> Option<Problem> {
    if words.trim().is_empty() {
        return Some(Problem::Blank);
    }
    if words.chars().count() > LONGEST_TEXT {
        return Some(Problem::TooLong(LONGEST_TEXT));
    }
    if words.chars().any(|c| c.is_control() && c != '\n') {
        return Some(Problem::Unprintable);
    }
    unknown_place(words, |name| rulebook.yardsticks.number(name).is_some()).map(Problem::UnknownNumber)
}

/// The paths of keys in `given` that `understood` does not have.
fn lost_keys(given: &toml::Table, understood: &toml::Table, path: &str, lost: &mut Vec<String>) {
    for (key, value) in given {
        let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match understood.get(key) {
            // The engine checks its own lists; an empty list is as good as none.
            Some(_) if path.is_empty() && matches!(key.as_str(), "ask" | "word") => {}
            Some(kept) => lost_values(value, kept, &here, lost),
            None if matches!(value, Value::Array(list) if list.is_empty()) => {}
            None => lost.push(here),
        }
    }
}

fn lost_values(given: &Value, kept: &Value, path: &str, lost: &mut Vec<String>) {
    match (given, kept) {
        (Value::Table(given), Value::Table(kept)) => lost_keys(given, kept, path, lost),
        (Value::Array(given), Value::Array(kept)) => {
            for (given, kept) in given.iter().zip(kept) {
                lost_values(given, kept, path, lost);
            }
        }
        _ => {}
    }
}

impl Rulebook {
    /// Every id but those of steps and levels, which are codes.
    fn ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        ids.extend(self.steps.iter().map(|step| step.id.as_str()));
        ids.extend(self.levels.iter().map(|level| level.id.as_str()));
        ids.extend(self.steps.iter().flat_map(|step| &step.sentences).map(|line| line.id.as_str()));
        ids.extend(self.sentences.iter().map(|sentence| sentence.id.as_str()));
        for level in &self.levels {
            ids.extend(level.may_decide.iter().chain(&level.may_approve).map(|line| line.id.as_str()));
        }
        ids.extend(self.takeovers.iter().map(|takeover| takeover.id.as_str()));
        ids.extend(self.contacts.iter().map(|contact| contact.id.as_str()));
        ids.extend(self.measures.iter().map(|measure| measure.id.as_str()));
        ids.extend(self.care_questions.iter().map(|question| question.id.as_str()));
        ids
    }
}
