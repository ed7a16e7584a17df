//! The command `mamori`: what was typed, and which module does it.

mod config;
mod demo;
mod eval;
mod judge;
mod keep;
mod running;
mod serve;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// 守り：働く人をカスタマーハラスメントから守ります (protects people at work from customer harassment)
#[derive(Debug, Parser)]
#[command(name = "mamori", version)]
struct Typed {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Judge(judge::Args),
    Eval(eval::Args),
    Demo(demo::Args),
    Serve(serve::Args),
    Backup(keep::Backup),
    Restore(keep::Restore),
    /// 監査ログを書き出し、確かめます (exports and verifies the audit log)
    #[command(subcommand)]
    Audit(keep::Audit),
    /// 設定を確かめます (checks the configuration)
    #[command(subcommand)]
    Config(keep::ConfigCommand),
}

fn main() -> ExitCode {
    match Typed::parse().command {
        Command::Judge(args) => judge::run(args),
        Command::Eval(args) => eval::run(&args),
        Command::Demo(args) => in_runtime(demo::run(args)),
        Command::Serve(args) => in_runtime(serve::run(args)),
        Command::Backup(args) => in_runtime(keep::backup(args)),
        Command::Restore(args) => in_runtime(keep::restore(args)),
        Command::Audit(command) => in_runtime(keep::audit(command)),
        Command::Config(command) => end(keep::check_config(&command)),
    }
}

/// Runs a command that serves or reads the stores, with logs on standard error.
fn in_runtime(work: impl Future<Output = anyhow::Result<()>>) -> ExitCode {
    // `RUST_LOG` says more or less; by default what an operator acts on.
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => end(runtime.block_on(work)),
        Err(error) => end(Err(error.into())),
    }
}

fn end(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Says something to the person who started the command. A closed pipe is not an error.
pub(crate) fn tell(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}
