//! The care house: what people tell about how they are, in a database of its own. Nobody else opens it.
//!
//! Three things keep it closed. Its functions take a proof, [`Myself`](mamori_core::access::Myself) or
//! [`HealthStaff`](mamori_core::access::HealthStaff), that only the authorisation code of `mamori-core` can make. What people tell is
//! encrypted column by column, each value bound to its place, so that a copy of the database or a backup tells nothing and
//! values cannot be swapped. And the key is in a file of its own, outside the configuration, the database and the backups.
//! The root of the operating system can read both; the manual says so.

mod consents;
mod error;
mod key;
mod practice;
mod replies;
mod seal;
#[cfg(test)]
mod tests;

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use mamori_core::UnixMs;
use mamori_store::{Db, Migrations, Tx, dump, on};

pub use consents::{Seen, Shared};
pub use error::{Error, Result};
pub use practice::Week;
pub use replies::{Answer, Face, Kept, Reply};

use seal::{Place, Seal};

/// The tables of the care house, for both engines.
pub static MIGRATIONS: Migrations = Migrations {
    sqlite: sqlx::migrate!("migrations/sqlite"),
    postgres: sqlx::migrate!("migrations/postgres"),
};

/// What a backup of the care house calls itself.
const BACKUP_NAME: &str = "care";

/// The only door to the care house. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Care {
    db: Db,
    seal: Arc<Seal>,
}

impl Care {
    /// Opens `sqlite:PATH` or `postgres://…` with the key in `key_file`.
    ///
    /// The first start makes the key (mode 0600, in a folder of mode 0700). Later starts refuse when the key is gone, can be read
    /// by others or is not the one that the data was written with: a new key is never made beside existing data.
    pub async fn open(address: &str, key_file: &Path) -> Result<Self> {
        let db = Db::open(address, &MIGRATIONS).await?;
        let mut tx = db.read().await?;
        let check = check_value(&mut tx).await?;
        drop(tx);
        let key = if check.is_some() { key::read(key_file)? } else { key::read_or_make(key_file)? };
        let seal = Seal::new(key);
        if let Some(value) = check {
            seal.prove(&value).map_err(|_| Error::OtherKey)?;
        }
        Ok(Self { db, seal: Arc::new(seal) })
    }

    /// Begins a transaction that may write, once it is sure that the data is under our key: another process may have written
    /// the first value with its own.
    async fn begin(&self) -> Result<Tx> {
        const FIRST: &str =
            "insert into care_key (id, check_value) values (1, $1) on conflict (id) do nothing";
        let mut tx = self.db.begin().await?;
        let check = if let Some(value) = check_value(&mut tx).await? {
            Some(value)
        } else {
            let ours = self.seal.check_value()?;
            on!(tx, conn => sqlx::query(FIRST).bind(&ours).execute(conn).await.map(drop))?;
            check_value(&mut tx).await?
        };
        self.seal.prove(&check.unwrap_or_default()).map_err(|_| Error::OtherKey)?;
        Ok(tx)
    }

    /// Writes everything to `out` as it is at one moment, still encrypted. Returns the number of rows.
    pub async fn dump(&self, now: UnixMs, out: &mut impl Write) -> Result<u64> {
        Ok(dump::dump(&self.db, &MIGRATIONS, BACKUP_NAME, now, out).await?)
    }

    /// Reads a backup into the empty care house; its key must be here already. Nothing is kept unless all of it is whole
    /// and under our key. Returns the number of rows.
    pub async fn restore(&self, from: &mut impl BufRead) -> Result<u64> {
        let restored = dump::restore(&self.db, &MIGRATIONS, BACKUP_NAME, from).await?;
        let mut tx = self.db.begin().await?;
        let check = check_value(&mut tx).await?;
        if restored.rows == 0 || check.is_some_and(|value| self.seal.prove(&value).is_ok()) {
            return Ok(restored.rows);
        }
        empty(&mut tx).await?;
        tx.commit().await?;
        Err(Error::OtherKey)
    }

    /// Ends every connection; what was written is on disk.
    pub async fn close(&self) {
        self.db.close().await;
    }

    fn open_value<T: serde::de::DeserializeOwned>(&self, place: &Place, sealed: &[u8]) -> Result<T> {
        let plain = self.seal.open(place, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| Error::Tampered)
    }

    fn seal_value<T: serde::Serialize>(&self, place: &Place, value: &T) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(value).map_err(|_| Error::Seal)?;
        self.seal.seal(place, &plain)
    }
}

async fn check_value(tx: &mut Tx) -> Result<Option<Vec<u8>>> {
    const SQL: &str = "select check_value from care_key where id = 1";
    let row: Option<(Vec<u8>,)> = on!(tx, conn => sqlx::query_as(SQL).fetch_optional(conn).await)?;
    Ok(row.map(|(value,)| value))
}

async fn empty(tx: &mut Tx) -> Result<()> {
    const TABLES: [&str; 5] = [
        "delete from care_key",
        "delete from care_reply",
        "delete from care_consent",
        "delete from care_seen",
        "delete from care_practice",
    ];
    for sql in TABLES {
        on!(tx, conn => sqlx::query(sql).execute(conn).await.map(drop))?;
    }
    Ok(())
}
