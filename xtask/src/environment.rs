//! Where things are: the repository, cargo, and programs on the path.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::steps::output;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies one folder below the root")
}

/// A cargo command that runs in the root of the repository, as if typed by hand: `cargo-machete` takes
/// its own name for a folder when it sees that `cargo run` is above it.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).env_remove("CARGO_PKG_NAME");
    command
}

/// The folder cargo builds into, also when `CARGO_TARGET_DIR` or a configuration file moves it.
pub(crate) fn target() -> Result<PathBuf> {
    let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let (_, rest) =
        metadata.split_once(r#""target_directory":""#).context("cargo metadata names no target")?;
    let (path, _) = rest.split_once('"').context("cargo metadata is cut off")?;
    Ok(PathBuf::from(path))
}

/// The full path of a program on the path, if it is there.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Whether this process may install system packages.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
