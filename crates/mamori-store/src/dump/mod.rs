//! A backup that either engine can read: every row of every table as JSON Lines.
//!
//! It is taken in one consistent moment while others go on writing, and restored all or nothing. Because it names
//! no engine, it also moves an installation from SQLite to PostgreSQL and back.
//!
//! The first line is a [`Head`], then for each table its name with its columns and its rows, and a last line with the
//! number of rows. Whole numbers and booleans are numbers, texts are texts, ids and bytes are `{"hex": "…"}`.

mod read;
mod write;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use read::{Restored, restore};
pub use write::dump;

use crate::{Migrations, Result};

/// The first line of a backup of one database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Which database: `main` or `care`.
    pub mamori_backup: String,
    /// The layout of the file, 1.
    pub layout: u32,
    /// The newest migration; a program that knows fewer cannot restore it.
    pub migration: i64,
    /// When it was taken, as RFC 3339.
    pub taken_at: String,
}

/// A line after the first.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Table { table: String, columns: Vec<String> },
    Tail { end: String, rows: u64 },
    Row(Vec<Value>),
}

/// Why a backup cannot be restored.
#[derive(Debug, thiserror::Error)]
pub enum Damaged {
    /// The file is not a backup, or of a later program.
    #[error("This is not a backup that this version can read.")]
    Foreign,
    /// The file ends before its last line, or has too few rows.
    #[error("The backup is cut off: line {0} is the last one that could be read.")]
    CutOff(u64),
    /// A line that is not as it was written.
    #[error("Line {0} of the backup is damaged.")]
    Line(u64),
    /// The database has data already.
    #[error("The database is not empty. Restore into a new, empty one.")]
    NotEmpty,
    /// The file could not be read.
    #[error("The backup could not be read.")]
    Read(#[from] std::io::Error),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] crate::Error),
}

impl From<sqlx::Error> for Damaged {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The tables in the order in which the migrations create them: each refers only to earlier ones, or to itself.
fn tables(migrations: &Migrations) -> Vec<String> {
    migrations
        .sqlite
        .iter()
        .flat_map(|migration| migration.sql.as_str().lines())
        .filter_map(|line| line.strip_prefix("create table ")?.split([' ', '(']).next())
        .map(str::to_owned)
        .collect()
}

fn newest(migrations: &Migrations) -> i64 {
    migrations.sqlite.iter().map(|migration| migration.version).max().unwrap_or(0)
}

fn line<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| crate::Error::Unreadable("backup", error))
}
