//! Tells live pages that something changed: in this process directly, between processes by PostgreSQL's NOTIFY.
//!
//! An event carries ids and nothing else. Whoever receives one reads the store again, with the permissions of the
//! person who looks.

use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnection, PgListener};
use tokio::sync::broadcast;

use mamori_core::{AlertId, CaseId, ConversationId, OrgId, UnitId};

use crate::Result;

const CHANNEL: &str = "mamori_live";

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A conversation began, got a turn, or ended.
    Conversation {
        /// The organisation.
        org: OrgId,
        /// The unit it is held in.
        unit: UnitId,
        /// Which.
        id: ConversationId,
        /// Its number of turns.
        version: i64,
    },
    /// An alert was raised, answered, passed on or closed.
    Alert {
        /// The organisation.
        org: OrgId,
        /// The unit it was raised in.
        unit: UnitId,
        /// Which.
        id: AlertId,
    },
    /// A case changed.
    Case {
        /// The organisation.
        org: OrgId,
        /// Which.
        id: CaseId,
    },
    /// A rulebook was approved.
    Rulebook {
        /// The organisation.
        org: OrgId,
    },
}

impl Event {
    /// The organisation that it concerns; nobody else may learn of it.
    pub fn org(&self) -> OrgId {
        match self {
            Self::Conversation { org, .. }
            | Self::Alert { org, .. }
            | Self::Case { org, .. }
            | Self::Rulebook { org } => *org,
        }
    }
}

/// Hands each committed event to every subscriber in this process.
#[derive(Clone, Debug)]
pub struct Hub {
    sender: broadcast::Sender<Event>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { sender: broadcast::channel(4_096).0 }
    }
}

impl Hub {
    /// Starts listening; events from now on arrive. A subscriber that falls 4,096 behind is told so by `Lagged`
    /// and reads everything anew.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    pub(crate) fn send(&self, event: Event) {
        // Nobody listening is not an error.
        let _ = self.sender.send(event);
    }
}

pub(crate) async fn notify(connection: &mut PgConnection, event: &Event) -> Result<()> {
    let text = serde_json::to_string(event).map_err(|error| crate::Error::Unreadable("event", error))?;
    sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(text).execute(connection).await?;
    Ok(())
}

/// Passes on what any process notifies, for as long as the pool lives; the listener reconnects by itself.
pub(crate) async fn relay(mut listener: PgListener, hub: Hub) -> Result<()> {
    listener.listen(CHANNEL).await?;
    tokio::spawn(async move {
        loop {
            match listener.recv().await {
                Ok(notification) => match serde_json::from_str(notification.payload()) {
                    Ok(event) => hub.send(event),
                    Err(error) => tracing::warn!(%error, "a live event could not be read"),
                },
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => {
                    tracing::warn!(%error, "live events from the database are interrupted");
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
            }
        }
    });
    Ok(())
}
