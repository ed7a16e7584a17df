//! The harness itself: every promise of `mamori_e2e` on a page of our own, good and bad.

mod still_page;

use anyhow::Result;
use mamori_e2e::{Browser, Device};
use still_page::StillPage;
use thirtyfour::prelude::Key;

const GOOD: &str = "<main><h1>守り</h1><p>ここから先は組織で対応します。</p>\
     <label>名前 <input></label> <label><input type=checkbox> 大声</label> <a href=\"/#more\">続き</a>\
     <button onclick=\"document.querySelector('p').textContent = '届きました'\">応援を呼ぶ</button></main>";

#[tokio::test]
async fn harness_opens_a_page_in_japanese() -> Result<()> {
    let page = StillPage::serve(GOOD)?;
    let browser = Browser::open(&page.address, Device::Phone).await?;
    browser.goto("/").await?;

    let head = page.requests.recv()?;
    assert!(head.iter().any(|line| line.to_lowercase().starts_with("accept-language: ja")), "{head:?}");
    browser.sees("組織で対応します").await?;
    assert!(!browser.shows("届きました").await?);
    browser.click("応援を呼ぶ").await?;
    browser.sees("届きました").await?;

    let picture = std::fs::read(browser.picture("harness-phone").await?)?;
    assert_eq!(size_of_png(&picture), (750, 1624), "a phone has two device pixels a pixel");
    browser.assert_sound().await?;
    browser.close().await
}

#[tokio::test]
async fn harness_finds_planted_faults() -> Result<()> {
    let page = StillPage::serve(
        "<main><h1>守り</h1><img src=\"/missing.png\" width=\"20\" height=\"20\">\
         <div style=\"width: 900px\">広すぎる</div>\
         <button style=\"outline: none\">見えない</button></main>",
    )?;
    let browser = Browser::open(&page.address, Device::Phone).await?;
    browser.goto("/").await?;

    let rules: Vec<String> = browser.violations().await?.into_iter().map(|one| one.rule).collect();
    assert_eq!(rules, ["image-alt"]);
    let console = browser.assert_quiet_console().await.unwrap_err().to_string();
    assert!(console.contains("missing.png"), "{console}");
    let wide = browser.assert_fits().await.unwrap_err().to_string();
    assert!(wide.contains("wider than the screen"), "{wide}");
    let focus = browser.assert_keyboard_walks().await.unwrap_err().to_string();
    assert!(focus.contains("見えない"), "{focus}");
    browser.close().await
}

#[tokio::test]
async fn harness_walks_with_the_keyboard_and_fills_by_label() -> Result<()> {
    let page = StillPage::serve(GOOD)?;
    let browser = Browser::open(&page.address, Device::Desktop).await?;
    browser.goto("/").await?;

    let stops = browser.assert_keyboard_walks().await?;
    let words: Vec<&str> = stops.iter().map(|stop| stop.words.as_str()).collect();
    assert_eq!(words, ["名前", "大声", "続き", "応援を呼ぶ"]);

    browser.fill("名前", "佐藤").await?;
    browser.press(Key::Tab).await?;
    browser.press(Key::Space).await?;
    assert!(browser.field("大声").await?.is_selected().await?);
    browser.tick("大声").await?;
    assert!(browser.field("大声").await?.is_selected().await?);
    assert_eq!(browser.field("名前").await?.value().await?.as_deref(), Some("佐藤"));
    browser.click("続き").await?;
    assert_eq!(browser.path().await?, "/#more");
    browser.close().await
}

#[tokio::test]
async fn harness_can_refuse_scripts() -> Result<()> {
    let page = StillPage::serve(
        "<main><h1>守り</h1><noscript>スクリプトなし</noscript><p>そのまま</p>\
         <script>document.querySelector('p').textContent = '変わった'</script><a href=\"/#next\">次へ</a></main>",
    )?;
    let browser = Browser::open_without_script(&page.address, Device::Desktop).await?;
    browser.goto("/").await?;
    browser.sees("スクリプトなし").await?;
    assert!(!browser.shows("変わった").await?);
    browser.click("次へ").await?;
    assert_eq!(browser.path().await?, "/#next");
    browser.close().await
}

#[tokio::test]
async fn harness_types_japanese_through_a_composition() -> Result<()> {
    let page = StillPage::serve(
        "<main><h1>守り</h1><label>入力 <input></label><output>まだ</output><script>
         const input = document.querySelector('input');
         input.addEventListener('keydown', (event) => {
           if (event.key !== 'Enter' && event.keyCode !== 229) return;
           const said = event.isComposing ? '変換中' : '送信: ' + input.value;
           document.querySelector('output').textContent = said;
         });</script></main>",
    )?;
    let browser = Browser::open(&page.address, Device::Phone).await?;
    browser.goto("/").await?;
    browser.field("入力").await?.click().await?;
    browser.compose("もうさんかいめ").await?;
    browser.press_enter_in_composition().await?;
    browser.sees("変換中").await?;
    browser.confirm("もう3回目").await?;
    browser.press(Key::Enter).await?;
    browser.sees("送信: もう3回目").await?;
    browser.close().await
}

/// Width and height stand big-endian at bytes 16 to 24 of every PNG.
fn size_of_png(bytes: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}
