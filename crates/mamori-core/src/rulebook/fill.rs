//! The places for numbers in a text: `{minutes_end}`.

/// Puts numbers where their names stand; what `number` does not know stays as it is.
pub(super) fn fill(template: &str, number: impl Fn(&str) -> Option<u32>) -> String {
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

/// The first thing in braces that is not the name of a number, or a brace that stands alone.
pub(super) fn unknown_place(template: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let mut rest = template;
    while let Some((before, name, after)) = next_place(rest) {
        if before.contains('}') || !known(name) {
            return Some(name.chars().take(40).collect());
        }
        rest = after;
    }
    rest.contains(['{', '}']).then(|| rest.chars().filter(|c| matches!(c, '{' | '}')).collect())
}

fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
