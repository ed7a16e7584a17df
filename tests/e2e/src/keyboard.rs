//! Walking a page with the keyboard alone.

use anyhow::{Result, ensure};
use serde::Deserialize;
use thirtyfour::prelude::*;

use crate::browser::Browser;

/// Where the keyboard's focus rests.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Stop {
    /// `button`
    pub tag: String,
    /// Its words, as a screen reader would begin.
    pub words: String,
    /// Whether one can see that the focus is here.
    pub focus_is_visible: bool,
    /// Whether it lies within the window and nothing of the page covers its middle.
    pub is_in_view: bool,
    /// Told apart from every other stop of the page.
    place: usize,
}

/// How far a page is walked: a long form repeats itself, and every stop costs two questions to the browser.
const FAR: usize = 60;

const STOP: &str = include_str!("stop.js");

impl Browser {
    /// Presses a key on whatever has the focus.
    pub async fn press(&self, key: Key) -> Result<()> {
        Ok(self.driver().action_chain().send_keys(key).perform().await?)
    }

    /// Types a text into whatever has the focus.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        Ok(self.driver().action_chain().send_keys(text).perform().await?)
    }

    /// Where the focus is; nothing when the page as a whole has it.
    pub async fn focus(&self) -> Result<Option<Stop>> {
        Ok(self.run(STOP, vec![]).await?.convert()?)
    }

    /// Presses Tab from the top of the page until the focus has been everywhere, at most `limit` times.
    pub async fn tab_stops(&self, limit: usize) -> Result<Vec<Stop>> {
        self.run("window.scrollTo(0, 0); if (document.activeElement) document.activeElement.blur();", vec![])
            .await?;
        let mut stops: Vec<Stop> = Vec::new();
        for _ in 0..limit {
            self.press(Key::Tab).await?;
            match self.focus().await? {
                Some(stop) if stops.iter().any(|before| before.place == stop.place) => return Ok(stops),
                Some(stop) => stops.push(stop),
                // From the last stop the focus leaves the page; before the first one it was nowhere.
                None if stops.is_empty() => {}
                None => return Ok(stops),
            }
        }
        Ok(stops)
    }

    /// Fails if one of the first `FAR` stops cannot be seen or has no words, or if the page has none at all.
    pub async fn assert_keyboard_walks(&self) -> Result<Vec<Stop>> {
        let stops = self.tab_stops(FAR).await?;
        let path = self.path().await?;
        ensure!(!stops.is_empty(), "{path}: Tab reaches nothing");
        let bad: Vec<String> = stops
            .iter()
            .filter(|stop| !stop.focus_is_visible || !stop.is_in_view || stop.words.is_empty())
            .map(|stop| format!("{stop:?}"))
            .collect();
        ensure!(bad.is_empty(), "{path}: the keyboard stops where one cannot see it:\n{}", bad.join("\n"));
        Ok(stops)
    }
}
