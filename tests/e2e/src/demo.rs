//! `mamori demo` with a data folder of its own.

use std::process::Command;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use tempfile::TempDir;

use crate::browser::{Browser, Device};
use crate::programs::{Program, mamori};

/// A running demonstration; dropping it ends the program and removes the data.
pub struct Demo {
    _program: Program,
    _data: TempDir,
    printed: Printed,
}

/// What `mamori demo --print json` prints when it is ready.
#[derive(Deserialize)]
struct Printed {
    address: String,
    logins: Vec<Login>,
}

/// One of the people of the demonstration.
#[derive(Clone, Debug, Deserialize)]
pub struct Login {
    /// The letter of the persona: `A`.
    pub persona: String,
    /// The name on the screen.
    pub name: String,
    /// What to type as the user.
    pub user: String,
    /// What to type as the password.
    pub password: String,
    /// What the person may do, in a word.
    pub role: String,
}

impl Demo {
    /// Starts the program on a free port and waits until it serves.
    pub async fn start() -> Result<Self> {
        tokio::task::spawn_blocking(Self::start_here).await?
    }

    fn start_here() -> Result<Self> {
        let data = tempfile::Builder::new().prefix("mamori-demo-").tempdir()?;
        let mut command = Command::new(mamori());
        command.args(["demo", "--port", "0", "--print", "json", "--data"]).arg(data.path().join("data"));
        let (program, printed) = Program::start(&mut command, |line| serde_json::from_str(line).ok())
            .context("`mamori demo --print json` printed no address and logins")?;
        Ok(Self { _program: program, _data: data, printed })
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        &self.printed.address
    }

    /// The login of a persona by its letter.
    pub fn login(&self, persona: &str) -> Result<&Login> {
        let known: Vec<&str> = self.printed.logins.iter().map(|login| login.persona.as_str()).collect();
        self.printed
            .logins
            .iter()
            .find(|login| login.persona == persona)
            .with_context(|| format!("the demonstration has {}, not {persona}", known.join(", ")))
    }

    /// Opens a browser in which this persona is signed in.
    pub async fn open_as(&self, persona: &str, device: Device) -> Result<Browser> {
        let browser = Browser::open(self.address(), device).await?;
        browser.sign_in(self.login(persona)?).await?;
        Ok(browser)
    }

    /// All logins, in the order in which they are printed.
    pub fn logins(&self) -> &[Login] {
        &self.printed.logins
    }
}
