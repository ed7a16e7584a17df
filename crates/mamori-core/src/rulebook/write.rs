//! A rulebook as TOML: in a fixed order, so that two versions can be compared line by line.

use std::fmt::Write as _;

use super::{Line, LocalText, Rulebook};
use crate::people::Language;

const HEAD: &str = "# 対応ルール。数字はすべて目安です。法令が決めた基準ではありません。\n\
    # {minutes_end} のような波かっこは、yardsticks の数字に置き換わります。それ以外の波かっこは使えません。\n";

pub(super) fn write(rulebook: &Rulebook) -> String {
    let mut out = Writer(HEAD.to_owned());
    out.about(rulebook);
    for step in &rulebook.steps {
        out.open("[[step]]");
        out.pair("id", &quoted(step.id.as_str()));
        out.texts(&[("title", &step.title), ("aim", &step.aim)]);
        out.lines("sentences", &step.sentences);
    }
    for sentence in &rulebook.sentences {
        out.open("[[sentence]]");
        out.pair("id", &quoted(&sentence.id));
        out.pair("when", &quoted(sentence.when.as_str()));
        out.pair("kind", &quoted(sentence.kind.as_str()));
        out.both(&sentence.text);
    }
    out.levels_and_takeovers(rulebook);
    out.contacts_and_measures(rulebook);
    for question in &rulebook.care_questions {
        out.open("[[care_question]]");
        out.pair("id", &quoted(&question.id));
        out.both(&question.text);
        out.texts(&[("if_yes", &question.if_yes)]);
    }
    for (name, tables) in [("ask", &rulebook.asks), ("word", &rulebook.words)] {
        for table in tables {
            out.open(&format!("[[{name}]]"));
            for (key, value) in table {
                out.pair(&quoted(key), &value.to_string());
            }
        }
    }
    out.0
}

struct Writer(String);

impl Writer {
    fn open(&mut self, header: &str) {
        self.0.extend(["\n", header, "\n"]);
    }

    fn pair(&mut self, key: &str, value: &str) {
        self.0.extend([key, " = ", value, "\n"]);
    }

    fn both(&mut self, text: &LocalText) {
        self.pair("ja", &quoted(&text.ja));
        self.pair("en", &quoted(&text.en));
    }

    fn texts(&mut self, texts: &[(&str, &LocalText)]) {
        for (key, text) in texts {
            self.pair(key, &format!("{{ ja = {}, en = {} }}", quoted(&text.ja), quoted(&text.en)));
        }
    }

    fn lines(&mut self, key: &str, lines: &[Line]) {
        if lines.is_empty() {
            return self.pair(key, "[]");
        }
        self.0.extend([key, " = [\n"]);
        for Line { id, text } in lines {
            let (id, ja, en) = (quoted(id), quoted(&text.ja), quoted(&text.en));
            self.0.extend(["  { id = ", &id, ", ja = ", &ja, ", en = ", &en, " },\n"]);
        }
        self.0.push_str("]\n");
    }

    fn about(&mut self, rulebook: &Rulebook) {
        self.open("[about]");
        self.texts(&[("title", &rulebook.about.title), ("note", &rulebook.about.note)]);
        self.pair("as_of", &quoted(&rulebook.about.as_of));
        self.open("[yardsticks]");
        for (yardstick, number) in rulebook.yardsticks.all() {
            let (unit, label) = (yardstick.unit.label(Language::Ja), yardstick.label(Language::Ja));
            let _ = writeln!(self.0, "{} = {number} # {unit}: {label}", yardstick.name);
        }
        self.pair("asr_confidence", &toml::Value::Float(rulebook.yardsticks.asr_confidence).to_string());
    }

    fn levels_and_takeovers(&mut self, rulebook: &Rulebook) {
        for level in &rulebook.levels {
            self.open("[[level]]");
            self.pair("id", &quoted(level.id.as_str()));
            self.texts(&[("title", &level.title), ("who", &level.who), ("trigger", &level.trigger)]);
            self.pair("within_seconds", &level.within_seconds.to_string());
            self.texts(&[("within", &level.within)]);
            self.pair("refund_limit_yen", &level.refund_limit_yen.to_string());
            self.lines("may_decide", &level.may_decide);
            self.lines("may_approve", &level.may_approve);
        }
        for takeover in &rulebook.takeovers {
            self.open("[[takeover]]");
            self.pair("id", &quoted(&takeover.id));
            self.texts(&[("when", &takeover.when)]);
            self.pair("by", &quoted(takeover.by.as_str()));
            self.pair("within_seconds", &takeover.within_seconds.to_string());
            self.pair("grave", &takeover.grave.to_string());
            self.texts(&[("say", &takeover.say)]);
        }
    }

    fn contacts_and_measures(&mut self, rulebook: &Rulebook) {
        for contact in &rulebook.contacts {
            self.open("[[contact]]");
            self.pair("id", &quoted(&contact.id));
            self.pair("kind", &quoted(contact.kind.as_str()));
            self.texts(&[("title", &contact.title)]);
            self.pair("number", &quoted(&contact.number));
            self.texts(&[("when", &contact.when)]);
        }
        for measure in &rulebook.measures {
            self.open("[[measure]]");
            self.pair("id", &quoted(&measure.id));
            self.pair("order", &measure.order.to_string());
            self.texts(&[("title", &measure.title), ("criteria", &measure.criteria)]);
            self.pair("approver", &quoted(measure.approver.as_str()));
            self.pair("approvals", &measure.approvals.to_string());
            self.pair("expires_days", &measure.expires_days.to_string());
            self.texts(&[("appeal", &measure.appeal), ("sector_note", &measure.sector_note)]);
        }
    }
}

/// A basic TOML string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
