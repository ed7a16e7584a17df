//! Who was called, in which round, and who has seen it.

use mamori_core::access::Role;
use mamori_core::alerts::CallStep;
use mamori_core::{AlertId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::live::Event;
use crate::{Result, Tx, on, people, units};

/// One person who was called in one round.
#[derive(Clone, Debug, FromRow)]
pub struct Call {
    /// Who.
    pub user_id: UserId,
    /// 姓.
    pub family: String,
    /// As what.
    pub step: CallStep,
    /// When.
    pub called_at: UnixMs,
    /// When the person opened it.
    pub seen_at: Option<UnixMs>,
}

/// Calls the people of `step`, or of the first step after it that has any; tells which step was reached.
pub(super) async fn call_from(
    tx: &mut Tx,
    org: OrgId,
    id: AlertId,
    (unit, raised_by): (UnitId, UserId),
    mut step: CallStep,
    round: u32,
    now: UnixMs,
) -> Result<CallStep> {
    const SQL: &str = "insert into alert_call (org_id, alert_id, user_id, step, round, called_at)
        values ($1, $2, $3, $4, $5, $6)";
    loop {
        let mut called = eligible(tx, org, unit, step).await?;
        called.retain(|user| *user != raised_by);
        for user in &called {
            on!(tx, conn => sqlx::query(SQL)
                .bind(org).bind(id).bind(user).bind(step).bind(i64::from(round)).bind(now)
                .execute(conn).await.map(drop))?;
        }
        match step.next() {
            Some(next) if called.is_empty() => step = next,
            _ => return Ok(step),
        }
    }
}

async fn eligible(tx: &mut Tx, org: OrgId, unit: UnitId, step: CallStep) -> Result<Vec<UserId>> {
    let mut found = match step {
        CallStep::SecondLine => people::with_role(tx, org, unit, Role::SecondLine).await?,
        CallStep::Desk => people::with_role_anywhere(tx, org, Role::Desk).await?,
        CallStep::Manager => {
            let mut managers = Vec::new();
            for above in units::upwards(tx, org, unit).await? {
                managers.extend(people::with_role(tx, org, above, Role::Manager).await?);
            }
            managers
        }
    };
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Everybody who was called, first round first.
pub async fn calls(tx: &mut Tx, org: OrgId, id: AlertId) -> Result<Vec<Call>> {
    const SQL: &str = "select alert_call.user_id, app_user.family, alert_call.step, alert_call.called_at, alert_call.seen_at
        from alert_call join app_user on app_user.id = alert_call.user_id
        where alert_call.org_id = $1 and alert_call.alert_id = $2
        order by alert_call.round, app_user.family_kana, app_user.id";
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_all(conn).await)?)
}

/// Whether an open alert called `user`, who has not opened it: asked without a lock before [`mark_seen`].
pub async fn unseen(tx: &mut Tx, org: OrgId, user: UserId) -> Result<bool> {
    const SQL: &str = "select 1 from alert_call join alert on alert.id = alert_call.alert_id
        where alert_call.org_id = $1 and alert_call.user_id = $2 and alert_call.seen_at is null
        and alert.state <> 'closed' limit 1";
    let row: Option<(i32,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Notes that `user` has opened every open alert that called them, and tells the callers.
pub async fn mark_seen(tx: &mut Tx, org: OrgId, user: UserId, now: UnixMs) -> Result<()> {
    const SQL: &str = "update alert_call set seen_at = $3
        where org_id = $1 and user_id = $2 and seen_at is null
        and alert_id in (select id from alert where org_id = $1 and state <> 'closed') returning alert_id";
    const UNIT: &str = "select unit_id from alert where org_id = $1 and id = $2";
    let mut rows: Vec<(AlertId,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).bind(now).fetch_all(conn).await)?;
    rows.dedup();
    for (id,) in rows {
        let (unit,): (UnitId,) =
            on!(tx, conn => sqlx::query_as(UNIT).bind(org).bind(id).fetch_one(conn).await)?;
        tx.publish(Event::Alert { org, unit, id });
    }
    Ok(())
}
