//! The written material and the engine, as this feature needs them.

use std::sync::OnceLock;

use mamori_content::Content;
use mamori_content::Text;
use mamori_core::people::Language;

/// The written material that is compiled in, parsed once.
pub(super) fn content() -> &'static Content {
    static CONTENT: OnceLock<Content> = OnceLock::new();
    CONTENT.get_or_init(|| Content::builtin().expect("a test of mamori-content parses every file"))
}

/// A text of the material in the language of the screen.
pub(super) fn in_language(text: &Text, language: Language) -> &str {
    match language {
        Language::Ja => &text.ja,
        Language::En => &text.en,
    }
}
