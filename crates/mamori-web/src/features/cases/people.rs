//! `/cases/{id}/people`: who holds a case, who may see it, and how somebody is let in.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_core::access::Action;
use mamori_core::cases::{AccessWhy, CaseState, EventKind};
use mamori_core::{CaseId, UserId};
use mamori_store::cases::access::{self, Entry};
use mamori_store::cases::{self, Change};
use serde::Deserialize;

use super::page::Head;
use super::prose::{self, SHORT};
use super::refusal::{self, Told};
use super::{Opened, note, open, path_of};
use crate::App;
use crate::web::{Button, Error, FieldError, Form, Member, Path, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/people.html")]
struct PeoplePage {
    shell: Shell,
    head: Head,
    readers: Vec<ReaderView>,
    /// Who could be let in: id, name, chosen.
    outsiders: Vec<(String, String, bool)>,
    may_grant: bool,
    form: GrantForm,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

impl PeoplePage {
    fn error_of(&self, field: &str) -> &str {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.as_str()).unwrap_or_default()
    }
}

struct ReaderView {
    name: String,
    why: &'static str,
    read: String,
}

/// `GET /cases/{id}/people`
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let opened = open(&app, &member, id).await?;
    let form = GrantForm { version: opened.case.version, ..GrantForm::default() };
    show(&member, opened, form, None, Vec::new()).await
}

async fn show(
    member: &Member,
    mut opened: Opened,
    mut form: GrantForm,
    told: Option<Told>,
    errors: Vec<FieldError>,
) -> Result<Response> {
    let status = match (&told, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let (shell, may_grant) = (Shell::of(member), member.may(Action::LeadCases));
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    if told.is_some() {
        form.version = case.version;
    }
    let readers = access::readers(tx, member.org, case.id).await?;
    let outsiders = if may_grant { access::outsiders(tx, member.org, case.id).await? } else { Vec::new() };
    note(tx, member, "case.read", &case.id.to_string(), "people", now).await?;
    let head = Head::of(case, &readers, &shell, now);
    let readers = readers.into_iter().map(|reader| ReaderView {
        name: reader.name,
        why: reader.why.label(shell.language),
        read: reader.first_read_at.map(mamori_core::UnixMs::minute_text).unwrap_or_default(),
    });
    let readers = readers.collect();
    let outsiders = outsiders.into_iter().map(|(user, name)| {
        let id = user.to_string();
        let chosen = id == form.person;
        (id, name, chosen)
    });
    let outsiders = outsiders.collect();
    let page = PeoplePage { shell, head, readers, outsiders, may_grant, form, told, errors };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GrantForm {
    version: i64,
    person: String,
    reason: String,
}

impl GrantForm {
    /// Whom to let in, their name, and why.
    fn parse(
        &self,
        shell: &Shell,
        outsiders: Vec<(UserId, String)>,
    ) -> Result<(UserId, String, String), Vec<FieldError>> {
        let fault = |field, key| FieldError { field, message: shell.t(key).to_owned() };
        let person = outsiders.into_iter().find(|(user, _)| user.to_string() == self.person);
        let person = person.ok_or_else(|| fault("person", "cases-grant-nobody"));
        let reason = match prose::parse(&self.reason, SHORT) {
            Ok(reason) if reason.is_empty() => Err(fault("reason", "cases-grant-no-reason")),
            Ok(reason) => Ok(reason),
            Err(wrong) => Err(wrong.at(shell, "reason")),
        };
        match (person, reason) {
            (Ok((user, name)), Ok(reason)) => Ok((user, name, reason)),
            (person, reason) => Err([person.err(), reason.err()].into_iter().flatten().collect()),
        }
    }
}

/// `POST /cases/{id}/people`: lets somebody in, with a reason that stands in the time line.
pub(super) async fn grant(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(form): Form<GrantForm>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::LeadCases)?;
    let outsiders = access::outsiders(&mut opened.tx, member.org, id).await?;
    let (user, name, reason) = match form.parse(&Shell::of(&member), outsiders) {
        Ok(parsed) => parsed,
        Err(errors) => return show(&member, opened, form, None, errors).await,
    };
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    let entry = Entry { user, why: AccessWhy::Granted, by: member.user };
    access::grant(tx, member.org, id, entry, now).await?;
    let detail = format!("{name} — {reason}");
    let change = Change::beside(case, member.user, EventKind::Granted, &detail);
    // A form without a version, as an older page sent it, goes by what stands now.
    let seen = if form.version == 0 { case.version } else { form.version };
    if let Err(failed) = cases::advance(tx, member.org, change.seen(seen), now).await {
        drop(opened);
        let (opened, told) = refusal::again(&app, &member, id, seen, failed).await?;
        return show(&member, opened, form, Some(told), Vec::new()).await;
    }
    note(tx, &member, "case.grant", &id.to_string(), &user.to_string(), now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &format!("{}/people", path_of(id)), "cases-granted"))
}

/// `POST /cases/{id}/take-over`
pub(super) async fn take_over(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    member.must(Action::JudgeCases)?;
    let (tx, case, now) = (&mut opened.tx, &opened.case, opened.now);
    if case.worker_id == member.user {
        return Err(Error::Forbidden);
    }
    if case.state == CaseState::Closed {
        return Err(Error::Conflict("cases-closed-already"));
    }
    if case.holder_id != Some(member.user) {
        cases::set_holder(tx, member.org, id, member.user).await?;
        let change = Change::beside(case, member.user, EventKind::TookOver, "");
        cases::advance(tx, member.org, change, now).await.map_err(refusal::error)?;
    }
    note(tx, &member, "case.take_over", &id.to_string(), "", now).await?;
    opened.tx.commit().await?;
    Ok(flash::go_on(&app, &path_of(id), "cases-taken"))
}
