//! What each kind of job does, in the transaction that marks it done.

use std::str::FromStr;

use mamori_core::{AlertId, FollowUpId, PreventionId, UnixMs};
use mamori_store::jobs::Job;
use mamori_store::{Tx, alerts, due};

use crate::{Error, Result};

pub(crate) async fn carry_out(tx: &mut Tx, job: &Job, now: UnixMs) -> Result<()> {
    match job.kind.as_str() {
        alerts::ESCALATE => {
            let round = parse(&job.payload)?;
            let id: AlertId = parse(&job.subject)?;
            alerts::escalate(tx, job.org_id, id, round, now).await?;
        }
        due::FOLLOW_UP => {
            due::offer_follow_up(tx, job.org_id, parse::<FollowUpId>(&job.subject)?, now).await?;
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
