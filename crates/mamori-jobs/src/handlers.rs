//! What each kind of job does, in the transaction that marks it done.

use std::str::FromStr;

use mamori_core::{AlertId, FollowUpId, PreventionId, SECOND, UnixMs};
use mamori_store::jobs::Job;
use mamori_store::{Tx, alerts, due};

use crate::{Error, Result};

/// Seconds in which somebody should say 「行く」 before the next person is called.
// stand-in: the rulebook in force says it as soon as rulebooks can be read.
const ACK_SECONDS: i64 = 60;

pub(crate) async fn carry_out(tx: &mut Tx, job: &Job, now: UnixMs) -> Result<()> {
    match job.kind.as_str() {
        alerts::ESCALATE => {
            let round = parse(&job.payload)?;
            let id: AlertId = parse(&job.subject)?;
            alerts::escalate(tx, job.org_id, id, round, ACK_SECONDS * SECOND, now).await?;
        }
        due::FOLLOW_UP => {
            due::offer_follow_up(tx, job.org_id, parse::<FollowUpId>(&job.subject)?, now).await?
        }
        due::PREVENTION => {
            due::remind_prevention(tx, job.org_id, parse::<PreventionId>(&job.subject)?, now).await?;
        }
        other => return Err(Error::UnknownKind(other.to_owned())),
    }
    Ok(())
}

fn parse<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Unreadable)
}
