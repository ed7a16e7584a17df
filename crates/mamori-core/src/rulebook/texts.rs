//! Every text of a rulebook with its path, for forms and checks.

use super::{Line, LocalText, Rulebook};

impl Rulebook {
    /// Every text with its path: what it is, whose, and which of its texts, such as `level.L1.who`.
    pub fn texts_mut(&mut self) -> Vec<(String, &mut LocalText)> {
        let mut found = Found(Vec::new());
        found.entry("about", "about", [("title", &mut self.about.title), ("note", &mut self.about.note)]);
        for step in &mut self.steps {
            found.entry("step", step.id.as_str(), [("title", &mut step.title), ("aim", &mut step.aim)]);
            found.lines(&mut step.sentences);
        }
        for sentence in &mut self.sentences {
            found.entry("sentence", &sentence.id, [("text", &mut sentence.text)]);
        }
        for level in &mut self.levels {
            let texts = [
                ("title", &mut level.title),
                ("who", &mut level.who),
                ("trigger", &mut level.trigger),
                ("within", &mut level.within),
            ];
            found.entry("level", level.id.as_str(), texts);
            found.lines(&mut level.may_decide);
            found.lines(&mut level.may_approve);
        }
        for takeover in &mut self.takeovers {
            let texts = [("when", &mut takeover.when), ("say", &mut takeover.say)];
            found.entry("takeover", &takeover.id, texts);
        }
        for contact in &mut self.contacts {
            let texts = [("title", &mut contact.title), ("when", &mut contact.when)];
            found.entry("contact", &contact.id, texts);
        }
        for measure in &mut self.measures {
            let texts = [
                ("title", &mut measure.title),
                ("criteria", &mut measure.criteria),
                ("appeal", &mut measure.appeal),
                ("sector_note", &mut measure.sector_note),
            ];
            found.entry("measure", &measure.id, texts);
        }
        for question in &mut self.care_questions {
            let texts = [("text", &mut question.text), ("if_yes", &mut question.if_yes)];
            found.entry("care_question", &question.id, texts);
        }
        found.0
    }
}

struct Found<'b>(Vec<(String, &'b mut LocalText)>);

impl<'b> Found<'b> {
    fn entry<const N: usize>(&mut self, part: &str, id: &str, texts: [(&str, &'b mut LocalText); N]) {
        self.0.extend(texts.map(|(name, text)| (format!("{part}.{id}.{name}"), text)));
    }

    fn lines(&mut self, lines: &'b mut [Line]) {
        self.0.extend(lines.iter_mut().map(|line| (format!("line.{}.text", line.id), &mut line.text)));
    }
}
