//! Fresh databases for tests: SQLite in a temporary folder, PostgreSQL in a database of its own.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::{Db, MIGRATIONS, Migrations, on};

/// A fresh database that goes away with this value.
#[derive(Debug)]
pub struct Fresh {
    /// The open database.
    pub db: Db,
    /// Its address, for a second process.
    pub address: String,
    folder: Option<tempfile::TempDir>,
}

impl Fresh {
    /// A fresh main store in an SQLite file.
    pub async fn sqlite() -> Self {
        Self::sqlite_with(&MIGRATIONS).await
    }

    /// A fresh SQLite file with the tables of `migrations`.
    pub async fn sqlite_with(migrations: &Migrations) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let address = format!("sqlite:{}", folder.path().join("mamori.db").display());
        let db = Db::open(&address, migrations).await.expect("a fresh SQLite database");
        Self { db, address, folder: Some(folder) }
    }

    /// A fresh main store on the server that `TEST_PG` names; `None` when it names none.
    pub async fn postgres() -> Option<Self> {
        Self::postgres_with(&MIGRATIONS).await
    }

    /// A fresh PostgreSQL database with the tables of `migrations`.
    pub async fn postgres_with(migrations: &Migrations) -> Option<Self> {
        let address = Self::postgres_address().await?;
        let db = Db::open(&address, migrations).await.expect("a fresh PostgreSQL database");
        Some(Self { db, address, folder: None })
    }

    /// The address of an empty PostgreSQL database.
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where PostgreSQL is")]
    pub async fn postgres_address() -> Option<String> {
        let server = std::env::var("TEST_PG").ok()?;
        let name = format!("mamori_{}", uuid::Uuid::from_bytes(mamori_core::random::bytes()).simple());
        let mut admin = sqlx::PgConnection::connect(&server).await.expect("the server that TEST_PG names");
        admin.execute(AssertSqlSafe(format!("create database {name}"))).await.expect("a new database");
        let (base, _) = server.rsplit_once('/').expect("TEST_PG ends in /NAME");
        Some(format!("{base}/{name}"))
    }

    /// Does something behind the program's back, as somebody who holds the database could.
    pub async fn tamper(&self, what: Tampering) {
        let (sql, seq) = match what {
            Tampering::ChangeAudit(seq) => ("update audit set detail = 'nothing' where seq = $1", seq),
            Tampering::DropAudit(seq) => ("delete from audit where seq = $1", seq),
            Tampering::ShortenAudit(seq) => ("delete from audit where seq > $1", seq),
        };
        let mut tx = self.db.begin().await.expect("begin");
        on!(tx, conn => sqlx::query(sql).bind(seq).execute(conn).await.map(drop)).expect("tampering");
        tx.commit().await.expect("commit");
    }

    /// The folder of an SQLite file, for tests that look at it.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(tempfile::TempDir::path)
    }
}

/// What a test does to the audit log behind the program's back, by the number of an entry.
#[derive(Clone, Copy, Debug)]
pub enum Tampering {
    /// Changes an entry.
    ChangeAudit(i64),
    /// Takes an entry out.
    DropAudit(i64),
    /// Takes every entry after this one away.
    ShortenAudit(i64),
}

/// Writes a test once and runs it on both engines: `engines! { async fn name(fresh: Fresh) { .. } }`.
///
/// The PostgreSQL half runs when `TEST_PG` is set, as `cargo xtask test` always does.
#[macro_export]
macro_rules! engines {
    ($($(#[$meta:meta])* async fn $name:ident($fresh:ident: Fresh) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($fresh: $crate::testing::Fresh) $body

            #[tokio::test]
            async fn sqlite() {
                story($crate::testing::Fresh::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(fresh) = $crate::testing::Fresh::postgres().await {
                    story(fresh).await;
                }
            }
        }
    )*};
}
