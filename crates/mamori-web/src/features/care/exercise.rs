//! A short exercise after a bad talk. It can be skipped; how often it was done is told to the person alone.

use askama::Template;
use axum::response::{Redirect, Response};
use mamori_content::Exercise;

use crate::App;
use crate::web::{Button, Error, Form, Member, Path, Query, Result, Shell, render};

#[derive(Template)]
#[template(path = "care/exercise.html")]
struct ExercisePage {
    shell: Shell,
    path: String,
    title: String,
    intro_html: String,
    note: String,
    skip: String,
    /// What is said at the end; empty before.
    done: String,
    steps: Vec<(u32, String)>,
    weeks: Vec<(String, u32)>,
}

#[derive(serde::Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    done: bool,
}

fn find<'c>(app: &'c App, id: &str) -> Result<&'c Exercise> {
    app.content.exercises.iter().find(|exercise| exercise.id == id).ok_or(Error::NotFound)
}

/// `GET /care/exercise/{id}`
pub(super) async fn page(
    app: App,
    member: Member,
    Path(id): Path<String>,
    Query(Shown { done }): Query<Shown>,
) -> Result<Response> {
    let exercise = find(&app, &id)?;
    let shell = Shell::of(&member);
    let weeks = app.care.exercise_weeks(member.myself(), &id).await?;
    render(&ExercisePage {
        path: format!("/care/exercise/{id}"),
        title: shell.say(&exercise.title).to_owned(),
        intro_html: shell.say(&exercise.intro_html).to_owned(),
        note: shell.say(&exercise.note).to_owned(),
        skip: shell.say(&exercise.skip).to_owned(),
        done: if done { shell.say(&exercise.done).to_owned() } else { String::new() },
        steps: exercise.steps.iter().map(|step| (step.seconds, shell.say(&step.text).to_owned())).collect(),
        weeks: weeks.iter().map(|week| (week.begins.date_text(), week.times)).collect(),
        shell,
    })
}

/// `POST /care/exercise/{id}`: counts it, for the person alone.
pub(super) async fn done(
    app: App,
    member: Member,
    Path(id): Path<String>,
    Form(Button {}): Form<Button>,
) -> Result<Redirect> {
    let exercise = find(&app, &id)?;
    app.care.exercise_done(member.myself(), &exercise.id, app.clock.now()).await?;
    Ok(Redirect::to(&format!("/care/exercise/{id}?done=true")))
}
