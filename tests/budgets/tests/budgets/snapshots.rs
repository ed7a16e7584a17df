//! Snapshots that nobody compares with anything any more.

use mamori_budgets::{assert_none, files, root};

#[test]
fn every_snapshot_has_a_test() {
    let mut findings = Vec::new();
    for file in files("", ".snap") {
        let source = file.text.lines().find_map(|line| line.strip_prefix("source: ")).unwrap_or_default();
        let source = source.trim_matches('"');
        let Ok(test) = std::fs::read_to_string(root().join(source)) else {
            findings.push(format!("{}: its source {source} is gone", file.path));
            continue;
        };
        if !test.contains(test_name(&file.path)) {
            findings.push(format!("{}: {source} has no `{}`", file.path, test_name(&file.path)));
        }
    }
    assert_none(&findings, "These snapshots belong to tests that are gone: remove them.");
}

#[test]
fn no_new_snapshot_waits_for_a_decision() {
    let findings: Vec<String> = files("", ".snap.new").into_iter().map(|file| file.path).collect();
    assert_none(&findings, "Look at these snapshots and accept them (rename to .snap) or remove them.");
}

/// `crate__module__tests__the_name-2.snap` belongs to the name `the_name`.
fn test_name(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".snap");
    let name = file.rsplit("__").next().unwrap_or(file);
    match name.rsplit_once('-') {
        Some((before, number)) if number.parse::<u32>().is_ok() => before,
        _ => name,
    }
}

#[test]
fn a_snapshot_names_its_test() {
    assert_eq!(test_name("a/snapshots/web__cases__tests__empty_list-2.snap"), "empty_list");
    assert_eq!(test_name("a/snapshots/web__K10.snap"), "K10");
}
