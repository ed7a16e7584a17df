//! What a worker answers to a follow-up. For the worker alone.

use mamori_core::access::Myself;
use mamori_core::{FollowUpId, OrgId, UnixMs, UserId};
use mamori_store::{Tx, on};
use serde::{Deserialize, Serialize};

use crate::seal::Place;
use crate::{Care, Result};

/// One of three faces, from light to heavy. No more is asked, and nothing is concluded from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// いつもどおり.
    Fine,
    /// 少し引っかかる.
    Uneasy,
    /// つらい.
    Hard,
}

impl Face {
    /// The code as in the follow-ups of the content.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Uneasy => "uneasy",
            Self::Hard => "hard",
        }
    }

    /// The face of a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Fine, Self::Uneasy, Self::Hard].into_iter().find(|face| face.as_str() == code)
    }
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The face.
    pub face: Face,
    /// The person's own words, may be empty.
    pub note: String,
    /// When.
    pub at: UnixMs,
}

/// What became of a follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// It was answered.
    Answered(Answer),
    /// It was skipped, which is as good as an answer.
    Skipped {
        /// When.
        at: UnixMs,
    },
}

/// A reply with the follow-up it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The follow-up in the main store.
    pub follow_up: FollowUpId,
    /// What became of it.
    pub reply: Reply,
    /// Since when occupational health may see it, if it may.
    pub shared_since: Option<UnixMs>,
}

impl Care {
    /// Everything that the person replied, in the order of the follow-ups' ids.
    pub async fn answers(&self, me: Myself) -> Result<Vec<Kept>> {
        const SQL: &str = "select care_reply.follow_up_id, care_reply.reply, care_consent.given_at
            from care_reply left join care_consent
              on care_consent.org_id = care_reply.org_id and care_consent.user_id = care_reply.user_id
              and care_consent.follow_up_id = care_reply.follow_up_id and care_consent.withdrawn_at is null
            where care_reply.org_id = $1 and care_reply.user_id = $2 order by care_reply.follow_up_id";
        let mut tx = self.db.read().await?;
        let rows: Vec<(FollowUpId, Vec<u8>, Option<UnixMs>)> =
            on!(tx, conn => sqlx::query_as(SQL).bind(me.org()).bind(me.user()).fetch_all(conn).await)?;
        rows.into_iter()
            .map(|(follow_up, sealed, shared_since)| {
                let reply = self.open_value(&place(me.org(), me.user(), follow_up), &sealed)?;
                Ok(Kept { follow_up, reply, shared_since })
            })
            .collect()
    }

    /// Keeps an answer. A consent for what was told before ends: it was not given for these words.
    pub async fn record_answer(&self, me: Myself, follow_up: FollowUpId, answer: &Answer) -> Result<()> {
        const SQL: &str =
            "insert into care_reply (org_id, user_id, follow_up_id, reply) values ($1, $2, $3, $4)
            on conflict (org_id, user_id, follow_up_id) do update set reply = excluded.reply";
        let reply = Reply::Answered(answer.clone());
        let sealed = self.seal_value(&place(me.org(), me.user(), follow_up), &reply)?;
        let mut tx = self.begin().await?;
        on!(tx, conn => sqlx::query(SQL)
            .bind(me.org()).bind(me.user()).bind(follow_up).bind(&sealed).execute(conn).await.map(drop))?;
        crate::consents::end(&mut tx, me, follow_up, answer.at).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps that the follow-up was skipped, so that it is not offered again. An answer that is there stays.
    pub async fn skip(&self, me: Myself, follow_up: FollowUpId, at: UnixMs) -> Result<()> {
        const SQL: &str =
            "insert into care_reply (org_id, user_id, follow_up_id, reply) values ($1, $2, $3, $4)
            on conflict (org_id, user_id, follow_up_id) do nothing";
        let sealed = self.seal_value(&place(me.org(), me.user(), follow_up), &Reply::Skipped { at })?;
        let mut tx = self.begin().await?;
        on!(tx, conn => sqlx::query(SQL)
            .bind(me.org()).bind(me.user()).bind(follow_up).bind(&sealed).execute(conn).await.map(drop))?;
        Ok(tx.commit().await?)
    }

    /// One reply, if there is one.
    pub(crate) async fn reply(
        &self,
        tx: &mut Tx,
        org: OrgId,
        user: UserId,
        follow_up: FollowUpId,
    ) -> Result<Option<Reply>> {
        const SQL: &str =
            "select reply from care_reply where org_id = $1 and user_id = $2 and follow_up_id = $3";
        let row: Option<(Vec<u8>,)> = on!(tx, conn => sqlx::query_as(SQL)
            .bind(org).bind(user).bind(follow_up).fetch_optional(conn).await)?;
        row.map(|(sealed,)| self.open_value(&place(org, user, follow_up), &sealed)).transpose()
    }
}

fn place(org: OrgId, user: UserId, follow_up: FollowUpId) -> Place {
    Place::of_follow_up("care_reply|reply", org, user, follow_up)
}
