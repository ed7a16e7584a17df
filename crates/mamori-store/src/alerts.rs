//! Alerts (応援要請): raised in one tap, answered by the first who says 「行く」, passed on by a timer while nobody does.

mod calls;
mod found;

use mamori_core::alerts::CallStep;
use mamori_core::{AlertId, ConversationId, OrgId, SECOND, UnitId, UnixMs, UserId};

use crate::audit::{self, Act};
use crate::live::Event;
use crate::{Error, Result, Tx, jobs, on, rulebooks};

pub use calls::{Call, calls, mark_seen, unseen};
pub use found::{Alert, by_id, open, open_of_conversation};

/// The timer that calls the next people.
pub const ESCALATE: &str = "alert.escalate";

/// How often the desk, the last step, is called again before the timer gives up.
const LAST_ROUND: u32 = 22;

/// An alert about to be raised.
#[derive(Clone, Copy, Debug)]
pub struct NewAlert {
    /// Where help is needed.
    pub unit: UnitId,
    /// Who needs it.
    pub raised_by: UserId,
    /// The talk that is going on, if one was opened.
    pub conversation: Option<ConversationId>,
    /// 訓練: an exercise.
    pub drill: bool,
    /// The caller cannot speak: come without a word.
    pub silent: bool,
    /// 替わってもらう: the caller asks to be relieved of the talk.
    pub takeover: bool,
}

/// What became of a tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    /// A new alert; people were called.
    New(AlertId),
    /// The person's alert that is still open; nobody was called twice.
    Open(AlertId),
}

impl Raised {
    /// The alert.
    pub fn id(self) -> AlertId {
        match self {
            Self::New(id) | Self::Open(id) => id,
        }
    }
}

/// Milliseconds in which somebody should say 「行く」: the rulebook's yardstick. A call for help never waits for a rulebook.
pub async fn ack_ms(tx: &mut Tx, org: OrgId, now: UnixMs) -> Result<i64> {
    match rulebooks::in_force(tx, org, now).await {
        Ok(rules) => Ok(i64::from(rules.rulebook.yardsticks.ack_seconds) * SECOND),
        Err(Error::NoRulebook) => Ok(60 * SECOND),
        Err(error) => Err(error),
    }
}

/// Raises an alert, calls the first people and sets the timer for the next.
pub async fn raise(tx: &mut Tx, org: OrgId, new: NewAlert, now: UnixMs) -> Result<Raised> {
    let id = AlertId::new(now);
    if !insert(tx, org, id, new, now).await? {
        let open = open_of(tx, org, new.raised_by, new.drill).await?;
        if let (Some(open), true) = (open, new.takeover) {
            ask_takeover(tx, org, open, new, now).await?;
        }
        return open.map(Raised::Open).ok_or(Error::Sql(sqlx::Error::RowNotFound));
    }
    let step = calls::call_from(tx, org, id, (new.unit, new.raised_by), CallStep::SecondLine, 0, now).await?;
    set_step(tx, org, id, step).await?;
    set_timer(tx, org, id, 1, now).await?;
    let told = Told { org, unit: new.unit, id, actor: Some(new.raised_by), at: now };
    let detail = match (new.drill, new.takeover) {
        (true, true) => "drill takeover",
        (true, false) => "drill",
        (false, true) => "takeover",
        (false, false) => "",
    };
    told.tell(tx, "alert.raised", detail).await?;
    Ok(Raised::New(id))
}

/// Help was called already; now whoever called asks to be relieved. Asked twice is once.
async fn ask_takeover(tx: &mut Tx, org: OrgId, id: AlertId, new: NewAlert, now: UnixMs) -> Result<()> {
    const SQL: &str = "update alert set takeover = $3 where org_id = $1 and id = $2 and takeover <> $3";
    let changed = on!(tx, conn => sqlx::query(SQL)
        .bind(org).bind(id).bind(true).execute(conn).await.map(|done| done.rows_affected()))?;
    if changed == 1 {
        let told = Told { org, unit: new.unit, id, actor: Some(new.raised_by), at: now };
        told.tell(tx, "alert.takeover", "").await?;
    }
    Ok(())
}

/// Somebody comes who was not called: answers the person's open alert, or makes one that is answered from the start.
///
/// Tells which alert it is, and whether `helper` was the first.
pub async fn come(
    tx: &mut Tx,
    org: OrgId,
    new: NewAlert,
    helper: UserId,
    now: UnixMs,
) -> Result<(AlertId, bool)> {
    let fresh = AlertId::new(now);
    let id = if insert(tx, org, fresh, new, now).await? {
        fresh
    } else {
        open_of(tx, org, new.raised_by, new.drill).await?.ok_or(Error::Sql(sqlx::Error::RowNotFound))?
    };
    let first = acknowledge(tx, org, id, helper, now).await?;
    Ok((id, first))
}

async fn insert(tx: &mut Tx, org: OrgId, id: AlertId, new: NewAlert, now: UnixMs) -> Result<bool> {
    const SQL: &str = "insert into alert
        (id, org_id, unit_id, raised_by, conversation_id, drill, silent, takeover, state, step, raised_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'calling', 'second_line', $9) on conflict do nothing";
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(org).bind(new.unit).bind(new.raised_by).bind(new.conversation).bind(new.drill)
        .bind(new.silent).bind(new.takeover).bind(now)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The alert of `person` that is not over, if there is one.
pub async fn open_of(tx: &mut Tx, org: OrgId, person: UserId, drill: bool) -> Result<Option<AlertId>> {
    const SQL: &str = "select id from alert
        where org_id = $1 and raised_by = $2 and drill = $3 and state <> 'closed'";
    let row: Option<(AlertId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(person).bind(drill).fetch_optional(conn).await)?;
    Ok(row.map(|(id,)| id))
}

async fn set_step(tx: &mut Tx, org: OrgId, id: AlertId, step: CallStep) -> Result<()> {
    const SQL: &str = "update alert set step = $3 where org_id = $1 and id = $2";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(id).bind(step).execute(conn).await.map(drop))?;
    Ok(())
}

async fn set_timer(tx: &mut Tx, org: OrgId, id: AlertId, round: u32, now: UnixMs) -> Result<()> {
    let due = now.plus(ack_ms(tx, org, now).await?);
    jobs::schedule(tx, org, ESCALATE, &id.to_string(), &round.to_string(), due, now).await?;
    Ok(())
}

/// The timer has run out: when nobody has answered, calls the next people and sets the timer again.
///
/// `round` is what the timer carried. The desk is called again and again, then the calling ends; the alert stays open.
pub async fn escalate(tx: &mut Tx, org: OrgId, id: AlertId, round: u32, now: UnixMs) -> Result<()> {
    // Takes the row's lock: an answer at the same instant comes entirely before or after.
    const SQL: &str = "update alert set step = step where org_id = $1 and id = $2 and state = 'calling'
        returning unit_id, raised_by, step";
    let row: Option<(UnitId, UserId, CallStep)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_optional(conn).await)?;
    let Some((unit, raised_by, step)) = row else { return Ok(()) };
    let next = step.next().unwrap_or(CallStep::Desk);
    let reached = calls::call_from(tx, org, id, (unit, raised_by), next, round, now).await?;
    set_step(tx, org, id, reached).await?;
    if round < LAST_ROUND {
        set_timer(tx, org, id, round + 1, now).await?;
    }
    Told { org, unit, id, actor: None, at: now }.tell(tx, "alert.escalated", reached.as_str()).await
}

/// 「行く」: true for the first who says it, false for everybody after. The timer is taken back.
pub async fn acknowledge(tx: &mut Tx, org: OrgId, id: AlertId, helper: UserId, now: UnixMs) -> Result<bool> {
    const SQL: &str = "update alert set state = 'acknowledged', acknowledged_by = $3, acknowledged_at = $4
        where org_id = $1 and id = $2 and state = 'calling' and raised_by <> $3 returning unit_id";
    let row: Option<(UnitId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(id).bind(helper).bind(now).fetch_optional(conn).await)?;
    let Some((unit,)) = row else { return Ok(false) };
    jobs::cancel(tx, org, ESCALATE, &id.to_string(), now).await?;
    Told { org, unit, id, actor: Some(helper), at: now }.tell(tx, "alert.acknowledged", "").await?;
    Ok(true)
}

/// もう大丈夫: by the one who called or the one who came. False when it is over already or somebody else asks.
pub async fn close(tx: &mut Tx, org: OrgId, id: AlertId, person: UserId, now: UnixMs) -> Result<bool> {
    const SQL: &str = "update alert set state = 'closed', closed_by = $3, closed_at = $4
        where org_id = $1 and id = $2 and state <> 'closed' and (raised_by = $3 or acknowledged_by = $3)
        returning unit_id";
    let row: Option<(UnitId,)> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(org).bind(id).bind(person).bind(now).fetch_optional(conn).await)?;
    let Some((unit,)) = row else { return Ok(false) };
    jobs::cancel(tx, org, ESCALATE, &id.to_string(), now).await?;
    Told { org, unit, id, actor: Some(person), at: now }.tell(tx, "alert.closed", "").await?;
    Ok(true)
}

/// What the audit log and the live pages are told of every change.
struct Told {
    org: OrgId,
    unit: UnitId,
    id: AlertId,
    actor: Option<UserId>,
    at: UnixMs,
}

impl Told {
    async fn tell(self, tx: &mut Tx, action: &str, detail: &str) -> Result<()> {
        let Self { org, unit, id, actor, at } = self;
        let subject = id.to_string();
        audit::append(tx, Act { org, actor, at, action, subject: &subject, detail }).await?;
        tx.publish(Event::Alert { org, unit, id });
        Ok(())
    }
}
