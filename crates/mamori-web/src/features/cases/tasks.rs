//! `/cases/tasks`: the recurrence-prevention tasks that one owns. A task shows nothing of its case to whoever may not
//! open it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::PreventionId;
use mamori_core::access::Action;
use mamori_store::cases::{CaseError, preventions};
use serde::Deserialize;

use super::prose::{self, LONG};
use super::refusal::{self, Told};
use super::{note, path_of};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/tasks.html")]
struct TasksPage {
    shell: Shell,
    tasks: Vec<TaskView>,
    told: Option<Told>,
    errors: Vec<FieldError>,
    /// Words that were typed for a task that is not open any more.
    kept: String,
}

/// What was typed and not taken, and why.
#[derive(Default)]
struct Attempt {
    task: Option<PreventionId>,
    words: String,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

struct TaskView {
    action: String,
    task: String,
    due: String,
    late: bool,
    done: Option<String>,
    note: String,
    case: Option<String>,
}

/// `GET /cases/tasks`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    member.must(Action::UseOwnRooms)?;
    show(&app, &member, Attempt::default()).await
}

async fn show(app: &App, member: &Member, attempt: Attempt) -> Result<Response> {
    let status = match (&attempt.told, attempt.errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let tasks = preventions::of_owner(&mut tx, member.org, member.user).await?;
    let open = tasks.iter().any(|task| attempt.task == Some(task.id) && task.done_at.is_none());
    let kept = if open { String::new() } else { attempt.words.clone() };
    let tasks = tasks.into_iter().map(|task| TaskView {
        action: format!("/cases/tasks/{}/done", task.id),
        late: task.done_at.is_none() && task.due_at < now,
        due: task.due_at.date_text(),
        done: task.done_at.map(mamori_core::UnixMs::date_text),
        note: if task.done_at.is_none() && attempt.task == Some(task.id) {
            attempt.words.clone()
        } else {
            task.done_note
        },
        case: task.case_id.map(path_of),
        task: task.task,
    });
    let (shell, tasks) = (Shell::of(member), tasks.collect());
    let page = TasksPage { shell, tasks, told: attempt.told, errors: attempt.errors, kept };
    Ok((status, render(&page)?).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DoneForm {
    note: String,
}

/// `POST /cases/tasks/{id}/done`
pub(super) async fn done(
    app: App,
    member: Member,
    Path(id): Path<PreventionId>,
    Form(form): Form<DoneForm>,
) -> Result<Response> {
    let now = app.clock.now();
    let typed = Attempt { task: Some(id), words: form.note.clone(), ..Attempt::default() };
    let words = match prose::parse(&form.note, LONG) {
        Ok(words) => words,
        Err(fault) => {
            let errors = vec![fault.at(&Shell::of(&member), "note")];
            return show(&app, &member, Attempt { errors, ..typed }).await;
        }
    };
    let mut tx = app.db.begin().await?;
    let owned = preventions::of_owner(&mut tx, member.org, member.user).await?;
    let task = owned.into_iter().find(|task| task.id == id).ok_or(Error::NotFound)?;
    let found = match preventions::finish(&mut tx, member.org, member.user, id, &words, now).await {
        Ok(found) => found,
        Err(CaseError::Refused(refused)) => {
            drop(tx);
            let message = Shell::of(&member).t(refusal::key(refused)).to_owned();
            let told = Some(Told { message, changes: Vec::new() });
            return show(&app, &member, Attempt { told, ..typed }).await;
        }
        Err(CaseError::Store(error)) => return Err(error.into()),
    };
    let Some(case) = found else {
        drop(tx);
        let day = task.done_at.map(mamori_core::UnixMs::date_text).unwrap_or_default();
        let message = Shell::of(&member).f("cases-task-done-already", "date", day);
        let told = Some(Told { message, changes: Vec::new() });
        return show(&app, &member, Attempt { told, ..typed }).await;
    };
    note(&mut tx, &member, "prevention.done", &case.to_string(), &id.to_string(), now).await?;
    tx.commit().await?;
    Ok(flash::go_on(&app, "/cases/tasks", "cases-task-done"))
}
