//! `/cases/tasks`: the recurrence-prevention tasks that one owns. A task shows nothing of its case to whoever may not
//! open it.

use askama::Template;
use axum::response::Response;
use mamori_core::PreventionId;
use mamori_core::access::Action;
use mamori_store::cases::preventions;
use serde::Deserialize;

use super::prose::{self, LONG};
use super::{note, path_of, refusal};
use crate::App;
use crate::web::{Error, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/tasks.html")]
struct TasksPage {
    shell: Shell,
    tasks: Vec<TaskView>,
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
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let tasks = preventions::of_owner(&mut tx, member.org, member.user).await?;
    let tasks = tasks.into_iter().map(|task| TaskView {
        action: format!("/cases/tasks/{}/done", task.id),
        late: task.done_at.is_none() && task.due_at < now,
        due: task.due_at.date_text(),
        done: task.done_at.map(mamori_core::UnixMs::date_text),
        note: task.done_note,
        case: task.case_id.map(path_of),
        task: task.task,
    });
    render(&TasksPage { shell: Shell::of(&member), tasks: tasks.collect() })
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
    let words = prose::parse(&form.note, LONG).map_err(|_| Error::Unreadable("error-form"))?;
    let mut tx = app.db.begin().await?;
    let found = preventions::finish(&mut tx, member.org, member.user, id, &words, now).await;
    let case = found.map_err(refusal::error)?.ok_or(Error::NotFound)?;
    note(&mut tx, &member, "prevention.done", &case.to_string(), &id.to_string(), now).await?;
    tx.commit().await?;
    Ok(flash::go_on(&app, "/cases/tasks", "cases-task-done"))
}
