//! Consent to show one answer to occupational health; withdrawing it; and who saw what.

use mamori_core::access::{HealthStaff, Myself};
use mamori_core::{FollowUpId, UnixMs, UserId};
use mamori_store::{Tx, on};
use sqlx::FromRow;

use crate::{Answer, Care, Error, Reply, Result};

/// An answer that its owner shows to occupational health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Whose answer.
    pub user: UserId,
    /// To which follow-up.
    pub follow_up: FollowUpId,
    /// What was answered.
    pub answer: Answer,
    /// Since when it may be seen.
    pub since: UnixMs,
}

/// That a member of occupational health saw an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Seen {
    /// Which answer.
    #[sqlx(rename = "follow_up_id")]
    pub follow_up: FollowUpId,
    /// Who saw it.
    #[sqlx(rename = "staff_id")]
    pub staff: UserId,
    /// When.
    pub at: UnixMs,
}

impl Care {
    /// Lets occupational health see the answer to one follow-up, until it is withdrawn or answered anew.
    pub async fn share(&self, me: Myself, follow_up: FollowUpId, at: UnixMs) -> Result<()> {
        const SQL: &str =
            "insert into care_consent (org_id, user_id, follow_up_id, given_at) values ($1, $2, $3, $4)
            on conflict (org_id, user_id, follow_up_id) do update
            set given_at = excluded.given_at, withdrawn_at = null where care_consent.withdrawn_at is not null";
        let mut tx = self.begin().await?;
        let reply = self.reply(&mut tx, me.org(), me.user(), follow_up).await?;
        if !matches!(reply, Some(Reply::Answered(_))) {
            return Err(Error::NothingToShare);
        }
        on!(tx, conn => sqlx::query(SQL)
            .bind(me.org()).bind(me.user()).bind(follow_up).bind(at).execute(conn).await.map(drop))?;
        Ok(tx.commit().await?)
    }

    /// Takes the consent back: from now on nobody else sees the answer.
    pub async fn withdraw(&self, me: Myself, follow_up: FollowUpId, at: UnixMs) -> Result<()> {
        let mut tx = self.begin().await?;
        end(&mut tx, me, follow_up, at).await?;
        Ok(tx.commit().await?)
    }

    /// What people of the organisation show to occupational health, newest consent first. That it was read is kept for
    /// each of them, in the same transaction.
    pub async fn shared_with(&self, staff: HealthStaff, at: UnixMs) -> Result<Vec<Shared>> {
        const SQL: &str = "select user_id, follow_up_id, given_at from care_consent
            where org_id = $1 and withdrawn_at is null order by given_at desc, follow_up_id";
        const SEEN: &str = "insert into care_seen (org_id, user_id, follow_up_id, staff_id, at)
            values ($1, $2, $3, $4, $5) on conflict do nothing";
        let mut tx = self.begin().await?;
        let org = staff.org();
        let rows: Vec<(UserId, FollowUpId, UnixMs)> =
            on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?;
        let mut shared = Vec::with_capacity(rows.len());
        for (user, follow_up, since) in rows {
            let Some(Reply::Answered(answer)) = self.reply(&mut tx, org, user, follow_up).await? else {
                continue;
            };
            on!(tx, conn => sqlx::query(SEEN)
                .bind(org).bind(user).bind(follow_up).bind(staff.user()).bind(at)
                .execute(conn).await.map(drop))?;
            shared.push(Shared { user, follow_up, answer, since });
        }
        tx.commit().await?;
        Ok(shared)
    }

    /// Who saw the person's answers, newest first.
    pub async fn seen_by(&self, me: Myself) -> Result<Vec<Seen>> {
        const SQL: &str = "select follow_up_id, staff_id, at from care_seen
            where org_id = $1 and user_id = $2 order by at desc, staff_id";
        let mut tx = self.db.read().await?;
        Ok(on!(tx, conn => sqlx::query_as(SQL).bind(me.org()).bind(me.user()).fetch_all(conn).await)?)
    }
}

/// Ends a consent that is in force.
pub(crate) async fn end(tx: &mut Tx, me: Myself, follow_up: FollowUpId, at: UnixMs) -> Result<()> {
    const SQL: &str = "update care_consent set withdrawn_at = $4
        where org_id = $1 and user_id = $2 and follow_up_id = $3 and withdrawn_at is null";
    on!(tx, conn => sqlx::query(SQL)
        .bind(me.org()).bind(me.user()).bind(follow_up).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}
