//! Just enough of Rust's grammar to tell code, strings and comments apart.

/// A Rust file, taken apart.
pub struct Rust {
    /// The code, with every comment and the inside of every string replaced by nothing.
    pub code: String,
    /// The string literals, with the number of the line they start in.
    pub strings: Vec<(usize, String)>,
}

/// Takes a Rust file apart. Escapes inside strings are left as they are written.
pub fn read_rust(text: &str) -> Rust {
    let mut parts = Rust { code: String::new(), strings: Vec::new() };
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some((open, close)) = string_start(rest, &parts.code) {
            let inside = &rest[open..];
            let length = string_length(inside, &close);
            parts.strings.push((line, inside[..length].to_owned()));
            parts.code.push_str("\"\"");
            (open + length + close.len()).min(rest.len())
        } else if let Some(length) = character(rest) {
            parts.code.push_str("' '");
            length
        } else {
            parts.code.push(first);
            first.len_utf8()
        };
        let newlines = rest[..skip].matches('\n').count();
        if skip > 1 {
            parts.code.push_str(&"\n".repeat(newlines));
        }
        line += newlines;
        rest = &rest[skip..];
    }
    parts
}

/// Where a string's inside begins and what closes it, if a string begins here.
fn string_start(rest: &str, before: &str) -> Option<(usize, String)> {
    if rest.starts_with('"') {
        return Some((1, "\"".to_owned()));
    }
    let in_a_word = before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
    let raw = rest.strip_prefix('r').filter(|_| !in_a_word || before.ends_with('b'))?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    raw[hashes..].starts_with('"').then(|| (hashes + 2, format!("\"{}", "#".repeat(hashes))))
}

fn string_length(inside: &str, close: &str) -> usize {
    if close.len() > 1 {
        return inside.find(close).unwrap_or(inside.len());
    }
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        match character {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    inside.len()
}

/// The length of a character literal; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if let Some(escape) = inside.strip_prefix('\\') {
        let after = escape.chars().next()?.len_utf8();
        return escape[after..].find('\'').map(|end| 2 + after + end + 1);
    }
    let first = inside.chars().next()?.len_utf8();
    inside[first..].starts_with('\'').then_some(first + 2)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::read_rust;

    #[test]
    fn code_strings_and_comments_are_told_apart() {
        let rust =
            read_rust("let a = \"todo!(\\\"x\\\")\"; // todo!()\n/* a /* b */\n */ f('\"', 'x', &'a ());");
        assert_eq!(rust.strings, [(1, "todo!(\\\"x\\\")".to_owned())]);
        assert_eq!(rust.code, "let a = \"\"; \n\n f(' ', ' ', &'a ());");
    }

    #[test]
    fn raw_strings_end_with_their_own_hashes() {
        let rust = read_rust("f(r#\"select \"a\" from b\"#);\ng(br\"x\", for\"y\");");
        let strings: Vec<&str> = rust.strings.iter().map(|(_, string)| string.as_str()).collect();
        assert_eq!(strings, ["select \"a\" from b", "x", "y"]);
        assert_eq!(rust.strings[1].0, 2);
    }
}
