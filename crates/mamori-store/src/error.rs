//! What can go wrong in the store.

/// The store's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or is gone.
    #[error("The database did not answer as expected.")]
    Sql(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("The tables could not be brought up to date.")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A stored value could not be read back.
    #[error("A stored value of `{0}` could not be read.")]
    Unreadable(&'static str, #[source] serde_json::Error),
    /// A text that was to be kept, or that was kept, is no rulebook.
    #[error("A rulebook could not be read: {0}")]
    Rulebook(#[from] mamori_core::rulebook::RulebookError),
    /// The organisation has none in force; every organisation gets one when it is created.
    #[error("The organisation has no rulebook in force.")]
    NoRulebook,
    /// An address that names neither engine.
    #[error("`{0}` is not a database address: use sqlite:PATH or postgres://USER@HOST/NAME.")]
    Address(String),
}

impl Error {
    /// Whether a unique constraint refused the row: it is there already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Sql(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}
