//! The page of one talk, live: for those who answer drawn once for all of them, for the worker with what is theirs alone.

use std::sync::Arc;

use axum::response::Response;
use mamori_core::ConversationId;
use mamori_store::conversations;
use mamori_store::live::Event;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::talk::{As, found};
use super::view::{OwnTalk, TalkView};
use crate::App;
use crate::web::live::{self, Scene, Viewer};
use crate::web::shared::Sight as _;
use crate::web::{Member, Path, Result, Shell};

/// `GET /now/talks/{id}/live`
pub(super) async fn stream(app: App, member: Member, Path(id): Path<ConversationId>) -> Result<Response> {
    let events = app.db.hub().subscribe();
    let (_, role) = found(&app, &member, id).await?;
    let org = member.org;
    let viewer = Viewer::of(&app, member).await?;
    if role == As::Worker {
        return Ok(live::stream(&app, OwnScene { app: app.clone(), viewer, id, events }));
    }
    let talk = TalkView::shelf(&app).watch(&app, (org, id)).await?;
    Ok(live::stream(&app, HelperScene { app: app.clone(), viewer, talk }))
}

struct HelperScene {
    app: App,
    viewer: Viewer,
    talk: watch::Receiver<Arc<TalkView>>,
}

impl Scene for HelperScene {
    async fn changed(&mut self) {
        // An error means that its task is gone; the next drawing shows what was last known.
        let _ = self.talk.changed().await;
    }

    async fn draw(&mut self) -> Result<Option<Arc<str>>> {
        if !self.viewer.is_still_here(&self.app).await? {
            return Ok(None);
        }
        let view = self.talk.borrow_and_update().clone();
        let may_see = self.viewer.units.contains(&view.talk.unit_id);
        Ok(may_see.then(|| view.html(self.viewer.member.language)))
    }
}

struct OwnScene {
    app: App,
    viewer: Viewer,
    id: ConversationId,
    events: Receiver<Event>,
}

impl Scene for OwnScene {
    async fn changed(&mut self) {
        loop {
            match self.events.recv().await {
                Ok(Event::Conversation { id, .. }) if id == self.id => return,
                Ok(Event::Alert { org, .. } | Event::Rulebook { org }) if org == self.viewer.member.org => {
                    return;
                }
                Ok(_) => {}
                // Too much was missed, or the store is gone: look again.
                Err(RecvError::Lagged(_) | RecvError::Closed) => return,
            }
        }
    }

    async fn draw(&mut self) -> Result<Option<Arc<str>>> {
        if !self.viewer.is_still_here(&self.app).await? {
            return Ok(None);
        }
        let member = &self.viewer.member;
        let mut tx = self.app.db.read().await?;
        let Some(talk) = conversations::by_id(&mut tx, member.org, self.id).await? else { return Ok(None) };
        let end = talk.version;
        let own = OwnTalk::load(&self.app, &mut tx, member.org, talk, end).await?;
        Ok(Some(Arc::from(own.parts(&Shell::of(member), 0)?.message())))
    }
}
