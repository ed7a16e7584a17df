//! Reports that meet trouble: a closed browser, no script, a form that is stale.

use anyhow::{Result, ensure};
use mamori_e2e::{Browser, Demo, Device};

const WORDS: &str = "「役立たず」と二回、床に手をついて謝れと言われました。";

#[tokio::test]
async fn a_closed_browser_keeps_the_report() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    worker.goto("/cases/report").await?;
    worker.press_css("[name=safe_now][value=yes]").await?;
    worker.put("[name=words]", WORDS).await?;
    let worker = worker.reopen(Device::Phone).await?;
    worker.goto("/cases/report").await?;
    if worker.path().await?.starts_with("/login") {
        worker.sign_in(demo.login("A")?).await?;
        worker.goto("/cases/report").await?;
    }
    worker.sees("書きかけを戻しました").await?;
    ensure!(worker.value_of("[name=words]").await? == WORDS, "the words are gone");
    worker.click("報告する").await?;
    worker.sees("報告が届きました").await?;
    worker.goto("/cases/report").await?;
    ensure!(worker.value_of("[name=words]").await?.is_empty(), "a report that was sent comes back");
    worker.close().await
}

#[tokio::test]
async fn everything_that_is_not_live_works_without_script() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = Browser::open_without_script(demo.address(), Device::Phone).await?;
    worker.sign_in(demo.login("A")?).await?;
    worker.press_css(".sos").await?;
    let alert = worker.arrives("/now/sos/").await?;
    worker.goto("/cases/report").await?;
    worker.press_css("[name=safe_now][value=yes]").await?;
    worker.field("言われたこと・されたこと").await?.send_keys(WORDS).await?;
    worker.press_css("form[action='/cases/report'] .actions button").await?;
    worker.sees("報告が届きました").await?;
    let case = worker.path().await?;

    let second_line = Browser::open_without_script(demo.address(), Device::Desktop).await?;
    second_line.sign_in(demo.login("M")?).await?;
    second_line.goto("/now/board").await?;
    second_line.press_css("button[formaction$='/go']").await?;
    second_line.sees("佐藤さんが「行きます」").await?;
    worker.goto(&alert).await?;
    worker.sees("佐藤さんが「行きます」").await?;

    second_line.goto(&format!("{case}/judge")).await?;
    second_line.press_css("[name=verdict][value=undecided]").await?;
    second_line.field("理由").await?.send_keys("レジの記録を今日中に確かめる。").await?;
    second_line.press_css("form[action$='/judge'] .actions button").await?;
    // The form shows 判断保留 too: only another page says that the judgement is kept.
    second_line
        .until("the judgement is kept", async || {
            Ok((!second_line.path().await?.ends_with("/judge")).then_some(()))
        })
        .await?;
    second_line.sees("判断保留").await?;
    worker.goto(&case).await?;
    worker.sees("判断保留").await?;
    second_line.close().await?;
    worker.close().await
}

#[tokio::test]
async fn a_stale_form_is_told_and_loses_nothing() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    worker.goto("/cases/report").await?;
    worker.put("[name=words]", WORDS).await?;
    worker.click("報告する").await?;
    worker.sees("報告が届きました").await?;
    let case = worker.path().await?;
    worker.close().await?;

    let slow = demo.open_as("M", Device::Desktop).await?;
    slow.goto(&format!("{case}/judge")).await?;
    let quick = demo.open_as("H", Device::Desktop).await?;
    quick.goto(&format!("{case}/judge")).await?;
    for (browser, reason) in [(&quick, "先に確かめること。"), (&slow, "レジの記録を今日中に確かめる。")]
    {
        browser.press_css("[name=verdict][value=undecided]").await?;
        browser.put("[name=reason]", reason).await?;
    }
    quick.click("判定を保存する").await?;
    quick.sees("判定を保存しました").await?;
    slow.click("判定を保存する").await?;
    slow.sees("ほかの人が先に、この事案を進めました").await?;
    ensure!(slow.value_of("[name=reason]").await? == "レジの記録を今日中に確かめる。", "the reason is gone");
    slow.picture("stale-form").await?;
    slow.click("判定を保存する").await?;
    slow.sees("判定を保存しました").await?;
    quick.close().await?;
    slow.close().await
}
