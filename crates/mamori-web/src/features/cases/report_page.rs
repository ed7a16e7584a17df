//! `/cases/report`: the form, and how it becomes a case.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_content::FieldKind;
use mamori_core::access::Action;
use mamori_core::cases::Confidentiality;
use mamori_core::people::Language;
use mamori_core::{CaseId, UnitId, random};
use mamori_store::cases::access;
use mamori_store::cases::creating::{self, Created, NewCase};
use mamori_store::{Tx, orgs, rulebooks};

use super::material::in_language;
use super::page::join;
use super::report::{Parsed, ReportForm};
use super::{note, path_of};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Result, Shell, flash, render};

#[derive(Template)]
#[template(path = "cases/report.html")]
struct ReportPage<'c> {
    shell: Shell,
    title: &'c str,
    lead: &'c str,
    fields: Vec<FieldView<'c>>,
    more: Vec<FieldView<'c>>,
    form: ReportForm,
    audiences: Vec<Audience>,
    errors: Vec<FieldError>,
}

/// A field of the report, ready for the template.
struct FieldView<'c> {
    id: &'c str,
    kind: &'static str,
    title: &'c str,
    hint: &'c str,
    value: String,
    choices: Vec<(&'c str, &'c str, bool)>,
    error: String,
}

/// Somebody the report can go to.
struct Audience {
    value: &'static str,
    label: &'static str,
    names: String,
    checked: bool,
}

/// `GET /cases/report`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    member.must(Action::UseOwnRooms)?;
    let form = ReportForm {
        key: random::token(),
        happened_at: app.clock.now().minute_text().replace(' ', "T"),
        ..ReportForm::default()
    };
    show(&app, &member, form, Vec::new()).await
}

/// `POST /cases/report`
pub(super) async fn send(app: App, member: Member, Form(form): Form<ReportForm>) -> Result<Response> {
    member.must(Action::UseOwnRooms)?;
    let parsed = match form.parse(&Shell::of(&member), app.clock.now()) {
        Ok(parsed) => parsed,
        Err(errors) => return show(&app, &member, form, errors).await,
    };
    match create(&app, &member, &parsed).await? {
        Created::Now(id) => Ok(flash::go_on(&app, &path_of(id), "cases-report-arrived")),
        Created::Before(id) => Ok(Redirect::to(&path_of(id)).into_response()),
        Created::NobodyListens => {
            let message = Shell::of(&member).t("cases-nobody-listens").to_owned();
            show(&app, &member, form, vec![FieldError { field: "confidentiality", message }]).await
        }
    }
}

async fn create(app: &App, member: &Member, parsed: &Parsed) -> Result<Created> {
    let mut tx = app.db.glance().await?;
    let sector = orgs::by_id(&mut tx, member.org).await?.map(|(_, sector)| sector).unwrap_or_default();
    let rules = rulebooks::in_force(&mut tx, member.org, app.clock.now()).await?;
    // The engine works while no connection is held.
    drop(tx);
    let reading = parsed.reading(&app.judges.of(member.org, &rules), &sector)?;
    let (now, report) = (app.clock.now(), serde_json::to_string(&parsed.report)?);
    let new = NewCase {
        id: CaseId::new(now),
        unit: home(member)?,
        worker: member.user,
        reporter: member.user,
        conversation: None,
        confidentiality: parsed.confidentiality,
        title: &parsed.title(),
        channel: parsed.channel.as_str(),
        report: &report,
        our_fault: parsed.our_fault,
        reading: &reading,
        happened_at: parsed.happened_at,
        idempotency_key: &parsed.key,
    };
    let mut tx = app.db.begin().await?;
    let created = creating::create(&mut tx, member.org, new, now).await?;
    if let Created::Now(id) = created {
        let detail = parsed.confidentiality.as_str();
        note(&mut tx, member, "case.report", &id.to_string(), detail, now).await?;
        tx.commit().await?;
    }
    Ok(created)
}

fn home(member: &Member) -> Result<UnitId> {
    member.home_unit().ok_or(Error::Forbidden)
}

async fn show(app: &App, member: &Member, form: ReportForm, errors: Vec<FieldError>) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let shell = Shell::of(member);
    let audiences = audiences(&mut tx, member, &form, &shell).await?;
    let all = app.content.report.fields.iter();
    let (fields, more): (Vec<_>, Vec<_>) = all.partition(|field| field.required);
    let view = |field| view(field, &form, &errors, shell.language);
    let (fields, more) = (fields.into_iter().map(view).collect(), more.into_iter().map(view).collect());
    let about = &app.content.report.about;
    let (title, lead) = (in_language(&about.title, shell.language), in_language(&about.lead, shell.language));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ReportPage { shell, title, lead, fields, more, form, audiences, errors };
    Ok((status, render(&page)?).into_response())
}

/// Who would read the report, by name, for each choice.
async fn audiences(tx: &mut Tx, member: &Member, form: &ReportForm, shell: &Shell) -> Result<Vec<Audience>> {
    let second_line = access::second_line(tx, member.org, home(member)?, member.user).await?;
    let desk = access::desk(tx, member.org, member.user).await?;
    let chosen = form.confidentiality.parse().unwrap_or(Confidentiality::Unit);
    Ok(Confidentiality::ALL
        .iter()
        .map(|choice| {
            let unit = second_line.iter().filter(|_| *choice == Confidentiality::Unit);
            let names = join(unit.chain(&desk).map(|listener| listener.name.as_str()), shell);
            let (value, label, checked) = (choice.as_str(), choice.label(shell.language), *choice == chosen);
            Audience { value, label, names, checked }
        })
        .collect())
}

fn view<'c>(
    field: &'c mamori_content::Field,
    form: &ReportForm,
    errors: &[FieldError],
    language: Language,
) -> FieldView<'c> {
    let value = form.value_of(&field.id).to_owned();
    let chosen = |id: &str| value == id || (field.id == "care" && form.care.iter().any(|care| care == id));
    let choices = field.choices.iter();
    let choices = choices
        .map(|choice| (choice.id.as_str(), in_language(&choice.text, language), chosen(&choice.id)))
        .collect();
    let error = errors.iter().find(|error| error.field == field.id);
    FieldView {
        id: &field.id,
        kind: kind(field.kind),
        title: in_language(&field.title, language),
        hint: in_language(&field.hint, language),
        choices,
        error: error.map(|error| error.message.clone()).unwrap_or_default(),
        value,
    }
}

fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Time => "time",
        FieldKind::Choice => "choice",
        FieldKind::Check => "check",
        FieldKind::ShortText => "short",
        FieldKind::LongText => "long",
        FieldKind::Number => "number",
    }
}

impl ReportForm {
    fn value_of(&self, field: &str) -> &str {
        match field {
            "safe_now" => &self.safe_now,
            "happened_at" => &self.happened_at,
            "channel" => &self.channel,
            "words" => &self.words,
            "demand" => &self.demand,
            "our_fault" => &self.our_fault,
            "promised" => &self.promised,
            "stop_requests" => &self.stop_requests,
            "wish" => &self.wish,
            _ => "",
        }
    }
}
