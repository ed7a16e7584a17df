//! A draft as one file: to be read, changed with an editor of one's own, and sent back.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::access::Action;
use mamori_core::rulebook::{LARGEST, Rulebook};
use mamori_store::rulebooks::{self, DraftForm, Outcome, Version};
use serde::Deserialize;

use super::draft::note_fault;
use super::edit::FieldFault;
use crate::App;
use crate::web::{Error, Form, Member, Result, Shell, Upload, flash, render};

#[derive(Template)]
#[template(path = "ready/file.html")]
struct FilePage {
    shell: Shell,
    version: Version,
    text: String,
    note: String,
    overtaken_by: Option<String>,
    faults: Vec<FieldFault>,
}

/// `GET /ready/rules/draft/file`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    member.must(Action::DraftRules)?;
    let mut tx = app.db.read().await?;
    let (version, text) =
        rulebooks::draft(&mut tx, member.org).await?.ok_or(Error::Conflict("error-rulebook-gone"))?;
    let (shell, note) = (Shell::of(&member), version.note.clone());
    render(&FilePage { shell, version, text, note, overtaken_by: None, faults: Vec::new() })
}

/// A whole rulebook as a form sends it.
#[derive(Deserialize)]
pub(super) struct Sent {
    version: i64,
    revision: i64,
    #[serde(default)]
    note: String,
    #[serde(default)]
    text: String,
}

/// `POST /ready/rules/draft/file`
pub(super) async fn save(app: App, member: Member, Form(sent): Form<Sent>) -> Result<Response> {
    member.must(Action::DraftRules)?;
    keep(&app, &member, sent).await
}

async fn keep(app: &App, member: &Member, sent: Sent) -> Result<Response> {
    let shell = Shell::of(member);
    let mut tx = app.db.begin().await?;
    let Some((stored, _)) = rulebooks::draft(&mut tx, member.org).await? else {
        return Err(Error::Conflict("error-rulebook-gone"));
    };
    let (text, note) = (sent.text.replace("\r\n", "\n"), sent.note.trim().to_owned());
    let faults = faults(&text, &note, &shell);
    let mut page = FilePage { shell, version: stored, text, note, overtaken_by: None, faults };
    if !page.faults.is_empty() {
        return page.refused(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let form =
        DraftForm { version: sent.version, revision: sent.revision, text: &page.text, note: &page.note };
    match rulebooks::save_draft(&mut tx, member.org, form, member.user, app.clock.now()).await? {
        Outcome::Done => {
            tx.commit().await?;
            Ok(flash::go_on(app, "/ready/rules/draft/changes", "ready-saved"))
        }
        Outcome::Stale => {
            page.overtaken_by = Some(page.version.drafter.clone());
            page.refused(StatusCode::CONFLICT)
        }
        Outcome::NotADraft | Outcome::OwnDraft => Err(Error::Conflict("error-rulebook-gone")),
    }
}

fn faults(text: &str, note: &str, shell: &Shell) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if let Err(error) = Rulebook::parse(text) {
        let found = error.faults().iter();
        faults.extend(
            found.map(|fault| FieldFault { field: "text".into(), message: fault.message(shell.language) }),
        );
    }
    let note = note_fault(note, shell);
    if !note.is_empty() {
        faults.push(FieldFault { field: "note".into(), message: note });
    }
    faults
}

impl FilePage {
    fn refused(mut self, status: StatusCode) -> Result<Response> {
        if self.text.len() > LARGEST {
            // Sending megabytes back would only make the next try fail, too: the file is still where it came from.
            self.text.clear();
        }
        Ok((status, render(&self)?).into_response())
    }
}

/// `POST /ready/rules/draft/upload`: the same with the text in a file.
pub(super) async fn upload(app: App, member: Member, upload: Upload) -> Result<Response> {
    member.must(Action::DraftRules)?;
    let field = |name: &str| upload.fields.get(name).map(String::as_str).unwrap_or_default();
    let number = |name: &str| field(name).parse().map_err(|_| Error::Unreadable("error-form"));
    let (version, revision) = (number("version")?, number("revision")?);
    let sent = Sent { version, revision, note: field("note").to_owned(), text: upload.text() };
    keep(&app, &member, sent).await
}
