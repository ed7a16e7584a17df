//! `/cases/{id}/close`: the desk closes a judged case, and everything that comes afterwards gets its date.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_content::Content;
use mamori_core::access::Action;
use mamori_core::{CaseId, DAY, UnixMs, UserId};
use mamori_store::cases::closing::{self, Closing, Prevention};
use mamori_store::cases::preventions::{self, NewTask};
use mamori_store::cases::{CaseFile, access};
use serde::Deserialize;

use super::lines;
use super::material::in_language;
use super::page::Head;
use super::prose::{self, LONG};
use super::refusal::{self, Told};
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/close.html")]
struct ClosePage<'c> {
    shell: Shell,
    head: Head,
    form: CloseForm,
    worker: String,
    causes: Vec<(&'c str, &'c str, bool)>,
    ideas: Vec<&'c str>,
    owners: Vec<(String, String, bool)>,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

impl ClosePage<'_> {
    fn error_of(&self, field: &str) -> &str {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.as_str()).unwrap_or_default()
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CloseForm {
    version: i64,
    prevention: String,
    cause: String,
    task: String,
    owner: String,
    due: String,
    reason: String,
}

/// 再発防止 as it was decided, with words of its own.
enum Decided {
    Task { cause: String, task: String, owner: UserId, due_at: UnixMs },
    NotNeeded(String),
}

/// `GET /cases/{id}/close`
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let opened = open(&app, &member, id).await?;
    member.must(Action::LeadCases)?;
    let due = opened.now.plus(28 * DAY).date_text();
    let form = CloseForm { version: opened.case.version, due, ..CloseForm::default() };
    show(&app, &member, opened, form, None, Vec::new()).await
}

/// `POST /cases/{id}/close`
pub(super) async fn close(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(form): Form<CloseForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::LeadCases)?;
    let owners = preventions::possible_owners(&mut opened.tx, member.org).await?;
    let decided = match form.parse(&app.content, &Shell::of(&member), &owners, opened.now) {
        Ok(decided) => decided,
        Err(errors) => return show(&app, &member, opened, form, None, errors).await,
    };
    let (lesson, duties) = (lesson(&app.content, &opened.case), duties(&app.content));
    let closing = Closing {
        seen: form.version,
        by: member.user,
        prevention: decided.borrowed(),
        lesson: &lesson,
        duties: &duties,
    };
    let done = closing::close(&mut opened.tx, member.org, &opened.case, closing, opened.now).await;
    if let Err(failed) = done {
        drop(opened);
        let (opened, told) = refusal::again(&app, &member, id, form.version, failed).await?;
        return show(&app, &member, opened, form, Some(told), Vec::new()).await;
    }
    note(&mut opened.tx, &member, "case.close", &id.to_string(), &form.prevention, opened.now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-closed-saved"))
}

/// The chapter to suggest after what the engine took this for.
fn lesson(content: &Content, case: &CaseFile) -> String {
    let types = lines::reading_of(case).map(|reading| reading.types).unwrap_or_default();
    let hint = content.suggested_lesson(&types);
    hint.map(|hint| format!("{}/{}", hint.course, hint.chapter)).unwrap_or_default()
}

/// The duties that the events of a closed case prove, by the written material.
fn duties(content: &Content) -> Vec<(&str, &'static str)> {
    let events = ["case_judged", "aftercare_planned", "prevention_task"];
    let proved = events
        .into_iter()
        .flat_map(|event| content.duties_proved_by(event).map(move |duty| (duty.id.as_str(), event)));
    proved.collect()
}

impl Decided {
    fn borrowed(&self) -> Prevention<'_> {
        match self {
            Self::Task { cause, task, owner, due_at } => {
                Prevention::Task(NewTask { cause, task, owner: *owner, due_at: *due_at })
            }
            Self::NotNeeded(reason) => Prevention::NotNeeded(reason),
        }
    }
}

impl CloseForm {
    fn parse(
        &self,
        content: &Content,
        shell: &Shell,
        owners: &[(UserId, String)],
        now: UnixMs,
    ) -> Result<Decided, Vec<FieldError>> {
        let fault = |field, key| FieldError { field, message: shell.t(key).to_owned() };
        let words = |field, text: &str, key| match prose::parse(text, LONG) {
            Ok(words) if words.is_empty() => Err(fault(field, key)),
            Ok(words) => Ok(words),
            Err(wrong) => Err(wrong.at(shell, field)),
        };
        match self.prevention.as_str() {
            "no" => {
                let reason = words("reason", &self.reason, "cases-close-no-reason");
                reason.map(Decided::NotNeeded).map_err(|fault| vec![fault])
            }
            "yes" => {
                let known = content.causes.iter().find(|cause| cause.id == self.cause);
                let cause = known.map(|cause| cause.id.clone());
                let cause = cause.ok_or_else(|| fault("cause", "cases-close-no-cause"));
                let task = words("task", &self.task, "cases-close-no-task");
                let owner = owners.iter().find(|(id, _)| id.to_string() == self.owner).map(|(id, _)| *id);
                let owner = owner.ok_or_else(|| fault("owner", "cases-close-no-owner"));
                let due_at = UnixMs::from_date(&self.due).filter(|due| *due > now.plus(-DAY));
                let due_at = due_at.ok_or_else(|| fault("due", "cases-close-no-due"));
                match (cause, task, owner, due_at) {
                    (Ok(cause), Ok(task), Ok(owner), Ok(due_at)) => {
                        Ok(Decided::Task { cause, task, owner, due_at })
                    }
                    (cause, task, owner, due_at) => {
                        let faults = [cause.err(), task.err(), owner.err(), due_at.err()];
                        Err(faults.into_iter().flatten().collect())
                    }
                }
            }
            _ => Err(vec![fault("prevention", "cases-close-no-choice")]),
        }
    }
}

async fn show(
    app: &App,
    member: &Member,
    mut opened: Opened,
    mut form: CloseForm,
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
    if told.is_some() {
        form.version = case.version;
    }
    let readers = access::readers(tx, member.org, case.id).await?;
    let owners = preventions::possible_owners(tx, member.org).await?;
    note(tx, member, "case.read", &case.id.to_string(), "close", now).await?;
    let causes = app.content.causes.iter();
    let known = causes.clone();
    let known = known
        .map(|cause| (cause.id.as_str(), in_language(&cause.title, shell.language), cause.id == form.cause));
    let known = known.collect();
    let actions = causes.flat_map(|cause| &cause.actions);
    let owner = |(id, name): (UserId, String)| {
        let id = id.to_string();
        let chosen = id == form.owner;
        (id, name, chosen)
    };
    let page = ClosePage {
        head: Head::of(case, &readers, &shell, now),
        worker: case.worker_name.clone(),
        causes: known,
        ideas: actions.map(|action| in_language(&action.text, shell.language)).collect(),
        owners: owners.into_iter().map(owner).collect(),
        shell,
        form,
        told,
        errors,
    };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}
