//! The loop that looks for due jobs.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use mamori_core::{Clock, SECOND, UnixMs};
use mamori_store::jobs::{self, Job};
use mamori_store::{Db, alerts};

use crate::handlers::carry_out;
use crate::{Error, Result};

const POLL: Duration = Duration::from_millis(200);

/// Looks for due jobs and carries them out, one after another.
#[derive(Debug)]
pub struct Worker {
    db: Db,
    clock: Clock,
    last: Option<UnixMs>,
}

impl Worker {
    /// A worker on this database.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock, last: None }
    }

    /// Works until `shutdown` is ready; the job in hand is finished first.
    pub async fn run(mut self, shutdown: impl Future<Output = ()>) {
        let mut shutdown = pin!(shutdown);
        loop {
            let pause = match self.run_due().await {
                Ok(_) => POLL,
                Err(error) => {
                    tracing::error!(%error, "the store does not answer; timers wait");
                    10 * POLL
                }
            };
            tokio::select! {
                () = &mut shutdown => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Carries out everything that is due now and tells how many jobs that was.
    ///
    /// A job that fails is put back with a pause that doubles; only a store that does not answer is an error here.
    pub async fn run_due(&mut self) -> Result<usize> {
        self.watch_clock().await?;
        let mut tx = self.db.read().await?;
        let any = jobs::any_due(&mut tx, self.clock.now()).await?;
        drop(tx);
        let mut done = 0;
        while any && self.run_one().await? {
            done += 1;
        }
        Ok(done)
    }

    /// Puts short timers right when the clock was set back, and once at the start.
    async fn watch_clock(&mut self) -> Result<()> {
        let now = self.clock.now();
        if self.last.is_none_or(|last| now < last) {
            let mut tx = self.db.begin().await?;
            jobs::rebase(&mut tx, alerts::ESCALATE, now).await?;
            tx.commit().await?;
        }
        self.last = Some(now);
        Ok(())
    }

    async fn run_one(&self) -> Result<bool> {
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        let Some(job) = jobs::claim(&mut tx, now).await? else { return Ok(false) };
        match carry_out(&mut tx, &job, now).await {
            Ok(()) => tx.commit().await?,
            Err(error) => {
                drop(tx);
                self.put_back(&job, &error, now).await?;
            }
        }
        Ok(true)
    }

    async fn put_back(&self, job: &Job, error: &Error, now: UnixMs) -> Result<()> {
        tracing::error!(job.id = %job.id, job.kind, %error, "job {} is put back", job.id);
        let doublings = u32::try_from(job.attempts.clamp(0, 10)).unwrap_or(10);
        let retry_at = now.plus(SECOND * 2_i64.pow(doublings));
        let mut tx = self.db.begin().await?;
        jobs::put_back(&mut tx, job.id, &error.to_string(), retry_at).await?;
        tx.commit().await?;
        Ok(())
    }
}
