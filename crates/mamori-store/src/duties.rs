//! Evidence for the statutory matrix (講ずべき措置 × evidence × date).

use mamori_core::{CaseId, OrgId, UnixMs};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// Something that proves a duty.
#[derive(Clone, Debug)]
pub struct Proof<'a> {
    /// The duty, such as `C1`.
    pub duty: &'a str,
    /// The event that proves it, such as `case_judged`.
    pub kind: &'a str,
    /// The id of what it happened to.
    pub subject: &'a str,
    /// The case that it happened in, where there is one.
    pub case: Option<CaseId>,
    /// When.
    pub at: UnixMs,
    /// More in words; whoever sees the matrix reads it, so never a name or anything of a case.
    pub note: &'a str,
}

/// Keeps a proof; the same event of the same subject is kept once, with its first date.
pub async fn prove(tx: &mut Tx, org: OrgId, proof: Proof<'_>) -> Result<()> {
    const SQL: &str = "insert into duty_evidence (org_id, duty, kind, subject, case_id, at, note)
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(proof.duty).bind(proof.kind).bind(proof.subject).bind(proof.case).bind(proof.at).bind(proof.note)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// A kept proof.
#[derive(Clone, Debug, FromRow)]
pub struct Evidence {
    /// The duty.
    pub duty: String,
    /// The event.
    pub kind: String,
    /// The id of what it happened to.
    pub subject: String,
    /// The case. Only its access list opens it: link it for nobody else, and never show its title or number.
    pub case_id: Option<CaseId>,
    /// When.
    pub at: UnixMs,
    /// More in words.
    pub note: String,
}

/// Every proof of the organisation, by duty, newest first.
pub async fn evidence(tx: &mut Tx, org: OrgId) -> Result<Vec<Evidence>> {
    const SQL: &str = "select duty, kind, subject, case_id, at, note from duty_evidence
        where org_id = $1 order by duty, at desc, kind, subject";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?)
}
