//! `/cases/{id}/judge`: a named person judges; the engine's reading stands beside it, unchanged.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::CaseId;
use mamori_core::access::Action;
use mamori_core::cases::Verdict;
use mamori_judge::{ConductValue, DemandValue, HarmValue};
use mamori_store::cases::judgements::{self, NewJudgement};
use mamori_store::cases::{CaseError, access};

use super::judging::{JudgeForm, Parsed};
use super::lines::{self, Line, ReadingView, word};
use super::page::Head;
use super::refusal::{self, Told};
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/judge.html")]
struct JudgePage {
    shell: Shell,
    head: Head,
    form: JudgeForm,
    elements: Vec<ElementView>,
    verdicts: Vec<Choice>,
    worker: String,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

/// One of the three columns.
struct ElementView {
    title: &'static str,
    value_name: String,
    lines_name: String,
    why_name: String,
    reading: Option<(&'static str, String)>,
    choices: Vec<Choice>,
    /// Lines that the reading marks, that carry a fact, or that were ticked.
    near: Vec<Tick>,
    /// The others, folded away.
    far: Vec<Tick>,
    why: String,
    error: String,
}

struct Choice {
    value: &'static str,
    label: &'static str,
    checked: bool,
    hint: &'static str,
}

struct Tick {
    index: String,
    number: u32,
    words: String,
    checked: bool,
}

/// Only somebody with the role, and never the person it happened to.
fn must_judge(member: &Member, opened: &Opened) -> Result<()> {
    member.must(Action::JudgeCases)?;
    if opened.case.worker_id == member.user { Err(Error::Forbidden) } else { Ok(()) }
}

/// `GET /cases/{id}/judge`
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    must_judge(&member, &opened)?;
    let known = judgements::all(&mut opened.tx, member.org, id).await?;
    let form = JudgeForm::after(known.first(), opened.case.version);
    show(&member, opened, form, None, Vec::new()).await
}

/// `POST /cases/{id}/judge`
pub(super) async fn save(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(form): Form<JudgeForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    must_judge(&member, &opened)?;
    let parsed = match form.parse(&Shell::of(&member)) {
        Ok(parsed) => parsed,
        Err(errors) => return show(&member, opened, form, None, errors).await,
    };
    match keep(&mut opened, &member, &form, &parsed).await {
        Ok(()) => {
            let (verdict, subject) = (parsed.verdict.as_str(), id.to_string());
            note(&mut opened.tx, &member, "case.judge", &subject, verdict, opened.now).await?;
            opened.tx.commit().await?;
            Ok(flash::go_on(&app, &path_of(id), "cases-judged-saved"))
        }
        Err(failed) => {
            drop(opened);
            let (opened, told) = refusal::again(&app, &member, id, form.version, failed).await?;
            show(&member, opened, form, Some(told), Vec::new()).await
        }
    }
}

async fn keep(
    opened: &mut Opened,
    member: &Member,
    form: &JudgeForm,
    parsed: &Parsed,
) -> Result<(), CaseError> {
    let (elements, reason) = (&parsed.elements, parsed.reason.as_str());
    let new = NewJudgement { seen: form.version, by: member.user, verdict: parsed.verdict, elements, reason };
    judgements::add(&mut opened.tx, member.org, &opened.case, new, opened.now).await
}

async fn show(
    member: &Member,
    mut opened: Opened,
    mut form: JudgeForm,
    told: Option<Told>,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let shell = Shell::of(member);
    let (tx, case) = (&mut opened.tx, &opened.case);
    let status = match (&told, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    if told.is_some() {
        // Whoever has been told of the changes may send the form again.
        form.version = case.version;
    }
    let reading = lines::reading_of(case);
    let lines = lines::of_case(tx, member.org, case, reading.as_ref(), shell.language).await?;
    let readers = access::readers(tx, member.org, case.id).await?;
    note(tx, member, "case.read", &case.id.to_string(), "judge", opened.now).await?;
    let reading = reading.map(|reading| ReadingView::of(&reading, shell.language));
    let page = JudgePage {
        head: Head::of(case, &readers, &shell, opened.now),
        elements: elements(&shell, &form, reading, &lines, &errors),
        verdicts: verdicts(&shell, &form),
        worker: case.worker_name.clone(),
        shell,
        form,
        told,
        errors,
    };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}

fn elements(
    shell: &Shell,
    form: &JudgeForm,
    reading: Option<ReadingView>,
    lines: &[Line],
    errors: &[FieldError],
) -> Vec<ElementView> {
    let language = shell.language;
    let demand = DemandValue::ALL.iter().map(|code| (code.as_str(), word(code.ja(), code.en(), language)));
    let conduct = ConductValue::ALL.iter().map(|code| (code.as_str(), word(code.ja(), code.en(), language)));
    let harm = HarmValue::ALL.iter().map(|code| (code.as_str(), word(code.ja(), code.en(), language)));
    let (of_demand, of_conduct, of_harm) = match reading {
        Some(view) => (Some(view.demand), Some(view.conduct), Some(view.harm)),
        None => (None, None, None),
    };
    let column = |name: &'static str, title, reading, choices: Vec<(&'static str, &'static str)>| {
        let (value, why, ticked) = form.element(name);
        let (near, far) = ticks(lines, ticked);
        let why_name = format!("{name}_why");
        let error = errors.iter().find(|error| error.field == why_name);
        ElementView {
            title,
            value_name: format!("{name}_value"),
            lines_name: format!("{name}_lines"),
            reading,
            choices: choices
                .into_iter()
                .map(|(code, label)| Choice { value: code, label, checked: code == value, hint: "" })
                .collect(),
            near,
            far,
            why: why.to_owned(),
            error: error.map(|error| error.message.clone()).unwrap_or_default(),
            why_name,
        }
    };
    vec![
        column("demand", shell.t("cases-demand"), of_demand, demand.collect()),
        column("conduct", shell.t("cases-conduct"), of_conduct, conduct.collect()),
        column("harm", shell.t("cases-harm"), of_harm, harm.collect()),
    ]
}

fn ticks(lines: &[Line], ticked: &[String]) -> (Vec<Tick>, Vec<Tick>) {
    let (mut near, mut far) = (Vec::new(), Vec::new());
    for line in lines {
        let index = line.index.to_string();
        let checked = ticked.contains(&index);
        let marked = line.who.is_empty()
            || !line.facts.is_empty()
            || line.pieces.iter().any(|piece| piece.mark.is_some());
        let mut words: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
        for fact in &line.facts {
            words.extend([" [", fact, "]"]);
        }
        let tick = Tick { index, number: line.number(), words, checked };
        if checked || marked { near.push(tick) } else { far.push(tick) }
    }
    (near, far)
}

fn verdicts(shell: &Shell, form: &JudgeForm) -> Vec<Choice> {
    let choice = |verdict: &Verdict| Choice {
        value: verdict.as_str(),
        label: verdict.label(shell.language),
        checked: verdict.as_str() == form.verdict,
        hint: match verdict {
            Verdict::Undecided => shell.t("cases-judge-undecided-hint"),
            Verdict::Harassment => shell.t("cases-judge-harassment-hint"),
            _ => "",
        },
    };
    Verdict::ALL.iter().map(choice).collect()
}

impl JudgeForm {
    fn element(&self, name: &str) -> (&str, &str, &[String]) {
        match name {
            "demand" => (&self.demand_value, &self.demand_why, &self.demand_lines),
            "conduct" => (&self.conduct_value, &self.conduct_why, &self.conduct_lines),
            _ => (&self.harm_value, &self.harm_why, &self.harm_lines),
        }
    }
}
