//! Everything that is kept, on SQLite and PostgreSQL alike.
//!
//! Start at [`Db`]: it opens a database and begins transactions. Each subject has a module of functions that take
//! a [`Tx`] and the organisation. SQL is written once and runs on both engines through [`on!`].
//!
//! ```no_run
//! # async fn example() -> mamori_store::Result<()> {
//! use mamori_store::{Db, MIGRATIONS};
//! let db = Db::open("sqlite:mamori.db", &MIGRATIONS).await?;
//! let mut tx = db.begin().await?;
//! // ... mamori_store::people::create(&mut tx, ...)
//! tx.commit().await?;
//! # Ok(()) }
//! ```

pub mod alerts;
pub mod api_keys;
pub mod audit;
pub mod cases;
pub mod conversations;
mod db;
pub mod due;
pub mod dump;
pub mod duties;
pub mod duty_matrix;
mod error;
pub mod follow_ups;
pub mod ground_rules;
pub mod invitations;
pub mod jobs;
pub mod learning;
pub mod live;
pub mod logins;
pub mod orgs;
pub mod password_links;
pub mod people;
pub mod rulebooks;
pub mod sessions;
#[cfg(feature = "testing")]
pub mod testing;
pub mod units;

pub use db::{Connection, Db, Migrations, Tx};
pub use error::{Error, Result};

/// The tables of the main store, for both engines.
pub static MIGRATIONS: Migrations = Migrations {
    sqlite: sqlx::migrate!("migrations/sqlite"),
    postgres: sqlx::migrate!("migrations/postgres"),
};
