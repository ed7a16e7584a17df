//! What the worker puts into a talk by hand: a line, a fact, many lines, a text file.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use encoding_rs::SHIFT_JIS;
use mamori_core::ConversationId;
use mamori_judge::{Fact, Speaker, Turn};
use serde::Deserialize;

use super::hearing::{Words, hear};
use super::talk::{Shown, Typed, own, path, show};
use crate::App;
use crate::web::upload::Upload;
use crate::web::{Error, Form, Member, Path, Result, Shell};

/// Bytes that one key may have.
pub(super) const LONGEST_KEY: usize = 200;

#[derive(Deserialize)]
pub(super) struct Line {
    speaker: String,
    #[serde(default)]
    words: String,
    key: String,
}

/// `POST /now/talks/{id}/turns`: one line, or several with `客：` and `店：` before them.
pub(super) async fn line(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Form(form): Form<Line>,
) -> Result<Response> {
    let speaker = Speaker::parse(&form.speaker).map_err(|_| Error::Unreadable("error-form"))?;
    let text = form.words.trim();
    if text.is_empty() {
        own(&app, &member, id).await?;
        return Ok(Redirect::to(&path(id)).into_response());
    }
    let turns = vec![Turn::new(speaker, text)];
    take(&app, &member, id, (&form.key, turns), form.words.clone()).await
}

#[derive(Deserialize)]
pub(super) struct Tapped {
    fact: String,
    key: String,
}

/// `POST /now/talks/{id}/facts`: one tap, stamped with the time.
pub(super) async fn fact(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Form(form): Form<Tapped>,
) -> Result<Response> {
    let fact = Fact::parse(&form.fact).map_err(|_| Error::Unreadable("error-form"))?;
    let turn = Turn { facts: vec![fact], ..Turn::new(Speaker::Customer, "") };
    let key = format!("{}-{fact}", form.key);
    take(&app, &member, id, (&key, vec![turn]), String::new()).await
}

#[derive(Deserialize)]
pub(super) struct Pasted {
    #[serde(default)]
    lines: String,
    key: String,
}

/// `POST /now/talks/{id}/paste`: many lines at once.
pub(super) async fn paste(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Form(form): Form<Pasted>,
) -> Result<Response> {
    let turns = mamori_judge::io::text::turns(&form.lines);
    take(&app, &member, id, (&form.key, turns), String::new()).await
}

/// Has the turns heard and goes back to the page; what cannot be taken stays in the field, with the reason.
async fn take(
    app: &App,
    member: &Member,
    id: ConversationId,
    (key, turns): (&str, Vec<Turn>),
    typed: String,
) -> Result<Response> {
    own(app, member, id).await?;
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(Error::Unreadable("error-form"));
    }
    let numbered = turns.into_iter().enumerate();
    let words = numbered.map(|(n, turn)| Words { key: format!("{key}.{n}"), seq: None, at_ms: None, turn });
    let refused = match hear(app, member.org, id, words.collect()).await {
        Ok(_) => return Ok(Redirect::to(&path(id)).into_response()),
        Err(Error::TooLong(text)) => (StatusCode::PAYLOAD_TOO_LARGE, text),
        Err(Error::Conflict(text)) => (StatusCode::CONFLICT, text),
        Err(error) => return Err(error),
    };
    let fault = Shell::of(member).t(refused.1).to_owned();
    let page = show(app, member, id, Shown::default(), Typed { words: typed, fault }).await?;
    Ok((refused.0, page).into_response())
}

/// `POST /now/talks/{id}/file`: a text file in UTF-8 or CP932.
pub(super) async fn file(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    upload: Upload,
) -> Result<Response> {
    own(&app, &member, id).await?;
    let text = decode(&upload.file).ok_or(Error::Unreadable("talk-file-unreadable"))?;
    let turns = mamori_judge::io::text::turns(&text);
    let key = upload.fields.get("key").map(String::as_str).unwrap_or_default();
    take(&app, &member, id, (key, turns), String::new()).await
}

/// UTF-8 (with or without mark), else CP932; `None` when it is neither or no text at all.
fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned(),
    };
    (!text.contains('\0')).then_some(text)
}
