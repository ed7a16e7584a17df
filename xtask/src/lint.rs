//! `cargo xtask lint`: every check that needs no running system, all of them even after a failure.

use std::process::Command;

use anyhow::{Result, bail};

use crate::environment::cargo;
use crate::steps::{Steps, say};
use crate::tools::{DENY, MACHETE, NEXTEST, ensure_component};

/// Runs all checks and names the ones that failed.
pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::default();
    ensure_component("fmt", "rustfmt", &mut steps)?;
    ensure_component("clippy", "clippy", &mut steps)?;
    for tool in [NEXTEST, DENY, MACHETE] {
        tool.ensure(&mut steps)?;
    }
    for (name, mut command) in checks() {
        if let Err(error) = steps.command(name, &mut command) {
            say(&format!("{error:#}"));
        }
    }
    let took = steps.summary("cargo xtask lint: steps").as_secs();
    if !steps.failed().is_empty() {
        bail!("cargo xtask lint: failed: {}", steps.failed().join(", "));
    }
    say(&format!("\ncargo xtask lint: everything is clean after {took} s"));
    Ok(())
}

fn checks() -> Vec<(&'static str, Command)> {
    let check = |arguments: &str| {
        let mut command = cargo();
        command.args(arguments.split(' '));
        command
    };
    let mut documentation = check("doc --workspace --no-deps --document-private-items");
    documentation.env("RUSTDOCFLAGS", "-D warnings");
    // With the whole workspace, so that the features, and so the built crates, are those of the tests.
    let mut budgets = check("nextest run --workspace --no-fail-fast -E");
    budgets.arg("package(mamori-budgets)");
    vec![
        ("format", check("fmt --all --check")),
        ("clippy", check("clippy --workspace --all-targets -- -D warnings")),
        ("documentation", documentation),
        (
            "dependencies: bans, licences, sources",
            check("deny check --hide-inclusion-graph bans licenses sources"),
        ),
        ("dependencies nobody uses", check("machete")),
        ("budgets", budgets),
    ]
}
