//! Restoring a backup, all or nothing.

use std::collections::HashMap;
use std::io::BufRead;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Postgres, Sqlite, query::Query};

use super::{Damaged, Head, Line, newest, tables};
use crate::{Connection, Db, Migrations, Tx, on};

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup's first line.
    pub head: Head,
    /// The number of rows.
    pub rows: u64,
}

/// Reads the backup called `name` from `from` into `db`, which must be empty. Nothing is kept unless all of it is whole.
pub async fn restore(
    db: &Db,
    migrations: &Migrations,
    name: &str,
    from: &mut impl BufRead,
) -> Result<Restored, Damaged> {
    let mut lines = Lines { from, number: 0 };
    let head: Head = lines
        .next()?
        .ok_or(Damaged::Foreign)
        .and_then(|text| serde_json::from_str(&text).map_err(|_| Damaged::Foreign))?;
    if head.mamori_backup != name || head.layout != 1 || head.migration > newest(migrations) {
        return Err(Damaged::Foreign);
    }
    let known = tables(migrations);
    let mut tx = db.begin().await?;
    for table in &known {
        let sql = format!("select count(*) from (select 1 from {table} limit 1) as found");
        let (found,): (i64,) =
            on!(&mut tx, conn => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(conn).await)?;
        if found != 0 {
            return Err(Damaged::NotEmpty);
        }
    }
    let mut rows = 0;
    let mut target: Option<Target> = None;
    loop {
        let Some(text) = lines.next()? else { return Err(Damaged::CutOff(lines.number)) };
        match serde_json::from_str(&text).map_err(|_| Damaged::Line(lines.number))? {
            Line::Table { table, columns } if known.contains(&table) => {
                target = Some(Target::of(&mut tx, &table, columns).await?);
            }
            Line::Row(values) => {
                let target = target.as_ref().ok_or(Damaged::Line(lines.number))?;
                target.insert(&mut tx, &values, lines.number).await?;
                rows += 1;
            }
            Line::Tail { end, rows: written } if end == name && written == rows => break,
            _ => return Err(Damaged::Line(lines.number)),
        }
    }
    tx.commit().await?;
    Ok(Restored { head, rows })
}

struct Lines<'r, R> {
    from: &'r mut R,
    number: u64,
}

impl<R: BufRead> Lines<'_, R> {
    fn next(&mut self) -> Result<Option<String>, Damaged> {
        let mut text = String::new();
        let read = self.from.read_line(&mut text)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if text.ends_with('\n') { Ok(Some(text)) } else { Err(Damaged::CutOff(self.number)) }
    }
}

/// The table that rows go into now.
struct Target {
    sql: String,
    /// The type of each column on this engine, such as `uuid`.
    kinds: Vec<String>,
}

impl Target {
    async fn of(tx: &mut Tx, table: &str, columns: Vec<String>) -> Result<Self, Damaged> {
        let types: Vec<(String, String)> = match tx.connection() {
            Connection::Sqlite(conn) => {
                sqlx::query_as("select name, lower(type) from pragma_table_info($1)")
                    .bind(table)
                    .fetch_all(conn)
                    .await?
            }
            Connection::Postgres(conn) => {
                const SQL: &str = "select column_name::text, udt_name::text from information_schema.columns
                    where table_schema = current_schema() and table_name = $1";
                sqlx::query_as(SQL).bind(table).fetch_all(conn).await?
            }
        };
        let types: HashMap<_, _> = types.into_iter().collect();
        // A column that this program does not know would be lost: refuse.
        let kinds: Option<Vec<_>> = columns.iter().map(|column| types.get(column).cloned()).collect();
        let kinds = kinds.ok_or(Damaged::Foreign)?;
        let places: Vec<_> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        let sql = format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
        Ok(Self { sql, kinds })
    }

    async fn insert(&self, tx: &mut Tx, values: &[Value], line: u64) -> Result<(), Damaged> {
        if values.len() != self.kinds.len() {
            return Err(Damaged::Line(line));
        }
        let sql = AssertSqlSafe(self.sql.clone());
        match tx.connection() {
            Connection::Sqlite(conn) => {
                let mut query = sqlx::query(sql);
                for value in values {
                    query = bind_sqlite(query, value).ok_or(Damaged::Line(line))?;
                }
                query.execute(conn).await?;
            }
            Connection::Postgres(conn) => {
                let mut query = sqlx::query(sql);
                for (value, kind) in values.iter().zip(&self.kinds) {
                    query = bind_postgres(query, value, kind).ok_or(Damaged::Line(line))?;
                }
                query.execute(conn).await?;
            }
        }
        Ok(())
    }
}

type SqliteQuery<'q> = Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>;
type PostgresQuery<'q> = Query<'q, Postgres, sqlx::postgres::PgArguments>;

fn bind_sqlite<'q>(query: SqliteQuery<'q>, value: &Value) -> Option<SqliteQuery<'q>> {
    Some(match value {
        Value::Null => query.bind(None::<String>),
        Value::Number(number) => query.bind(number.as_i64()?),
        Value::String(text) => query.bind(text.clone()),
        other => query.bind(bytes(other)?),
    })
}

fn bind_postgres<'q>(query: PostgresQuery<'q>, value: &Value, kind: &str) -> Option<PostgresQuery<'q>> {
    let is_null = value.is_null();
    Some(match kind {
        "uuid" if is_null => query.bind(None::<uuid::Uuid>),
        "uuid" => query.bind(uuid::Uuid::from_slice(&bytes(value)?).ok()?),
        "int8" if is_null => query.bind(None::<i64>),
        "int8" => query.bind(value.as_i64()?),
        "bool" if is_null => query.bind(None::<bool>),
        "bool" => query.bind(value.as_i64()? != 0),
        "bytea" if is_null => query.bind(None::<Vec<u8>>),
        "bytea" => query.bind(bytes(value)?),
        "text" if is_null => query.bind(None::<String>),
        "text" => query.bind(value.as_str()?.to_owned()),
        _ => return None,
    })
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    let text = value.get("hex")?.as_str()?;
    let digits: Option<Vec<_>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits?;
    (digits.len() % 2 == 0).then(|| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
