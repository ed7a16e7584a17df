//! 訓練: one of the ten sample talks is played, line by line, as if it happened now.

use std::time::Duration;

use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::{ConversationId, OrgId, random};
use mamori_judge::{Context, Turn};
use serde::Deserialize;

use super::hearing::{Words, hear, milliseconds};
use super::sos::unit_of;
use super::talk::{Beginning, begin, path};
use crate::App;
use crate::web::{Error, Form, Member, Result};

/// The times faster that a talk can be played.
const SPEEDS: [u32; 2] = [1, 10];

#[derive(Deserialize)]
pub(super) struct Play {
    fixture: String,
    speed: u32,
}

/// A sample as the engine's input format; other fields are passed over.
#[derive(Deserialize)]
struct Sample {
    #[serde(flatten)]
    context: Context,
    turns: Vec<Turn>,
}

/// `POST /now/replay`: begins a talk that feeds itself until its end, or until somebody ends it.
pub(super) async fn play(app: App, member: Member, Form(play): Form<Play>) -> Result<Response> {
    let line = mamori_content::fixture(&play.fixture).ok_or(Error::NotFound)?;
    let sample: Sample = serde_json::from_str(line)?;
    if !SPEEDS.contains(&play.speed) {
        return Err(Error::Unreadable("error-form"));
    }
    let mut tx = app.db.begin().await?;
    let unit = unit_of(&mut tx, &member).await?;
    let (org, worker, key) = (member.org, member.user, random::token());
    let new = Beginning { org, unit, worker, source: "replay", drill: true, context: sample.context, key };
    let id = begin(&app, &mut tx, new).await?.id();
    tx.commit().await?;
    tokio::spawn(feed(app, org, id, sample.turns, play.speed));
    Ok(Redirect::to(&path(id)).into_response())
}

async fn feed(app: App, org: OrgId, id: ConversationId, turns: Vec<Turn>, speed: u32) {
    let begun = tokio::time::Instant::now();
    let mut closing = app.live.closing();
    for (number, turn) in turns.into_iter().enumerate() {
        let at_ms = milliseconds(turn.at_s.unwrap_or_default());
        let due = begun + Duration::from_millis(at_ms.unsigned_abs()) / speed;
        tokio::select! {
            () = tokio::time::sleep_until(due) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
        let words = Words { key: format!("replay.{number}"), seq: None, at_ms: Some(at_ms), turn };
        match hear(&app, org, id, vec![words]).await {
            Ok(_) => {}
            Err(Error::Conflict(_)) => return, // it was ended
            Err(error) => {
                tracing::error!(?error, "a sample talk could not be played on");
                return;
            }
        }
    }
}
