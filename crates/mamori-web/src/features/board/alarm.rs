//! A new call for help shows itself on every page of those who are called: one quiet line, with a link.

use std::sync::Arc;

use axum::response::Response;
use mamori_core::access::Action;
use tokio::sync::watch;

use super::Board;
use crate::App;
use crate::web::live::{self, Scene, Viewer};
use crate::web::{Member, Result};

struct Alarm {
    app: App,
    viewer: Viewer,
    boards: watch::Receiver<Arc<Board>>,
}

/// `GET /now/alarm`
pub(super) async fn stream(app: App, member: Member) -> Result<Response> {
    member.must(Action::AnswerAlerts)?;
    let boards = app.live.boards.watch(&app, member.org).await?;
    let viewer = Viewer::of(&app, member).await?;
    Ok(live::stream(&app, Alarm { app: app.clone(), viewer, boards }))
}

impl Scene for Alarm {
    async fn changed(&mut self) {
        // An error means that the board's task is gone; the next drawing shows what was last known.
        let _ = self.boards.changed().await;
    }

    async fn draw(&mut self) -> Result<Option<Arc<str>>> {
        if !self.viewer.is_still_here(&self.app).await? {
            return Ok(None);
        }
        let board = self.boards.borrow_and_update().clone();
        Ok(Some(Arc::from(live::part("alarm", board.alarm(&self.viewer)))))
    }
}
