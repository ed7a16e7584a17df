//! One question: a situation, four things one could do, and why the best one is best. The score is nobody else's.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_content::{Lesson, Question, Text, fill};
use mamori_core::rulebook::Rulebook;
use mamori_store::rulebooks;
use serde::Deserialize;

use super::progress::{self, Progress};
use super::{find, path};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Path, Result, Shell, render};

#[derive(Template)]
#[template(path = "learn/question.html")]
struct QuestionPage {
    shell: Shell,
    back: String,
    title: String,
    label: String,
    number: usize,
    of: usize,
    situation: String,
    options: Vec<Choice>,
    /// What to know after answering; empty before.
    rationale: String,
    right: bool,
    source: String,
    mark: String,
    action: String,
    next: String,
    errors: Vec<FieldError>,
}

struct Choice {
    value: String,
    label: String,
    checked: bool,
    best: bool,
}

#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    option: String,
}

/// `GET /learn/{course}/{chapter}/questions/{id}`
pub(super) async fn page(
    app: App,
    member: Member,
    Path((course, chapter, id)): Path<(String, String, String)>,
) -> Result<Response> {
    let lesson = find(&app, &course, &chapter)?;
    render(&build(&app, &member, lesson, &id, Vec::new()).await?)
}

async fn build(
    app: &App,
    member: &Member,
    lesson: &Lesson,
    id: &str,
    errors: Vec<FieldError>,
) -> Result<QuestionPage> {
    let shell = Shell::of(member);
    let index = lesson.questions.iter().position(|question| question.id == id).ok_or(Error::NotFound)?;
    let question = &lesson.questions[index];
    let mut tx = app.db.read().await?;
    let rules = rulebooks::in_force(&mut tx, member.org, app.clock.now()).await?.rulebook;
    let progress = Progress::load(&mut tx, member, lesson).await?;
    let chosen: Option<usize> =
        progress.answers(&progress::question(id)).and_then(|answers| answers.parse().ok());
    let words = |text: &Text| filled(&rules, shell.say(text));
    let options = question.options.iter().enumerate().map(|(at, option)| Choice {
        value: at.to_string(),
        label: words(option),
        checked: chosen == Some(at),
        best: chosen.is_some() && at == question.answer,
    });
    let base = path(lesson);
    let next = lesson.questions.get(index + 1).map(|next| format!("{base}/questions/{}", next.id));
    let source = lesson.sources.iter().find(|source| source.id == question.source);
    Ok(QuestionPage {
        title: shell.say(&lesson.chapter.title).to_owned(),
        label: shell.f2("learn-question-of", "number", index + 1, "of", lesson.questions.len()),
        number: index + 1,
        of: lesson.questions.len(),
        situation: words(&question.situation),
        options: options.collect(),
        rationale: chosen.map(|_| words(&question.rationale)).unwrap_or_default(),
        right: chosen == Some(question.answer),
        source: source.map(|source| shell.say(&source.claim).to_owned()).unwrap_or_default(),
        mark: source.map(|source| shell.say(&source.mark.text()).to_owned()).unwrap_or_default(),
        action: format!("{base}/questions/{id}"),
        next: next.unwrap_or_else(|| base.clone()),
        back: base,
        errors,
        shell,
    })
}

/// The numbers of the rulebook in force, where the material names them.
fn filled(rules: &Rulebook, text: &str) -> String {
    fill(text, |name| rules.yardsticks.number(name))
}

/// `POST /learn/{course}/{chapter}/questions/{id}`
pub(super) async fn answer(
    app: App,
    member: Member,
    Path((course, chapter, id)): Path<(String, String, String)>,
    Form(answer): Form<Answer>,
) -> Result<Response> {
    let lesson = find(&app, &course, &chapter)?;
    let question = lesson.questions.iter().find(|question| question.id == id).ok_or(Error::NotFound)?;
    let Some(option) = chosen(question, &answer.option) else {
        let message = Shell::of(&member).t("learn-choose").to_owned();
        let errors = vec![FieldError { field: "options", message }];
        let page = build(&app, &member, lesson, &id, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response());
    };
    progress::done(&app, &member, lesson, &progress::question(&id), &option.to_string()).await?;
    Ok(Redirect::to(&format!("{}/questions/{id}", path(lesson))).into_response())
}

fn chosen(question: &Question, text: &str) -> Option<usize> {
    text.parse().ok().filter(|option| *option < question.options.len())
}
