//! Words that people type: taken whole and clean, or refused with a reason.

use crate::web::{FieldError, Shell};

/// As much as somebody can say in a report: about forty pages.
pub(super) const LONG: usize = 20_000;
/// A sentence or two.
pub(super) const SHORT: usize = 500;

/// Why words cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// More characters than the limit.
    TooLong(usize),
    /// Bytes that are no characters (a wrong encoding) came as U+FFFD.
    NotText,
}

impl Fault {
    /// What to tell whoever typed it.
    pub(super) fn at(self, shell: &Shell, field: &'static str) -> FieldError {
        let message = match self {
            Self::TooLong(limit) => shell.f("cases-too-long", "limit", limit),
            Self::NotText => shell.t("cases-not-text").to_owned(),
        };
        FieldError { field, message }
    }
}

/// Takes words with their line breaks; other control characters are dropped, the ends trimmed.
pub(super) fn parse(text: &str, limit: usize) -> Result<String, Fault> {
    let kept: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter(|character| !character.is_control() || matches!(character, '\n' | '\t'))
        .collect();
    let kept = kept.trim();
    if kept.contains('\u{FFFD}') {
        Err(Fault::NotText)
    } else if kept.chars().count() > limit {
        Err(Fault::TooLong(limit))
    } else {
        Ok(kept.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_as_they_are_and_rubbish_is_refused() {
        assert_eq!(parse(" が\u{3099}👨‍👩‍👧\r\n髙﨑\0 ", 20), Ok("が\u{3099}👨‍👩‍👧\n髙﨑".into()));
        assert_eq!(parse(&"あ".repeat(21), 20), Err(Fault::TooLong(20)));
        assert_eq!(parse("caf\u{FFFD}", 20), Err(Fault::NotText));
    }
}
