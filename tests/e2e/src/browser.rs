//! One browser window of one person: own driver, own profile, in Japanese.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel};
use tokio::time::{Instant, sleep};

use crate::demo::Login;
use crate::programs::{Program, chromedriver, chromium, end};

/// How long a page may take to show what a walk waits for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the person holds in their hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// 375 × 812, touch, two device pixels a pixel.
    Phone,
    /// 1280 × 900.
    Desktop,
    /// The same screen at 200 % zoom: 640 × 450 larger pixels.
    DesktopZoomedTwice,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scripts {
    Run,
    Blocked,
}

/// An open browser; dropping it closes the browser and removes its profile.
pub struct Browser {
    driver: WebDriver,
    // After the browser has ended: its driver, then the profile on disk.
    _program: Program,
    profile: Arc<TempDir>,
    address: String,
}

impl Browser {
    /// Opens a browser; `address` is what [`Browser::goto`] puts before a path.
    pub async fn open(address: &str, device: Device) -> Result<Self> {
        Self::start(address, device, Scripts::Run).await
    }

    /// Opens a browser that runs no script of any page.
    pub async fn open_without_script(address: &str, device: Device) -> Result<Self> {
        Self::start(address, device, Scripts::Blocked).await
    }

    /// Closes the browser and opens it again with what it had kept, as a person does the next morning.
    pub async fn reopen(self, device: Device) -> Result<Self> {
        let (profile, address) = (self.profile.clone(), self.address.clone());
        self.close().await?;
        Self::start_with(profile, &address, device, Scripts::Run).await
    }

    async fn start(address: &str, device: Device, scripts: Scripts) -> Result<Self> {
        let profile = Arc::new(tempfile::Builder::new().prefix("mamori-browser-").tempdir()?);
        Self::start_with(profile, address, device, scripts).await
    }

    async fn start_with(
        profile: Arc<TempDir>,
        address: &str,
        device: Device,
        scripts: Scripts,
    ) -> Result<Self> {
        let mut command = Command::new(chromedriver());
        command.arg("--port=0").env("LANGUAGE", "ja").env("HOME", profile.path());
        let (program, port) = Program::start(&mut command, port_of_the_driver)?;
        let capabilities = capabilities(&profile, scripts)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .context("the browser did not start")?;
        let browser = Self { driver, _program: program, profile, address: address.to_owned() };
        browser.hold(device).await?;
        Ok(browser)
    }

    /// Closes the browser and waits until it is gone.
    pub async fn close(self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }

    /// The WebDriver session, for what has no word of its own here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens a page by its path.
    pub async fn goto(&self, path: &str) -> Result<()> {
        Ok(self.driver.goto(format!("{}{path}", self.address)).await?)
    }

    /// The path of the page that is open, with its query.
    pub async fn path(&self) -> Result<String> {
        let url = self.driver.current_url().await?;
        Ok(url.as_str().strip_prefix(&self.address).unwrap_or(url.as_str()).to_owned())
    }

    /// Waits until the page that is open has a path that begins so, and gives the path back.
    ///
    /// The one sure sign that a press has led somewhere: words may have stood on the page before.
    pub async fn arrives(&self, beginning: &str) -> Result<String> {
        self.until(&format!("the page is {beginning}…"), async || {
            let path = self.path().await?;
            Ok(path.starts_with(beginning).then_some(path))
        })
        .await
    }

    /// The status with which the page that is open was answered.
    pub async fn status(&self) -> Result<u64> {
        const STATUS: &str = "return performance.getEntriesByType('navigation')[0].responseStatus;";
        Ok(self.run(STATUS, vec![]).await?.convert()?)
    }

    /// Signs in as one of the demonstration's people, by what a password manager looks for.
    pub async fn sign_in(&self, login: &Login) -> Result<()> {
        self.goto("/login").await?;
        self.driver.find(By::Css("input[autocomplete~=username]")).await?.send_keys(&login.user).await?;
        let password = self.driver.find(By::Css("input[autocomplete~=current-password]")).await?;
        password.send_keys(login.password.as_str() + Key::Enter).await?;
        self.until(&format!("{} is signed in", login.user), async || {
            Ok((!self.path().await?.starts_with("/login")).then_some(()))
        })
        .await
    }

    /// Changes what the person holds.
    pub async fn hold(&self, device: Device) -> Result<()> {
        let (width, height, scale, mobile) = match device {
            Device::Phone => (375, 812, 2, true),
            Device::Desktop => (1280, 900, 1, false),
            Device::DesktopZoomedTwice => (640, 450, 2, false),
        };
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile});
        self.chrome("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.chrome("Emulation.setTouchEmulationEnabled", json!({"enabled": mobile})).await?;
        Ok(())
    }

    /// Makes the system's colours dark.
    pub async fn darken(&self) -> Result<()> {
        let features = json!([{"name": "prefers-color-scheme", "value": "dark"}]);
        self.chrome("Emulation.setEmulatedMedia", json!({"features": features})).await?;
        Ok(())
    }

    /// Fails if the page wrote an error to the console, or if the browser refused something of it
    /// (content security, a missing file) since the last call.
    pub async fn assert_quiet_console(&self) -> Result<()> {
        let entries = self.driver.browser_log().await?;
        let errors: Vec<String> =
            entries.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect();
        ensure!(errors.is_empty(), "{} wrote to the console:\n{}", self.path().await?, errors.join("\n"));
        Ok(())
    }

    /// Fails if the page is wider than the screen, so that one must scroll sideways.
    pub async fn assert_fits(&self) -> Result<()> {
        const WIDER: &str =
            "const root = document.documentElement; return root.scrollWidth - root.clientWidth;";
        let wider: i64 = self.run(WIDER, vec![]).await?.convert()?;
        ensure!(wider <= 0, "{} is {wider} pixels wider than the screen", self.path().await?);
        Ok(())
    }

    /// Asks again and again until there is an answer.
    pub async fn until<T>(&self, what: &str, ask: impl AsyncFn() -> Result<Option<T>>) -> Result<T> {
        let start = Instant::now();
        loop {
            // A page that is just being replaced answers with an error; the next one answers properly.
            let answer = ask().await;
            match answer {
                Ok(Some(found)) => return Ok(found),
                Ok(None) | Err(_) if start.elapsed() < PATIENCE => sleep(Duration::from_millis(50)).await,
                Ok(None) => {
                    let text = self.text().await.unwrap_or_default();
                    let log = self.driver.browser_log().await.unwrap_or_default();
                    let said: Vec<String> = log.into_iter().map(|entry| entry.message).collect();
                    anyhow::bail!(
                        "waited {PATIENCE:?}: {what}\n{} shows:\n{text}\nThe console says:\n{}",
                        self.path().await?,
                        said.join("\n")
                    )
                }
                Err(error) => return Err(error.context(format!("waited {PATIENCE:?}: {what}"))),
            }
        }
    }

    /// A command of the DevTools protocol.
    pub async fn chrome(&self, method: &str, parameters: Value) -> Result<Value> {
        self.driver.cdp().send_raw(method, parameters).await.with_context(|| method.to_owned())
    }

    /// What a script gives back that runs in the page.
    pub async fn script(&self, source: &str) -> Result<Value> {
        Ok(self.run(source, vec![]).await?.json().clone())
    }

    pub(crate) async fn run(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<thirtyfour::session::scriptret::ScriptRet> {
        Ok(self.driver.execute(script, arguments).await?)
    }
}

impl Drop for Browser {
    /// After a failed test nobody has closed the browser, and the test's runtime, in which the session
    /// lives, stands still. So the driver is asked without it.
    fn drop(&mut self) {
        if self.driver.clone().leak().is_err() {
            return;
        }
        let session = self.driver.session_id();
        let closed = self
            .driver
            .server_url()
            .socket_addrs(|| None)
            .and_then(|to| ask_to_close(&to, &session.to_string()));
        if closed.is_err()
            && let Some(pid) = self.driver.capabilities().get("goog:processID").and_then(Value::as_u64)
        {
            end(pid);
        }
    }
}

fn ask_to_close(driver: &[SocketAddr], session: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(driver)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
    // The driver answers when the browser is gone.
    stream.read(&mut [0; 1]).map(|_| ())
}

fn capabilities(profile: &TempDir, scripts: Scripts) -> Result<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    let folder = profile.path().to_str().context("the profile's path is text")?;
    capabilities.set_binary(chromium().to_str().context("the browser's path is text")?)?;
    for argument in ARGUMENTS {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={folder}/profile"))?;
    let mut preferences = json!({"intl.accept_languages": "ja,en"});
    if scripts == Scripts::Blocked {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    capabilities.add_experimental_option("prefs", preferences)?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    Ok(capabilities)
}

/// No window, no first-run pages, and nothing that calls home.
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--lang=ja",
    "--window-size=1280,900",
];

/// `ChromeDriver was started successfully on port 41234.`
fn port_of_the_driver(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}
