//! Alerts as they are read, with the names that a screen shows.

use mamori_core::alerts::{AlertState, CallStep};
use mamori_core::{AlertId, ConversationId, OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// An alert with the names around it.
#[derive(Clone, Debug, FromRow)]
pub struct Alert {
    /// The id.
    pub id: AlertId,
    /// Where help is needed.
    pub unit_id: UnitId,
    /// The unit's name.
    pub unit: String,
    /// Who needs it.
    pub raised_by: UserId,
    /// 姓 of who needs it.
    pub raiser: String,
    /// The talk that was going on.
    pub conversation_id: Option<ConversationId>,
    /// 訓練.
    pub drill: bool,
    /// The caller cannot speak.
    pub silent: bool,
    /// The caller asks to be relieved of the talk.
    pub takeover: bool,
    /// Where it stands.
    pub state: AlertState,
    /// Who was called last.
    pub step: CallStep,
    /// When.
    pub raised_at: UnixMs,
    /// Who said 「行く」.
    pub acknowledged_by: Option<UserId>,
    /// 姓 of who said 「行く」.
    pub helper: Option<String>,
    /// When.
    pub acknowledged_at: Option<UnixMs>,
    /// When it was over.
    pub closed_at: Option<UnixMs>,
}

macro_rules! alert_where {
    ($tail:literal) => {
        concat!(
            "select alert.id, alert.unit_id, unit.name as unit, alert.raised_by, raiser.family as raiser,
            alert.conversation_id, alert.drill, alert.silent, alert.takeover, alert.state, alert.step, alert.raised_at,
            alert.acknowledged_by, helper.family as helper, alert.acknowledged_at, alert.closed_at
            from alert join unit on unit.id = alert.unit_id join app_user raiser on raiser.id = alert.raised_by
            left join app_user helper on helper.id = alert.acknowledged_by where alert.org_id = $1 ",
            $tail
        )
    };
}

/// One alert.
pub async fn by_id(tx: &mut Tx, org: OrgId, id: AlertId) -> Result<Option<Alert>> {
    const SQL: &str = alert_where!("and alert.id = $2");
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(id).fetch_optional(conn).await)?)
}

/// Every alert of the organisation that is not over, oldest first.
pub async fn open(tx: &mut Tx, org: OrgId) -> Result<Vec<Alert>> {
    const SQL: &str = alert_where!("and alert.state in ('calling', 'acknowledged') order by alert.id");
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?)
}

/// The open alert of the person who holds a talk, for the talk's own page.
pub async fn open_of_conversation(
    tx: &mut Tx,
    org: OrgId,
    conversation: ConversationId,
) -> Result<Option<Alert>> {
    const SQL: &str = alert_where!(
        "and alert.state in ('calling', 'acknowledged') and alert.conversation_id = $2 order by alert.id desc limit 1"
    );
    Ok(on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(conversation).fetch_optional(conn).await)?)
}
