//! System packages: installed with apt as root on Debian, otherwise named to the reader.

use std::process::Command;

use anyhow::{Result, bail};

use crate::environment::{is_root, program};
use crate::steps::{Steps, say, succeed};

/// Something the tests need from the system, and how to go without it.
pub(crate) struct Missing {
    /// What is missing, in words: `PostgreSQL`.
    pub(crate) what: &'static str,
    /// The Debian packages that bring it.
    pub(crate) packages: &'static [&'static str],
    /// The name to exclude the part with: `--without postgres`.
    pub(crate) part: &'static str,
}

/// Installs what is missing, or fails with the exact command to type.
pub(crate) fn install(missing: &[Missing], steps: &mut Steps) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|one| one.packages).copied().collect();
    if program("apt-get").is_none() || !is_root() {
        bail!("{}", advice(missing, &packages));
    }
    steps.run(&format!("install {}", packages.join(" ")), || {
        update()?;
        let mut install = apt();
        install.args(["install", "--yes", "--no-install-recommends"]).args(&packages);
        succeed(&mut install)
    })
}

/// Mirrors are sometimes in the middle of an update; the second attempt then works.
fn update() -> Result<()> {
    if succeed(apt().arg("update")).is_ok() {
        return Ok(());
    }
    say("apt-get update failed; trying once more");
    succeed(apt().arg("update"))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(std::process::Stdio::null());
    command
}

fn advice(missing: &[Missing], packages: &[&str]) -> String {
    let mut lines = vec!["the tests need programs that are not installed here:".to_owned()];
    for one in missing {
        lines.push(format!("  {} (Debian: {})", one.what, one.packages.join(" ")));
    }
    lines.push(format!("install them with\n  sudo apt-get install {}", packages.join(" ")));
    let without: Vec<String> = missing.iter().map(|one| format!("--without {}", one.part)).collect();
    lines.push(format!("or leave them out by name\n  cargo xtask test {}", without.join(" ")));
    lines.join("\n")
}
