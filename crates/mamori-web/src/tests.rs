//! Texts: every key that a template or a handler names exists in both languages, and none is left over.

use std::collections::BTreeSet;
use std::path::Path;

use mamori_core::people::Language;

use crate::Texts;

fn sources(folder: &Path, ending: &[&str], found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of this crate") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, ending, found);
        } else if path.file_name().is_some_and(|name| name != "tests.rs")
            && ending.iter().any(|ending| path.to_string_lossy().ends_with(ending))
        {
            found.push(std::fs::read_to_string(&path).expect("a text file"));
        }
    }
}

fn all_sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&root.join("src"), &[".rs", ".html"], &mut found);
    sources(&root.join("templates"), &[".html"], &mut found);
    found.join("\n")
}

/// The keys that templates ask for by `shell.t("…")`, `shell.f("…", …)` and `shell.f2("…", …)`.
fn asked_keys(sources: &str) -> BTreeSet<String> {
    ["shell.t(\"", "shell.f(\"", "shell.f2(\""]
        .iter()
        .flat_map(|call| sources.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn both_languages_have_the_same_keys() {
    assert_eq!(Texts::builtin().keys(Language::Ja), Texts::builtin().keys(Language::En));
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known: BTreeSet<_> = Texts::builtin().keys(Language::Ja).into_iter().map(str::to_owned).collect();
    let missing: Vec<_> = asked_keys(&all_sources()).into_iter().filter(|key| !known.contains(key)).collect();
    assert!(missing.is_empty(), "add these to texts/ja and texts/en: {missing:?}");
}

#[test]
fn no_text_is_left_over() {
    let sources = all_sources();
    let unused: Vec<_> = Texts::builtin()
        .keys(Language::Ja)
        .into_iter()
        .filter(|key| !sources.contains(&format!("\"{key}\"")))
        // The help beside an error's title is found by its title's key; families of codes are built as "PREFIX-{code}".
        .filter(|key| {
            !key.strip_suffix("-help").is_some_and(|title| sources.contains(&format!("\"{title}\"")))
        })
        .filter(|key| {
            !key.rmatch_indices('-').any(|(at, _)| sources.contains(&format!("\"{}-{{", &key[..at])))
        })
        .collect();
    assert!(unused.is_empty(), "delete these from texts/, or use them: {unused:?}");
}
