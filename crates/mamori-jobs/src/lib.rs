//! Carries out timers and queued work.
//!
//! A job is a row that was written with the data that causes it (`mamori_store::jobs`). [`Worker`] claims it, does
//! the work and marks it done in one transaction: a process that is killed in between leaves the row as it was.
//! Any number of workers, in one process or several, may run on the same database.

mod handlers;
#[cfg(test)]
mod tests;
mod worker;

pub use worker::Worker;

/// Why a job could not be carried out; it is put back and tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] mamori_store::Error),
    /// Nobody knows how to do it.
    #[error("There is no handler for jobs of the kind `{0}`.")]
    UnknownKind(String),
    /// The row does not say what to do in words that its handler knows.
    #[error("The job's subject or payload cannot be read.")]
    Unreadable,
}

/// The result of carrying out a job.
pub type Result<T, E = Error> = std::result::Result<T, E>;
