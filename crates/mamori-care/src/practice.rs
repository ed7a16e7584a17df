//! How often a person did an exercise, week by week. For that person alone.

use std::collections::BTreeMap;

use mamori_core::access::Myself;
use mamori_core::{DAY, HOUR, UnixMs};
use mamori_store::on;

use crate::seal::Place;
use crate::{Care, Result};

/// Weeks that are kept.
const KEPT: usize = 26;

/// One week's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Monday 0:00 in Japan.
    pub begins: UnixMs,
    /// How often the exercise was done.
    pub times: u32,
}

/// By the week's beginning in Unix milliseconds, then by exercise.
type Weeks = BTreeMap<i64, BTreeMap<String, u32>>;

impl Care {
    /// Counts that the person did `exercise`.
    pub async fn exercise_done(&self, me: Myself, exercise: &str, at: UnixMs) -> Result<()> {
        const FIRST: &str = "insert into care_practice (org_id, user_id, weeks) values ($1, $2, $3)
            on conflict (org_id, user_id) do nothing";
        // An update that changes nothing takes the row's lock on both engines: two taps at once are two.
        const LOCK: &str = "update care_practice set user_id = user_id
            where org_id = $1 and user_id = $2 returning weeks";
        const SQL: &str = "update care_practice set weeks = $3 where org_id = $1 and user_id = $2";
        let place = place(me);
        let none = self.seal_value(&place, &Weeks::new())?;
        let mut tx = self.begin().await?;
        on!(tx, conn => sqlx::query(FIRST)
            .bind(me.org()).bind(me.user()).bind(&none).execute(conn).await.map(drop))?;
        let (sealed,): (Vec<u8>,) = on!(tx, conn => sqlx::query_as(LOCK)
            .bind(me.org()).bind(me.user()).fetch_one(conn).await)?;
        let mut weeks: Weeks = self.open_value(&place, &sealed)?;
        let times = weeks.entry(monday(at).0).or_default().entry(exercise.to_owned()).or_default();
        *times = times.saturating_add(1);
        while weeks.len() > KEPT {
            weeks.pop_first();
        }
        let sealed = self.seal_value(&place, &weeks)?;
        on!(tx, conn => sqlx::query(SQL)
            .bind(me.org()).bind(me.user()).bind(&sealed).execute(conn).await.map(drop))?;
        Ok(tx.commit().await?)
    }

    /// The weeks in which the person did `exercise`, newest first; at most 26.
    pub async fn exercise_weeks(&self, me: Myself, exercise: &str) -> Result<Vec<Week>> {
        const SQL: &str = "select weeks from care_practice where org_id = $1 and user_id = $2";
        let mut tx = self.db.read().await?;
        let row: Option<(Vec<u8>,)> = on!(tx, conn => sqlx::query_as(SQL)
            .bind(me.org()).bind(me.user()).fetch_optional(conn).await)?;
        let Some((sealed,)) = row else { return Ok(Vec::new()) };
        let weeks: Weeks = self.open_value(&place(me), &sealed)?;
        let of_exercise = |(begins, counts): (&i64, &BTreeMap<String, u32>)| {
            counts.get(exercise).map(|times| Week { begins: UnixMs(*begins), times: *times })
        };
        Ok(weeks.iter().rev().filter_map(of_exercise).collect())
    }
}

fn place(me: Myself) -> Place {
    Place::of_person("care_practice|weeks", me)
}

/// Monday 0:00 in Japan (which has no summer time) of the week of `at`.
pub(crate) fn monday(at: UnixMs) -> UnixMs {
    const OFFSET: i64 = 9 * HOUR;
    let day = at.0.saturating_add(OFFSET).div_euclid(DAY);
    // 1970-01-01 was a Thursday.
    let since_monday = (day + 3).rem_euclid(7);
    UnixMs((day - since_monday) * DAY - OFFSET)
}
