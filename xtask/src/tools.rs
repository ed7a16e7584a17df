//! Cargo's own helpers: installed from crates.io when they are missing, never replaced when present.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::environment::cargo;
use crate::steps::{Steps, output, succeed};

/// A cargo subcommand from crates.io.
pub(crate) struct Tool {
    /// The crate's name: `cargo-nextest`.
    crate_name: &'static str,
    /// The version that this repository was checked with.
    version: &'static str,
    /// The word after `cargo`: `nextest`.
    subcommand: &'static str,
    /// Parts of the tool that we do without, as arguments of `cargo install`.
    features: &'static [&'static str],
}

/// Runs each test in its own process. It need not be able to replace itself over the network.
pub(crate) const NEXTEST: Tool = Tool {
    crate_name: "cargo-nextest",
    version: "0.9.143",
    subcommand: "nextest",
    features: &["--no-default-features", "--features", "default-no-update"],
};
/// Checks licences, sources and banned crates.
pub(crate) const DENY: Tool =
    Tool { crate_name: "cargo-deny", version: "0.20.2", subcommand: "deny", features: &[] };
/// Finds dependencies that nobody uses.
pub(crate) const MACHETE: Tool =
    Tool { crate_name: "cargo-machete", version: "0.9.2", subcommand: "machete", features: &[] };

impl Tool {
    /// Installs the tool if cargo does not know it.
    pub(crate) fn ensure(&self, steps: &mut Steps) -> Result<()> {
        let known = output(cargo().arg("--list"))?;
        if known.lines().any(|line| line.split_whitespace().next() == Some(self.subcommand)) {
            return Ok(());
        }
        steps.run(&format!("install {} (once)", self.crate_name), || {
            succeed(&mut self.installation())
                .with_context(|| format!("{} is needed; see the message above", self.crate_name))
        })
    }

    /// Built to be ready soon: these tools wait for others most of the time.
    fn installation(&self) -> Command {
        let mut command = cargo();
        command.args(["install", "--locked", "--version", self.version, self.crate_name]).args(self.features);
        command.env("CARGO_PROFILE_RELEASE_LTO", "off");
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        command
    }
}

/// Adds a rustup component that a minimal Rust installation does not have.
pub(crate) fn ensure_component(subcommand: &str, component: &str, steps: &mut Steps) -> Result<()> {
    // rustup's stand-in is always there; it answers only when the component is.
    if output(cargo().args([subcommand, "--version"]).stdin(Stdio::null())).is_ok() {
        return Ok(());
    }
    steps.run(&format!("install {component} (once)"), || {
        succeed(Command::new("rustup").args(["component", "add", component]))
            .with_context(|| format!("`cargo {subcommand}` is needed; install the component {component}"))
    })
}
