//! The real browser for the tests: Debian's Chromium and the driver that belongs to it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::debian::Missing;
use crate::environment::program;
use crate::steps::output;

/// What to install, if the browser, its driver or a Japanese font is not here.
pub(crate) fn missing() -> Option<Missing> {
    let found = Browser::find().is_some() && japanese_font();
    (!found).then_some(Missing {
        what: "Chromium with its WebDriver and a Japanese font",
        packages: &["chromium", "chromium-driver", "fontconfig", "fonts-noto-cjk"],
        part: "browser",
    })
}

/// Where the browser and its driver are.
pub(crate) struct Browser {
    /// The program that shows pages.
    pub(crate) chromium: PathBuf,
    /// The program that steers it.
    pub(crate) chromedriver: PathBuf,
}

impl Browser {
    /// Looks for both on the path.
    pub(crate) fn find() -> Option<Self> {
        Some(Self { chromium: program("chromium")?, chromedriver: program("chromedriver")? })
    }

    /// The driver's version, which is the browser's version.
    pub(crate) fn version(&self) -> Result<String> {
        let said = output(Command::new(&self.chromedriver).arg("--version"))?;
        let words: Vec<&str> = said.split_whitespace().take(2).collect();
        words.get(1).context("chromedriver did not tell its version")?;
        Ok(words.join(" "))
    }
}

/// Without a Japanese font every screenshot is full of empty boxes and every width is wrong.
fn japanese_font() -> bool {
    output(Command::new("fc-list").args([":lang=ja", "family"])).is_ok_and(|fonts| !fonts.is_empty())
}
