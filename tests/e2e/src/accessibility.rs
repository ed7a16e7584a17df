//! axe-core in the page.

use std::fmt;

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::browser::Browser;

const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");

/// All rules, the best practices too; what axe cannot decide alone is not a violation.
const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, {resultTypes: ['violations']}).then(
      (result) => done(result.violations.map((one) => ({
        rule: one.id,
        help: one.help,
        places: one.nodes.map((node) => node.target.join(' ') + ': ' + node.html.slice(0, 160)),
      }))),
      (error) => done([{rule: 'axe-failed', help: String(error), places: []}]));";

/// A rule that the page breaks.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// axe's name of the rule: `image-alt`.
    pub rule: String,
    /// What to do.
    pub help: String,
    /// The elements, by selector, each with the beginning of its source.
    pub places: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.help)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

impl Browser {
    /// Every violation that axe finds on the page as it is now.
    pub async fn violations(&self) -> Result<Vec<Violation>> {
        let there: bool = self.run("return typeof window.axe === 'object';", vec![]).await?.convert()?;
        if !there {
            self.run(AXE, vec![]).await?;
        }
        Ok(self.driver().execute_async(RUN, vec![]).await?.convert()?)
    }

    /// Fails if axe finds anything.
    pub async fn assert_accessible(&self) -> Result<()> {
        let found: Vec<String> = self.violations().await?.iter().map(ToString::to_string).collect();
        ensure!(found.is_empty(), "{}: axe finds\n  {}", self.path().await?, found.join("\n  "));
        Ok(())
    }

    /// Everything that must hold for any page: axe finds nothing, it fits the screen, the keyboard
    /// reaches and shows every stop, and the console is quiet.
    pub async fn assert_sound(&self) -> Result<()> {
        self.assert_fits().await?;
        self.assert_accessible().await?;
        self.assert_keyboard_walks().await?;
        self.assert_quiet_console().await
    }
}
