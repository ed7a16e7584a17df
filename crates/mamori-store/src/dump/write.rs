//! Taking a backup.

use std::io::Write;

use futures_util::TryStreamExt;
use mamori_core::UnixMs;
use serde_json::{Value, json};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Column, Row, TypeInfo, ValueRef};

use super::{Damaged, Head, Line, line, newest, tables};
use crate::{Connection, Db, Migrations};

/// Writes everything in `db` to `out`, as it is at one moment. Returns the number of rows.
pub async fn dump(
    db: &Db,
    migrations: &Migrations,
    name: &str,
    now: UnixMs,
    out: &mut impl Write,
) -> Result<u64, Damaged> {
    let head = Head {
        mamori_backup: name.to_owned(),
        layout: 1,
        migration: newest(migrations),
        taken_at: now.rfc3339(),
    };
    writeln!(out, "{}", line(&head)?)?;
    let mut tx = db.read().await?;
    if let Connection::Postgres(conn) = tx.connection() {
        sqlx::query("set transaction isolation level repeatable read, read only").execute(conn).await?;
    }
    let mut rows = 0;
    for table in tables(migrations) {
        let sql = format!("select * from {table}");
        rows += match tx.connection() {
            Connection::Sqlite(conn) => {
                let mut stream = sqlx::query(AssertSqlSafe(sql)).fetch(conn);
                let mut count = 0;
                while let Some(row) = stream.try_next().await? {
                    write_row(out, &table, count, names(&row), sqlite_values(&row)?)?;
                    count += 1;
                }
                count
            }
            Connection::Postgres(conn) => {
                let mut stream = sqlx::query(AssertSqlSafe(sql)).fetch(conn);
                let mut count = 0;
                while let Some(row) = stream.try_next().await? {
                    write_row(out, &table, count, names(&row), postgres_values(&row)?)?;
                    count += 1;
                }
                count
            }
        };
    }
    writeln!(out, "{}", line(&Line::Tail { end: name.to_owned(), rows })?)?;
    Ok(rows)
}

fn write_row(
    out: &mut impl Write,
    table: &str,
    before: u64,
    columns: Vec<String>,
    values: Vec<Value>,
) -> Result<(), Damaged> {
    if before == 0 {
        writeln!(out, "{}", line(&Line::Table { table: table.to_owned(), columns })?)?;
    }
    writeln!(out, "{}", line(&Line::Row(values))?)?;
    Ok(())
}

fn names<R: Row>(row: &R) -> Vec<String> {
    row.columns().iter().map(|column| column.name().to_owned()).collect()
}

fn sqlite_values(row: &SqliteRow) -> sqlx::Result<Vec<Value>> {
    (0..row.len())
        .map(|index| {
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            match raw.type_info().name() {
                "INTEGER" => row.try_get::<i64, _>(index).map(|number| json!(number)),
                "TEXT" => row.try_get::<String, _>(index).map(Value::String),
                _ => row.try_get::<Vec<u8>, _>(index).map(|bytes| hex(&bytes)),
            }
        })
        .collect()
}

fn postgres_values(row: &PgRow) -> sqlx::Result<Vec<Value>> {
    (0..row.len())
        .map(|index| {
            let raw = row.try_get_raw(index)?;
            if raw.is_null() {
                return Ok(Value::Null);
            }
            match raw.type_info().name() {
                "INT8" => row.try_get::<i64, _>(index).map(|number| json!(number)),
                "BOOL" => row.try_get::<bool, _>(index).map(|yes| json!(i64::from(yes))),
                "UUID" => row.try_get::<uuid::Uuid, _>(index).map(|id| hex(id.as_bytes())),
                "BYTEA" => row.try_get::<Vec<u8>, _>(index).map(|bytes| hex(&bytes)),
                _ => row.try_get::<String, _>(index).map(Value::String),
            }
        })
        .collect()
}

fn hex(bytes: &[u8]) -> Value {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    json!({ "hex": text })
}
