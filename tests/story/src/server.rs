//! Where the data lies, and the program that serves it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::process::{Command, Output};

use anyhow::{Context as _, Result};
use mamori_e2e::programs::{Program, mamori};
use mamori_store::testing::Fresh;
use serde_json::Value;
use tempfile::TempDir;

use crate::Person;

/// A data folder and database that outlive the program.
pub struct Place {
    folder: TempDir,
    database: Option<String>,
    password: String,
}

/// A running program; dropping it is `kill -9`.
pub struct Server {
    address: String,
    password: String,
    _program: Program,
}

impl Place {
    /// Embedded storage in a fresh folder.
    pub fn sqlite() -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir()?, database: None, password: String::new() })
    }

    /// A fresh database on the server that `TEST_PG` names; the care house stays embedded.
    pub async fn postgres() -> Result<Option<Self>> {
        let Some(address) = Fresh::postgres_address().await else { return Ok(None) };
        Ok(Some(Self { folder: tempfile::tempdir()?, database: Some(address), password: String::new() }))
    }

    /// The main store's address.
    pub fn database(&self) -> String {
        let embedded = || format!("sqlite:{}", self.folder.path().join("data/mamori.db").display());
        self.database.clone().unwrap_or_else(embedded)
    }

    /// Founds the demonstration and serves it.
    pub fn found(&mut self) -> Result<Server> {
        let mut command = self.command("demo");
        command.args(["--port", "0", "--print", "json"]);
        let (program, printed) =
            Program::start(&mut command, |line| serde_json::from_str::<Value>(line).ok())?;
        printed["logins"][0]["password"].as_str().context("a password")?.clone_into(&mut self.password);
        let address = printed["address"].as_str().context("an address")?.to_owned();
        Ok(Server { address, password: self.password.clone(), _program: program })
    }

    /// Serves what is there, as after a restart of the machine.
    pub fn serve_again(&self) -> Result<Server> {
        let mut command = self.command("serve");
        command.args(["--listen", "127.0.0.1:0"]);
        let (program, address) = Program::start(&mut command, |line| {
            let (_, bound) = line.split_once('[')?;
            Some(format!("http://{}", bound.strip_suffix(']')?))
        })?;
        Ok(Server { address, password: self.password.clone(), _program: program })
    }

    /// A file beside the data.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An empty embedded place with the same care key, as after a new machine was set up.
    pub fn elsewhere(&self) -> Result<Self> {
        let other = Self { password: self.password.clone(), ..Self::sqlite()? };
        let keys = other.folder.path().join("data/keys");
        DirBuilder::new().recursive(true).mode(0o700).create(&keys)?;
        std::fs::copy(self.folder.path().join("data/keys/care.key"), keys.join("care.key"))?;
        Ok(other)
    }

    /// Runs a command of `mamori` on this data and waits for its end.
    pub fn run(&self, arguments: &[&str]) -> Result<Output> {
        Ok(self.with_data(Command::new(mamori()).args(arguments)).output()?)
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(mamori());
        self.with_data(command.arg(name));
        command
    }

    fn with_data<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.arg("--data").arg(self.folder.path().join("data")).env("RUST_LOG", "warn");
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }
}

impl Server {
    /// Signs somebody in by login, such as `hana`.
    pub async fn sign_in(&self, login: &str) -> Result<Person> {
        Person::sign_in(&self.address, login, &self.password).await
    }
}

/// Runs a command of `mamori` that needs no data.
pub fn mamori_command(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(mamori()).args(arguments).output()?)
}
