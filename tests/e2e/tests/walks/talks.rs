//! What several walks do with a talk: the written talks of `content/fixtures`, and reading what was typed.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use mamori_e2e::Browser;
use serde_json::Value;

/// A written talk as a person pastes it: one line a turn, `客：` or `店：` before it.
pub(crate) fn as_lines(fixture: &str) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/fixtures");
    let text = fs::read_to_string(folder.join(format!("{fixture}.jsonl")))?;
    let talk: Value = serde_json::from_str(text.lines().next().context("a fixture is one line")?)?;
    let turns = talk["turns"].as_array().context("a talk has turns")?;
    let lines: Vec<String> = turns
        .iter()
        .map(|turn| {
            let speaker = if turn["speaker"] == "customer" { "客" } else { "店" };
            format!("{speaker}：{}", turn["text"].as_str().unwrap_or_default())
        })
        .collect();
    Ok(lines.join("\n"))
}

/// Starts a talk at the counter and gives back its path.
pub(crate) async fn start(worker: &Browser) -> Result<String> {
    worker.goto("/now").await?;
    worker.click("窓口").await?;
    worker.arrives("/now/talks/").await
}

/// Pastes lines into the talk that is open.
pub(crate) async fn paste(worker: &Browser, lines: &str) -> Result<()> {
    worker.put("[name=lines]", lines).await?;
    worker.press_css("form[action$='/paste'] button").await?;
    let last = lines.lines().last().and_then(|line| line.split_once('：')).map_or("", |(_, words)| words);
    worker
        .until("the last line stands in the talk", async || {
            // Marks stand between the words that the engine points at.
            let shown = worker.words_of("#talk-lines li:last-child").await?;
            Ok(last.chars().take(4).all(|letter| shown.contains(letter)).then_some(()))
        })
        .await
}
