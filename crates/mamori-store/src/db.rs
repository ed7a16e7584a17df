//! One handle over two engines, and transactions that are committed by hand.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgListener, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite, Transaction};

use crate::live::{Event, Hub};
use crate::{Error, Result};

/// Runs the same expression on whichever engine the transaction belongs to.
///
/// `on!(tx, conn => sqlx::query(SQL).bind(org).execute(conn).await)`
#[macro_export]
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx.connection() {
            $crate::Connection::Sqlite($conn) => $body,
            $crate::Connection::Postgres($conn) => $body,
        }
    };
}

/// The tables of one database, for both engines.
#[derive(Debug)]
pub struct Migrations {
    /// Folder `migrations/sqlite`.
    pub sqlite: Migrator,
    /// Folder `migrations/postgres`, same file names.
    pub postgres: Migrator,
}

/// An open database. Cloning shares the connections.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    hub: Hub,
}

#[derive(Clone, Debug)]
enum Pools {
    /// SQLite takes one writer at a time: a pool of one queues writers here instead of failing there.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction. Dropping it without [`Tx::commit`] takes everything back, the events too.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    hub: Hub,
    events: Vec<Event>,
}

#[derive(Debug)]
enum Inner {
    /// A connection that cannot write, without a transaction.
    Glance(PoolConnection<Sqlite>),
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// The connection under a transaction; see [`on!`].
#[derive(Debug)]
pub enum Connection<'t> {
    /// Embedded.
    Sqlite(&'t mut SqliteConnection),
    /// A server.
    Postgres(&'t mut PgConnection),
}

impl Db {
    /// Opens `sqlite:PATH` (created when missing) or `postgres://…` and brings the tables up to date.
    pub async fn open(address: &str, migrations: &Migrations) -> Result<Self> {
        let hub = Hub::default();
        let pools = if address.starts_with("sqlite:") {
            Self::open_sqlite(address, &migrations.sqlite).await?
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Self::open_postgres(address, &migrations.postgres, &hub).await?
        } else {
            return Err(Error::Address(address.split('@').next_back().unwrap_or_default().to_owned()));
        };
        Ok(Self { pools, hub })
    }

    async fn open_sqlite(address: &str, migrator: &Migrator) -> Result<Pools> {
        // FULL: a commit that was answered survives a power cut.
        let options = SqliteConnectOptions::from_str(address)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(400)
            // More than any page's rows, so that the thread that reads never waits for the one that takes.
            .row_buffer_size(256);
        // A file does not hang up: asking each connection whether it is still there would only cost time.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let write = pool().max_connections(1).connect_with(options.clone()).await?;
        migrator.run(&write).await?;
        let read = pool().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Pools::Sqlite { write, read })
    }

    async fn open_postgres(address: &str, migrator: &Migrator, hub: &Hub) -> Result<Pools> {
        let options =
            PgConnectOptions::from_str(address)?.application_name("mamori").statement_cache_capacity(400);
        let pool = PgPoolOptions::new().max_connections(16).connect_with(options).await?;
        migrator.run(&pool).await?;
        let listener = PgListener::connect_with(&pool).await?;
        crate::live::relay(listener, hub.clone()).await?;
        Ok(Pools::Postgres(pool))
    }

    /// Begins a transaction that may write. On SQLite it waits until it is the only one.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, hub: self.hub.clone(), events: Vec::new() })
    }

    /// Begins a transaction that only reads: one consistent moment, beside any writer.
    pub async fn read(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, hub: self.hub.clone(), events: Vec::new() })
    }

    /// For a single question: on SQLite it costs no beginning and no end. Two questions may see two moments.
    pub async fn glance(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Glance(read.acquire().await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, hub: self.hub.clone(), events: Vec::new() })
    }

    /// Where committed events arrive, from this process and, on PostgreSQL, from every other.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Whether the data is in an embedded file.
    pub fn is_embedded(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    /// Closes every connection; what was committed is on disk.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// The connection; use it through [`on!`].
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.inner {
            Inner::Glance(connection) => Connection::Sqlite(connection),
            Inner::Sqlite(tx) => Connection::Sqlite(tx),
            Inner::Postgres(tx) => Connection::Postgres(tx),
        }
    }

    /// Tells live pages of a change, if and when the transaction is committed.
    pub fn publish(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Makes everything durable and then tells the live pages.
    pub async fn commit(mut self) -> Result<()> {
        let events = std::mem::take(&mut self.events);
        match self.inner {
            // Nothing was begun.
            Inner::Glance(_) => {}
            Inner::Sqlite(tx) => {
                tx.commit().await?;
                for event in events {
                    self.hub.send(event);
                }
            }
            Inner::Postgres(mut tx) => {
                for event in &events {
                    crate::live::notify(&mut tx, event).await?;
                }
                tx.commit().await?;
            }
        }
        Ok(())
    }
}
