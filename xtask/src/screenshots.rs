//! `cargo xtask screenshots`: the browser tests once more, writing their pictures into the guide.

use anyhow::{Context as _, Result};

use crate::browser::{self, Browser};
use crate::debian;
use crate::environment::{cargo, target};
use crate::steps::Steps;
use crate::tools::NEXTEST;

/// Runs the browser tests with `MAMORI_SCREENSHOTS` set.
pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::default();
    debian::install(&Vec::from_iter(browser::missing()), &mut steps)?;
    NEXTEST.ensure(&mut steps)?;
    let browser = Browser::find().context("the browser is not on the path")?;
    steps.command("build", cargo().args(["build", "--workspace", "--bins", "--lib", "--tests"]))?;
    let mut walk = cargo();
    walk.args(["nextest", "run", "--workspace", "-E", "package(mamori-e2e)"])
        .env("MAMORI_SCREENSHOTS", "1")
        .env("MAMORI_BIN", target()?.join("debug/mamori"))
        .env("TEST_CHROMIUM", browser.chromium)
        .env("TEST_CHROMEDRIVER", browser.chromedriver);
    steps.command("walk the screens", &mut walk)
}
