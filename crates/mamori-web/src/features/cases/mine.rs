//! The worker's own view of a case: five steps with dates, who has read it, what is next and by when.

use askama::Template;
use mamori_core::UnixMs;
use mamori_core::cases::{AccessWhy, CaseState, NextStep};
use mamori_core::people::Language;
use mamori_store::Tx;
use mamori_store::cases::access::{self, Reader};
use mamori_store::cases::{CaseFile, closing, judgements, measures};

use super::lines::{self, Line};
use super::page::join;
use crate::web::{Member, Result, Shell};

#[derive(Template)]
#[template(path = "cases/mine.html")]
pub(super) struct MinePage {
    shell: Shell,
    href: String,
    version: i64,
    name: String,
    happened: String,
    steps: Vec<Step>,
    late: Option<String>,
    lines: Vec<Line>,
    seen_by: String,
}

/// One of the five steps.
struct Step {
    label: &'static str,
    state: &'static str,
    date: String,
    note: String,
}

/// What the worker may know of a case: never a reason, never what others wrote about it.
struct Story {
    case: CaseFile,
    readers: Vec<Reader>,
    judged: Option<(String, UnixMs)>,
    measures: Vec<String>,
    follow_ups: Vec<UnixMs>,
    now: UnixMs,
}

/// Loads the worker's view.
pub(super) async fn load(tx: &mut Tx, member: &Member, case: &CaseFile, now: UnixMs) -> Result<MinePage> {
    let (shell, org) = (Shell::of(member), member.org);
    let readers = access::readers(tx, org, case.id).await?;
    let reading = lines::reading_of(case);
    let lines = lines::of_case(tx, org, case, reading.as_ref(), shell.language).await?;
    let mut story = Story {
        case: case.clone(),
        readers,
        judged: None,
        measures: Vec::new(),
        follow_ups: Vec::new(),
        now,
    };
    if case.state != CaseState::Reported {
        let judged = judgements::all(tx, org, case.id).await?.into_iter().next();
        story.judged = judged.map(|judged| (judged.verdict.label(shell.language).to_owned(), judged.at));
        let rulebook = mamori_store::rulebooks::in_force(tx, org, now).await?.rulebook;
        let named = |kind: &str| {
            let rule = rulebook.measure(kind);
            rule.map_or_else(|| kind.to_owned(), |rule| rulebook.text(&rule.title, shell.language))
        };
        let all = measures::all(tx, org, case.id).await?.into_iter();
        let worded = all.map(|one| {
            let state = one.state.label(shell.language);
            shell.f2("cases-measure-is", "measure", named(&one.kind), "state", state)
        });
        story.measures = worded.collect();
    }
    if case.state == CaseState::Closed {
        let dates = closing::follow_ups(tx, org, case.id).await?;
        story.follow_ups = dates.into_iter().map(|date| date.due_at).collect();
    }
    Ok(MinePage {
        href: super::path_of(case.id),
        version: case.version,
        name: shell.f2("cases-name", "number", case.number, "title", &case.title),
        happened: case.happened_at.minute_text(),
        steps: story.steps(&shell),
        late: story.late(&shell),
        lines,
        seen_by: join(story.readers.iter().map(|reader| reader.name.as_str()), &shell),
        shell,
    })
}

impl Story {
    fn steps(&self, shell: &Shell) -> Vec<Step> {
        vec![
            self.arrived(shell),
            self.read(shell),
            self.judged(shell),
            self.answered(shell),
            self.afterwards(shell),
        ]
    }

    fn others(&self) -> impl Iterator<Item = &Reader> {
        self.readers.iter().filter(|reader| reader.user_id != self.case.worker_id)
    }

    fn arrived(&self, shell: &Shell) -> Step {
        let names = join(self.others().map(|reader| reader.name.as_str()), shell);
        Step {
            label: shell.t("cases-step-arrived"),
            state: "done",
            date: self.case.opened_at.minute_text(),
            note: shell.f("cases-step-arrived-at", "names", names),
        }
    }

    fn read(&self, shell: &Shell) -> Step {
        let read: Vec<_> =
            self.others().filter_map(|reader| reader.first_read_at.map(|at| (at, &reader.name))).collect();
        let first = read.iter().map(|(at, _)| *at).min();
        let worded: Vec<_> = read
            .iter()
            .map(|(at, name)| shell.f2("cases-read-at", "name", name, "at", at.minute_text()))
            .collect();
        let note = match first {
            Some(_) => join(worded.iter().map(String::as_str), shell),
            None => shell.t("cases-step-unread").to_owned(),
        };
        let state = if first.is_some() { "done" } else { "now" };
        let date = first.map(UnixMs::minute_text).unwrap_or_default();
        Step { label: shell.t("cases-step-read"), state, date, note }
    }

    fn judged(&self, shell: &Shell) -> Step {
        let label = shell.t("cases-step-judged");
        let verdict = self.judged.as_ref();
        let said = verdict.map(|(verdict, _)| shell.f("cases-step-judged-as", "verdict", verdict));
        if self.case.next_step == NextStep::Judge {
            let note = said.unwrap_or_else(|| shell.f("cases-step-judge", "name", &self.case.holder_name));
            return self.waiting(label, note, shell);
        }
        let date = verdict.map(|(_, at)| at.minute_text()).unwrap_or_default();
        Step { label, state: "done", date, note: said.unwrap_or_default() }
    }

    fn answered(&self, shell: &Shell) -> Step {
        let label = shell.t("cases-step-answer");
        let said = join(self.measures.iter().map(String::as_str), shell);
        match self.case.next_step {
            NextStep::Act | NextStep::Close => {
                let note = if said.is_empty() { shell.t("cases-step-answer-soon").to_owned() } else { said };
                self.waiting(label, note, shell)
            }
            NextStep::Judge => Step { label, state: "to-come", date: String::new(), note: said },
            NextStep::Done => {
                let date = self.case.closed_at.map(UnixMs::minute_text).unwrap_or_default();
                let note = if said.is_empty() { shell.t("cases-step-no-measure").to_owned() } else { said };
                Step { label, state: "done", date, note }
            }
        }
    }

    fn afterwards(&self, shell: &Shell) -> Step {
        let label = shell.t("cases-step-after");
        if self.follow_ups.is_empty() {
            let note = shell.t("cases-step-after-plan").to_owned();
            return Step { label, state: "to-come", date: String::new(), note };
        }
        let dates: Vec<_> = self.follow_ups.iter().map(|at| at.minute_text()).collect();
        let dates = join(dates.iter().map(String::as_str), shell);
        let note = shell.f("cases-step-after-dates", "dates", dates);
        Step { label, state: "now", date: String::new(), note }
    }

    /// The step that has to be done next, with its date.
    fn waiting(&self, label: &'static str, note: String, shell: &Shell) -> Step {
        let date = self.case.next_due_at.map(|due| shell.f("cases-until", "date", due.minute_text()));
        let state = if self.is_late() { "late" } else { "now" };
        Step { label, state, date: date.unwrap_or_default(), note }
    }

    fn is_late(&self) -> bool {
        self.case.next_due_at.is_some_and(|due| due < self.now)
    }

    /// Says plainly that a date has passed, and whom else to turn to.
    fn late(&self, shell: &Shell) -> Option<String> {
        let due = self.case.next_due_at.filter(|_| self.is_late())?;
        let step = self.case.next_step.label(shell.language);
        let desk = self.others().filter(|reader| reader.why == AccessWhy::Desk);
        let names = join(desk.map(|reader| reader.name.as_str()), shell);
        let said = shell.f2("cases-overdue", "step", step, "date", due.minute_text());
        let turn_to = shell.f("cases-overdue-turn-to", "names", names);
        let space = if shell.language == Language::En { " " } else { "" };
        Some(format!("{said}{space}{turn_to}"))
    }
}
