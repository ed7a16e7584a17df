//! The boards that somebody looks at, one for each organisation, kept up to date by the store's events.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mamori_core::people::Language;
use mamori_core::{AlertId, OrgId, UserId};
use mamori_store::alerts;
use mamori_store::live::Event;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::row::{self, Drawn, NOW};
use crate::App;
use crate::web::Result;
use crate::web::live::Viewer;
use crate::web::texts::Texts;

/// How often words that depend on the time are drawn anew.
const TICK: Duration = Duration::from_secs(30);

/// Which row: an alert or a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Alert(AlertId),
}

/// What is live in one organisation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Board {
    rows: BTreeMap<Key, Arc<Drawn>>,
}

impl Board {
    /// Reads everything that is live.
    pub(super) async fn load(app: &App, org: OrgId) -> Result<Self> {
        let mut board = Self::default();
        let mut tx = app.db.read().await?;
        for alert in alerts::open(&mut tx, org).await? {
            let called = called(&mut tx, org, alert.id).await?;
            board.rows.insert(Key::Alert(alert.id), Arc::new(row::alert(&alert, called)?));
        }
        Ok(board)
    }

    async fn follow(&mut self, app: &App, org: OrgId, event: Event) -> Result<()> {
        match event {
            Event::Alert { id, .. } => self.follow_alert(app, org, id).await,
            Event::Conversation { .. } | Event::Case { .. } | Event::Rulebook { .. } => Ok(()),
        }
    }

    async fn follow_alert(&mut self, app: &App, org: OrgId, id: AlertId) -> Result<()> {
        let mut tx = app.db.read().await?;
        match alerts::by_id(&mut tx, org, id).await? {
            Some(alert) if alert.closed_at.is_none() => {
                let called = called(&mut tx, org, id).await?;
                self.rows.insert(Key::Alert(id), Arc::new(row::alert(&alert, called)?));
            }
            _ => {
                self.rows.remove(&Key::Alert(id));
            }
        }
        Ok(())
    }

    /// The rows that `viewer` may see, most urgent first, as of `now` in Unix milliseconds.
    pub(super) fn html(&self, viewer: &Viewer, language: Language, now: i64) -> String {
        let member = &viewer.member;
        let may_see = |row: &&Drawn| viewer.units.contains(&row.unit) || row.called.contains(&member.user);
        let mut rows: Vec<&Drawn> = self.rows.values().map(AsRef::as_ref).collect();
        rows.retain(|row| row.owner != member.user && may_see(row));
        rows.sort_by_key(|row| (row.rank, row.since));
        if rows.is_empty() {
            let text = Texts::builtin().get(language, "board-empty");
            return format!("<li class=\"quiet\">{text}</li>");
        }
        let html: String = rows.iter().map(|row| row.html(language)).collect();
        html.replace(NOW, &now.to_string())
    }
}

async fn called(tx: &mut mamori_store::Tx, org: OrgId, id: AlertId) -> Result<Vec<UserId>> {
    Ok(alerts::calls(tx, org, id).await?.into_iter().map(|call| call.user_id).collect())
}

/// The boards of this process. A board without viewers is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Boards {
    by_org: Mutex<HashMap<OrgId, watch::Sender<Arc<Board>>>>,
}

impl Boards {
    /// The board of an organisation, which goes on changing.
    pub(super) async fn watch(&self, app: &App, org: OrgId) -> Result<watch::Receiver<Arc<Board>>> {
        if let Some(sender) = self.lock().get(&org) {
            return Ok(sender.subscribe());
        }
        let events = app.db.hub().subscribe();
        let board = Board::load(app, org).await?;
        let mut by_org = self.lock();
        if let Some(sender) = by_org.get(&org) {
            return Ok(sender.subscribe());
        }
        let sender = watch::Sender::new(Arc::new(board));
        let receiver = sender.subscribe();
        by_org.insert(org, sender.clone());
        tokio::spawn(keep_up(app.clone(), org, sender, events));
        Ok(receiver)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<OrgId, watch::Sender<Arc<Board>>>> {
        self.by_org.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the board if nobody has begun to look again.
    fn forget(&self, org: OrgId) -> bool {
        let mut by_org = self.lock();
        let unused = by_org.get(&org).is_none_or(|sender| sender.receiver_count() == 0);
        if unused {
            by_org.remove(&org);
        }
        unused
    }
}

async fn keep_up(app: App, org: OrgId, sender: watch::Sender<Arc<Board>>, mut events: Receiver<Event>) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        let changed = tokio::select! {
            event = events.recv() => match event {
                Ok(event) if event.org() == org => follow(&app, org, &sender, event).await,
                Ok(_) => Ok(()),
                Err(RecvError::Lagged(_)) => reload(&app, org, &sender).await,
                Err(RecvError::Closed) => return,
            },
            _ = ticks.tick() => reload(&app, org, &sender).await,
            () = sender.closed() => {
                if app.live.boards.forget(org) {
                    return;
                }
                Ok(())
            }
        };
        if let Err(error) = changed {
            // The next tick reads everything again.
            tracing::error!(?error, "a board could not be brought up to date");
        }
    }
}

async fn follow(app: &App, org: OrgId, sender: &watch::Sender<Arc<Board>>, event: Event) -> Result<()> {
    let mut board = Board::clone(&sender.borrow());
    board.follow(app, org, event).await?;
    sender.send_replace(Arc::new(board));
    Ok(())
}

async fn reload(app: &App, org: OrgId, sender: &watch::Sender<Arc<Board>>) -> Result<()> {
    sender.send_replace(Arc::new(Board::load(app, org).await?));
    Ok(())
}
