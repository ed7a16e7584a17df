//! Pictures of the screen: for the guide when `MAMORI_SCREENSHOTS` is set, otherwise to look at.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::browser::Browser;
use crate::programs::{pictures_for_the_guide, root};

impl Browser {
    /// Takes a picture of what is on the screen and gives back its file.
    pub async fn picture(&self, name: &str) -> Result<PathBuf> {
        let folder = if pictures_for_the_guide() { "docs/guide/images" } else { "target/screenshots" };
        let folder = root().join(folder);
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, self.driver().screenshot_as_png().await?)?;
        Ok(file)
    }

    /// Takes a picture of the page from its top to its bottom, to look at, never for the guide.
    pub async fn whole_picture(&self, name: &str) -> Result<PathBuf> {
        let folder = root().join("target/screenshots");
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        let answer = self.chrome("Page.captureScreenshot", json!({"captureBeyondViewport": true})).await?;
        let data = answer["data"].as_str().context("a picture is base64")?;
        fs::write(&file, BASE64_STANDARD.decode(data)?)?;
        Ok(file)
    }
}
