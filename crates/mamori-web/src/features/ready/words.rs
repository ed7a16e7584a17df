//! Numbers as people read them.

use mamori_core::{DAY, HOUR, MINUTE, SECOND};

use crate::web::Shell;

/// How soon, in the largest unit that fits: 「5分以内」.
pub(super) fn within(shell: &Shell, seconds: u32) -> String {
    let milliseconds = i64::from(seconds) * SECOND;
    let whole = |unit: i64| (milliseconds % unit == 0).then_some(milliseconds / unit);
    if seconds == 0 {
        shell.t("ready-at-once").to_owned()
    } else if let Some(days) = whole(DAY) {
        shell.f("ready-within-days", "n", days)
    } else if let Some(hours) = whole(HOUR) {
        shell.f("ready-within-hours", "n", hours)
    } else if let Some(minutes) = whole(MINUTE) {
        shell.f("ready-within-minutes", "n", minutes)
    } else {
        shell.f("ready-within-seconds", "n", seconds)
    }
}

/// `30000` as `30,000`.
pub(super) fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yen_are_grouped() {
        assert_eq!([0, 300, 3_000, 1_000_000].map(grouped), ["0", "300", "3,000", "1,000,000"]);
    }
}
