//! Dates in running text, so that a narrow screen never breaks one in the middle of a number.

/// `words` as HTML, each `2026-11-24` and `2026-11-24 10:00` in it inside a `<time>`, which does not break.
pub(crate) fn dated(words: impl AsRef<str>) -> String {
    let mut rest = words.as_ref();
    let mut html = String::with_capacity(rest.len() + 32);
    while let Some(character) = rest.chars().next() {
        let length = date_length(rest.as_bytes());
        if length > 0 {
            html.extend(["<time>", &rest[..length], "</time>"]);
            rest = &rest[length..];
            continue;
        }
        match character {
            '&' => html.push_str("&#38;"),
            '<' => html.push_str("&#60;"),
            '>' => html.push_str("&#62;"),
            '"' => html.push_str("&#34;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
        rest = &rest[character.len_utf8()..];
    }
    html
}

/// How many bytes at the beginning are a date, with its time if there is one; 0 for none.
fn date_length(bytes: &[u8]) -> usize {
    let fits = |from: usize, shape: &[u8]| {
        bytes.get(from..from + shape.len()).is_some_and(|found| {
            found
                .iter()
                .zip(shape)
                .all(|(byte, like)| if *like == b'0' { byte.is_ascii_digit() } else { byte == like })
        })
    };
    match (fits(0, b"0000-00-00"), fits(10, b" 00:00")) {
        (true, true) => 16,
        (true, false) => 10,
        (false, _) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_stay_whole_and_everything_else_is_escaped() {
        assert_eq!(
            dated("次は判定（2026-11-25 10:00まで）"),
            "次は判定（<time>2026-11-25 10:00</time>まで）"
        );
        assert_eq!(dated("2026-11-24"), "<time>2026-11-24</time>");
        assert_eq!(dated("<b>'\"&2026-1"), "&#60;b&#62;&#39;&#34;&#38;2026-1");
        assert_eq!(dated("内線 2026-11-2号 12:00 髙"), "内線 2026-11-2号 12:00 髙");
    }
}
