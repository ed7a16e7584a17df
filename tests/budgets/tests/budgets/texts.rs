//! The text files: every message in Japanese has its English one, and the other way round.

use std::collections::BTreeSet;

use mamori_budgets::{assert_none, files, is_japanese, read_rust};

#[test]
fn every_message_exists_in_both_languages() {
    let (japanese, english) = (messages("ja"), messages("en"));
    assert!(!japanese.is_empty(), "no Japanese text file was found under crates: mend `messages`");
    let findings: Vec<String> = japanese
        .difference(&english)
        .map(|id| format!("{id}: no English"))
        .chain(english.difference(&japanese).map(|id| format!("{id}: no Japanese")))
        .collect();
    assert_none(&findings, "Write the missing message into the text file of the other language.");
}

#[test]
fn every_message_that_a_template_names_exists() {
    let japanese = messages("ja");
    let findings: Vec<String> = files("crates", ".html")
        .iter()
        .flat_map(|file| named_messages(&file.text).map(|id| (id, &file.path)).collect::<Vec<_>>())
        .filter(|(id, _)| !japanese.contains(*id))
        .map(|(id, path)| format!("{path}: {id}"))
        .collect();
    assert_none(&findings, "These messages are in no text file: write them, in Japanese and in English.");
}

/// The ids in `shell.t("…")` and its sisters with arguments; an id that is put together while the page is
/// made ends with `-` and is left out.
fn named_messages(template: &str) -> impl Iterator<Item = &str> {
    template
        .split("shell.")
        .skip(1)
        .map(|call| call.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_'))
        .filter_map(|call| call.strip_prefix("(\"")?.split_once('"'))
        .map(|(id, _)| id)
        .filter(|id| !id.is_empty() && !id.ends_with('-'))
}

#[test]
fn messages_are_found_in_calls() {
    let page = r#"{{ shell.t("a-b") }} {{ shell.f2("c", "x", y) }} {{ shell.t(key) }} {{ shell.csrf }}"#;
    assert_eq!(named_messages(page).collect::<Vec<_>>(), ["a-b", "c"]);
}

/// Files of the web crate whose Japanese is data: what a demonstration or a test puts in.
const MADE_UP: [&str; 3] = ["/demo.rs", "/testing.rs", "/tests.rs"];

#[test]
fn web_code_has_no_japanese_of_its_own() {
    let mut findings = Vec::new();
    for file in files("crates/mamori-web/src", ".rs") {
        if MADE_UP.iter().any(|name| file.path.ends_with(name)) || file.path.contains("/tests/") {
            continue;
        }
        let rust = read_rust(&file.text);
        let tests = rust.code.lines().position(|line| line.contains("#[cfg(test)]")).unwrap_or(usize::MAX);
        let spoken =
            rust.strings.iter().filter(|(line, string)| *line <= tests && string.chars().any(is_japanese));
        findings.extend(spoken.map(|(line, string)| format!("{}:{line}: {string}", file.path)));
    }
    for file in files("crates/mamori-web/assets", ".js") {
        let lines =
            file.text.lines().enumerate().filter(|(_, line)| without_remark(line).chars().any(is_japanese));
        findings.extend(lines.map(|(number, line)| format!("{}:{}: {}", file.path, number + 1, line.trim())));
    }
    assert_none(
        &findings,
        "A text in code cannot be shown in English and cannot be reviewed: make it a message in the .ftl files \
         (scripts get theirs from data attributes), or data under content/.",
    );
}

/// A line of a script before its remark; `://` in an address is none.
fn without_remark(line: &str) -> &str {
    let remark = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    let line = remark.map_or(line, |(at, _)| &line[..at]);
    if line.trim_start().starts_with(['*', '/']) { "" } else { line }
}

/// Ids of all messages of a language: its files lie in `…/ja/` or are named `….ja.ftl` or `ja.ftl`.
fn messages(language: &str) -> BTreeSet<String> {
    let of_language = |path: &str| {
        path.contains(&format!("/{language}/"))
            || path.ends_with(&format!("/{language}.ftl"))
            || path.ends_with(&format!(".{language}.ftl"))
    };
    files("crates", ".ftl")
        .iter()
        .filter(|file| of_language(&file.path))
        .flat_map(|file| file.text.lines().filter_map(message_id))
        .map(str::to_owned)
        .collect()
}

/// `case-title = 事案` begins at the line's start; continuation lines are indented, comments begin with `#`.
fn message_id(line: &str) -> Option<&str> {
    let (id, _) = line.split_once('=')?;
    let id = id.trim_end();
    let first = id.chars().next()?;
    (first.is_ascii_alphabetic() || first == '-').then_some(id)
}
