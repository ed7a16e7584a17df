//! One follow-up: three faces, words if one likes, skipped in one tap, and whether occupational health may see it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_care::{Answer, Face, Kept, Reply};
use mamori_content::FollowUpText;
use mamori_core::FollowUpId;
use mamori_store::follow_ups::{self, FollowUp};
use serde::Deserialize;

use super::contacts::{self, Turn};
use super::page::is_due;
use crate::App;
use crate::web::{Button, Error, FieldError, Form, Member, Path, Result, Shell, render};

/// The longest words that are taken, in characters.
const LONGEST: usize = 2_000;

#[derive(Template)]
#[template(path = "care/follow_up.html")]
struct FollowUpPage {
    shell: Shell,
    title: String,
    question: String,
    faces: Vec<FaceChoice>,
    note: String,
    skip: String,
    no_diagnosis: String,
    urgent: String,
    desk_hint: String,
    /// What is said to the answer that was given; empty before.
    reply: String,
    answered_at: String,
    /// Since when it is shared; empty when it is not.
    shared_since: String,
    path: String,
    turns: Vec<Turn>,
    errors: Vec<FieldError>,
}

struct FaceChoice {
    code: &'static str,
    icon: &'static str,
    label: String,
    checked: bool,
}

/// What a form holds; kept when it is refused.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    face: String,
    #[serde(default)]
    note: String,
}

/// The worker's own follow-up; anybody else's does not exist. It opens when its date has come.
async fn own(app: &App, member: &Member, id: FollowUpId) -> Result<FollowUp> {
    let mut tx = app.db.read().await?;
    let all = follow_ups::of_worker(&mut tx, member.org, member.user).await?;
    let found = all.into_iter().find(|follow_up| follow_up.id == id).ok_or(Error::NotFound)?;
    if is_due(&found, app.clock.now()) { Ok(found) } else { Err(Error::NotFound) }
}

/// `GET /care/follow-ups/{id}`
pub(super) async fn page(app: App, member: Member, Path(id): Path<FollowUpId>) -> Result<Response> {
    let follow_up = own(&app, &member, id).await?;
    let kept = app.care.answers(member.myself()).await?.into_iter().find(|kept| kept.follow_up == id);
    let told = match &kept {
        Some(Kept { reply: Reply::Answered(answer), .. }) => {
            Told { face: answer.face.as_str().to_owned(), note: answer.note.clone() }
        }
        _ => Told::default(),
    };
    let page = build(&app, &member, &follow_up, kept, told, Vec::new()).await?;
    render(&page)
}

async fn build(
    app: &App,
    member: &Member,
    follow_up: &FollowUp,
    kept: Option<Kept>,
    told: Told,
    errors: Vec<FieldError>,
) -> Result<FollowUpPage> {
    let shell = Shell::of(member);
    let words = app.content.follow_ups.iter().find(|text| text.id == follow_up.step.as_str());
    let words = words.ok_or_else(|| anyhow::anyhow!("there are no words for {}", follow_up.step))?;
    let mut tx = app.db.read().await?;
    let turns = contacts::inside(&mut tx, member, app.clock.now()).await?;
    let about = &app.content.follow_up_about;
    let (mut reply, mut answered_at, mut shared_since) = Default::default();
    if let Some(Kept { reply: Reply::Answered(answer), shared_since: shared, .. }) = kept {
        let said = words.replies.iter().find(|reply| reply.id == answer.face.as_str());
        reply = said.map(|said| shell.say(&said.text).to_owned()).unwrap_or_default();
        answered_at = answer.at.minute_text();
        shared_since = shared.map(mamori_core::UnixMs::minute_text).unwrap_or_default();
    }
    Ok(FollowUpPage {
        title: shell.say(&words.title).to_owned(),
        question: shell.say(&words.question).to_owned(),
        faces: faces(&shell, words, &told.face),
        note: told.note,
        skip: shell.say(&words.skip).to_owned(),
        no_diagnosis: shell.say(&about.note).to_owned(),
        urgent: shell.say(&about.urgent).to_owned(),
        desk_hint: shell.say(&words.desk_hint).to_owned(),
        reply,
        answered_at,
        shared_since,
        path: format!("/care/follow-ups/{}", follow_up.id),
        turns,
        errors,
        shell,
    })
}

fn faces(shell: &Shell, words: &FollowUpText, checked: &str) -> Vec<FaceChoice> {
    [(Face::Fine, "face-calm"), (Face::Uneasy, "face-even"), (Face::Hard, "face-heavy")]
        .into_iter()
        .filter_map(|(face, icon)| {
            let text = words.faces.iter().find(|text| text.id == face.as_str())?;
            let code = face.as_str();
            Some(FaceChoice { code, icon, label: shell.say(&text.text).to_owned(), checked: code == checked })
        })
        .collect()
}

/// `POST /care/follow-ups/{id}`: keeps the answer; words of danger lead to people at once.
pub(super) async fn answer(
    app: App,
    member: Member,
    Path(id): Path<FollowUpId>,
    Form(told): Form<Told>,
) -> Result<Response> {
    let follow_up = own(&app, &member, id).await?;
    let shell = Shell::of(&member);
    let fault = |field, key| FieldError { field, message: shell.t(key).to_owned() };
    let face = Face::parse(&told.face);
    let danger = app.content.crisis.stand_in(&told.note);
    let mut errors = Vec::new();
    if face.is_none() && !danger {
        errors.push(fault("face-fine", "care-face-missing"));
    }
    if told.note.chars().count() > LONGEST {
        errors.push(fault("note", "care-note-long"));
    }
    if !errors.is_empty() {
        let page = build(&app, &member, &follow_up, None, told, errors).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response());
    }
    // Whoever writes such words need not choose a face first.
    let face = face.unwrap_or(Face::Hard);
    let answer = Answer { face, note: told.note.trim().to_owned(), at: app.clock.now() };
    app.care.record_answer(member.myself(), id, &answer).await?;
    let to = if danger { "/care/safe".to_owned() } else { format!("/care/follow-ups/{id}") };
    Ok(Redirect::to(&to).into_response())
}

/// `POST /care/follow-ups/{id}/skip`: one tap, and it is not asked again.
pub(super) async fn skip(
    app: App,
    member: Member,
    Path(id): Path<FollowUpId>,
    Form(Button {}): Form<Button>,
) -> Result<Redirect> {
    own(&app, &member, id).await?;
    app.care.skip(member.myself(), id, app.clock.now()).await?;
    Ok(Redirect::to("/care"))
}

/// `POST /care/follow-ups/{id}/share`: occupational health may see this one answer.
pub(super) async fn share(
    app: App,
    member: Member,
    Path(id): Path<FollowUpId>,
    Form(Button {}): Form<Button>,
) -> Result<Redirect> {
    own(&app, &member, id).await?;
    match app.care.share(member.myself(), id, app.clock.now()).await {
        Err(mamori_care::Error::NothingToShare) => return Err(Error::NotFound),
        other => other?,
    }
    Ok(Redirect::to(&format!("/care/follow-ups/{id}")))
}

/// `POST /care/follow-ups/{id}/withdraw`: from now on nobody else sees it.
pub(super) async fn withdraw(
    app: App,
    member: Member,
    Path(id): Path<FollowUpId>,
    Form(Button {}): Form<Button>,
) -> Result<Redirect> {
    own(&app, &member, id).await?;
    app.care.withdraw(member.myself(), id, app.clock.now()).await?;
    Ok(Redirect::to(&format!("/care/follow-ups/{id}")))
}
