//! Live pages on a bad line and under a finger: nothing is lost, and what cannot be live says so.

use std::time::Duration;

use anyhow::{Result, ensure};
use mamori_e2e::{Browser, Demo, Device};
use serde_json::json;

/// Raises a call for help in the drill and gives back its path.
async fn drill(worker: &Browser) -> Result<String> {
    worker.goto("/now").await?;
    worker.click("訓練で押してみる").await?;
    worker.arrives("/now/sos/").await
}

/// htmx begins when it has run; were it to begin before its extension has come, the page would never be live.
#[tokio::test]
async fn a_live_page_begins_only_when_all_its_scripts_are_there() -> Result<()> {
    const WATCH: &str = "let kept; Object.defineProperty(window, 'htmx', {configurable: true,
        get: () => kept, set: (value) => { kept = value; window.whenHtmxCame = document.readyState; }});";
    let demo = Demo::start().await?;
    let second_line = demo.open_as("M", Device::Desktop).await?;
    second_line.chrome("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})).await?;
    second_line.goto("/now/board").await?;
    let state = second_line.script("return window.whenHtmxCame;").await?;
    ensure!(state == "loading", "htmx came when the page was {state}, and does not wait for its extension");
    second_line.close().await
}

#[tokio::test]
async fn a_page_that_cannot_be_live_says_so() -> Result<()> {
    let demo = Demo::start().await?;
    let second_line = demo.open_as("M", Device::Desktop).await?;
    second_line.chrome("Network.enable", json!({})).await?;
    second_line.chrome("Network.setBlockedURLs", json!({"urls": ["*hx-sse*"]})).await?;
    second_line.goto("/now/board").await?;
    second_line.sees("つながっていません").await?;
    second_line.close().await
}

/// A row slides in above while a finger is down: the press still goes where the finger went down.
#[tokio::test]
async fn nothing_moves_under_a_finger() -> Result<()> {
    const COUNT: &str =
        "window.messages = 0; addEventListener('htmx:sse:before:message', () => { messages += 1; });";
    const PLACE: &str =
        "const box = document.querySelector(\"button[formaction$='/go']\").getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];";
    const UNDER: &str = "const found = document.elementFromPoint(...PLACE).closest('button');
        return found && found.getAttribute('formaction');";
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    let alert = drill(&worker).await?;
    let second_line = demo.open_as("M", Device::Desktop).await?;
    second_line.chrome("Page.addScriptToEvaluateOnNewDocument", json!({"source": COUNT})).await?;
    second_line.goto("/now/board").await?;
    second_line.sees("髙橋さんが応援を呼んでいます").await?;
    let messages =
        async || Ok::<_, anyhow::Error>(second_line.script("return messages;").await?.as_u64().unwrap_or(0));
    second_line.until("the stream has begun", async || Ok((messages().await? > 0).then_some(()))).await?;

    let place = second_line.script(PLACE).await?;
    let mouse = async |kind: &str| {
        let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
        second_line.chrome("Input.dispatchMouseEvent", event).await
    };
    mouse("mousePressed").await?;
    let before = messages().await?;
    worker.press_css(".sos").await?;
    worker.until("another call", async || Ok((worker.path().await? != alert).then_some(()))).await?;
    second_line
        .until("the board hears of it", async || Ok((messages().await? > before).then_some(())))
        .await?;
    // Time for what must not happen: too short a time could only hide a fault, never invent one.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let under = second_line.script(&UNDER.replace("PLACE", &place.to_string())).await?;
    ensure!(under == json!(format!("{alert}/go")), "under the finger is now {under}");
    mouse("mouseReleased").await?;
    second_line.arrives(&alert).await?;
    second_line.sees("訓練です").await?;
    second_line.close().await?;
    worker.close().await
}
