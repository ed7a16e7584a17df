//! The only place that reads the system's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::UnixMs;

/// Tells the time; tests hold one that they move by hand.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::set`] moves it.
    pub fn manual(start: UnixMs) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.0))))
    }

    /// The present moment. It may jump in either direction when the machine's clock is set.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that may ask")]
    pub fn now(&self) -> UnixMs {
        match &self.0 {
            Source::System => UnixMs(jiff::Timestamp::now().as_millisecond()),
            Source::Manual(ms) => UnixMs(ms.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock, for all its copies; the system's clock is left as it is.
    pub fn set(&self, to: UnixMs) {
        if let Source::Manual(ms) = &self.0 {
            ms.store(to.0, Ordering::SeqCst);
        }
    }
}
