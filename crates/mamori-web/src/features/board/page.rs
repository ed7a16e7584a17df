//! The board's page and its stream.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;
use tokio::sync::watch;

use super::boards::Board;
use crate::App;
use crate::features::now;
use crate::web::live::{self, Scene, Viewer};
use crate::web::shared::Sight as _;
use crate::web::{Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "board/page.html")]
struct BoardPage {
    shell: Shell,
    rows: String,
}

/// `GET /now/board`: opening it tells everybody who called that it was seen.
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    member.must(Action::AnswerAlerts)?;
    now::mark_seen(&app, &member).await?;
    let board = Board::load(&app, member.org).await?;
    let shell = Shell::of(&member);
    let viewer = Viewer::of(&app, member).await?;
    let rows = board.html(&viewer, shell.language, app.clock.now().0);
    render(&BoardPage { shell, rows })
}

struct Watched {
    app: App,
    viewer: Viewer,
    boards: watch::Receiver<Arc<Board>>,
}

/// `GET /now/live`: the rows of the board, again after each change.
pub(super) async fn stream(app: App, member: Member) -> Result<Response> {
    member.must(Action::AnswerAlerts)?;
    let boards = app.live.boards.watch(&app, member.org).await?;
    let viewer = Viewer::of(&app, member).await?;
    Ok(live::stream(&app, Watched { app: app.clone(), viewer, boards }))
}

impl Scene for Watched {
    async fn changed(&mut self) {
        // An error means that the board's task is gone; the next drawing shows what was last known.
        let _ = self.boards.changed().await;
    }

    async fn draw(&mut self) -> Result<Option<Arc<str>>> {
        if !self.viewer.is_still_here(&self.app).await? {
            return Ok(None);
        }
        let board = self.boards.borrow_and_update().clone();
        let language = self.viewer.member.language;
        Ok(Some(Arc::from(board.html(&self.viewer, language, self.app.clock.now().0))))
    }
}
