//! What the budget tests share: the repository's files, Rust source without its comments and strings,
//! and templates without their template language.

mod files;
mod rust;
mod template;

pub use files::{SourceFile, files, root};
pub use rust::{Rust, read_rust};
pub use template::{Attribute, Tag, Template, read_template};

/// Whether a character is Japanese: kana, kanji, full-width signs.
pub fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// Fails with one line for each finding and, above them, what to do about it.
pub fn assert_none(findings: &[String], advice: &str) {
    assert!(findings.is_empty(), "\n{advice}\n\n  {}\n", findings.join("\n  "));
}
