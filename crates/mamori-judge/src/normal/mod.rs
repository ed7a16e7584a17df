//! The normal form: one spelling for the many ways a word is typed, with the way back to the original.
//!
//! Width, case, katakana and hiragana, half-width kana, elongation (ーーー, 〜) and small tricks (ば か, バ.カ) are
//! folded. Each byte of the folded text knows which characters of the original it came from, so that evidence always
//! points into the words as they were said.

mod fold;
#[cfg(test)]
mod tests;

pub(crate) use fold::Kind;
use fold::{DROP, SLOW, Table, half_voiced, voiced};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;

/// Where a piece of the folded text came from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// Index of the first original character (Unicode scalar values).
    start: u32,
    /// Index after the last one.
    end: u32,
    kind: Kind,
}

/// A folded text with its origins. The buffers are reused from turn to turn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Normal {
    text: String,
    origins: Vec<Origin>,
    /// Katakana alone with spaces between the words, as in a telegram: here spaces are word borders.
    telegram: bool,
}

impl Normal {
    /// The folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The original characters (scalar indices) behind a byte range of the folded text.
    pub(crate) fn original(&self, bytes: &Range<usize>) -> Range<u32> {
        match (
            self.origins.get(bytes.start),
            bytes.end.checked_sub(1).and_then(|last| self.origins.get(last)),
        ) {
            (Some(first), Some(last)) if bytes.start < bytes.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// How the character at this byte of the folded text was written.
    pub(crate) fn kind_at(&self, byte: usize) -> Option<Kind> {
        self.origins.get(byte).map(|origin| origin.kind)
    }

    /// How the character just before this byte was written.
    pub(crate) fn kind_before(&self, byte: usize) -> Option<Kind> {
        byte.checked_sub(1).and_then(|before| self.kind_at(before))
    }

    /// Folds `original` into the buffers, which keep their capacity.
    pub(crate) fn fold(&mut self, original: &str) {
        self.text.clear();
        self.origins.clear();
        let table = Table::get();
        self.telegram = is_telegram(original, table);
        let mut chars = original.chars().peekable();
        let mut at = 0u32;
        while let Some(c) = chars.next() {
            let origin = Origin { start: at, end: at + 1, kind: table.kind(c) };
            at += 1;
            match table.to(c) {
                DROP => {}
                SLOW => self.push_slow(c, origin, table),
                code => {
                    let folded = char::from_u32(u32::from(code)).unwrap_or(c);
                    if origin.kind == Kind::Space || is_trick(folded) {
                        let next = chars.clone().find(|&next| table.kind(next) != Kind::Space);
                        self.push_separator(folded, origin, next.map(|next| table.kind(next)));
                    } else {
                        self.push(folded, origin);
                    }
                }
            }
        }
    }

    fn push(&mut self, folded: char, origin: Origin) {
        if matches!(folded, 'ー' | 'っ' | '!' | '?' | '。') && self.text.ends_with(folded) {
            return;
        }
        self.text.push(folded);
        self.origins.resize(self.text.len(), origin);
    }

    /// A space or a trick mark: between Japanese characters it is no separator at all.
    fn push_separator(&mut self, folded: char, origin: Origin, next: Option<Kind>) {
        let before = self.kind_before(self.text.len());
        let inside = |test: fn(Kind) -> bool| before.is_some_and(test) && next.is_some_and(test);
        let gone = match folded {
            ' ' => {
                self.text.is_empty()
                    || self.text.ends_with(' ')
                    || !self.telegram && inside(Kind::is_japanese)
            }
            _ => inside(Kind::is_kana),
        };
        if !gone {
            self.push(folded, origin);
        }
    }

    /// Marks that change the character before them, and characters in disguise.
    fn push_slow(&mut self, c: char, origin: Origin, table: &Table) {
        match c {
            'ﾞ' | '゛' | '\u{3099}' => self.mark(origin, voiced),
            'ﾟ' | '゜' | '\u{309A}' => self.mark(origin, half_voiced),
            '〜' | '～' | '~' | '−' | '‐' | '–' | '—' | '―' => {
                let after_kana = self.kind_before(self.text.len()).is_some_and(Kind::is_kana);
                if after_kana {
                    self.push('ー', Origin { kind: Kind::Katakana, ..origin });
                } else {
                    self.push('-', origin);
                }
            }
            _ => {
                for plain in std::iter::once(c).nfkc() {
                    let kind = table.kind(plain);
                    match table.to(plain) {
                        DROP => {}
                        SLOW => self.push(plain, Origin { kind, ..origin }),
                        code => self.push(
                            char::from_u32(u32::from(code)).unwrap_or(plain),
                            Origin { kind, ..origin },
                        ),
                    }
                }
            }
        }
    }

    /// Puts a voicing mark on the last kana; where it cannot stand it vanishes.
    fn mark(&mut self, mark: Origin, voice: fn(char) -> Option<char>) {
        let Some(marked) = self.text.chars().next_back().and_then(voice) else { return };
        self.text.pop();
        let before = self.origins.get(self.text.len()).copied().unwrap_or(mark);
        self.origins.truncate(self.text.len());
        self.push(marked, Origin { end: mark.end, ..before });
    }
}

fn is_telegram(text: &str, table: &Table) -> bool {
    let (mut katakana, mut spaces) = (0, 0);
    for c in text.chars() {
        match table.kind(c) {
            Kind::Hiragana | Kind::Kanji => return false,
            Kind::Katakana => katakana += 1,
            Kind::Space => spaces += 1,
            _ => {}
        }
    }
    spaces >= 2 && katakana >= 3 * spaces
}

/// Marks that people put inside a word to hide it.
fn is_trick(c: char) -> bool {
    matches!(c, '.' | '・' | '*' | '_' | '|' | '/' | '·')
}
