//! From the editor's fields to a rulebook: each field is named by the path of what it changes.

use std::collections::HashMap;

use mamori_core::people::Language;
use mamori_core::rulebook::{
    Fault, Line, LocalText, Place, Problem, Rulebook, Sentence, SentenceKind, Situation,
};

use crate::web::Shell;

/// What a form sent, by field name.
pub(super) type Fields = HashMap<String, String>;

/// Something to put right, beside its field.
#[derive(Clone, Debug)]
pub(super) struct FieldFault {
    /// The id of the control; empty when the fault belongs to no field.
    pub(super) field: String,
    /// What to do.
    pub(super) message: String,
}

/// The rulebook with what the form changed, as TOML that was checked; or everything that is wrong.
pub(super) fn changed(book: &Rulebook, fields: &Fields, shell: &Shell) -> Result<String, Vec<FieldFault>> {
    let mut edit = Edit {
        taken: book.clone().texts_mut().into_iter().map(|(path, _)| path).collect(),
        book: book.clone(),
        fields,
        shell,
        faults: Vec::new(),
        added: HashMap::new(),
    };
    edit.numbers();
    edit.texts();
    edit.remove_blank();
    edit.add_sentences();
    let text = edit.book.to_toml();
    if let Err(error) = Rulebook::parse(&text) {
        let found: Vec<_> = error.faults().iter().map(|fault| edit.field_fault(fault)).collect();
        edit.faults.extend(found);
    }
    if edit.faults.is_empty() { Ok(text) } else { Err(edit.faults) }
}

struct Edit<'f> {
    book: Rulebook,
    fields: &'f Fields,
    shell: &'f Shell,
    faults: Vec<FieldFault>,
    /// The paths that were taken before anything was removed: a name is not given to something else.
    taken: Vec<String>,
    /// The field from which a new entry's text came, by the entry's path.
    added: HashMap<String, String>,
}

impl Edit<'_> {
    fn numbers(&mut self) {
        let yardsticks = self.book.yardsticks.all();
        for (yardstick, _) in yardsticks {
            if let Some(number) = self.number(&format!("yardsticks.{}", yardstick.name)) {
                self.book.yardsticks.set(yardstick.name, number);
            }
        }
        for at in 0..self.book.levels.len() {
            let id = self.book.levels[at].id;
            if let Some(yen) = self.number(&format!("level.{id}.refund_limit_yen")) {
                self.book.levels[at].refund_limit_yen = yen;
            }
            if let Some(seconds) = self.number(&format!("level.{id}.within_seconds")) {
                self.book.levels[at].within_seconds = seconds;
            }
        }
        for contact in &mut self.book.contacts {
            if let Some(number) = self.fields.get(&format!("contact.{}.number", contact.id)) {
                number.trim().clone_into(&mut contact.number);
            }
        }
    }

    /// The number in a field; full-width digits and commas count, as a Japanese keyboard types them.
    fn number(&mut self, field: &str) -> Option<u32> {
        let typed = self.fields.get(field)?;
        let digits: String =
            typed.trim().chars().filter(|c| !matches!(c, ',' | '，')).map(half_width).collect();
        if let Ok(number) = digits.parse() {
            return Some(number);
        }
        let message = self.shell.t("ready-not-a-number").to_owned();
        self.faults.push(FieldFault { field: field.to_owned(), message });
        None
    }

    fn texts(&mut self) {
        for (path, text) in self.book.texts_mut() {
            for (language, words) in [("ja", &mut text.ja), ("en", &mut text.en)] {
                if let Some(typed) = self.fields.get(&format!("{path}.{language}")) {
                    *words = tidy(typed);
                }
            }
        }
    }

    /// Emptying both languages of a line is how one takes it away.
    fn remove_blank(&mut self) {
        let written = |text: &LocalText| !(text.ja.is_empty() && text.en.is_empty());
        for step in &mut self.book.steps {
            step.sentences.retain(|line| written(&line.text));
        }
        self.book.sentences.retain(|sentence| written(&sentence.text));
        for level in &mut self.book.levels {
            level.may_decide.retain(|line| written(&line.text));
            level.may_approve.retain(|line| written(&line.text));
        }
    }

    fn add_sentences(&mut self) {
        for at in 0..self.book.steps.len() {
            let step = self.book.steps[at].id;
            let from = format!("new.step.{step}");
            if let Some(text) = self.new_text(&from) {
                let id = self.free_id(step.as_str());
                self.remember(&format!("line.{id}"), &from);
                self.book.steps[at].sentences.push(Line { id, text });
            }
        }
        for situation in Situation::ALL {
            let from = format!("new.situation.{situation}");
            if let Some(text) = self.new_text(&from) {
                let kind = self.fields.get(&format!("{from}.kind")).and_then(|kind| kind.parse().ok());
                let id = self.free_id(&situation.as_str().replace('_', "-"));
                self.remember(&format!("sentence.{id}"), &from);
                let kind = kind.unwrap_or(SentenceKind::BuyTime);
                self.book.sentences.push(Sentence { id, when: *situation, kind, text });
            }
        }
    }

    fn new_text(&self, from: &str) -> Option<LocalText> {
        let words = |language: &str| self.fields.get(&format!("{from}.{language}")).map(|typed| tidy(typed));
        let text = LocalText { ja: words("ja").unwrap_or_default(), en: words("en").unwrap_or_default() };
        (!text.ja.is_empty() || !text.en.is_empty()).then_some(text)
    }

    fn remember(&mut self, path: &str, from: &str) {
        for language in ["ja", "en"] {
            self.added.insert(format!("{path}.text.{language}"), format!("{from}.{language}"));
        }
    }

    /// An id that no line has: `time-4`.
    fn free_id(&self, stem: &str) -> String {
        let is_free = |id: &String| !self.taken.iter().any(|path| path.split('.').nth(1) == Some(id));
        (1..=self.taken.len() + 1).map(|number| format!("{stem}-{number}")).find(is_free).unwrap_or_default()
    }

    fn field_fault(&self, fault: &Fault) -> FieldFault {
        let field = match &fault.place {
            Place::File => String::new(),
            Place::Yardstick(name) => format!("yardsticks.{name}"),
            Place::Entry(path) => self.added.get(path).unwrap_or(path).clone(),
        };
        FieldFault { field, message: message(fault, self.shell.language) }
    }
}

fn message(fault: &Fault, language: Language) -> String {
    match (&fault.place, &fault.problem) {
        // A missing step has no field of its own: its name tells which.
        (_, Problem::Missing) | (Place::File, _) => Fault { line: None, ..fault.clone() }.message(language),
        (_, problem) => problem.message(language),
    }
}

/// As people mean it: no blanks around, line ends as everywhere.
fn tidy(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim().to_owned()
}

fn half_width(character: char) -> char {
    match character {
        '０'..='９' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        _ => character,
    }
}
