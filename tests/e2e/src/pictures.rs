//! Pictures of the screen: for the guide when `MAMORI_SCREENSHOTS` is set, otherwise to look at.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

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
}
