//! What many live pages look at together: loaded once, followed by one task, handed to all of them.

use std::collections::HashMap;
use std::fmt::Debug;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mamori_store::live::Event;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use crate::App;
use crate::web::Result;

/// How often it is loaded anew although nothing was heard: words that depend on the time, and anything missed.
const TICK: Duration = Duration::from_secs(30);

/// Something that many look at.
pub(crate) trait Sight: Clone + Debug + Send + Sync + 'static {
    /// Its name.
    type Key: Copy + Debug + Eq + Hash + Send + Sync + 'static;

    /// Reads it from the store.
    fn load(app: &App, key: Self::Key) -> impl Future<Output = Result<Self>> + Send;

    /// What it is after `event`; `None` when the event does not concern it.
    fn after(
        &self,
        app: &App,
        key: Self::Key,
        event: &Event,
    ) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// Where those that are looked at are kept.
    fn shelf(app: &App) -> &Shelf<Self>;
}

type Senders<S> = HashMap<<S as Sight>::Key, watch::Sender<Arc<S>>>;

/// Those that somebody looks at. What nobody looks at is forgotten.
#[derive(Debug)]
pub(crate) struct Shelf<S: Sight>(Mutex<Senders<S>>);

impl<S: Sight> Default for Shelf<S> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<S: Sight> Shelf<S> {
    /// The sight called `key`, which goes on changing.
    pub(crate) async fn watch(&self, app: &App, key: S::Key) -> Result<watch::Receiver<Arc<S>>> {
        if let Some(sender) = self.lock().get(&key) {
            return Ok(sender.subscribe());
        }
        let events = app.db.hub().subscribe();
        let sight = S::load(app, key).await?;
        let mut senders = self.lock();
        if let Some(sender) = senders.get(&key) {
            return Ok(sender.subscribe());
        }
        let (sender, receiver) = watch::channel(Arc::new(sight));
        senders.insert(key, sender.clone());
        tokio::spawn(keep_up(app.clone(), key, sender, events));
        Ok(receiver)
    }

    fn lock(&self) -> MutexGuard<'_, Senders<S>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets it, unless somebody has begun to look again.
    fn forget(&self, key: S::Key) -> bool {
        let mut senders = self.lock();
        let unused = senders.get(&key).is_none_or(|sender| sender.receiver_count() == 0);
        if unused {
            senders.remove(&key);
        }
        unused
    }
}

async fn keep_up<S: Sight>(
    app: App,
    key: S::Key,
    sender: watch::Sender<Arc<S>>,
    mut events: Receiver<Event>,
) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.tick().await;
    loop {
        let next = tokio::select! {
            event = events.recv() => match event {
                Ok(event) => {
                    let now = sender.borrow().clone();
                    now.after(&app, key, &event).await
                }
                Err(RecvError::Lagged(_)) => S::load(&app, key).await.map(Some),
                Err(RecvError::Closed) => return,
            },
            _ = ticks.tick() => S::load(&app, key).await.map(Some),
            () = sender.closed() => {
                if S::shelf(&app).forget(key) {
                    return;
                }
                Ok(None)
            }
        };
        match next {
            Ok(Some(sight)) => {
                sender.send_replace(Arc::new(sight));
            }
            Ok(None) => {}
            // The next tick reads everything again.
            Err(error) => tracing::error!(?error, ?key, "a live page could not be brought up to date"),
        }
    }
}
