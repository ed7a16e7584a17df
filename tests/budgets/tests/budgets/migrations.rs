//! Both data stores get the same migrations.

use std::collections::BTreeSet;

use mamori_budgets::{assert_none, files};

#[test]
fn both_engines_have_the_same_migrations() {
    assert!(!names("crates/mamori-store/migrations/sqlite").is_empty(), "the store's migrations have moved");
    for owner in ["mamori-store", "mamori-care"] {
        let folder = format!("crates/{owner}/migrations");
        let (sqlite, postgres) = (names(&format!("{folder}/sqlite")), names(&format!("{folder}/postgres")));
        let findings: Vec<String> =
            sqlite.symmetric_difference(&postgres).map(|name| format!("{folder}: {name}")).collect();
        assert_none(
            &findings,
            "These migrations exist for one engine only. Write the file of the same name for the other one, \
             with the same tables and columns.",
        );
    }
}

fn names(folder: &str) -> BTreeSet<String> {
    files(folder, ".sql").into_iter().map(|file| file.path[folder.len() + 1..].to_owned()).collect()
}
