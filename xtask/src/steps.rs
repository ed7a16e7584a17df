//! Named steps with their time, so that a reader of the log sees where the minutes went.

use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Writes one line for people to standard error; a closed terminal is not an error.
pub(crate) fn say(line: &str) {
    let _closed_terminal = writeln!(std::io::stderr(), "{line}");
}

/// The steps done so far in this run.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    failed: bool,
}

impl Steps {
    /// Runs one step, prints its name before and its time after, and remembers both.
    pub(crate) fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        say(&format!("\n==> {name}"));
        let start = Instant::now();
        let outcome = work();
        let step = Step { name: name.to_owned(), took: start.elapsed(), failed: outcome.is_err() };
        say(&format!("<== {name}: {} in {:.1} s", step.word(), step.took.as_secs_f64()));
        self.done.push(step);
        outcome.with_context(|| format!("step `{name}` failed"))
    }

    /// Runs one command as a step.
    pub(crate) fn command(&mut self, name: &str, command: &mut Command) -> Result<()> {
        self.run(name, || succeed(command))
    }

    /// Names of the steps that failed.
    pub(crate) fn failed(&self) -> Vec<&str> {
        self.done.iter().filter(|step| step.failed).map(|step| step.name.as_str()).collect()
    }

    /// Prints the table of steps and gives back the time of all of them together.
    pub(crate) fn summary(&self, title: &str) -> Duration {
        if !self.done.is_empty() {
            say(&format!("\n{title}"));
        }
        for step in &self.done {
            say(&format!("  {:>7.1} s  {:<6}  {}", step.took.as_secs_f64(), step.word(), step.name));
        }
        self.done.iter().map(|step| step.took).sum()
    }
}

impl Step {
    fn word(&self) -> &'static str {
        if self.failed { "FAILED" } else { "ok" }
    }
}

/// Runs a command and turns a non-zero exit into an error that names the command.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("could not start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// What a command prints, without the line end; an error when it cannot run or fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("could not start `{shown}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` ended with {}: {}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}
