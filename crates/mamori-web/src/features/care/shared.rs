//! What people show to occupational health. For everybody else this page does not exist.

use askama::Template;
use axum::response::Response;
use mamori_store::{audit, follow_ups, people};

use crate::App;
use crate::web::{Error, Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "care/shared.html")]
struct SharedPage {
    shell: Shell,
    note: String,
    rows: Vec<Row>,
}

struct Row {
    who: String,
    title: String,
    question: String,
    face: String,
    words: String,
    answered_at: String,
    since: String,
}

/// `GET /care/shared`: each reading is told to the worker and written into the audit log.
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let staff = member.health_staff().ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let shared = app.care.shared_with(staff, now).await?;
    let shell = Shell::of(&member);
    let mut tx = app.db.begin().await?;
    let mut rows = Vec::with_capacity(shared.len());
    for one in shared {
        let subject = one.follow_up.to_string();
        let (org, actor) = (member.org, Some(member.user));
        let act =
            audit::Act { org, actor, at: now, action: "care.shared_read", subject: &subject, detail: "" };
        audit::append(&mut tx, act).await?;
        let who = people::by_id(&mut tx, org, one.user).await?;
        let step = follow_ups::step(&mut tx, org, one.follow_up).await?;
        let words =
            app.content.follow_ups.iter().find(|text| step.is_some_and(|step| step.as_str() == text.id));
        let face = words.and_then(|text| text.faces.iter().find(|face| face.id == one.answer.face.as_str()));
        rows.push(Row {
            who: who.map(|person| person.name.full()).unwrap_or_default(),
            title: words.map(|text| shell.say(&text.title).to_owned()).unwrap_or_default(),
            question: words.map(|text| shell.say(&text.question).to_owned()).unwrap_or_default(),
            face: face.map(|face| shell.say(&face.text).to_owned()).unwrap_or_default(),
            words: one.answer.note,
            answered_at: one.answer.at.minute_text(),
            since: one.since.minute_text(),
        });
    }
    tx.commit().await?;
    render(&SharedPage { note: shell.say(&app.content.follow_up_about.note).to_owned(), rows, shell })
}
