//! The editor of a draft.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::access::Action;
use mamori_core::rulebook::Rulebook;
use mamori_store::rulebooks::{self, DraftForm, Outcome, Version};
use serde::Deserialize;

use super::edit::{self, FieldFault, Fields};
use super::sections::{Section, sections};
use crate::App;
use crate::web::{Button, Error, Form, Member, Result, Shell, flash, render};

/// The longest note on what was changed.
pub(super) const LONGEST_NOTE: usize = 500;

#[derive(Template)]
#[template(path = "ready/begin.html")]
struct BeginPage {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "ready/draft.html")]
struct DraftPage {
    shell: Shell,
    version: Version,
    note: String,
    note_fault: String,
    /// Who saved it while this form was open.
    overtaken_by: Option<String>,
    faults: Vec<FieldFault>,
    sections: Vec<Section>,
}

/// `GET /ready/rules/draft`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    member.must(Action::DraftRules)?;
    let mut tx = app.db.read().await?;
    match rulebooks::draft(&mut tx, member.org).await? {
        None => render(&BeginPage { shell: Shell::of(&member) }),
        Some((version, text)) => {
            let shell = Shell::of(&member);
            let sections = sections(&Rulebook::parse(&text)?, &Fields::new(), &[], &shell);
            let note = version.note.clone();
            let (faults, note_fault) = (Vec::new(), String::new());
            render(&DraftPage { shell, version, note, note_fault, overtaken_by: None, faults, sections })
        }
    }
}

/// `POST /ready/rules/draft`: begins one, or opens the one that there is.
pub(super) async fn begin(app: App, member: Member, Form(Button {}): Form<Button>) -> Result<Response> {
    member.must(Action::DraftRules)?;
    let mut tx = app.db.begin().await?;
    match rulebooks::begin_draft(&mut tx, member.org, member.user, app.clock.now()).await {
        Ok(()) => tx.commit().await?,
        // Somebody began one at the same instant: it is there now.
        Err(error) if error.is_duplicate() => drop(tx),
        Err(error) => return Err(error.into()),
    }
    Ok(Redirect::to("/ready/rules/draft").into_response())
}

/// `POST /ready/rules/draft/save`
pub(super) async fn save(
    app: App,
    member: Member,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response> {
    member.must(Action::DraftRules)?;
    let typed: Fields = pairs.into_iter().collect();
    let number = |name: &str| typed.get(name).and_then(|text| text.parse::<i64>().ok());
    let (Some(version), Some(revision)) = (number("version"), number("revision")) else {
        return Err(Error::Unreadable("error-form"));
    };
    let shell = Shell::of(&member);
    let mut tx = app.db.begin().await?;
    let Some((stored, text)) = rulebooks::draft(&mut tx, member.org).await? else {
        return Err(Error::Conflict("error-rulebook-gone"));
    };
    let book = Rulebook::parse(&text)?;
    let note = typed.get("note").map(|note| note.trim().to_owned()).unwrap_or_default();
    let mut refused =
        Refused { shell, stored, book, note, typed, note_fault: String::new(), faults: Vec::new() };
    refused.note_fault = note_fault(&refused.note, &refused.shell);
    let text = match edit::changed(&refused.book, &refused.typed, &refused.shell) {
        Ok(text) if refused.note_fault.is_empty() => text,
        Ok(_) => return refused.page(StatusCode::UNPROCESSABLE_ENTITY),
        Err(faults) => {
            refused.faults = faults;
            return refused.page(StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let form = DraftForm { version, revision, text: &text, note: &refused.note };
    match rulebooks::save_draft(&mut tx, member.org, form, member.user, app.clock.now()).await? {
        Outcome::Done => {
            tx.commit().await?;
            Ok(flash::go_on(&app, "/ready/rules/draft/changes", "ready-saved"))
        }
        Outcome::Stale => refused.page(StatusCode::CONFLICT),
        Outcome::NotADraft | Outcome::OwnDraft => Err(Error::Conflict("error-rulebook-gone")),
    }
}

/// What a note lacks, in words; empty when it is fine.
pub(super) fn note_fault(note: &str, shell: &Shell) -> String {
    if note.is_empty() {
        shell.t("ready-note-missing").to_owned()
    } else if note.chars().count() > LONGEST_NOTE {
        shell.f("ready-note-long", "most", LONGEST_NOTE)
    } else {
        String::new()
    }
}

/// A form that could not be saved, with everything that was typed.
struct Refused {
    shell: Shell,
    stored: Version,
    book: Rulebook,
    note: String,
    typed: Fields,
    note_fault: String,
    faults: Vec<FieldFault>,
}

impl Refused {
    fn page(mut self, status: StatusCode) -> Result<Response> {
        let sections = sections(&self.book, &self.typed, &self.faults, &self.shell);
        if !self.note_fault.is_empty() {
            self.faults.push(FieldFault { field: "note".to_owned(), message: self.note_fault.clone() });
        }
        let is_stale = status == StatusCode::CONFLICT;
        let page = DraftPage {
            overtaken_by: is_stale.then(|| self.stored.drafter.clone()),
            shell: self.shell,
            version: self.stored,
            note: self.note,
            note_fault: self.note_fault,
            faults: self.faults,
            sections,
        };
        Ok((status, render(&page)?).into_response())
    }
}

#[derive(Deserialize)]
pub(super) struct Discard {
    version: i64,
    revision: i64,
}

/// `POST /ready/rules/draft/discard`
pub(super) async fn discard(app: App, member: Member, Form(form): Form<Discard>) -> Result<Response> {
    member.must(Action::DraftRules)?;
    let (now, mut tx) = (app.clock.now(), app.db.begin().await?);
    match rulebooks::discard(&mut tx, member.org, form.version, form.revision, member.user, now).await? {
        Outcome::Done => {
            tx.commit().await?;
            Ok(flash::go_on(&app, "/ready/rules", "ready-discarded"))
        }
        Outcome::Stale => Err(Error::Conflict("error-rulebook-stale")),
        Outcome::NotADraft | Outcome::OwnDraft => Err(Error::Conflict("error-rulebook-gone")),
    }
}
