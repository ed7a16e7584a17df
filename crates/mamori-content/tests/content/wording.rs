//! Both languages, the right tone, and no claim without a source.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use toml::{Table, Value};

use crate::content;

/// The texts that are ours, with their paths; talks are looked at in `fixtures.rs`.
fn our_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text of content/ is UTF-8");
        (path.strip_prefix(&root).expect("below content/").display().to_string(), text)
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("content/ can be listed") {
        let path = entry.expect("an entry of content/").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "md") {
            found.push(path);
        }
    }
}

fn toml_files() -> impl Iterator<Item = (String, Table)> {
    let is_toml =
        |(path, _): &(String, String)| Path::new(path).extension().is_some_and(|ending| ending == "toml");
    our_files().into_iter().filter(is_toml).map(|(path, text)| {
        let table = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, table)
    })
}

/// What stands outside 「」 and double quotation marks: our own voice.
fn our_voice(text: &str) -> String {
    let mut depth = 0;
    let mut ours = String::new();
    for letter in text.chars() {
        match letter {
            '「' | '『' => depth += 1,
            '」' | '』' => depth -= 1,
            other if depth == 0 => ours.push(other),
            _ => {}
        }
    }
    ours
}

#[test]
fn all_files_are_seen() {
    assert!(our_files().len() >= 13, "content/ has lost files: {:?}", our_files().len());
}

#[test]
fn our_voice_is_calm_and_labels_nobody() {
    for (path, text) in our_files() {
        assert!(!text.contains("クレーマー"), "{path}: 人に名前を付けて呼びません");
        assert!(!text.contains("UNCONFIRMED"), "{path}: an unconfirmed statement");
        assert!(!text.contains("ご不便をおかけします"), "{path}: a set phrase");
        let spoken = our_voice(&text).replace("![", "");
        assert!(!spoken.contains(['!', '！']), "{path}: 感嘆符");
    }
}

#[test]
fn quotation_is_told_apart_from_our_voice() {
    assert_eq!(our_voice("客は「金返せ！」と言う"), "客はと言う");
    assert!(our_voice("頑張りましょう！").contains('！'));
}

#[test]
fn every_text_has_both_languages() {
    let mut seen = 0;
    for (path, table) in toml_files() {
        seen += languages(&path, &Value::Table(table));
    }
    assert!(seen > 300, "only {seen} texts were found");
}

fn languages(path: &str, value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(|item| languages(path, item)).sum(),
        Value::Table(table) => {
            both_languages(path, table) + table.values().map(|v| languages(path, v)).sum::<usize>()
        }
        _ => 0,
    }
}

fn both_languages(path: &str, table: &Table) -> usize {
    let text = |key: &str| table.get(key).map(|v| v.as_str().expect("a text").trim());
    match (text("ja"), text("en")) {
        (None, None) => 0,
        (Some(ja), Some(en)) => {
            assert!(!ja.is_empty() && !en.is_empty(), "{path}: empty text beside {ja}{en}");
            assert!(!en.chars().any(is_japanese), "{path}: Japanese in the English: {en}");
            1
        }
        (ja, en) => panic!("{path}: one language is missing beside {ja:?} {en:?}"),
    }
}

fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

#[test]
fn every_entry_of_a_list_has_a_name_of_its_own() {
    for (path, table) in toml_files() {
        for (key, value) in &table {
            let Some(entries) = value.as_array().filter(|list| list.iter().all(Value::is_table)) else {
                continue;
            };
            let mut ids: Vec<&str> = entries
                .iter()
                .map(|entry| {
                    entry
                        .get("id")
                        .and_then(Value::as_str)
                        .unwrap_or_else(|| panic!("{path}: [[{key}]] without id"))
                })
                .collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count, "{path}: [[{key}]] has an id twice");
        }
    }
}

#[test]
fn every_legal_claim_is_cited_and_fresh() {
    let content = content();
    let claims = content.claims();
    assert!(claims.len() >= 18, "claims were lost: {}", claims.len());
    for claim in &claims {
        assert!(claim.url.starts_with("https://"), "{} has no address", claim.place);
        assert!(!claim.text.ja.is_empty());
    }
    assert_eq!(content.stale_claims(date(2026, 11, 23)), []);
}

#[test]
fn a_claim_grows_stale_after_twelve_months() {
    let content = content();
    assert_eq!(content.stale_claims(date(2027, 11, 23)), []);
    assert_eq!(content.stale_claims(date(2027, 11, 24)).len(), content.claims().len());
}

#[test]
fn legal_texts_carry_a_mark_beside_each_source() {
    for (path, table) in
        toml_files().filter(|(path, _)| path == "duties.toml" || path.ends_with("/chapter.toml"))
    {
        for key in ["duty", "source"] {
            for entry in table.get(key).and_then(Value::as_array).into_iter().flatten() {
                for field in ["mark", "as_of"] {
                    assert!(entry.get(field).is_some(), "{path}: {key} without {field}");
                }
            }
        }
    }
}
