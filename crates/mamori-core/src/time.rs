//! Moments as Unix milliseconds, and how they read in Japan.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day (24 hours) in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// A moment: milliseconds since 1970-01-01 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct UnixMs(pub i64);

impl UnixMs {
    /// The moment `milliseconds` later (earlier when negative).
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// Milliseconds from `earlier` to here, never negative: a clock that was set back counts as no time.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }

    /// `2026-11-23 20:41` in Japan's time.
    pub fn minute_text(self) -> String {
        self.japan("%Y-%m-%d %H:%M")
    }

    /// `2026-11-23` in Japan's time.
    pub fn date_text(self) -> String {
        self.japan("%Y-%m-%d")
    }

    /// `20:41` in Japan's time.
    pub fn time_text(self) -> String {
        self.japan("%H:%M")
    }

    /// `2026-11-23T11:41:00.000Z`, for exports and the audit log.
    pub fn rfc3339(self) -> String {
        self.in_zone(&TimeZone::UTC, "%Y-%m-%dT%H:%M:%S%.3fZ")
    }

    /// The start of the day in Japan that `date` (`2026-11-23`) names.
    pub fn from_date(date: &str) -> Option<Self> {
        let date: jiff::civil::Date = date.trim().parse().ok()?;
        Self::in_japan(date.at(0, 0, 0, 0))
    }

    /// The moment in Japan that a form's `2026-11-23T20:41` names.
    pub fn from_local(text: &str) -> Option<Self> {
        let local: jiff::civil::DateTime = text.trim().parse().ok()?;
        Self::in_japan(local)
    }

    fn in_japan(local: jiff::civil::DateTime) -> Option<Self> {
        japan().to_timestamp(local).ok().map(|moment| Self(moment.as_millisecond()))
    }

    fn japan(self, format: &str) -> String {
        self.in_zone(&japan(), format)
    }

    fn in_zone(self, zone: &TimeZone, format: &str) -> String {
        // A day inside jiff's range, so that no zone's offset leaves it.
        let (first, last) =
            (jiff::Timestamp::MIN.as_millisecond() + DAY, jiff::Timestamp::MAX.as_millisecond() - DAY);
        let clamped = self.0.clamp(first, last);
        jiff::Timestamp::from_millisecond(clamped)
            .map(|moment| moment.to_zoned_datetime(zone.clone()).strftime(format).to_string())
            .unwrap_or_default()
    }
}

/// Japan has had one offset and no summer time since 1952, so a fixed offset needs no tables.
fn japan() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_in_japans_time() {
        let moment = UnixMs::from_local("2026-11-23T20:41").expect("a date");
        assert_eq!(moment.minute_text(), "2026-11-23 20:41");
        assert_eq!(moment.rfc3339(), "2026-11-23T11:41:00.000Z");
        assert_eq!(UnixMs::from_date("2026-11-24").expect("a date").since(moment), 3 * HOUR + 19 * MINUTE);
    }

    #[test]
    fn a_clock_set_back_counts_as_no_time() {
        assert_eq!(UnixMs(5).since(UnixMs(9)), 0);
    }

    #[test]
    fn moments_out_of_range_do_not_panic() {
        assert!(!UnixMs(i64::MAX).minute_text().is_empty());
        assert!(!UnixMs(i64::MIN).rfc3339().is_empty());
    }
}
