//! The written material, in the words of the screen.

use mamori_content::Text;
use mamori_core::people::Language;

/// A text of the material in the language of the screen.
pub(super) fn in_language(text: &Text, language: Language) -> &str {
    match language {
        Language::Ja => &text.ja,
        Language::En => &text.en,
    }
}
