//! The append-only audit log; see [`mamori_core::audit`] for the chain.

use std::io::Write;

use mamori_core::audit::{Entry, GENESIS};
use mamori_core::{OrgId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Db, Result, Tx, on, orgs};

/// What is to be written down.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// The organisation.
    pub org: OrgId,
    /// Who; absent when a timer acted.
    pub actor: Option<UserId>,
    /// When.
    pub at: UnixMs,
    /// What, as `subject.verb`.
    pub action: &'a str,
    /// The id it was done to.
    pub subject: &'a str,
    /// Codes that tell more; never personal text.
    pub detail: &'a str,
}

/// Appends `act` to the organisation's chain, in the transaction of the act itself.
///
/// Appends of one organisation follow each other: the second waits until the first is committed.
pub async fn append(tx: &mut Tx, act: Act<'_>) -> Result<()> {
    const TAKE: &str = "update audit_head set seq = seq + 1 where org_id = $1 returning seq, hash";
    const INSERT: &str =
        "insert into audit (org_id, seq, at, actor_id, action, subject, detail, previous, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    const HEAD: &str = "update audit_head set hash = $2 where org_id = $1";
    let (seq, previous): (i64, String) =
        on!(tx, conn => sqlx::query_as(TAKE).bind(act.org).fetch_one(conn).await)?;
    let mut entry = Entry {
        org: act.org,
        seq,
        at: act.at,
        actor: act.actor,
        action: act.action.to_owned(),
        subject: act.subject.to_owned(),
        detail: act.detail.to_owned(),
        previous,
        hash: String::new(),
    };
    entry.hash = entry.computed_hash();
    on!(tx, conn => sqlx::query(INSERT)
        .bind(entry.org).bind(entry.seq).bind(entry.at).bind(entry.actor).bind(&entry.action)
        .bind(&entry.subject).bind(&entry.detail).bind(&entry.previous).bind(&entry.hash)
        .execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(HEAD).bind(act.org).bind(&entry.hash).execute(conn).await.map(drop))?;
    Ok(())
}

/// Starts the chain of a new organisation.
pub(crate) async fn begin_chain(tx: &mut Tx, org: OrgId) -> Result<()> {
    const SQL: &str = "insert into audit_head (org_id, seq, hash) values ($1, 0, $2)";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(GENESIS).execute(conn).await.map(drop))?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    org_id: OrgId,
    seq: i64,
    at: UnixMs,
    actor_id: Option<UserId>,
    action: String,
    subject: String,
    detail: String,
    previous: String,
    hash: String,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        Self {
            org: row.org_id,
            seq: row.seq,
            at: row.at,
            actor: row.actor_id,
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

/// Up to `limit` entries after number `after`, in order: an export asks again from the last.
pub async fn after(tx: &mut Tx, org: OrgId, after: i64, limit: i64) -> Result<Vec<Entry>> {
    const SQL: &str = "select org_id, seq, at, actor_id, action, subject, detail, previous, hash from audit
        where org_id = $1 and seq > $2 order by seq limit $3";
    let rows: Vec<Row> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(after).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The number and hash of the newest entry as they stand beside the log: 0 and [`GENESIS`] while it is empty.
pub async fn head(tx: &mut Tx, org: OrgId) -> Result<(i64, String)> {
    const SQL: &str = "select seq, hash from audit_head where org_id = $1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_one(conn).await)?)
}

/// A line of the page that shows the log: an entry without its hashes, with the name of who did it.
#[derive(Clone, Debug, FromRow)]
pub struct Line {
    /// The number.
    pub seq: i64,
    /// When.
    pub at: UnixMs,
    /// 姓 名, empty when the program itself acted.
    pub name: String,
    /// What, as `subject.verb`.
    pub action: String,
    /// The id of what it was done to.
    pub subject: String,
    /// Codes that tell more.
    pub detail: String,
}

/// The newest `limit` entries before number `before`, newest first, for the page.
pub async fn newest(tx: &mut Tx, org: OrgId, before: i64, limit: i64) -> Result<Vec<Line>> {
    const SQL: &str =
        "select audit.seq, audit.at, coalesce(trim(app_user.family || ' ' || app_user.given), '') as name,
            audit.action, audit.subject, audit.detail
        from audit left join app_user on app_user.id = audit.actor_id and app_user.org_id = audit.org_id
        where audit.org_id = $1 and audit.seq < $2 order by audit.seq desc limit $3";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(before).bind(limit).fetch_all(conn).await)?)
}

/// Writes every organisation's chain to `out` as JSON Lines, for [`mamori_core::audit::verify`]. Returns the number of entries.
pub async fn export(db: &Db, out: &mut impl Write) -> Result<u64, ExportError> {
    let mut tx = db.read().await?;
    let mut count = 0;
    for (org, _) in orgs::all(&mut tx).await? {
        let mut last = 0;
        loop {
            let entries = after(&mut tx, org, last, 1_000).await?;
            let Some(end) = entries.last().map(|entry| entry.seq) else { break };
            for entry in &entries {
                let line =
                    serde_json::to_string(entry).map_err(|error| crate::Error::Unreadable("audit", error))?;
                writeln!(out, "{line}")?;
                count += 1;
            }
            last = end;
        }
    }
    Ok(count)
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] crate::Error),
    /// The file could not be written.
    #[error("The file could not be written.")]
    Write(#[from] std::io::Error),
}
