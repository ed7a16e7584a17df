//! The right side of a case: what was decided, what is being done, and what the reader may do next.

use mamori_core::access::Action;
use mamori_core::cases::{CaseState, MeasureState, NextStep};
use mamori_core::rulebook::Rulebook;
use mamori_core::{UnixMs, UserId};
use mamori_store::Tx;
use mamori_store::cases::measures::Measure;
use mamori_store::cases::{CaseFile, access, closing, judgements, measures, preventions};
use mamori_store::rulebooks;

use super::page::{Attempt, join};
use crate::web::{Member, Result, Shell};

/// What stands on the right side.
#[derive(Default)]
pub(super) struct Doing {
    pub(super) judgements: Vec<JudgementView>,
    pub(super) care: Option<CareView>,
    pub(super) measures: Vec<MeasureView>,
    pub(super) tasks: Vec<TaskView>,
    pub(super) follow_ups: Vec<String>,
    pub(super) may: May,
    pub(super) links: Links,
    /// Words that were typed into a form that is not offered any more.
    pub(super) kept: String,
    pub(super) version: i64,
    pub(super) today: String,
}

/// What the reader may do.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one button each, independent of one another")]
pub(super) struct May {
    pub(super) judge: bool,
    pub(super) act: bool,
    pub(super) close: bool,
    pub(super) take_over: bool,
}

/// Where the next steps are.
#[derive(Default)]
pub(super) struct Links {
    pub(super) judge: String,
    pub(super) judge_style: &'static str,
    pub(super) care: String,
    pub(super) measure: String,
    pub(super) close: String,
    /// Where somebody is let in; empty for whoever may not.
    pub(super) let_in: String,
}

pub(super) struct JudgementView {
    pub(super) at: String,
    pub(super) judge: String,
    pub(super) verdict: &'static str,
    pub(super) reason: String,
    pub(super) elements: Vec<(&'static str, String, String)>,
}

pub(super) struct CareView {
    pub(super) at: String,
    pub(super) checker: String,
    pub(super) note: String,
    pub(super) yes: Vec<String>,
    pub(super) no: Vec<String>,
}

pub(super) struct MeasureView {
    pub(super) action: String,
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) plan: String,
    pub(super) proposer: String,
    pub(super) sector_note: String,
    pub(super) decider: String,
    pub(super) decision_note: String,
    pub(super) recorded: String,
    pub(super) record: String,
    pub(super) may_decide: bool,
    pub(super) may_record: bool,
    /// Who could approve it, perhaps nobody; `None` when it does not wait for an answer.
    pub(super) approvers: Option<String>,
    pub(super) typed: Typed,
}

/// What stands in the forms of a measure.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) note: String,
    pub(super) done_on: String,
    pub(super) record: String,
}

pub(super) struct TaskView {
    pub(super) task: String,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) done: bool,
}

/// Loads the right side; what cannot be there yet is not asked for.
pub(super) async fn load(
    tx: &mut Tx,
    member: &Member,
    case: &CaseFile,
    shell: &Shell,
    now: UnixMs,
    attempt: &Attempt,
) -> Result<Doing> {
    let mut doing = Doing {
        may: may(member, case),
        links: links(member, case),
        version: case.version,
        today: now.date_text(),
        ..Doing::default()
    };
    if case.state == CaseState::Reported {
        return Ok(doing);
    }
    let (org, id) = (member.org, case.id);
    let judged = judgements::all(tx, org, id).await?;
    doing.judgements = judged.into_iter().map(|judged| judgement(judged, shell)).collect();
    let rulebook = rulebooks::in_force(tx, org, now).await?.rulebook;
    let checked = measures::care_check(tx, org, id).await?;
    doing.care = checked.map(|checked| care_view(&checked, &rulebook, shell));
    let all = measures::all(tx, org, id).await?;
    let approvers = access::approvers(tx, org, id).await?;
    let mut views = Vec::new();
    for one in all {
        let tried = attempt.measure == Some(one.id);
        let mut view = measure(one, member, case, &rulebook, shell, &approvers);
        view.typed = typed(attempt, tried, &doing.today);
        if tried && !view.may_decide && !view.may_record {
            doing.kept = [attempt.note.as_str(), attempt.record.as_str()].concat();
        }
        views.push(view);
    }
    doing.measures = views;
    if case.state == CaseState::Closed {
        let tasks = preventions::of_case(tx, org, id).await?;
        doing.tasks = tasks.into_iter().map(task).collect();
        let dates = closing::follow_ups(tx, org, id).await?;
        doing.follow_ups = dates.iter().map(|date| date.due_at.minute_text()).collect();
    }
    Ok(doing)
}

/// What was typed for the measure that was tried; today for the others.
fn typed(attempt: &Attempt, tried: bool, today: &str) -> Typed {
    if !tried {
        return Typed { done_on: today.to_owned(), ..Typed::default() };
    }
    let done_on = if attempt.done_on.is_empty() { today.to_owned() } else { attempt.done_on.clone() };
    Typed { note: attempt.note.clone(), done_on, record: attempt.record.clone() }
}

fn may(member: &Member, case: &CaseFile) -> May {
    let open = case.state != CaseState::Closed;
    let judge = open && member.may(Action::JudgeCases);
    May {
        judge,
        act: judge && matches!(case.next_step, NextStep::Act | NextStep::Close),
        close: open && case.state != CaseState::Reported && member.may(Action::LeadCases),
        take_over: judge && case.holder_id != Some(member.user),
    }
}

fn links(member: &Member, case: &CaseFile) -> Links {
    let below = |what: &str| format!("{}/{what}", super::path_of(case.id));
    Links {
        judge: below("judge"),
        judge_style: if case.next_step == NextStep::Judge { "primary" } else { "" },
        care: below("care-check"),
        measure: below("measure"),
        close: below("close"),
        let_in: if member.may(Action::LeadCases) { below("people") } else { String::new() },
    }
}

fn judgement(judged: judgements::Judgement, shell: &Shell) -> JudgementView {
    use mamori_judge::{ConductValue, DemandValue, HarmValue};
    let language = shell.language;
    let elements = judged.elements;
    let demand = DemandValue::parse(&elements.demand.value).map(|code| (code.ja(), code.en()));
    let conduct = ConductValue::parse(&elements.conduct.value).map(|code| (code.ja(), code.en()));
    let harm = HarmValue::parse(&elements.harm.value).map(|code| (code.ja(), code.en()));
    let words = |found: Result<(&'static str, &'static str), _>| match found {
        Ok((ja, en)) => super::lines::word(ja, en, language).to_owned(),
        Err::<_, mamori_judge::UnknownCode>(_) => String::new(),
    };
    let why = |element: mamori_core::cases::Element| {
        let lines: Vec<_> = element.lines.iter().map(|line| (line + 1).to_string()).collect();
        let lines = lines.join(", ");
        if lines.is_empty() {
            element.why
        } else {
            shell.f2("cases-why-lines", "why", element.why, "lines", lines)
        }
    };
    JudgementView {
        at: judged.at.minute_text(),
        judge: judged.judge_name,
        verdict: judged.verdict.label(language),
        reason: judged.reason,
        elements: vec![
            (shell.t("cases-demand"), words(demand), why(elements.demand)),
            (shell.t("cases-conduct"), words(conduct), why(elements.conduct)),
            (shell.t("cases-harm"), words(harm), why(elements.harm)),
        ],
    }
}

fn care_view(care: &measures::CareCheck, rulebook: &Rulebook, shell: &Shell) -> CareView {
    let answers: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&care.answers).unwrap_or_default();
    let answered = |answer: &str| {
        let questions = rulebook.care_questions.iter();
        let asked =
            questions.filter(|question| answers.get(&question.id).is_some_and(|given| given == answer));
        asked.map(|question| rulebook.text(&question.text, shell.language)).collect()
    };
    CareView {
        at: care.checked_at.minute_text(),
        checker: care.checker_name.clone(),
        note: care.note.clone(),
        yes: answered("yes"),
        no: answered("no"),
    }
}

fn measure(
    one: Measure,
    member: &Member,
    case: &CaseFile,
    rulebook: &Rulebook,
    shell: &Shell,
    approvers: &[(UserId, String)],
) -> MeasureView {
    let rule = rulebook.measure(&one.kind);
    let text = |text: &mamori_core::rulebook::LocalText| rulebook.text(text, shell.language);
    let open = case.state != CaseState::Closed;
    let own = one.proposed_by == member.user;
    let two_people = rule.is_none_or(|rule| rule.approvals > 1);
    let waits = open && one.state == MeasureState::Proposed;
    let others = approvers.iter().filter(|(user, _)| !(two_people && *user == one.proposed_by));
    MeasureView {
        approvers: waits.then(|| join(others.map(|(_, name)| name.as_str()), shell)),
        action: format!("{}/measures/{}", super::path_of(case.id), one.id),
        title: rule.map_or_else(|| one.kind.clone(), |rule| text(&rule.title)),
        sector_note: rule.map(|rule| text(&rule.sector_note)).unwrap_or_default(),
        state: one.state.label(shell.language),
        plan: one.plan,
        proposer: one.proposer_name,
        decider: one.decider_name,
        decision_note: one.decision_note,
        recorded: one.recorded_at.map(UnixMs::date_text).unwrap_or_default(),
        record: one.record,
        may_decide: waits && member.may(Action::ApproveMeasures) && !(own && two_people),
        typed: Typed::default(),
        may_record: open && one.state == MeasureState::Approved && member.may(Action::JudgeCases),
    }
}

fn task(task: preventions::CaseTask) -> TaskView {
    TaskView {
        task: task.task,
        owner: task.owner_name,
        due: task.due_at.date_text(),
        done: task.done_at.is_some(),
    }
}
