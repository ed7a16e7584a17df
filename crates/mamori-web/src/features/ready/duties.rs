//! The statutory matrix: what the law asks for (data, dated and cited) beside the records that prove it.
//!
//! It shows that something is recorded and when last, never how often. Cases are linked only for people who may open
//! them; for everybody else the month stands there.

use askama::Template;
use axum::response::Response;
use mamori_content::{AsOf, Duty, Text};
use mamori_core::access::Action;
use mamori_core::people::Language;
use mamori_core::{OrgId, UnixMs};
use mamori_store::duties::{self, Proof};
use mamori_store::{Tx, duty_matrix};

use crate::App;
use crate::web::{Member, Result, Shell, render};

/// The event of an approved rulebook.
const APPROVED: &str = "rulebook_approved";

/// Events of the organisation itself; their day says nothing about any person.
const OPEN_EVENTS: [&str; 6] =
    [APPROVED, "policy_published", "lesson_published", "manual_printed", "desk_named", "desk_trained"];

#[derive(Template)]
#[template(path = "ready/duties.html")]
struct DutiesPage {
    shell: Shell,
    title: String,
    note: String,
    guideline: String,
    guideline_url: String,
    guideline_mark: String,
    as_of: String,
    today: String,
    is_stale: bool,
    groups: Vec<Group>,
}

struct Group {
    id: String,
    title: String,
    duties: Vec<Row>,
}

struct Row {
    id: String,
    title: String,
    proves: Vec<String>,
    records: Vec<Record>,
    source: Citation,
    statute: Citation,
    as_of: String,
    is_stale: bool,
}

struct Record {
    what: String,
    when: String,
    /// Where it can be read, with the words of the link.
    links: Vec<(String, String)>,
}

struct Citation {
    title: String,
    url: String,
    mark: String,
}

/// `GET /ready/duties`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    member.must(Action::SeeDuties)?;
    let (now, content) = (app.clock.now(), &app.content);
    let shell = Shell::of(&member);
    let mut tx = app.db.read().await?;
    let mut groups = Vec::new();
    for group in &content.duty_groups {
        let mut rows = Vec::new();
        for duty in content.duties.iter().filter(|duty| duty.group == group.id) {
            let records = records(&mut tx, &member, duty, &shell).await?;
            rows.push(Row::of(duty, records, now, shell.language)?);
        }
        groups.push(Group { id: group.id.clone(), title: said(&group.title, shell.language), duties: rows });
    }
    let about = &content.duty_about;
    render(&DutiesPage {
        title: said(&about.title, shell.language),
        note: said(&about.note, shell.language),
        guideline: about.guideline.title.clone(),
        guideline_url: about.guideline.url.clone(),
        guideline_mark: said(&about.guideline.mark.text(), shell.language),
        as_of: about.as_of.date().to_string(),
        today: now.date_text(),
        is_stale: is_stale(about.as_of, now)?,
        groups,
        shell,
    })
}

impl Row {
    fn of(duty: &Duty, records: Vec<Record>, now: UnixMs, language: Language) -> Result<Self> {
        let cited = |title: &str, url: &str, mark: mamori_content::Mark| Citation {
            title: title.to_owned(),
            url: url.to_owned(),
            mark: said(&mark.text(), language),
        };
        Ok(Self {
            id: duty.id.clone(),
            title: said(&duty.title, language),
            proves: duty.evidence.iter().map(|text| said(text, language)).collect(),
            records,
            source: cited(&duty.source_title, &duty.source_url, duty.mark),
            statute: cited(&duty.statute, &duty.statute_url, duty.statute_mark),
            as_of: duty.as_of.date().to_string(),
            is_stale: is_stale(duty.as_of, now)?,
        })
    }
}

/// What is recorded for a duty, as this person may know it.
async fn records(tx: &mut Tx, member: &Member, duty: &Duty, shell: &Shell) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for kind in &duty.events {
        let Some(newest) = duty_matrix::newest(tx, member.org, &duty.id, kind).await? else { continue };
        let cases = duty_matrix::proving_cases(tx, member.org, member.user, &duty.id, kind).await?;
        let day = newest.at.date_text();
        let is_open = OPEN_EVENTS.contains(&kind.as_str());
        let mut links: Vec<_> = cases
            .iter()
            .map(|case| {
                let words = shell.f2("ready-case-link", "n", case.number, "date", case.at.date_text());
                (format!("/cases/{}", case.case_id), words)
            })
            .collect();
        if kind == APPROVED && newest.note.parse::<i64>().is_ok() {
            let words = shell.f("ready-version-number", "n", &newest.note);
            links.push((format!("/ready/rules/{}", newest.note), words));
        }
        records.push(Record {
            what: shell.t(&format!("ready-event-{kind}")).to_owned(),
            when: if is_open { day } else { month(&day, shell) },
            links,
        });
    }
    Ok(records)
}

/// Keeps the evidence that a rulebook was approved, for each duty that it proves.
pub(super) async fn prove_approval(
    app: &App,
    tx: &mut Tx,
    org: OrgId,
    version: i64,
    at: UnixMs,
) -> Result<()> {
    let (subject, note) = (format!("rulebook-{version}"), version.to_string());
    for duty in app.content.duties_proved_by(APPROVED) {
        let proof = Proof { duty: &duty.id, kind: APPROVED, subject: &subject, case: None, at, note: &note };
        duties::prove(tx, org, proof).await?;
    }
    Ok(())
}

/// `2026年11月` for `2026-11-24`: which day it was is nobody's business.
fn month(day: &str, shell: &Shell) -> String {
    let mut parts = day.split('-');
    let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    shell.f2("ready-last-month", "year", year, "month", month)
}

fn said(text: &Text, language: Language) -> String {
    match language {
        Language::Ja => text.ja.clone(),
        Language::En => text.en.clone(),
    }
}

fn is_stale(as_of: AsOf, now: UnixMs) -> Result<bool> {
    Ok(as_of.is_stale(now.date_text().parse()?))
}
