//! The talk behind a case, as far as a case needs it.

use mamori_core::{CaseId, ConversationId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A talk that may become a case.
#[derive(Clone, Debug, FromRow)]
pub struct Talk {
    /// The unit it was held in.
    pub unit_id: UnitId,
    /// Who held it.
    pub worker_id: UserId,
    /// The engine's code of the channel.
    pub channel: String,
    /// Whether it was an exercise; an exercise never becomes a case.
    pub drill: bool,
    /// When it began.
    pub started_at: UnixMs,
    /// The engine's reading as JSON, without anything about our own side's words.
    pub reading: String,
}

/// The talk, if it exists in the organisation.
pub async fn talk(tx: &mut Tx, org: OrgId, id: ConversationId) -> Result<Option<Talk>> {
    const SQL: &str = "select unit_id, worker_id, channel, drill, started_at, reading from conversation
        where org_id = $1 and id = $2";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_optional(conn).await)?)
}

/// A case that was made from the talk and that `user` may open.
pub async fn case_of(tx: &mut Tx, org: OrgId, id: ConversationId, user: UserId) -> Result<Option<CaseId>> {
    const SQL: &str = "select case_file.id from case_file
        join case_access on case_access.org_id = case_file.org_id and case_access.case_id = case_file.id and case_access.user_id = $3
        where case_file.org_id = $1 and case_file.conversation_id = $2 order by case_file.id limit 1";
    let row: Option<(CaseId,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).bind(user).fetch_optional(conn).await)?;
    Ok(row.map(|(id,)| id))
}

/// A line of a talk; its place in the list is the number that evidence names.
#[derive(Clone, Debug, FromRow)]
pub struct Line {
    /// The engine's code of who spoke.
    pub speaker: String,
    /// The words.
    pub text: String,
    /// Facts tapped at this line, as a JSON list of the engine's codes.
    pub facts: String,
    /// Milliseconds since the start of the talk.
    pub at_ms: i64,
}

/// The lines of a talk, in the order of the talk.
pub async fn lines(tx: &mut Tx, org: OrgId, id: ConversationId) -> Result<Vec<Line>> {
    const SQL: &str = "select speaker, text, facts, at_ms from turn
        where org_id = $1 and conversation_id = $2 order by position, arrived";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_all(conn).await)?)
}
