//! `/cases/{id}`: what happened on the left, what we do on the right; the worker has a view of their own.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mamori_content::Content;
use mamori_core::cases::EventKind;
use mamori_core::people::Language;
use mamori_core::{CaseId, MeasureId};
use mamori_store::cases::events::CaseEvent;
use mamori_store::cases::{access, events};

use super::doing::{self, Doing};
use super::lines::{self, Line, ReadingView};
use super::list::tone;
use super::refusal::Told;
use super::{Opened, mine, note, open};
use crate::App;
use crate::web::{FieldError, Member, Path, Result, Shell, render};

#[derive(Template)]
#[template(path = "cases/page.html")]
struct CasePage {
    shell: Shell,
    head: Head,
    facts: Vec<Fact>,
    lines: Vec<Line>,
    reading: Option<ReadingView>,
    timeline: Vec<Moment>,
    doing: Doing,
    told: Option<Told>,
    errors: Vec<FieldError>,
}

/// What was typed on the page and not taken, and why; empty when the page is simply opened.
#[derive(Default)]
pub(super) struct Attempt {
    pub(super) measure: Option<MeasureId>,
    pub(super) note: String,
    pub(super) done_on: String,
    pub(super) record: String,
    pub(super) told: Option<Told>,
    pub(super) errors: Vec<FieldError>,
}

/// What stands above every page of a case.
pub(super) struct Head {
    pub(super) href: String,
    /// The version that the page shows.
    pub(super) version: i64,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) holder: String,
    pub(super) next: String,
    pub(super) late: bool,
    pub(super) seen_by: String,
}

/// A line of the facts: a name and a value, which is not empty.
pub(super) struct Fact {
    pub(super) name: String,
    pub(super) value: String,
}

/// A line of the time line.
pub(super) struct Moment {
    pub(super) at: String,
    pub(super) what: String,
    pub(super) detail: String,
}

/// `GET /cases/{id}`
pub(super) async fn page(app: App, member: Member, Path(id): Path<CaseId>) -> Result<Response> {
    let mut opened = open(&app, &member, id).await?;
    let (tx, case, now, org) = (&mut opened.tx, &opened.case, opened.now, member.org);
    access::mark_read(tx, org, member.user, id, now).await?;
    if case.worker_id == member.user {
        let mine = mine::load(tx, &member, case, now).await?;
        note(tx, &member, "case.read", &id.to_string(), "own", now).await?;
        opened.tx.commit().await?;
        return render(&mine);
    }
    again(&app, &member, opened, Attempt::default()).await
}

/// The page for everybody but the worker; after a refusal with what was typed.
pub(super) async fn again(
    app: &App,
    member: &Member,
    mut opened: Opened,
    attempt: Attempt,
) -> Result<Response> {
    let status = match (&attempt.told, attempt.errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let (tx, case, now, org) = (&mut opened.tx, &opened.case, opened.now, member.org);
    let (id, shell) = (case.id, Shell::of(member));
    let reading = lines::reading_of(case);
    let readers = access::readers(tx, org, id).await?;
    let timeline = events::after(tx, org, id, 0).await?;
    let lines = lines::of_case(tx, org, case, reading.as_ref(), shell.language).await?;
    let doing = doing::load(tx, member, case, &shell, now, &attempt).await?;
    note(tx, member, "case.read", &id.to_string(), "page", now).await?;
    let page = CasePage {
        head: Head::of(case, &readers, &shell, now),
        facts: facts(case, &app.content, &shell),
        lines,
        reading: reading.map(|reading| ReadingView::of(&reading, shell.language)),
        doing,
        timeline: timeline.into_iter().map(|event| Moment::of(event, &shell)).collect(),
        told: attempt.told,
        errors: attempt.errors,
        shell,
    };
    opened.tx.commit().await?;
    Ok((status, render(&page)?).into_response())
}

impl Head {
    pub(super) fn of(
        case: &mamori_store::cases::CaseFile,
        readers: &[access::Reader],
        shell: &Shell,
        now: mamori_core::UnixMs,
    ) -> Self {
        let next = case.next_due_at.map(|due| {
            let step = case.next_step.label(shell.language);
            shell.f2("cases-next-by", "step", step, "date", due.minute_text())
        });
        Self {
            href: super::path_of(case.id),
            version: case.version,
            name: shell.f2("cases-name", "number", case.number, "title", &case.title),
            state: case.state.label(shell.language),
            tone: tone(case.state),
            holder: case.holder_name.clone(),
            next: next.unwrap_or_default(),
            late: case.next_due_at.is_some_and(|due| due < now),
            seen_by: join(readers.iter().map(|reader| reader.name.as_str()), shell),
        }
    }
}

/// Names in a row, as the language does it.
pub(super) fn join<'n>(names: impl Iterator<Item = &'n str>, shell: &Shell) -> String {
    names.collect::<Vec<_>>().join(shell.t("cases-and"))
}

fn facts(case: &mamori_store::cases::CaseFile, content: &Content, shell: &Shell) -> Vec<Fact> {
    use mamori_judge::{Care, Channel};
    let report = lines::report_of(case);
    let channel = Channel::parse(&case.channel).ok();
    let told = report.care.iter().filter_map(|code| Care::parse(code).ok());
    let told: Vec<_> = told.map(|need| lines::word(need.ja(), need.en(), shell.language)).collect();
    let wish = choice(content, "wish", &report.wish, shell.language);
    let safe = choice(content, "safe_now", &report.safe_now, shell.language);
    let rows = [
        ("cases-fact-worker", case.worker_name.clone()),
        ("cases-fact-unit", case.unit_name.clone()),
        ("cases-fact-when", format!("{} {}", case.happened_at.minute_text(), report.span)),
        (
            "cases-fact-channel",
            channel
                .map(|found| lines::word(found.ja(), found.en(), shell.language))
                .unwrap_or_default()
                .to_owned(),
        ),
        ("cases-fact-demand", report.demand),
        ("cases-fact-fault", case.our_fault.label(shell.language).to_owned()),
        ("cases-fact-promised", report.promised),
        ("cases-fact-stop", report.stop_requests.map(|count| count.to_string()).unwrap_or_default()),
        ("cases-fact-care", join(told.into_iter(), shell)),
        ("cases-fact-safe", safe.to_owned()),
        ("cases-fact-wish", wish.to_owned()),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(key, value)| Fact { name: shell.t(key).to_owned(), value: value.trim().to_owned() })
        .collect()
}

/// The words of a choice of the report form.
fn choice<'c>(content: &'c Content, field: &str, code: &str, language: Language) -> &'c str {
    let field = content.report.fields.iter().find(|one| one.id == field);
    let choice = field.and_then(|field| field.choices.iter().find(|choice| choice.id == code));
    choice.map(|choice| super::material::in_language(&choice.text, language)).unwrap_or_default()
}

impl Moment {
    pub(super) fn of(event: CaseEvent, shell: &Shell) -> Self {
        let done = event.kind.label(shell.language);
        let what = shell.f2("cases-did", "who", &event.actor_name, "what", done);
        let detail = match event.kind {
            EventKind::Granted | EventKind::Closed => event.detail,
            _ => String::new(),
        };
        Self { at: event.at.minute_text(), what, detail }
    }
}
