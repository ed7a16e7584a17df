//! How much there may be of everything.

use std::collections::BTreeSet;
use std::process::Command;

use mamori_budgets::{assert_none, files, root};

/// Lines in one Rust file, tests included.
const LINES_PER_FILE: usize = 600;

/// Rust files that a program writes; nobody reads them from top to bottom.
const GENERATED: [&str; 0] = [];

/// Lines of Rust in the binary itself (its tests aside): it wires, it does not work.
const LINES_OF_THE_BINARY: usize = 1_000;

/// Packages that `cargo build` of the default member needs, on Linux, with build dependencies.
///
/// Measured with `cargo tree -p mamori -e normal,build`; see docs/adr/ for what each one is for.
const PACKAGES: usize = 276;

/// Updates move a few packages in and out; a new dependency of ours moves more.
const SLACK: usize = 8;

#[test]
fn no_rust_file_is_longer_than_600_lines() {
    let rust_files = files("", ".rs");
    assert!(rust_files.len() > 10, "the search for Rust files found almost nothing: mend `files`");
    let findings: Vec<String> = rust_files
        .iter()
        .filter(|file| !GENERATED.contains(&file.path.as_str()))
        .map(|file| (file.text.lines().count(), &file.path))
        .filter(|(lines, _)| *lines > LINES_PER_FILE)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none(
        &findings,
        "A file longer than 600 lines holds two subjects: split it by subject. A generated file goes into \
         GENERATED in tests/budgets/tests/budgets/sizes.rs.",
    );
}

#[test]
fn the_binary_stays_under_1000_lines() {
    let rust_files = files("crates/mamori/src", ".rs");
    assert!(!rust_files.is_empty(), "crates/mamori/src has no Rust file: mend the path in this test");
    let lines: usize = rust_files.iter().map(|file| file.text.lines().count()).sum();
    assert!(
        lines < LINES_OF_THE_BINARY,
        "crates/mamori/src has {lines} lines of Rust; it may have {LINES_OF_THE_BINARY}. Move what does work into \
         the crate of its subject and leave the wiring here."
    );
}

#[test]
fn the_default_build_needs_no_more_packages_than_written_down() {
    let count = packages_of_the_default_build().len();
    assert!(
        count <= PACKAGES + SLACK,
        "the default build needs {count} packages; {PACKAGES} are written down. Find out which dependency \
         brought them (`cargo tree -p mamori -e normal,build`), leave out features you do not need, or write \
         an ADR and the new number into PACKAGES in tests/budgets/tests/budgets/sizes.rs."
    );
    assert!(
        count + 4 * SLACK >= PACKAGES,
        "the default build needs only {count} packages, {PACKAGES} are written down: write the smaller number \
         into PACKAGES in tests/budgets/tests/budgets/sizes.rs, so that the gain is kept."
    );
}

fn packages_of_the_default_build() -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .args(["tree", "--locked", "-p", "mamori", "-e", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(tree.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&tree.stderr));
    let said = String::from_utf8(tree.stdout).expect("cargo prints UTF-8");
    said.lines().filter_map(name_and_version).collect()
}

/// `serde v1.0.0 (proc-macro) (*)` is the package `serde v1.0.0`; our own crates do not count.
fn name_and_version(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (name, version) = (words.next()?, words.next()?);
    (!name.starts_with("mamori")).then(|| format!("{name} {version}"))
}
