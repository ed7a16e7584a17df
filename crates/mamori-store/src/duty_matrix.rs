//! The evidence of a duty as the statutory matrix shows it: the newest alone, and cases only to those who may open them.
//!
//! Nothing here tells how often something happened: the number of cases is not for everybody who sees the matrix.

use mamori_core::{CaseId, OrgId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// The newest evidence of one kind.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Newest {
    /// When.
    pub at: UnixMs,
    /// More in words; never anything of a case.
    pub note: String,
}

/// A case that proves a duty and that the person may open.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ProvingCase {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: i64,
    /// When it proved the duty.
    pub at: UnixMs,
}

/// The newest evidence of `kind` for `duty`.
pub async fn newest(tx: &mut Tx, org: OrgId, duty: &str, kind: &str) -> Result<Option<Newest>> {
    const SQL: &str = "select at, note from duty_evidence
        where org_id = $1 and duty = $2 and kind = $3 order by at desc limit 1";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(duty).bind(kind).fetch_optional(conn).await)?)
}

/// Up to three of the newest cases behind it that `user` may open.
///
/// Only the fifty newest are looked at, so that the page costs the same for somebody who may open none.
pub async fn proving_cases(
    tx: &mut Tx,
    org: OrgId,
    user: UserId,
    duty: &str,
    kind: &str,
) -> Result<Vec<ProvingCase>> {
    const SQL: &str = "select e.case_id, c.number, e.at from (
            select case_id, at from duty_evidence
            where org_id = $1 and duty = $3 and kind = $4 and case_id is not null order by at desc limit 50
        ) e
        join case_access a on a.org_id = $1 and a.user_id = $2 and a.case_id = e.case_id
        join case_file c on c.org_id = $1 and c.id = e.case_id
        order by e.at desc limit 3";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).bind(duty).bind(kind).fetch_all(conn).await)?)
}
