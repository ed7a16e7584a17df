//! A text in the two languages of Mamori, and the numbers that stand in it.

use serde::{Deserialize, Serialize};

/// One text, Japanese first; neither language is ever missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The Japanese, which is the source.
    pub ja: String,
    /// The English.
    pub en: String,
}

/// Puts numbers into the places written as `{minutes_end}`; a name that `number` does not know stays as it is.
pub fn fill(template: &str, number: impl Fn(&str) -> Option<u32>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, name, after)) = next_place(rest) {
        filled.push_str(before);
        match number(name) {
            Some(value) => filled.push_str(&value.to_string()),
            None => filled.extend(["{", name, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn numbers_stand_where_their_names_stood() {
        let number = |name: &str| (name == "minutes_end").then_some(30);
        assert_eq!(fill("{minutes_end}分で、{other}は残る", number), "30分で、{other}は残る");
        assert_eq!(fill("かっこの{途中", number), "かっこの{途中");
    }
}
