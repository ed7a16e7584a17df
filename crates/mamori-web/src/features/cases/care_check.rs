//! `/cases/{id}/care-check`: 配慮チェック, before any measure.

use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::CaseId;
use mamori_core::access::Action;
use mamori_core::rulebook::Rulebook;
use mamori_store::cases::access;
use mamori_store::cases::measures::{self, NewCareCheck};
use mamori_store::rulebooks;

use super::lines;
use super::page::Head;
use super::prose::{self, LONG};
use super::refusal::{self, Told};
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/care_check.html")]
struct CarePage {
    shell: Shell,
    head: Head,
    version: i64,
    questions: Vec<Question>,
    note: String,
    stressed: bool,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

struct Question {
    name: String,
    text: String,
    if_yes: String,
    yes: bool,
    no: bool,
}

/// Field name → value: `version`, `note`, and for each question `q-ID` with `yes` or `no`.
type CareForm = HashMap<String, String>;

/// `GET /cases/{id}/care-check`
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let form = CareForm::from([("version".to_owned(), opened.case.version.to_string())]);
    show(&member, opened, &form, None, Vec::new()).await
}

/// `POST /cases/{id}/care-check`
pub(super) async fn save(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(form): Form<CareForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let rulebook = rulebooks::in_force(&mut opened.tx, member.org, opened.now).await?.rulebook;
    let (answers, words) = match parse(&form, &rulebook, &Shell::of(&member)) {
        Ok(parsed) => parsed,
        Err(errors) => return show(&member, opened, &form, None, errors).await,
    };
    let seen = seen(&form);
    let new = NewCareCheck { seen, by: member.user, answers: &answers, note: &words };
    let done = measures::check_care(&mut opened.tx, member.org, &opened.case, new, opened.now).await;
    if let Err(failed) = done {
        drop(opened);
        let (opened, told) = refusal::again(&app, &member, id, seen, failed).await?;
        return show(&member, opened, &form, Some(told), Vec::new()).await;
    }
    note(&mut opened.tx, &member, "case.care_check", &id.to_string(), "", opened.now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-care-saved"))
}

fn seen(form: &CareForm) -> i64 {
    form.get("version").and_then(|version| version.parse().ok()).unwrap_or_default()
}

/// Every question has an answer, and a yes says what was done about it.
fn parse(form: &CareForm, rulebook: &Rulebook, shell: &Shell) -> Result<(String, String), Vec<FieldError>> {
    let mut answers = serde_json::Map::new();
    for question in &rulebook.care_questions {
        let answer = form.get(&name(&question.id)).map(String::as_str);
        if let Some(answer @ ("yes" | "no")) = answer {
            answers.insert(question.id.clone(), answer.into());
        }
    }
    let fault = |field, key| vec![FieldError { field, message: shell.t(key).to_owned() }];
    if answers.len() < rulebook.care_questions.len() {
        return Err(fault("questions", "cases-care-unanswered"));
    }
    let words = form.get("note").map(String::as_str).unwrap_or_default();
    let words = prose::parse(words, LONG).map_err(|fault| vec![fault.at(shell, "note")])?;
    if words.is_empty() && answers.values().any(|answer| answer == "yes") {
        return Err(fault("note", "cases-care-no-note"));
    }
    Ok((serde_json::Value::Object(answers).to_string(), words))
}

fn name(question: &str) -> String {
    format!("q-{question}")
}

async fn show(
    member: &Member,
    mut opened: Opened,
    form: &CareForm,
    told: Option<Told>,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let shell = Shell::of(member);
    let status = match (&told, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    let rulebook = rulebooks::in_force(tx, member.org, now).await?.rulebook;
    let readers = access::readers(tx, member.org, case.id).await?;
    note(tx, member, "case.read", &case.id.to_string(), "care_check", now).await?;
    let reported = !lines::report_of(case).care.is_empty();
    let questions = rulebook.care_questions.iter().map(|question| {
        let answer = form.get(&name(&question.id)).map(String::as_str);
        Question {
            name: name(&question.id),
            text: rulebook.text(&question.text, shell.language),
            if_yes: rulebook.text(&question.if_yes, shell.language),
            yes: answer == Some("yes"),
            no: answer == Some("no"),
        }
    });
    let page = CarePage {
        head: Head::of(case, &readers, &shell, now),
        version: if told.is_some() { case.version } else { seen(form) },
        questions: questions.collect(),
        note: form.get("note").cloned().unwrap_or_default(),
        stressed: reported || lines::reading_of(case).is_some_and(|reading| reading.care_check),
        shell,
        told,
        errors,
    };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}
