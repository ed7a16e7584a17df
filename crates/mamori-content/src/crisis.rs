//! Words after which people are shown whom to turn to, at once.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

/// Words that somebody in danger may write. Finding one shows contacts; it concludes nothing and tells nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrisisWords(Vec<String>);

impl CrisisWords {
    /// Whether one of the words stands in `text`, however it is spelled.
    pub fn stand_in(&self, text: &str) -> bool {
        let folded = fold(text);
        self.0.iter().any(|word| folded.contains(word.as_str()))
    }
}

/// The shape of `crisis.toml`.
#[derive(Deserialize)]
pub(crate) struct CrisisFile {
    words: Vec<String>,
}

impl From<CrisisFile> for CrisisWords {
    fn from(file: CrisisFile) -> Self {
        Self(file.words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect())
    }
}

/// Letters alone: widths made equal, small letters, katakana as hiragana, nothing between them.
fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).map(hiragana).collect()
}

fn hiragana(character: char) -> char {
    match character {
        'ァ'..='ヶ' => char::from_u32(u32::from(character) - 0x60).unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use crate::Content;

    #[test]
    fn words_are_found_however_they_are_spelled() {
        let words = Content::builtin().expect("the material").crisis;
        for text in [
            "もう死にたいです",
            "シニタイ",
            "ｼﾆﾀｲ",
            "し に た い…",
            "消え、たい。",
            "タヒにたい",
            "自殺を考えてしまう",
            "I don’t want to live",
            "I want to DIE",
        ] {
            assert!(words.stand_in(text), "{text}");
        }
    }

    #[test]
    fn ordinary_sorrow_is_left_alone() {
        let words = Content::builtin().expect("the material").crisis;
        for text in [
            "",
            "つらかったです",
            "お客さまに死ねと言われました",
            "電気が消えたので",
            "眠れません",
            "I was tired",
            "😢",
        ] {
            assert!(!words.stand_in(text), "{text}");
        }
    }
}
