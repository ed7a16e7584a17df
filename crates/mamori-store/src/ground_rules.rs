//! The ground rules (約束) of a team: proposed, agreed to, retired, never deleted. Who agreed is not told.

use mamori_core::{GroundRuleId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A ground rule as somebody of the team sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct GroundRule {
    /// The id.
    pub id: GroundRuleId,
    /// The rule.
    pub text: String,
    /// When it was proposed.
    pub proposed_at: UnixMs,
    /// When it was retired, if it was.
    pub retired_at: Option<UnixMs>,
    /// How many agreed.
    pub agreed: i64,
    /// Whether the one who looks agreed: 1 or 0.
    pub own: i64,
}

/// Every rule of the unit, oldest first, the retired ones too.
pub async fn of_unit(tx: &mut Tx, org: OrgId, unit: UnitId, viewer: UserId) -> Result<Vec<GroundRule>> {
    const SQL: &str =
        "select ground_rule.id, ground_rule.text, ground_rule.proposed_at, ground_rule.retired_at,
          count(ground_rule_vote.user_id) as agreed,
          count(case when ground_rule_vote.user_id = $3 then 1 end) as own
        from ground_rule left join ground_rule_vote on ground_rule_vote.ground_rule_id = ground_rule.id
          and ground_rule_vote.org_id = ground_rule.org_id
        where ground_rule.org_id = $1 and ground_rule.unit_id = $2
        group by ground_rule.id, ground_rule.text, ground_rule.proposed_at, ground_rule.retired_at
        order by ground_rule.proposed_at, ground_rule.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(unit).bind(viewer).fetch_all(conn).await)?)
}

/// How many active people work in exactly this unit.
pub async fn people_in(tx: &mut Tx, org: OrgId, unit: UnitId) -> Result<i64> {
    const SQL: &str = "select count(distinct membership.user_id) from membership
        join app_user on app_user.id = membership.user_id and app_user.active = $3
        where membership.org_id = $1 and membership.unit_id = $2";
    let (count,): (i64,) =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(unit).bind(true).fetch_one(conn).await)?;
    Ok(count)
}

/// Writes a proposal down.
pub async fn propose(
    tx: &mut Tx,
    org: OrgId,
    unit: UnitId,
    text: &str,
    by: UserId,
    now: UnixMs,
) -> Result<GroundRuleId> {
    const SQL: &str = "insert into ground_rule (id, org_id, unit_id, text, proposed_by, proposed_at)
        values ($1, $2, $3, $4, $5, $6)";
    let id = GroundRuleId::new(now);
    on!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(org).bind(unit).bind(text).bind(by).bind(now).execute(conn).await.map(drop))?;
    Ok(id)
}

/// Agrees to a rule of the unit that is not retired; twice is once. False when there is none.
pub async fn agree(
    tx: &mut Tx,
    org: OrgId,
    unit: UnitId,
    rule: GroundRuleId,
    who: UserId,
    now: UnixMs,
) -> Result<bool> {
    const SQL: &str =
        "insert into ground_rule_vote (org_id, ground_rule_id, user_id, at) values ($1, $2, $3, $4)
        on conflict (ground_rule_id, user_id) do nothing";
    if !is_open(tx, org, unit, rule).await? {
        return Ok(false);
    }
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(rule).bind(who).bind(now).execute(conn).await.map(drop))?;
    Ok(true)
}

/// Takes the own agreement back. False when the rule is not of the unit or is retired.
pub async fn take_back(
    tx: &mut Tx,
    org: OrgId,
    unit: UnitId,
    rule: GroundRuleId,
    who: UserId,
) -> Result<bool> {
    const SQL: &str =
        "delete from ground_rule_vote where org_id = $1 and ground_rule_id = $2 and user_id = $3";
    if !is_open(tx, org, unit, rule).await? {
        return Ok(false);
    }
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(rule).bind(who).execute(conn).await.map(drop))?;
    Ok(true)
}

/// Retires a rule; the first one who does is kept. False when it is not of the unit or retired already.
pub async fn retire(
    tx: &mut Tx,
    org: OrgId,
    unit: UnitId,
    rule: GroundRuleId,
    by: UserId,
    now: UnixMs,
) -> Result<bool> {
    const SQL: &str = "update ground_rule set retired_at = $4, retired_by = $5
        where org_id = $1 and unit_id = $2 and id = $3 and retired_at is null";
    let changed = on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(unit).bind(rule).bind(now).bind(by)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

async fn is_open(tx: &mut Tx, org: OrgId, unit: UnitId, rule: GroundRuleId) -> Result<bool> {
    const SQL: &str = "select 1 from ground_rule
        where org_id = $1 and unit_id = $2 and id = $3 and retired_at is null";
    let row: Option<(i32,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(unit).bind(rule).fetch_optional(conn).await)?;
    Ok(row.is_some())
}
