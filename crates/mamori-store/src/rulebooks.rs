//! The versions of the rulebook: drafted, approved by another person, in force from a date, never deleted.
//!
//! In force is the approved version with the highest number whose date has come. A later version that comes into
//! force earlier therefore replaces one that was still waiting for its date.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use mamori_core::rulebook::{Rulebook, RulebookState};
use mamori_core::{OrgId, RulebookId, UnixMs, UserId};
use sqlx::FromRow;

use crate::live::Event;
use crate::{Error, Result, Tx, audit, on};

/// The rulebook that holds now.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Its number, from 1.
    pub version: i64,
    /// Since when it holds.
    pub effective_at: UnixMs,
    /// What it says.
    pub rulebook: Arc<Rulebook>,
    /// The same as TOML, for the engine and for the download.
    pub text: Arc<str>,
}

/// A version as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Version {
    /// The id.
    pub id: RulebookId,
    /// Its number, from 1.
    pub version: i64,
    /// Where it stands.
    pub state: RulebookState,
    /// What was changed and why, in the drafter's words.
    pub note: String,
    /// The version that it was drafted from.
    pub based_on: Option<i64>,
    /// Who wrote it last; absent for the first version, which comes with the program.
    pub drafted_by: Option<UserId>,
    /// That person's name, empty when there is none.
    pub drafter: String,
    /// When it was last saved.
    pub drafted_at: UnixMs,
    /// Who approved it.
    pub approved_by: Option<UserId>,
    /// That person's name, empty when there is none.
    pub approver: String,
    /// When it was approved.
    pub approved_at: Option<UnixMs>,
    /// From when on it holds.
    pub effective_at: Option<UnixMs>,
    /// Grows with each save; a form that knows an older one is stale.
    pub revision: i64,
}

/// A draft as a form sends it back.
#[derive(Clone, Copy, Debug)]
pub struct DraftForm<'a> {
    /// Which version.
    pub version: i64,
    /// The revision that the form was filled from.
    pub revision: i64,
    /// The whole rulebook as TOML.
    pub text: &'a str,
    /// What was changed and why.
    pub note: &'a str,
}

/// An approval as a form sends it.
#[derive(Clone, Copy, Debug)]
pub struct Approval {
    /// Which version.
    pub version: i64,
    /// The revision that the approver read.
    pub revision: i64,
    /// From when on it holds; a moment that has passed means at once.
    pub effective_at: UnixMs,
}

/// How a change of a draft ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Somebody saved it since the form was opened.
    Stale,
    /// It is not a draft any more, or never was.
    NotADraft,
    /// Somebody who ever saved the draft cannot approve it.
    OwnDraft,
}

/// The version that holds at `now`; cheap enough for every request: the text is read and parsed once per process.
pub async fn in_force(tx: &mut Tx, org: OrgId, now: UnixMs) -> Result<InForce> {
    const SQL: &str = "select id, revision, version, effective_at from rulebook
        where org_id = $1 and state = 'approved' and effective_at <= $2 order by version desc limit 1";
    let row: Option<(RulebookId, i64, i64, UnixMs)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(now).fetch_optional(conn).await)?;
    let (id, revision, version, effective_at) = row.ok_or(Error::NoRulebook)?;
    let (rulebook, text) = match cached((id, revision)) {
        Some(known) => known,
        None => remember((id, revision), &body(tx, org, id).await?)?,
    };
    Ok(InForce { version, effective_at, rulebook, text })
}

/// Gives a new organisation the rulebook that comes with the program, in force at once.
pub async fn create_first(tx: &mut Tx, org: OrgId, text: &str, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into rulebook
        (id, org_id, version, state, body, note, drafted_at, approved_at, effective_at, revision)
        values ($1, $2, 1, $3, $4, '初期値', $5, $5, $5, 1)";
    Rulebook::parse(text)?;
    on!(tx, conn => sqlx::query(SQL).bind(RulebookId::new(now)).bind(org).bind(RulebookState::Approved).bind(text)
        .bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

/// Every version, newest first.
pub async fn versions(tx: &mut Tx, org: OrgId) -> Result<Vec<Version>> {
    const SQL: &str = "select r.id, r.version, r.state, r.note, r.based_on, r.drafted_by, r.drafted_at,
        coalesce(trim(d.family || ' ' || d.given), '') as drafter, r.approved_by,
        coalesce(trim(a.family || ' ' || a.given), '') as approver, r.approved_at, r.effective_at, r.revision
        from rulebook r
        left join app_user d on d.id = r.drafted_by and d.org_id = r.org_id
        left join app_user a on a.id = r.approved_by and a.org_id = r.org_id
        where r.org_id = $1 order by r.version desc";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?)
}

/// One version with its text.
pub async fn by_version(tx: &mut Tx, org: OrgId, version: i64) -> Result<Option<(Version, String)>> {
    let Some(found) = versions(tx, org).await?.into_iter().find(|found| found.version == version) else {
        return Ok(None);
    };
    let text = body(tx, org, found.id).await?;
    Ok(Some((found, text)))
}

/// The draft that is being written, with its text.
pub async fn draft(tx: &mut Tx, org: OrgId) -> Result<Option<(Version, String)>> {
    const SQL: &str =
        "select version from rulebook where org_id = $1 and state = 'draft' order by version desc limit 1";
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_optional(conn).await)?;
    match row {
        Some((version,)) => by_version(tx, org, version).await,
        None => Ok(None),
    }
}

/// Begins a draft from the version in force, unless there is one already. Two at the same instant: the second gets an
/// error for which [`Error::is_duplicate`] is true.
pub async fn begin_draft(tx: &mut Tx, org: OrgId, by: UserId, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into rulebook (id, org_id, version, state, body, note, based_on, drafted_by, drafted_at, revision)
        select $1, $2, max(version) + 1, $3, $4, '', $5, $6, $7, 1 from rulebook where org_id = $2";
    if draft(tx, org).await?.is_some() {
        return Ok(());
    }
    let from = in_force(tx, org, now).await?;
    let id = RulebookId::new(now);
    on!(tx, conn => sqlx::query(SQL).bind(id).bind(org).bind(RulebookState::Draft).bind(&*from.text).bind(from.version)
        .bind(by).bind(now).execute(conn).await.map(drop))?;
    note_down(tx, org, by, now, "rulebook.draft", id, &format!("based_on={}", from.version)).await
}

/// Saves a draft. A text that is no rulebook is an error; parse it before, to tell its faults.
pub async fn save_draft(
    tx: &mut Tx,
    org: OrgId,
    form: DraftForm<'_>,
    by: UserId,
    now: UnixMs,
) -> Result<Outcome> {
    const SQL: &str =
        "update rulebook set body = $4, note = $5, drafted_by = $6, drafted_at = $7, revision = revision + 1
        where org_id = $1 and version = $2 and revision = $3 and state = 'draft' returning id";
    const AUTHOR: &str = "insert into rulebook_author (org_id, rulebook_id, user_id) values ($1, $2, $3)
        on conflict do nothing";
    Rulebook::parse(form.text)?;
    let saved: Option<(RulebookId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(form.version).bind(form.revision).bind(form.text).bind(form.note).bind(by).bind(now)
        .fetch_optional(conn).await)?;
    let Some((id,)) = saved else { return why_not(tx, org, form.version).await };
    on!(tx, conn => sqlx::query(AUTHOR).bind(org).bind(id).bind(by).execute(conn).await.map(drop))?;
    note_down(tx, org, by, now, "rulebook.save", id, &format!("version={}", form.version)).await?;
    Ok(Outcome::Done)
}

/// Gives a draft up; its number is not used again.
pub async fn discard(
    tx: &mut Tx,
    org: OrgId,
    version: i64,
    revision: i64,
    by: UserId,
    now: UnixMs,
) -> Result<Outcome> {
    const SQL: &str = "update rulebook set state = 'discarded'
        where org_id = $1 and version = $2 and revision = $3 and state = 'draft' returning id";
    let gone: Option<(RulebookId,)> = on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(version).bind(revision)
        .fetch_optional(conn).await)?;
    let Some((id,)) = gone else { return why_not(tx, org, version).await };
    note_down(tx, org, by, now, "rulebook.discard", id, &format!("version={version}")).await?;
    Ok(Outcome::Done)
}

/// Everybody who wrote the draft: whoever ever saved it, and before the first save whoever began it.
pub async fn authors(tx: &mut Tx, org: OrgId, version: i64) -> Result<Vec<(UserId, String)>> {
    const SQL: &str = "select app_user.id, trim(app_user.family || ' ' || app_user.given)
        from rulebook join app_user on app_user.org_id = rulebook.org_id
        where rulebook.org_id = $1 and rulebook.version = $2 and (app_user.id = rulebook.drafted_by or exists (
            select 1 from rulebook_author
            where rulebook_author.rulebook_id = rulebook.id and rulebook_author.user_id = app_user.id))
        order by app_user.family_kana, app_user.given_kana, app_user.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(version).fetch_all(conn).await)?)
}

/// Approves a draft by somebody who never saved it, and tells the live pages. Older versions stay as they are.
pub async fn approve(
    tx: &mut Tx,
    org: OrgId,
    approval: Approval,
    by: UserId,
    now: UnixMs,
) -> Result<Outcome> {
    const SQL: &str =
        "update rulebook set state = 'approved', approved_by = $4, approved_at = $5, effective_at = $6
        where org_id = $1 and version = $2 and revision = $3 and state = 'draft'
        and (drafted_by is null or drafted_by <> $4)
        and not exists (select 1 from rulebook_author where rulebook_id = rulebook.id and user_id = $4)
        returning id";
    let effective_at = approval.effective_at.max(now);
    let done: Option<(RulebookId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(approval.version).bind(approval.revision).bind(by).bind(now).bind(effective_at)
        .fetch_optional(conn).await)?;
    let Some((id,)) = done else {
        let read = by_version(tx, org, approval.version).await?.is_some_and(|(found, _)| {
            found.state == RulebookState::Draft && found.revision == approval.revision
        });
        let own = authors(tx, org, approval.version).await?.iter().any(|(author, _)| *author == by);
        return if read && own { Ok(Outcome::OwnDraft) } else { why_not(tx, org, approval.version).await };
    };
    let detail = format!("version={} effective={}", approval.version, effective_at.rfc3339());
    note_down(tx, org, by, now, "rulebook.approve", id, &detail).await?;
    tx.publish(Event::Rulebook { org });
    Ok(Outcome::Done)
}

async fn why_not(tx: &mut Tx, org: OrgId, version: i64) -> Result<Outcome> {
    let found = by_version(tx, org, version).await?;
    let is_draft = found.is_some_and(|(found, _)| found.state == RulebookState::Draft);
    Ok(if is_draft { Outcome::Stale } else { Outcome::NotADraft })
}

async fn note_down(
    tx: &mut Tx,
    org: OrgId,
    by: UserId,
    at: UnixMs,
    action: &str,
    id: RulebookId,
    detail: &str,
) -> Result<()> {
    let act = audit::Act { org, actor: Some(by), at, action, subject: &id.to_string(), detail };
    audit::append(tx, act).await
}

async fn body(tx: &mut Tx, org: OrgId, id: RulebookId) -> Result<String> {
    const SQL: &str = "select body from rulebook where org_id = $1 and id = $2";
    let (body,): (String,) = on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_one(conn).await)?;
    Ok(body)
}

type Known = (Arc<Rulebook>, Arc<str>);

/// An id with its revision: approved, it never changes, so what was parsed once stays true.
type Key = (RulebookId, i64);

static PARSED: LazyLock<Mutex<HashMap<Key, Known>>> = LazyLock::new(Mutex::default);

/// Versions in force of that many organisations are kept parsed.
const MOST_PARSED: usize = 200;

fn cached(key: Key) -> Option<Known> {
    PARSED.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
}

fn remember(key: Key, text: &str) -> Result<Known> {
    let known: Known = (Arc::new(Rulebook::parse(text)?), Arc::from(text));
    let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
    if parsed.len() >= MOST_PARSED {
        parsed.clear();
    }
    parsed.insert(key, known.clone());
    Ok(known)
}
