//! `cargo xtask`: everything a developer runs that is not the program itself.
//!
//! `test` sets up what the tests need (PostgreSQL, a browser) and runs all of them; `lint` runs every
//! check that needs no running system. Nothing is skipped quietly: a part that cannot run fails the
//! command unless it was excluded by name with `--without`.

mod browser;
mod debian;
mod environment;
mod lint;
mod postgres;
mod screenshots;
mod steps;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Tests, lints and pictures of Mamori")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every test on SQLite, PostgreSQL and in a real browser, installing what is missing
    Test(test::Options),
    /// Check format, lints, documentation, dependencies and budgets
    Lint,
    /// Walk the screens in the browser and write the pictures of the guide to docs/guide/images/
    Screenshots,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Test(options) => test::run(&options),
        Command::Lint => lint::run(),
        Command::Screenshots => screenshots::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            steps::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
