//! Live pages: a stream of server-sent events that carries a part of the page anew after each change.
//!
//! Each message is HTML for htmx (`hx-sse:connect`). Who may see it is looked up again every few seconds, so that a
//! session that ends or a role that is taken away ends the stream too.

use std::collections::HashSet;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use mamori_core::access::{Action, MATRIX};
use mamori_core::{OrgId, UnitId, UserId};
use mamori_store::{Tx, sessions, units};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::App;
use crate::features::board::Board;
use crate::features::now::TalkView;
use crate::web::shared::Shelf;
use crate::web::{Member, Result};

/// Seconds between two `beat` events: shorter than any `data-beat` on a page.
const BEAT: Duration = Duration::from_secs(15);
/// How long what is known of a viewer's session and roles may be used.
const TRUST: Duration = Duration::from_secs(5);

/// What live pages share in this process.
#[derive(Debug)]
pub struct Live {
    closing: watch::Sender<bool>,
    pub(crate) boards: Shelf<Board>,
    pub(crate) talks: Shelf<TalkView>,
}

impl Default for Live {
    fn default() -> Self {
        Self { closing: watch::Sender::new(false), boards: Shelf::default(), talks: Shelf::default() }
    }
}

impl Live {
    /// Ends every stream, so that a server that shuts down need not wait for open pages.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Turns true when the server shuts down.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }
}

/// A part of a page that changes by itself.
pub(crate) trait Scene: Send + 'static {
    /// Waits until something may look different.
    fn changed(&mut self) -> impl Future<Output = ()> + Send;

    /// Draws what there is now for this viewer; `None` when the viewer may not see it any more.
    fn draw(&mut self) -> impl Future<Output = Result<Option<Arc<str>>>> + Send;
}

/// Streams `scene`: at once, and after each change that looks different.
pub(crate) fn stream(app: &App, scene: impl Scene) -> Response {
    let start = (scene, app.live.closing(), None::<Arc<str>>);
    let messages = stream::unfold(start, |(mut scene, mut closing, mut last)| async move {
        loop {
            if last.is_some() {
                tokio::select! {
                    () = scene.changed() => {}
                    _ = closing.wait_for(|closing| *closing) => return None,
                }
            }
            match scene.draw().await {
                Ok(Some(html)) if last.as_ref() == Some(&html) => {}
                Ok(Some(html)) => {
                    last = Some(html.clone());
                    let message = Event::default().data(html.replace('\r', ""));
                    return Some((Ok::<_, Infallible>(message), (scene, closing, last)));
                }
                Ok(None) => return None,
                Err(error) => {
                    tracing::error!(?error, "a live page could not be drawn");
                    return None;
                }
            }
        }
    });
    let beat = KeepAlive::new().interval(BEAT).event(Event::default().event("beat").data("1"));
    Sse::new(messages).keep_alive(beat).into_response()
}

/// HTML that takes the place of what is inside the element with this id.
pub(crate) fn part(id: &str, html: &str) -> String {
    format!("<hx-partial hx-target=\"#{id}\" hx-swap=\"innerHTML\">{html}</hx-partial>\n")
}

/// Whoever looks at a live page, with what is known of their rights.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    /// The person, for the page around and its language.
    pub(crate) member: Member,
    /// The units whose alerts and talks the person answers.
    pub(crate) units: HashSet<UnitId>,
    checked: Instant,
}

impl Viewer {
    /// Looks up what `member` may see.
    pub(crate) async fn of(app: &App, member: Member) -> Result<Self> {
        let mut tx = app.db.read().await?;
        let units = answered_units(&mut tx, member.org, member.user).await?;
        Ok(Self { member, units, checked: Instant::now() })
    }

    /// Looks it up again when that was long ago; false when the session is over.
    pub(crate) async fn is_still_here(&mut self, app: &App) -> Result<bool> {
        if self.checked.elapsed() < TRUST {
            return Ok(true);
        }
        let mut tx = app.db.read().await?;
        let token = &self.member.visitor.token_hash;
        if sessions::find(&mut tx, token, app.clock.now()).await?.is_none() {
            return Ok(false);
        }
        self.units = answered_units(&mut tx, self.member.org, self.member.user).await?;
        self.checked = Instant::now();
        Ok(true)
    }
}

/// The units whose alerts and live talks `user` answers: those of the role and everything below.
pub(crate) async fn answered_units(tx: &mut Tx, org: OrgId, user: UserId) -> Result<HashSet<UnitId>> {
    let roles = MATRIX.iter().find(|(action, _)| *action == Action::AnswerAlerts).map(|(_, roles)| *roles);
    let covered = units::covered(tx, org, user, roles.unwrap_or_default()).await?;
    Ok(covered.into_iter().collect())
}
