//! What is live in an organisation, drawn row by row.

use std::collections::BTreeMap;
use std::sync::Arc;

use mamori_core::people::Language;
use mamori_core::{AlertId, ConversationId, OrgId, UserId};
use mamori_store::live::Event;
use mamori_store::{Tx, alerts, conversations, rulebooks};

use super::row::{self, Drawn, NOW};
use super::talk_row;
use crate::App;
use crate::web::Result;
use crate::web::live::Viewer;
use crate::web::shared::{Shelf, Sight};
use crate::web::texts::Texts;

/// Which row: an alert or a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Alert(AlertId),
    Talk(ConversationId),
}

/// What is live in one organisation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Board {
    rows: BTreeMap<Key, Arc<Drawn>>,
}

impl Sight for Board {
    type Key = OrgId;

    async fn load(app: &App, org: OrgId) -> Result<Self> {
        let mut board = Self::default();
        let now = app.clock.now();
        let mut tx = app.db.read().await?;
        for alert in alerts::open(&mut tx, org).await? {
            let called = called(&mut tx, org, alert.id).await?;
            board.rows.insert(Key::Alert(alert.id), Arc::new(row::alert(&alert, called)?));
        }
        let rules = rulebooks::in_force(&mut tx, org, now).await?;
        for talk in conversations::live(&mut tx, org).await? {
            board.rows.insert(Key::Talk(talk.id), Arc::new(talk_row::draw(&talk, &rules.rulebook, now)?));
        }
        Ok(board)
    }

    async fn after(&self, app: &App, org: OrgId, event: &Event) -> Result<Option<Self>> {
        match event {
            Event::Alert { org: of, id, .. } if *of == org => self.with_alert(app, org, *id).await.map(Some),
            Event::Conversation { org: of, id, .. } if *of == org => {
                self.with_talk(app, org, *id).await.map(Some)
            }
            Event::Rulebook { org: of } if *of == org => Self::load(app, org).await.map(Some),
            _ => Ok(None),
        }
    }

    fn shelf(app: &App) -> &Shelf<Self> {
        &app.live.boards
    }
}

impl Board {
    async fn with_alert(&self, app: &App, org: OrgId, id: AlertId) -> Result<Self> {
        let mut next = self.clone();
        next.rows.remove(&Key::Alert(id));
        let mut tx = app.db.read().await?;
        if let Some(alert) = alerts::by_id(&mut tx, org, id).await?
            && alert.closed_at.is_none()
        {
            let called = called(&mut tx, org, id).await?;
            next.rows.insert(Key::Alert(id), Arc::new(row::alert(&alert, called)?));
        }
        Ok(next)
    }

    async fn with_talk(&self, app: &App, org: OrgId, id: ConversationId) -> Result<Self> {
        let mut next = self.clone();
        next.rows.remove(&Key::Talk(id));
        let now = app.clock.now();
        let mut tx = app.db.read().await?;
        if let Some(talk) = conversations::by_id(&mut tx, org, id).await?
            && talk.is_live()
        {
            let rules = rulebooks::in_force(&mut tx, org, now).await?;
            next.rows.insert(Key::Talk(id), Arc::new(talk_row::draw(&talk, &rules.rulebook, now)?));
        }
        Ok(next)
    }

    /// The newest call for help that still waits for an answer and called `viewer`, as one line; empty when there is none.
    pub(crate) fn alarm(&self, viewer: &Viewer) -> &str {
        let member = &viewer.member;
        let waits = |row: &&Arc<Drawn>| {
            row.owner != member.user && row.called.contains(&member.user) && !row.alarm[0].is_empty()
        };
        let newest = self.rows.values().filter(waits).min_by_key(|row| (row.rank, -row.since.0));
        newest.map_or("", |row| match member.language {
            Language::Ja => &row.alarm[0],
            Language::En => &row.alarm[1],
        })
    }

    /// The rows that `viewer` may see, most urgent first, as of `now` in Unix milliseconds.
    pub(super) fn html(&self, viewer: &Viewer, language: Language, now: i64) -> String {
        let member = &viewer.member;
        let may_see = |row: &&Drawn| viewer.units.contains(&row.unit) || row.called.contains(&member.user);
        let mut rows: Vec<&Drawn> = self.rows.values().map(AsRef::as_ref).collect();
        rows.retain(|row| row.owner != member.user && may_see(row));
        if rows.is_empty() {
            let text = Texts::builtin().get(language, "board-empty");
            return format!("<li class=\"quiet\">{text}</li>");
        }
        rows.sort_by_key(|row| (row.rank, row.since));
        let html: String = rows.iter().map(|row| row.html(language)).collect();
        html.replace(NOW, &now.to_string())
    }
}

async fn called(tx: &mut Tx, org: OrgId, id: AlertId) -> Result<Vec<UserId>> {
    Ok(alerts::calls(tx, org, id).await?.into_iter().map(|call| call.user_id).collect())
}
