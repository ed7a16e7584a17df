//! Which crate may know which: `mamori` → `web` → `jobs, care` → `store` → `core` → `judge`.

use std::process::Command;

use mamori_budgets::{assert_none, root};
use serde_json::Value;

/// Every crate of the workspace and the crates of ours that it may depend on. The order is from the bottom up.
const ARROWS: [(&str, &[&str]); 11] = [
    ("mamori-judge", &[]),
    ("mamori-core", &["mamori-judge"]),
    ("mamori-content", &["mamori-core", "mamori-judge"]),
    ("mamori-store", &["mamori-core", "mamori-judge"]),
    ("mamori-care", &["mamori-store", "mamori-core", "mamori-judge"]),
    ("mamori-jobs", &["mamori-store", "mamori-core", "mamori-judge"]),
    (
        "mamori-web",
        &["mamori-jobs", "mamori-care", "mamori-content", "mamori-store", "mamori-core", "mamori-judge"],
    ),
    (
        "mamori",
        &[
            "mamori-web",
            "mamori-jobs",
            "mamori-care",
            "mamori-content",
            "mamori-store",
            "mamori-core",
            "mamori-judge",
        ],
    ),
    ("mamori-e2e", &[]),
    // Tests from outside: they use the crates as a stranger would.
    (
        "mamori-story",
        &[
            "mamori-e2e",
            "mamori-web",
            "mamori-jobs",
            "mamori-care",
            "mamori-content",
            "mamori-store",
            "mamori-core",
            "mamori-judge",
        ],
    ),
    ("mamori-budgets", &[]),
];

/// Crates that stand alone and are not part of the program.
const ASIDE: [&str; 1] = ["xtask"];

#[test]
fn every_arrow_between_crates_is_in_the_list() {
    let members = members();
    assert!(members.len() > 5, "cargo metadata names almost no crate: mend this test");
    let mut findings = Vec::new();
    for (name, depends_on) in &members {
        if ASIDE.contains(&name.as_str()) && depends_on.is_empty() {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| known == name) else {
            findings.push(format!("{name} is not in the list"));
            continue;
        };
        // A crate may name itself to switch on a feature for its own tests.
        let unknown = depends_on.iter().filter(|other| *other != name && !allowed.contains(&other.as_str()));
        findings.extend(unknown.map(|other| format!("{name} → {other}")));
    }
    assert_none(
        &findings,
        "These dependencies point where they may not (ARCHITECTURE.md, bird's eye view). Move the code to the \
         crate that may know both sides. Only a new crate, or a decision in docs/adr/, adds an arrow to ARROWS \
         in tests/budgets/tests/budgets/arrows.rs.",
    );
}

#[test]
fn no_arrow_in_the_list_points_back() {
    for (place, (name, allowed)) in ARROWS.iter().enumerate() {
        let below: Vec<&str> = ARROWS[..place].iter().map(|(name, _)| *name).collect();
        for other in *allowed {
            assert!(below.contains(other), "ARROWS lets {name} know {other}, which is not below it");
        }
    }
}

/// The crates of the workspace, each with the crates of ours that it names, for tests or not.
fn members() -> Vec<(String, Vec<String>)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    list(&metadata["packages"])
        .iter()
        .map(|package| {
            let ours = list(&package["dependencies"]).iter().filter(|one| one["path"].is_string());
            (text(&package["name"]), ours.map(|one| text(&one["name"])).collect())
        })
        .collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("cargo metadata has a list here")
}

fn text(value: &Value) -> String {
    value.as_str().expect("cargo metadata has a text here").to_owned()
}
