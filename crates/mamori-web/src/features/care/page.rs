//! The worker's own page, and the page with people to turn to at once.

use askama::Template;
use axum::response::Response;
use mamori_care::{Kept, Reply};
use mamori_core::UnixMs;
use mamori_store::follow_ups::{self, FollowUp};
use mamori_store::people;

use super::contacts::{self, Turn};
use crate::App;
use crate::web::{Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "care/page.html")]
struct CarePage {
    shell: Shell,
    privacy: String,
    note: String,
    /// Offered now, oldest first.
    open: Vec<Row>,
    /// Answered or skipped.
    past: Vec<Row>,
    /// Not yet due.
    coming: Vec<Row>,
    exercises: Vec<(String, String, String)>,
    seen: Vec<(String, String, String)>,
    health: bool,
}

/// A follow-up in a list.
struct Row {
    href: String,
    title: String,
    date: String,
    /// What became of it, or which case it follows.
    state: String,
}

/// `GET /care`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let now = app.clock.now();
    let shell = Shell::of(&member);
    let kept = app.care.answers(member.myself()).await?;
    let mut tx = app.db.read().await?;
    let all = follow_ups::of_worker(&mut tx, member.org, member.user).await?;
    let mut seen = Vec::new();
    for one in app.care.seen_by(member.myself()).await? {
        let who = people::by_id(&mut tx, member.org, one.staff).await?;
        let what = all.iter().find(|follow_up| follow_up.id == one.follow_up);
        seen.push((
            one.at.minute_text(),
            who.map(|person| person.name.full()).unwrap_or_default(),
            what.map(|follow_up| title(&app, &shell, follow_up)).unwrap_or_default(),
        ));
    }
    let (mut open, mut past, mut coming) = (Vec::new(), Vec::new(), Vec::new());
    for follow_up in &all {
        let reply = kept.iter().find(|kept| kept.follow_up == follow_up.id);
        let row = Row {
            href: format!("/care/follow-ups/{}", follow_up.id),
            title: title(&app, &shell, follow_up),
            date: follow_up.due_at.date_text(),
            state: state(&app, &shell, follow_up, reply),
        };
        match (reply, is_due(follow_up, now)) {
            (Some(_), _) => past.push(row),
            (None, true) => open.push(row),
            (None, false) => coming.push(row),
        }
    }
    let exercise = |exercise: &mamori_content::Exercise| {
        let href = format!("/care/exercise/{}", exercise.id);
        (href, shell.say(&exercise.title).to_owned(), shell.say(&exercise.summary).to_owned())
    };
    render(&CarePage {
        privacy: shell.say(&app.content.follow_up_about.privacy).to_owned(),
        note: shell.say(&app.content.follow_up_about.note).to_owned(),
        exercises: app.content.exercises.iter().map(exercise).collect(),
        open,
        past,
        coming,
        seen,
        health: member.health_staff().is_some(),
        shell,
    })
}

/// Whether the date has come.
pub(super) fn is_due(follow_up: &FollowUp, now: UnixMs) -> bool {
    follow_up.due_at <= now
}

fn title(app: &App, shell: &Shell, follow_up: &FollowUp) -> String {
    let words = app.content.follow_ups.iter().find(|text| text.id == follow_up.step.as_str());
    words.map(|text| shell.say(&text.title).to_owned()).unwrap_or_default()
}

fn state(app: &App, shell: &Shell, follow_up: &FollowUp, kept: Option<&Kept>) -> String {
    let words = app.content.follow_ups.iter().find(|text| text.id == follow_up.step.as_str());
    match kept.map(|kept| (&kept.reply, kept.shared_since)) {
        Some((Reply::Skipped { .. }, _)) => shell.t("care-skipped").to_owned(),
        Some((Reply::Answered(answer), shared)) => {
            let face = words.and_then(|text| text.faces.iter().find(|face| face.id == answer.face.as_str()));
            let face = face.map(|face| shell.say(&face.text)).unwrap_or_default();
            match shared {
                Some(_) => shell.f("care-answered-shared", "face", face),
                None => shell.f("care-answered", "face", face),
            }
        }
        None => shell.f("care-after-case", "number", follow_up.case_number),
    }
}

#[derive(Template)]
#[template(path = "care/safe.html")]
struct SafePage {
    shell: Shell,
    urgent: String,
    turns: Vec<Turn>,
}

/// `GET /care/safe`: people to turn to, at once. Nothing is asked and nobody is told.
pub(super) async fn safe(app: App, member: Member) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let turns = contacts::all(&mut tx, &member, app.clock.now()).await?;
    let shell = Shell::of(&member);
    render(&SafePage { urgent: shell.say(&app.content.follow_up_about.urgent).to_owned(), turns, shell })
}
