//! The editor's fields, in the order in which people think of them.

use mamori_core::rulebook::{Line, LocalText, Rulebook, SentenceKind, Situation};

use super::edit::{FieldFault, Fields};
use crate::web::Shell;

/// A part of the editor that can be folded.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) numbers: Vec<NumberField>,
    pub(super) texts: Vec<TextField>,
    /// Where a sentence can be added: the stem of the fields' names.
    pub(super) adding: Option<Adding>,
    /// Whether something in it has to be put right, so that it is opened.
    pub(super) open: bool,
}

pub(super) struct NumberField {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) unit: &'static str,
    pub(super) value: String,
    pub(super) fault: String,
}

/// A text in both languages.
pub(super) struct TextField {
    pub(super) label: String,
    pub(super) ja: Words,
    pub(super) en: Words,
}

pub(super) struct Words {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) fault: String,
}

pub(super) struct Adding {
    pub(super) text: TextField,
    /// Name of the choice and what there is to choose; empty for steps.
    pub(super) kind_name: String,
    pub(super) kinds: Vec<(&'static str, &'static str, bool)>,
}

/// Everything that can be edited, filled from `book` or from what was typed.
pub(super) fn sections(
    book: &Rulebook,
    typed: &Fields,
    faults: &[FieldFault],
    shell: &Shell,
) -> Vec<Section> {
    let maker = Maker { typed, faults, shell };
    let mut all = vec![maker.yardsticks(book)];
    all.extend(maker.steps(book));
    all.extend(Situation::ALL.iter().map(|situation| maker.situation(book, *situation)));
    all.extend(maker.levels(book));
    all.push(maker.takeovers(book));
    all.push(maker.contacts(book));
    all.push(maker.measures(book));
    all.push(maker.care_and_about(book));
    all
}

struct Maker<'f> {
    typed: &'f Fields,
    faults: &'f [FieldFault],
    shell: &'f Shell,
}

impl Maker<'_> {
    fn section(
        title: String,
        numbers: Vec<NumberField>,
        texts: Vec<TextField>,
        adding: Option<Adding>,
    ) -> Section {
        let is_faulty = |words: &Words| !words.fault.is_empty();
        let texts_open = texts.iter().chain(adding.as_ref().map(|adding| &adding.text));
        let open = numbers.iter().any(|number| !number.fault.is_empty())
            || texts_open.into_iter().any(|text| is_faulty(&text.ja) || is_faulty(&text.en));
        Section { title, numbers, texts, adding, open }
    }

    fn value(&self, name: &str, stored: &str) -> String {
        self.typed.get(name).map_or(stored, String::as_str).to_owned()
    }

    fn fault(&self, name: &str) -> String {
        self.faults
            .iter()
            .find(|fault| fault.field == name)
            .map(|fault| fault.message.clone())
            .unwrap_or_default()
    }

    fn words(&self, name: String, stored: &str) -> Words {
        Words { value: self.value(&name, stored), fault: self.fault(&name), name }
    }

    fn text(&self, path: &str, label: &str, text: &LocalText) -> TextField {
        TextField {
            label: label.to_owned(),
            ja: self.words(format!("{path}.ja"), &text.ja),
            en: self.words(format!("{path}.en"), &text.en),
        }
    }

    fn number(&self, name: String, label: &str, unit: &'static str, stored: &str) -> NumberField {
        let (value, fault) = (self.value(&name, stored), self.fault(&name));
        NumberField { label: label.to_owned(), unit, value, fault, name }
    }

    fn lines<'l>(
        &self,
        label: &'static str,
        lines: &'l [Line],
    ) -> impl Iterator<Item = TextField> + use<'l, '_> {
        lines.iter().map(move |line| self.text(&format!("line.{}.text", line.id), label, &line.text))
    }

    fn adding(
        &self,
        stem: &str,
        kind_name: String,
        kinds: Vec<(&'static str, &'static str, bool)>,
    ) -> Adding {
        let text = self.text(stem, self.shell.t("ready-add-sentence"), &LocalText::default());
        Adding { text, kind_name, kinds }
    }

    fn yardsticks(&self, book: &Rulebook) -> Section {
        let language = self.shell.language;
        let all = book.yardsticks.all().into_iter();
        let numbers = all.map(|(yardstick, number)| {
            let (name, unit) = (format!("yardsticks.{}", yardstick.name), yardstick.unit.label(language));
            self.number(name, yardstick.label(language), unit, &number.to_string())
        });
        let mut section =
            Self::section(self.shell.t("ready-yardsticks").to_owned(), numbers.collect(), Vec::new(), None);
        section.open = true;
        section
    }

    fn steps(&self, book: &Rulebook) -> Vec<Section> {
        let shell = self.shell;
        let section = |step: &mamori_core::rulebook::Step| {
            let path = format!("step.{}", step.id);
            let mut texts = vec![
                self.text(&format!("{path}.title"), shell.t("ready-field-title"), &step.title),
                self.text(&format!("{path}.aim"), shell.t("ready-field-aim"), &step.aim),
            ];
            texts.extend(self.lines(shell.t("ready-field-sentence"), &step.sentences));
            let title = shell.f("ready-section-step", "name", step.id.label(shell.language));
            let adding = self.adding(&format!("new.step.{}", step.id), String::new(), Vec::new());
            Self::section(title, Vec::new(), texts, Some(adding))
        };
        book.steps.iter().map(section).collect()
    }

    fn situation(&self, book: &Rulebook, situation: Situation) -> Section {
        let language = self.shell.language;
        let texts = book.sentences_for(situation).map(|sentence| {
            let path = format!("sentence.{}.text", sentence.id);
            self.text(&path, sentence.kind.label(language), &sentence.text)
        });
        let stem = format!("new.situation.{situation}");
        let kind_name = format!("{stem}.kind");
        let chosen = self.value(&kind_name, SentenceKind::BuyTime.as_str());
        let kinds = SentenceKind::ALL.iter();
        let kinds =
            kinds.map(|kind| (kind.as_str(), kind.label(language), kind.as_str() == chosen)).collect();
        let adding = self.adding(&stem, kind_name, kinds);
        let title = self.shell.f("ready-section-situation", "name", situation.label(language));
        Self::section(title, Vec::new(), texts.collect(), Some(adding))
    }

    fn levels(&self, book: &Rulebook) -> Vec<Section> {
        let shell = self.shell;
        let section = |level: &mamori_core::rulebook::Level| {
            let path = format!("level.{}", level.id);
            let numbers = vec![
                self.number(
                    format!("{path}.refund_limit_yen"),
                    shell.t("ready-field-limit"),
                    shell.t("ready-unit-yen"),
                    &level.refund_limit_yen.to_string(),
                ),
                self.number(
                    format!("{path}.within_seconds"),
                    shell.t("ready-field-within-seconds"),
                    shell.t("ready-unit-seconds"),
                    &level.within_seconds.to_string(),
                ),
            ];
            let mut texts = vec![
                self.text(&format!("{path}.title"), shell.t("ready-field-title"), &level.title),
                self.text(&format!("{path}.who"), shell.t("ready-field-who"), &level.who),
                self.text(&format!("{path}.trigger"), shell.t("ready-field-trigger"), &level.trigger),
                self.text(&format!("{path}.within"), shell.t("ready-field-within"), &level.within),
            ];
            texts.extend(self.lines(shell.t("ready-field-may-decide"), &level.may_decide));
            texts.extend(self.lines(shell.t("ready-field-may-approve"), &level.may_approve));
            let title = shell.f("ready-section-level", "name", level.title.raw(shell.language));
            Self::section(title, numbers, texts, None)
        };
        book.levels.iter().map(section).collect()
    }

    fn takeovers(&self, book: &Rulebook) -> Section {
        let texts = book.takeovers.iter().flat_map(|takeover| {
            let path = format!("takeover.{}", takeover.id);
            [
                self.text(&format!("{path}.when"), self.shell.t("ready-field-when"), &takeover.when),
                self.text(&format!("{path}.say"), self.shell.t("ready-field-say"), &takeover.say),
            ]
        });
        Self::section(self.shell.t("ready-takeovers").to_owned(), Vec::new(), texts.collect(), None)
    }

    fn contacts(&self, book: &Rulebook) -> Section {
        let shell = self.shell;
        let numbers = book.contacts.iter().map(|contact| {
            let name = format!("contact.{}.number", contact.id);
            self.number(name, contact.title.raw(shell.language), "", &contact.number)
        });
        let texts = book.contacts.iter().flat_map(|contact| {
            let path = format!("contact.{}", contact.id);
            [
                self.text(&format!("{path}.title"), shell.t("ready-field-title"), &contact.title),
                self.text(&format!("{path}.when"), shell.t("ready-field-when"), &contact.when),
            ]
        });
        Self::section(shell.t("ready-contacts").to_owned(), numbers.collect(), texts.collect(), None)
    }

    fn measures(&self, book: &Rulebook) -> Section {
        let shell = self.shell;
        let texts = book.measures.iter().flat_map(|measure| {
            let path = format!("measure.{}", measure.id);
            [
                self.text(&format!("{path}.title"), shell.t("ready-field-title"), &measure.title),
                self.text(&format!("{path}.criteria"), shell.t("ready-field-criteria"), &measure.criteria),
                self.text(&format!("{path}.appeal"), shell.t("ready-field-appeal"), &measure.appeal),
                self.text(
                    &format!("{path}.sector_note"),
                    shell.t("ready-field-sector"),
                    &measure.sector_note,
                ),
            ]
        });
        Self::section(shell.t("ready-measures").to_owned(), Vec::new(), texts.collect(), None)
    }

    fn care_and_about(&self, book: &Rulebook) -> Section {
        let shell = self.shell;
        let mut texts: Vec<_> = book
            .care_questions
            .iter()
            .flat_map(|question| {
                let path = format!("care_question.{}", question.id);
                [
                    self.text(&format!("{path}.text"), shell.t("ready-field-question"), &question.text),
                    self.text(&format!("{path}.if_yes"), shell.t("ready-field-if-yes"), &question.if_yes),
                ]
            })
            .collect();
        texts.push(self.text("about.about.title", shell.t("ready-field-title"), &book.about.title));
        texts.push(self.text("about.about.note", shell.t("ready-field-note"), &book.about.note));
        Self::section(shell.t("ready-section-care").to_owned(), Vec::new(), texts, None)
    }
}
