//! What Rust code may not contain and the compiler does not see.

use mamori_budgets::{assert_none, files, read_rust};

/// The only crates that speak SQL.
const SQL_CRATES: [&str; 2] = ["crates/mamori-store/", "crates/mamori-care/"];

#[test]
fn only_the_store_and_the_care_house_contain_sql() {
    let mut findings = Vec::new();
    let mut statements_in_the_store = 0;
    for file in files("crates", ".rs") {
        let rust = read_rust(&file.text);
        let statements = rust.strings.iter().filter(|(_, string)| is_sql(string));
        if SQL_CRATES.iter().any(|ours| file.path.starts_with(ours)) {
            statements_in_the_store += statements.count();
        } else {
            findings
                .extend(statements.map(|(line, sql)| format!("{}:{line}: {}", file.path, first_line(sql))));
        }
    }
    assert!(statements_in_the_store > 0, "no SQL was found in the store either: mend `is_sql`");
    assert_none(
        &findings,
        "SQL is written in mamori-store (and, for health data, in mamori-care), nowhere else. Add a function to \
         the store's module of that subject and call it; every query takes the organisation as an argument.",
    );
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_ignored() {
    let mut findings = Vec::new();
    for file in files("", ".rs") {
        let rust = read_rust(&file.text);
        for (number, line) in rust.code.lines().enumerate() {
            let forbidden = ["todo!", "unimplemented!", "#[ignore"];
            let found = forbidden.iter().filter(|word| line.contains(**word));
            findings.extend(found.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
        }
    }
    assert_none(
        &findings,
        "A part that is not there is not offered, and a test that does not run proves nothing: finish it or \
         remove it.",
    );
}

fn is_sql(string: &str) -> bool {
    let words: Vec<String> = string.split_whitespace().map(str::to_lowercase).collect();
    let begins =
        |with: &[&str]| words.iter().zip(with).all(|(word, with)| word == with) && words.len() > with.len();
    let contains = |word: &str| words.iter().any(|one| one == word);
    begins(&["select"]) && (contains("from") || words.len() < 4)
        || begins(&["insert", "into"])
        || begins(&["delete", "from"])
        || begins(&["update"]) && contains("set")
        || begins(&["create", "table"])
        || begins(&["with"]) && contains("select") && contains("from")
}

fn first_line(sql: &str) -> &str {
    sql.trim().lines().next().unwrap_or_default()
}

#[test]
fn sql_is_told_from_prose() {
    assert!(is_sql("select id, name from person where org_id = $1"));
    assert!(is_sql("\n  UPDATE case_record\n  SET state = $1"));
    assert!(is_sql("delete from session"));
    assert!(!is_sql("select the person who answers"));
    assert!(!is_sql("update"));
    assert!(!is_sql("with the rulebook"));
}
