//! What differs between two versions, as people would say it.

use super::{Line, LocalText, Rulebook};
use crate::people::Language;

/// One difference. `before` is empty for what is new, `after` for what was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The part of the rulebook, in words.
    pub place: String,
    /// How it read.
    pub before: String,
    /// How it reads now.
    pub after: String,
}

/// A part of a rulebook: what identifies it, what people call it, and how it reads.
struct Part {
    key: String,
    place: String,
    text: String,
}

pub(super) fn changes(old: &Rulebook, new: &Rulebook, language: Language) -> Vec<Change> {
    let (before, after) = (parts(old, language), parts(new, language));
    let mut found = Vec::new();
    for part in &after {
        match before.iter().find(|old| old.key == part.key) {
            Some(old) if old.text == part.text => {}
            old => found.push(Change {
                place: part.place.clone(),
                before: old.map(|old| old.text.clone()).unwrap_or_default(),
                after: part.text.clone(),
            }),
        }
    }
    let gone = before.into_iter().filter(|old| !after.iter().any(|part| part.key == old.key));
    found.extend(gone.map(|old| Change { place: old.place, before: old.text, after: String::new() }));
    found
}

fn parts(book: &Rulebook, language: Language) -> Vec<Part> {
    let mut list = List { parts: Vec::new(), language };
    let word = |ja: &str, en: &str| match language {
        Language::Ja => ja.to_owned(),
        Language::En => en.to_owned(),
    };
    for (yardstick, number) in book.yardsticks.all() {
        let unit = yardstick.unit.label(language);
        let space = if language == Language::En { " " } else { "" };
        list.add(yardstick.name, yardstick.label(language), format!("{number}{space}{unit}"));
    }
    list.add("asr", "asr_confidence", book.yardsticks.asr_confidence.to_string());
    list.text("about.title", &word("題名", "Title"), &book.about.title);
    list.text("about.note", &word("前書き", "Foreword"), &book.about.note);
    list.add("about.as_of", &word("確かめた日", "Checked on"), book.about.as_of.clone());
    for step in &book.steps {
        let place = step.id.label(language);
        list.text(&format!("{}.title", step.id), place, &step.title);
        list.text(&format!("{}.aim", step.id), place, &step.aim);
        list.lines(place, &step.sentences);
    }
    for sentence in &book.sentences {
        let place = format!("{}: {}", sentence.when.label(language), sentence.kind.label(language));
        list.text(&sentence.id, &place, &sentence.text);
    }
    add_levels(&mut list, book);
    add_measures(&mut list, book);
    for (key, tables) in [("ask", &book.asks), ("word", &book.words)] {
        for (at, table) in tables.iter().enumerate() {
            list.add(&format!("{key}.{at}"), &format!("[[{key}]]"), table.to_string());
        }
    }
    list.parts
}

fn add_levels(list: &mut List, book: &Rulebook) {
    let seconds = super::Unit::Seconds.label(list.language);
    for level in &book.levels {
        let place = level.title.raw(list.language).to_owned();
        for (name, text) in [
            ("title", &level.title),
            ("who", &level.who),
            ("trigger", &level.trigger),
            ("within", &level.within),
        ] {
            list.text(&format!("{}.{name}", level.id), &place, text);
        }
        list.add(&format!("{}.seconds", level.id), &place, format!("{} {seconds}", level.within_seconds));
        list.add(&format!("{}.yen", level.id), &place, format!("¥{}", level.refund_limit_yen));
        list.lines(&place, &level.may_decide);
        list.lines(&place, &level.may_approve);
    }
    for takeover in &book.takeovers {
        let place = takeover.when.raw(list.language).to_owned();
        list.text(&format!("{}.when", takeover.id), &place, &takeover.when);
        list.text(&format!("{}.say", takeover.id), &place, &takeover.say);
        let timing = format!("{} {} {seconds}", takeover.by, takeover.within_seconds);
        list.add(&format!("{}.by", takeover.id), &place, timing);
    }
}

fn add_measures(list: &mut List, book: &Rulebook) {
    for contact in &book.contacts {
        let place = contact.title.raw(list.language).to_owned();
        list.text(&format!("{}.title", contact.id), &place, &contact.title);
        list.text(&format!("{}.when", contact.id), &place, &contact.when);
        list.add(&format!("{}.number", contact.id), &place, contact.number.clone());
    }
    for measure in &book.measures {
        let place = measure.title.raw(list.language).to_owned();
        for (name, text) in [
            ("title", &measure.title),
            ("criteria", &measure.criteria),
            ("appeal", &measure.appeal),
            ("sector", &measure.sector_note),
        ] {
            list.text(&format!("{}.{name}", measure.id), &place, text);
        }
        let approval = format!("{} × {}", measure.approver, measure.approvals);
        list.add(&format!("{}.approver", measure.id), &place, approval);
        list.add(&format!("{}.days", measure.id), &place, measure.expires_days.to_string());
        list.add(&format!("{}.order", measure.id), &place, measure.order.to_string());
    }
    for question in &book.care_questions {
        let place = question.text.raw(list.language).to_owned();
        list.text(&question.id, &place, &question.text);
        list.text(&format!("{}.yes", question.id), &place, &question.if_yes);
    }
}

struct List {
    parts: Vec<Part>,
    language: Language,
}

impl List {
    fn add(&mut self, key: &str, place: &str, text: String) {
        self.parts.push(Part { key: key.to_owned(), place: place.to_owned(), text });
    }

    /// Both languages count: a change of the other one alone is a change, too.
    fn text(&mut self, key: &str, place: &str, text: &LocalText) {
        self.add(key, place, text.raw(self.language).to_owned());
        let other = if self.language == Language::Ja { Language::En } else { Language::Ja };
        let place = format!("{place} ({})", other.label(other));
        self.add(&format!("{key}/{other}"), &place, text.raw(other).to_owned());
    }

    fn lines(&mut self, place: &str, lines: &[Line]) {
        for line in lines {
            self.text(&line.id, place, &line.text);
        }
    }
}
