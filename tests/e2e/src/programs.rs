//! The programs that a walk runs: where they are, and that each of them ends.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How long a process may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(5);

/// A running program; dropping it ends the program at once, as `kill -9` does.
pub struct Program(Child);

impl Program {
    /// Starts a program and waits for the first line of its output in which `wanted` finds something.
    pub fn start<T>(command: &mut Command, wanted: impl Fn(&str) -> Option<T>) -> Result<(Self, T)> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| {
            format!("could not start {name}; `cargo xtask test` installs what is missing")
        })?;
        let output = child.stdout.take().context("the standard output is piped")?;
        let program = Self(child);
        let mut lines = BufReader::new(output).lines();
        let mut said = String::new();
        for line in lines.by_ref() {
            let line = line?;
            if let Some(found) = wanted(&line) {
                // Read on, so that the program never waits for somebody to take its words.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok((program, found));
            }
            said.push_str(&line);
            said.push('\n');
        }
        bail!("{name} ended before it was ready; it said:\n{said}")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Both fail only if the program has ended by itself, which is what we want.
        let _already_ended = self.0.kill();
        let _already_ended = self.0.wait();
    }
}

/// Ends a process that a program of ours has started, and waits until it is gone.
pub(crate) fn end(pid: u64) {
    let mut kill = Command::new("sh");
    let _already_ended = kill.args(["-c", r#"kill -TERM "$0""#, &pid.to_string()]).status();
    let start = Instant::now();
    while Path::new(&format!("/proc/{pid}")).exists() && start.elapsed() < GRACE {
        sleep(Duration::from_millis(20));
    }
}

/// The `mamori` program: `MAMORI_BIN`, or the debug build of this work tree.
pub fn mamori() -> PathBuf {
    named("MAMORI_BIN").unwrap_or_else(|| root().join("target/debug/mamori"))
}

/// The browser: `TEST_CHROMIUM`, or Debian's.
pub(crate) fn chromium() -> PathBuf {
    named("TEST_CHROMIUM").unwrap_or_else(|| PathBuf::from("/usr/bin/chromium"))
}

/// The browser's driver: `TEST_CHROMEDRIVER`, or Debian's.
pub(crate) fn chromedriver() -> PathBuf {
    named("TEST_CHROMEDRIVER").unwrap_or_else(|| PathBuf::from("/usr/bin/chromedriver"))
}

/// Whether pictures go into the guide: `MAMORI_SCREENSHOTS`.
pub(crate) fn pictures_for_the_guide() -> bool {
    named("MAMORI_SCREENSHOTS").is_some()
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("tests/e2e lies two folders below the root")
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| *value != OsString::new()).map(PathBuf::from)
}
