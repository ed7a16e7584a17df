//! Text of unknown encoding: UTF-8, or CP932 as older Japanese programs save it.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;

/// Decides line by line, and stays with what the file has shown itself to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Charset {
    /// So far only ASCII.
    #[default]
    Open,
    /// Has shown UTF-8; a line that is not is broken.
    Utf8,
    /// Has shown CP932.
    Cp932,
}

impl Charset {
    /// The text of some bytes; none when they are neither.
    pub(super) fn decode<'a>(&mut self, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
        if bytes.is_ascii() {
            return std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
        }
        if *self != Self::Cp932
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            // Two bytes of UTF-8 may also be a pair of half-width kana; three may not be taken for anything else.
            if bytes.iter().any(|byte| *byte >= 0xE0) {
                *self = Self::Utf8;
            }
            return Some(Cow::Borrowed(text));
        }
        if *self == Self::Utf8 {
            return None;
        }
        let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
        *self = Self::Cp932;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cp932_file_is_read_and_stays_cp932() {
        let mut charset = Charset::default();
        assert_eq!(charset.decode(b"id,text").as_deref(), Some("id,text"));
        assert_eq!(
            charset.decode(b"\x8Bq\x81F\x8A\xD4\x88\xE1\x82\xC1\x82\xC4").as_deref(),
            Some("客：間違って")
        );
        assert_eq!(charset.decode(b"\xC3\xB1").as_deref(), Some("ﾃｱ"));
    }

    #[test]
    fn a_broken_line_in_a_utf8_file_is_not_guessed_at() {
        let mut charset = Charset::default();
        assert_eq!(charset.decode("客".as_bytes()).as_deref(), Some("客"));
        assert_eq!(charset.decode(b"\x8Bq\x81F"), None);
        assert_eq!(Charset::default().decode(b"\xFF\xFE\xFF"), None);
    }
}
