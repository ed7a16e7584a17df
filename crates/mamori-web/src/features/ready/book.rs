//! A rulebook in one language, ready for a template.

use mamori_core::rulebook::{Level, LevelId, Line, LocalText, Rulebook, SentenceKind, Situation};

use super::words::{grouped, within};
use crate::web::Shell;

/// A rulebook in the reader's words, with the numbers filled in.
pub(super) struct Book {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) as_of: String,
    pub(super) yardsticks: Vec<(&'static str, String)>,
    pub(super) steps: Vec<Step>,
    pub(super) takeovers: Vec<Takeover>,
    pub(super) situations: Vec<(&'static str, Vec<(&'static str, String)>)>,
    pub(super) levels: Vec<LevelWords>,
    pub(super) measures: Vec<Measure>,
    pub(super) contacts: Vec<Contact>,
    pub(super) care_questions: Vec<(String, String)>,
}

pub(super) struct Step {
    pub(super) title: String,
    pub(super) aim: String,
    pub(super) sentences: Vec<String>,
}

pub(super) struct Takeover {
    pub(super) when: String,
    pub(super) by: String,
    pub(super) within: String,
    pub(super) say: String,
    pub(super) grave: bool,
}

pub(super) struct LevelWords {
    pub(super) title: String,
    pub(super) who: String,
    pub(super) trigger: String,
    pub(super) within: String,
    pub(super) limit: Option<String>,
    pub(super) may_decide: Vec<String>,
    pub(super) may_approve: Vec<String>,
}

pub(super) struct Measure {
    pub(super) title: String,
    pub(super) criteria: String,
    pub(super) approver: String,
    pub(super) expires: String,
    pub(super) appeal: String,
    pub(super) sector_note: String,
}

pub(super) struct Contact {
    pub(super) title: String,
    pub(super) number: String,
    pub(super) when: String,
}

impl Book {
    /// Reads `rulebook` in the language of `shell`.
    pub(super) fn of(rulebook: &Rulebook, shell: &Shell) -> Self {
        let reader = Reader { rulebook, shell };
        Self {
            title: reader.text(&rulebook.about.title),
            note: reader.text(&rulebook.about.note),
            as_of: rulebook.about.as_of.clone(),
            yardsticks: reader.yardsticks(),
            steps: reader.steps(),
            takeovers: reader.takeovers(),
            situations: reader.situations(),
            levels: rulebook.levels.iter().map(|level| reader.level(level)).collect(),
            measures: reader.measures(),
            contacts: reader.contacts(),
            care_questions: reader.care_questions(),
        }
    }
}

struct Reader<'b> {
    rulebook: &'b Rulebook,
    shell: &'b Shell,
}

impl Reader<'_> {
    fn text(&self, text: &LocalText) -> String {
        self.rulebook.text(text, self.shell.language)
    }

    fn lines(&self, lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| self.text(&line.text)).collect()
    }

    fn level_title(&self, id: LevelId) -> String {
        self.rulebook.level(id).map_or_else(|| id.to_string(), |level| self.text(&level.title))
    }

    fn yardsticks(&self) -> Vec<(&'static str, String)> {
        let language = self.shell.language;
        let all = self.rulebook.yardsticks.all().into_iter();
        all.map(|(yardstick, number)| {
            let unit = yardstick.unit.label(language);
            (yardstick.label(language), self.shell.f2("ready-number", "n", number, "unit", unit))
        })
        .collect()
    }

    fn steps(&self) -> Vec<Step> {
        let steps = self.rulebook.steps.iter();
        steps
            .map(|step| Step {
                title: self.text(&step.title),
                aim: self.text(&step.aim),
                sentences: self.lines(&step.sentences),
            })
            .collect()
    }

    fn takeovers(&self) -> Vec<Takeover> {
        let takeovers = self.rulebook.takeovers.iter();
        takeovers
            .map(|takeover| Takeover {
                when: self.text(&takeover.when),
                by: self.level_title(takeover.by),
                within: within(self.shell, takeover.within_seconds),
                say: self.text(&takeover.say),
                grave: takeover.grave,
            })
            .collect()
    }

    fn situations(&self) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
        let language = self.shell.language;
        let words = |situation: Situation| {
            let sentences = self.rulebook.sentences_for(situation);
            sentences
                .map(|sentence| (SentenceKind::label(sentence.kind, language), self.text(&sentence.text)))
                .collect()
        };
        let all = Situation::ALL.iter().map(|situation| (situation.label(language), words(*situation)));
        all.filter(|(_, sentences): &(_, Vec<_>)| !sentences.is_empty()).collect()
    }

    fn level(&self, level: &Level) -> LevelWords {
        let limit = level.refund_limit_yen;
        LevelWords {
            title: self.text(&level.title),
            who: self.text(&level.who),
            trigger: self.text(&level.trigger),
            within: self.text(&level.within),
            limit: (limit > 0).then(|| self.shell.f("ready-yen", "n", grouped(limit))),
            may_decide: self.lines(&level.may_decide),
            may_approve: self.lines(&level.may_approve),
        }
    }

    fn measures(&self) -> Vec<Measure> {
        let mut measures: Vec<_> = self.rulebook.measures.iter().collect();
        measures.sort_by_key(|measure| measure.order);
        let words = measures.into_iter().map(|measure| {
            let approver = self.level_title(measure.approver);
            let expires = match measure.expires_days {
                0 => self.shell.t("ready-no-expiry").to_owned(),
                days => self.shell.f("ready-days", "n", days),
            };
            Measure {
                title: self.text(&measure.title),
                criteria: self.text(&measure.criteria),
                approver: self.shell.f2("ready-approvals", "who", approver, "n", measure.approvals),
                expires,
                appeal: self.text(&measure.appeal),
                sector_note: self.text(&measure.sector_note),
            }
        });
        words.collect()
    }

    fn contacts(&self) -> Vec<Contact> {
        let contacts = self.rulebook.contacts.iter();
        contacts
            .map(|contact| Contact {
                title: self.text(&contact.title),
                number: contact.number.clone(),
                when: self.text(&contact.when),
            })
            .collect()
    }

    fn care_questions(&self) -> Vec<(String, String)> {
        let questions = self.rulebook.care_questions.iter();
        questions.map(|question| (self.text(&question.text), self.text(&question.if_yes))).collect()
    }
}
