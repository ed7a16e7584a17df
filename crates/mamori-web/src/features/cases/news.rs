//! `/cases/{id}/live`: tells an open page that its case has changed, and changes nothing on it: what is being typed stays.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use mamori_core::CaseId;
use mamori_core::access::Action;
use mamori_store::cases;
use mamori_store::live::Event;
use serde::Deserialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::{open, path_of};
use crate::App;
use crate::features::board::Board;
use crate::web::live::{self, Scene, Viewer};
use crate::web::{Member, Path, Query, Result, Shell};

#[derive(Deserialize)]
pub(super) struct Seen {
    /// The version of the case that the page shows.
    #[serde(default)]
    seen: i64,
}

/// `GET /cases/{id}/live`
pub(super) async fn stream(
    app: App,
    member: Member,
    Path(id): Path<CaseId>,
    Query(Seen { seen }): Query<Seen>,
) -> Result<Response> {
    let events = app.db.hub().subscribe();
    drop(open(&app, &member, id).await?);
    // One stream a page: whoever answers alerts hears of them on this one, too.
    let boards = if member.may(Action::AnswerAlerts) {
        Some(app.live.boards.watch(&app, member.org).await?)
    } else {
        None
    };
    let viewer = Viewer::of(&app, member).await?;
    Ok(live::stream(&app, News { app: app.clone(), viewer, id, seen, events, boards }))
}

struct News {
    app: App,
    viewer: Viewer,
    id: CaseId,
    seen: i64,
    events: Receiver<Event>,
    boards: Option<watch::Receiver<Arc<Board>>>,
}

#[derive(Template)]
#[template(path = "cases/news.html")]
struct NewsPart {
    shell: Shell,
    href: String,
}

impl Scene for News {
    async fn changed(&mut self) {
        let (id, events) = (self.id, &mut self.events);
        let case = async {
            loop {
                match events.recv().await {
                    Ok(Event::Case { id: changed, .. }) if changed == id => return,
                    Ok(_) => {}
                    // Too much was missed, or the store is gone: look again.
                    Err(RecvError::Lagged(_) | RecvError::Closed) => return,
                }
            }
        };
        match &mut self.boards {
            Some(boards) => tokio::select! { () = case => {}, _ = boards.changed() => {} },
            None => case.await,
        }
    }

    async fn draw(&mut self) -> Result<Option<Arc<str>>> {
        if !self.viewer.is_still_here(&self.app).await? {
            return Ok(None);
        }
        let member = &self.viewer.member;
        let mut tx = self.app.db.read().await?;
        let Some(case) = cases::open(&mut tx, member.org, member.user, self.id).await? else {
            return Ok(None);
        };
        let news = if case.version > self.seen {
            NewsPart { shell: Shell::of(member), href: path_of(self.id) }.render()?
        } else {
            String::new()
        };
        let mut message = live::part("case-news", &news);
        if let Some(boards) = &mut self.boards {
            let board = boards.borrow_and_update().clone();
            message.push_str(&live::part("alarm", board.alarm(&self.viewer)));
        }
        Ok(Some(Arc::from(message)))
    }
}
