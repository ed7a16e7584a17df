//! `cargo xtask test`: every test, on both data stores and in a real browser.

use std::process::Command;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::browser::{self, Browser};
use crate::debian;
use crate::environment::{cargo, target};
use crate::postgres::{self, Postgres};
use crate::steps::{Steps, say};
use crate::tools::NEXTEST;

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Leave a part out; it is then named in the last line
    #[arg(long, value_name = "PART")]
    without: Vec<Part>,
    /// Run only the tests whose name contains this text
    filter: Vec<String>,
}

/// A part of the tests that needs something from the system.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Tests on PostgreSQL
    Postgres,
    /// Tests in a real browser
    Browser,
}

/// Prepares the machine, runs the tests and tells the times, also when something failed.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut steps = Steps::default();
    let outcome = prepare_and_test(options, &mut steps);
    let took = steps.summary("cargo xtask test: steps").as_secs();
    let parts = outcome?;
    let what = if options.filter.is_empty() { "every test passed" } else { "the chosen tests passed" };
    say(&format!("\ncargo xtask test: {what} in {took} s ({parts})"));
    Ok(())
}

/// Gives back what the tests ran on, in words.
fn prepare_and_test(options: &Options, steps: &mut Steps) -> Result<String> {
    let wanted = |part: Part| !options.without.contains(&part);
    let given = std::env::var_os("TEST_PG").filter(|url| !url.is_empty());
    let mut missing = Vec::new();
    if wanted(Part::Postgres) && given.is_none() {
        missing.extend(postgres::missing());
    }
    if wanted(Part::Browser) {
        missing.extend(browser::missing());
    }
    debian::install(&missing, steps)?;
    NEXTEST.ensure(steps)?;

    let mut parts = vec!["SQLite".to_owned()];
    let mut tests = Tests { variables: vec![("INSTA_UPDATE", "no".into())], filters: Vec::new() };
    steps.command("build", cargo().args(["build", "--workspace", "--bins", "--lib", "--tests"]))?;
    let target = target()?;
    tests.variables.push(("MAMORI_BIN", target.join("debug/mamori").into()));

    if wanted(Part::Browser) {
        let browser = Browser::find().context("the browser was installed and is not on the path")?;
        parts.push(browser.version()?);
        tests.variables.push(("TEST_CHROMIUM", browser.chromium.into()));
        tests.variables.push(("TEST_CHROMEDRIVER", browser.chromedriver.into()));
    } else {
        parts.push("NOT the browser: left out by name".to_owned());
        tests.filters.extend(["-E".to_owned(), "not package(mamori-e2e)".to_owned()]);
    }

    // Held until the tests are over: dropping it stops the server.
    let mut server = None;
    if !wanted(Part::Postgres) {
        parts.push("NOT PostgreSQL: left out by name".to_owned());
    } else if let Some(url) = given {
        parts.push("the PostgreSQL that TEST_PG names".to_owned());
        tests.variables.push(("TEST_PG", url));
    } else {
        let postgres = steps.run("start PostgreSQL", || Postgres::start(&target))?;
        parts.push(postgres.version().to_owned());
        tests.variables.push(("TEST_PG", postgres.url().into()));
        server = Some(postgres);
    }

    let outcome = tests.run(&options.filter, steps);
    drop(server);
    outcome.map(|()| parts.join(", "))
}

/// The test commands and what they share.
struct Tests {
    variables: Vec<(&'static str, std::ffi::OsString)>,
    filters: Vec<String>,
}

impl Tests {
    /// Both kinds of tests run, so that one look shows all failures; the first failure is the answer.
    fn run(&self, names: &[String], steps: &mut Steps) -> Result<()> {
        let mut nextest = self.command(&["nextest", "run", "--workspace", "--no-fail-fast"]);
        if std::env::var_os("CI").is_some_and(|value| value == "true") {
            nextest.args(["--profile", "ci"]);
        }
        let tests = steps.command("tests", nextest.args(&self.filters).args(names));
        // A filter picks tests by name; documentation examples have none worth typing.
        if !names.is_empty() {
            return tests;
        }
        let examples = steps
            .command("examples in the documentation", &mut self.command(&["test", "--doc", "--workspace"]));
        tests.and(examples)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command.args(arguments).env_remove("TEST_PG");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}
