//! The page of one alert, live.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use mamori_core::AlertId;
use mamori_store::live::Event;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::sos::SosState;
use crate::App;
use crate::web::live::{self, Scene, Viewer};
use crate::web::{Error, Member, Path, Result};

struct OneAlert {
    app: App,
    viewer: Viewer,
    id: AlertId,
    events: Receiver<Event>,
}

/// `GET /now/sos/{id}/live`
pub(super) async fn stream(app: App, member: Member, Path(id): Path<AlertId>) -> Result<Response> {
    let events = app.db.hub().subscribe();
    let viewer = Viewer::of(&app, member).await?;
    let mut scene = OneAlert { app: app.clone(), viewer, id, events };
    scene.draw().await?.ok_or(Error::NotFound)?;
    Ok(live::stream(&app, scene))
}

impl Scene for OneAlert {
    async fn changed(&mut self) {
        loop {
            match self.events.recv().await {
                Ok(Event::Alert { id, .. }) if id == self.id => return,
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
        let mut tx = self.app.db.read().await?;
        let state = SosState::find(&self.app, &mut tx, &self.viewer.member, self.id).await?;
        Ok(state.map(|state| state.render()).transpose()?.map(Arc::from))
    }
}
