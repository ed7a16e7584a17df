//! A rule changes: from 30 minutes to 20, drafted by one, approved by another, in force at once.

use anyhow::Result;
use mamori_e2e::{Demo, Device};

use crate::talks;

#[tokio::test]
async fn a_rule_change_reaches_the_live_page_and_the_manual() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    let talk = talks::start(&worker).await?;
    worker.sees("30分で終わりを告げます").await?;

    let desk = demo.open_as("H", Device::Desktop).await?;
    desk.goto("/ready/rules").await?;
    desk.click("新しい下書きを始める").await?;
    desk.sees("対応ルールの下書き").await?;
    desk.put("[name='yardsticks.minutes_warn']", "15").await?;
    desk.put("[name='yardsticks.minutes_end']", "20").await?;
    desk.put("[name=note]", "30分を20分に。長引くほど負担が大きいため。").await?;
    desk.click("下書きを保存する").await?;
    desk.sees("保存しました").await?;
    desk.sees("承認できる役割の人").await?;
    worker.goto("/ready/manual").await?;
    worker.sees("30分").await?;
    desk.close().await?;

    let manager = demo.open_as("X", Device::Desktop).await?;
    manager.goto("/ready/rules/draft/changes").await?;
    manager.sees("30分を20分に").await?;
    manager.picture("rules-changes").await?;
    manager.press_css("[name=from][value=now]").await?;
    manager.click("この内容を承認する").await?;
    manager.sees("承認しました").await?;
    manager.goto("/ready/rules/1").await?;
    manager.sees("以前の版").await?;
    manager.close().await?;

    worker.goto(&talk).await?;
    worker.sees("20分で終わりを告げます").await?;
    worker.goto("/ready/manual").await?;
    worker.sees("20分になりました").await?;
    anyhow::ensure!(!worker.shows("30分になりました").await?, "the manual still says 30");
    worker.close().await
}
