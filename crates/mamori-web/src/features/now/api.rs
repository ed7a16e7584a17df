//! The interface for programs: begin a conversation, feed its turns, read its reading. It never tells what our own
//! side said (`staff`).

use axum::Json;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use mamori_core::people::Language;
use mamori_core::{ConversationId, OrgId, UnitId, UserId, random};
use mamori_judge::{Asr, Care, Channel, Context, Fact, History, Industry, Lang, Speaker, Turn};
use mamori_store::api_keys;
use mamori_store::conversations::{self, Begun, Conversation};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::hearing::{Taken, Words, engine_turn, hear, milliseconds, reading_of};
use super::sos::unit_of;
use super::talk::{As, Beginning, begin as begin_talk, find, industry};
use super::turns::LONGEST_KEY;
use crate::App;
use crate::web::texts::Texts;
use crate::web::{Error, Member, Path, Result, Visitor};

/// Who calls: a program with a key, or a person's own page with its CSRF token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    org: OrgId,
    user: UserId,
    unit: UnitId,
    language: Language,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let language = Visitor::from_request_parts(parts, app).await?.language;
        if let Some(key) = bearer(&parts.headers) {
            let mut tx = app.db.read().await?;
            let found = api_keys::find(&mut tx, &random::token_hash(key)).await?;
            let key = found.ok_or(Error::SignInFirst { back_to: String::new() })?;
            return Ok(Self { org: key.org_id, user: key.user_id, unit: key.unit_id, language });
        }
        let member = Member::from_request_parts(parts, app).await?;
        let token = parts.headers.get("x-csrf-token").map(HeaderValue::as_bytes).unwrap_or_default();
        if parts.method != axum::http::Method::GET && !bool::from(token.ct_eq(member.csrf().as_bytes())) {
            return Err(Error::CrossSite);
        }
        let mut tx = app.db.read().await?;
        let unit = unit_of(&mut tx, &member).await?;
        Ok(Self { org: member.org, user: member.user, unit, language })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// An answer that says in words what is wrong with the body.
fn refused(code: &str, message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": code, "message": message }))).into_response()
}

fn parse<T: DeserializeOwned>(body: &[u8], language: Language) -> Result<T, Box<Response>> {
    let text = |key| Texts::builtin().get(language, key);
    let Ok(json) = std::str::from_utf8(body) else {
        return Err(refused("not_utf8", text("api-not-utf8")).into());
    };
    if json.trim().is_empty() {
        return Err(refused("empty", text("api-empty")).into());
    }
    serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| {
        let message = error.to_string();
        let code = match error.classify() {
            serde_json::error::Category::Data if message.contains("missing field") => "missing_field",
            serde_json::error::Category::Data => "unknown_code",
            _ => "not_json",
        };
        refused(code, &message).into()
    })
}

/// What the sender calls it, in the body or in `Idempotency-Key`; a name of ours when it has none, `None` when too long.
fn key_of(key: Option<String>, headers: &HeaderMap) -> Option<String> {
    let named = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let key = key.or(named).filter(|key| !key.is_empty()).unwrap_or_else(random::token);
    (key.len() <= LONGEST_KEY).then_some(key)
}

fn key_too_long(language: Language) -> Response {
    refused("too_large", Texts::builtin().get(language, "api-key-too-long"))
}

#[derive(Deserialize)]
struct NewTalk {
    channel: Channel,
    #[serde(default)]
    industry: Option<Industry>,
    #[serde(default)]
    lang: Option<Lang>,
    #[serde(default)]
    history: History,
    #[serde(default)]
    care: Vec<Care>,
    #[serde(default)]
    drill: bool,
    #[serde(default)]
    key: Option<String>,
}

/// `POST /api/v1/conversations`: 201 for a new conversation, 200 for one that was there under the same key.
pub(super) async fn begin(app: App, caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Response> {
    let new: NewTalk = match parse(&body, caller.language) {
        Ok(new) => new,
        Err(answer) => return Ok(*answer),
    };
    let Some(key) = key_of(new.key, &headers) else { return Ok(key_too_long(caller.language)) };
    let mut tx = app.db.begin().await?;
    let sector = industry(&mut tx, caller.org).await?;
    let context = Context {
        channel: new.channel,
        industry: new.industry.unwrap_or(sector),
        lang: new.lang,
        history: new.history,
        care: new.care,
        minutes: None,
    };
    let Caller { org, user, unit, .. } = caller;
    let talk = Beginning { org, unit, worker: user, source: "api", drill: new.drill, context, key };
    let begun = begin_talk(&app, &mut tx, talk).await?;
    let id = begun.id();
    let talk = conversations::by_id(&mut tx, org, id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let answer = json!({ "id": id, "version": talk.version, "url": format!("/now/talks/{id}") });
    let status = match begun {
        Begun::Now(_) => StatusCode::CREATED,
        Begun::Before(_) => StatusCode::OK,
    };
    Ok((status, Json(answer)).into_response())
}

#[derive(Deserialize)]
struct NewTurn {
    speaker: Speaker,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    at_s: Option<f64>,
    #[serde(default)]
    facts: Vec<Fact>,
    #[serde(default)]
    asr: Option<Asr>,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    seq: Option<u32>,
}

/// `POST /api/v1/conversations/{id}/turns`: 201 for a new turn, 200 for one that was there under the same key.
pub(super) async fn add(
    app: App,
    caller: Caller,
    Path(id): Path<ConversationId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response> {
    own(&app, caller, id).await?;
    let new: NewTurn = match parse(&body, caller.language) {
        Ok(new) => new,
        Err(answer) => return Ok(*answer),
    };
    let Some(key) = key_of(new.key, &headers) else { return Ok(key_too_long(caller.language)) };
    let turn = Turn {
        speaker: new.speaker,
        text: new.text.unwrap_or_default(),
        at_s: None,
        facts: new.facts,
        asr: new.asr,
    };
    let words =
        Words { key: key.clone(), seq: new.seq.map(i64::from), at_ms: new.at_s.map(milliseconds), turn };
    let taken = hear(&app, caller.org, id, vec![words]).await?;
    let mut tx = app.db.read().await?;
    let talk = conversations::by_id(&mut tx, caller.org, id).await?.ok_or(Error::NotFound)?;
    let number = conversations::number_of(&mut tx, caller.org, id, &key).await?;
    let answer = json!({ "id": id, "key": key, "turn": number, "version": talk.version, "reading": reading_of(&talk)? });
    let status = if taken == Taken::New { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(answer)).into_response())
}

/// The caller's own conversation.
async fn own(app: &App, caller: Caller, id: ConversationId) -> Result<Conversation> {
    match see(app, caller, id).await? {
        (talk, As::Worker) => Ok(talk),
        (_, As::Helper) => Err(Error::NotFound),
    }
}

async fn see(app: &App, caller: Caller, id: ConversationId) -> Result<(Conversation, As)> {
    let mut tx = app.db.read().await?;
    if let Some(found) = find(&mut tx, caller.org, caller.user, id).await? {
        return Ok(found);
    }
    drop(tx);
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    super::talk::act(&mut tx, caller.org, caller.user, "conversation.refused", id, now).await?;
    tx.commit().await?;
    Err(Error::NotFound)
}

/// `GET /api/v1/conversations/{id}`
pub(super) async fn show(app: App, caller: Caller, Path(id): Path<ConversationId>) -> Result<Json<Value>> {
    let (talk, _) = see(&app, caller, id).await?;
    let mut tx = app.db.read().await?;
    let turns = conversations::turns(&mut tx, caller.org, id).await?;
    let shown = turns.iter().map(engine_turn).collect::<serde_json::Result<Vec<_>>>()?;
    Ok(Json(json!({
        "id": id,
        "channel": talk.channel,
        "state": talk.state,
        "drill": talk.drill,
        "started_at": talk.started_at.rfc3339(),
        "version": talk.version,
        "turns": shown,
        "reading": reading_of(&talk)?,
    })))
}
