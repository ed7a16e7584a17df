//! Calls for help and talks that meet trouble: two who go at once, a drill, a conversion that is not finished.

use anyhow::{Result, ensure};
use mamori_e2e::{Demo, Device};
use thirtyfour::prelude::Key;

use crate::talks;

#[tokio::test]
async fn of_two_who_go_at_once_one_wins_and_both_see_who() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    let second_line = demo.open_as("M", Device::Desktop).await?;
    let desk = demo.open_as("H", Device::Desktop).await?;
    worker.press_css(".sos").await?;
    worker.arrives("/now/sos/").await?;
    second_line.goto("/now/board").await?;
    desk.goto("/now/board").await?;
    let (here, there) = (second_line.button("行く").await?, desk.button("行く").await?);
    let (first, second) = tokio::join!(here.click(), there.click());
    // Whoever is later may already find the button gone: that is told on the board.
    ensure!(first.is_ok() || second.is_ok(), "nobody could press the button");

    worker.sees("さんが「行きます」").await?;
    let text = worker.text().await?;
    let winner = if text.contains("佐藤さんが「行きます」") { "佐藤" } else { "中村" };
    for browser in [&second_line, &desk] {
        browser.sees(&format!("{winner}さん")).await?;
    }
    worker.sees(&format!("{winner}さんが「行きます」")).await?;
    for browser in [worker, second_line, desk] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_drill_says_so_everywhere_and_makes_no_case() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    worker.goto("/now").await?;
    worker.click("訓練で押してみる").await?;
    let alert = worker.arrives("/now/sos/").await?;
    worker.sees("訓練です").await?;
    let second_line = demo.open_as("M", Device::Desktop).await?;
    second_line.goto("/now/board").await?;
    second_line.sees("髙橋さんが応援を呼んでいます").await?;
    ensure!(second_line.shows("訓練").await?, "the board does not say that it is a drill");
    second_line.press_css(&format!("button[formaction='{alert}/go']")).await?;
    second_line.arrives(&alert).await?;
    second_line.sees("訓練です").await?;
    worker.sees("佐藤さんが「行きます」").await?;
    ensure!(worker.shows("訓練です").await?, "the worker's page no longer says that it is a drill");
    ensure!(!worker.shows("110番").await?, "a drill offers the police");

    worker.goto("/now").await?;
    worker.choose("見本", "2").await?;
    worker.press_css("[name=speed][value='10']").await?;
    let talk = worker.arrives("/now/talks/").await?;
    worker.sees("訓練の会話です").await?;
    ensure!(!worker.shows("事案にする").await?, "a drill can become a case");
    second_line.goto("/now/board").await?;
    second_line
        .until("the board shows the talk", async || {
            let row = second_line.words_of(&format!("li:has(a[href='{talk}'])")).await?;
            Ok(row.contains("訓練").then_some(()))
        })
        .await?;
    second_line.goto("/cases").await?;
    second_line.sees("ここには、まだ何もありません").await?;
    second_line.close().await?;
    worker.close().await
}

#[tokio::test]
async fn enter_in_a_conversion_sends_nothing() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    talks::start(&worker).await?;
    worker.press_css("[name=words]").await?;
    worker.compose("もうさんかいめ").await?;
    worker.press_enter_in_composition().await?;
    worker.confirm("もう3回目ですよ").await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    ensure!(
        !worker.words_of("#talk-lines").await?.contains("もう"),
        "Enter in the conversion has sent the words"
    );
    worker.press(Key::Enter).await?;
    worker
        .until("the line stands in the talk", async || {
            Ok(worker.words_of("#talk-lines").await?.contains("もう3回目ですよ").then_some(()))
        })
        .await?;
    // The line comes by the stream, the empty field with the answer to the press: either may be first.
    worker
        .until("the field is empty", async || {
            Ok(worker.value_of("[name=words]").await?.is_empty().then_some(()))
        })
        .await?;
    worker.close().await
}

#[tokio::test]
async fn a_fair_complaint_stays_one() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    let talk = talks::start(&worker).await?;
    talks::paste(&worker, &talks::as_lines("k1")?).await?;
    worker.goto(&talk).await?;
    let words = worker.words_of("#talk-elements, #talk-summary").await?;
    for (expected, unwanted) in [("正当", "過大"), ("相当", "不相当")] {
        ensure!(words.contains(expected) && !words.contains(unwanted), "the reading says:\n{words}");
    }
    worker.click("事案にする").await?;
    let case = worker.arrives("/cases/").await?;
    let second_line = demo.open_as("M", Device::Desktop).await?;
    second_line.goto(&case).await?;
    second_line.sees("正当な申出・苦情").await?;
    second_line.close().await?;
    worker.close().await
}
