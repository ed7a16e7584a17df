//! Every page for everybody who may open it: it fits, axe is content, the keyboard reaches everything.

use anyhow::{Result, ensure};
use mamori_e2e::{Browser, Demo, Device};

use crate::talks;

/// Who opens what.
type Visit = (&'static str, &'static [&'static str]);

#[tokio::test]
async fn pages_of_now_are_sound() -> Result<()> {
    walk("now", &[("A", &["/now"]), ("M", &["/now", "/now/board"]), ("H", &["/now/board"]), ("E", &["/now"])])
        .await
}

#[tokio::test]
async fn pages_of_cases_are_sound() -> Result<()> {
    walk(
        "cases",
        &[("A", &["/cases", "/cases/report"]), ("M", &["/cases"]), ("H", &["/cases", "/cases/report"])],
    )
    .await
}

#[tokio::test]
async fn pages_of_ready_are_sound() -> Result<()> {
    walk(
        "ready",
        &[
            ("A", &["/ready", "/ready/manual"]),
            ("H", &["/ready", "/ready/rules", "/ready/rules/1", "/ready/rules/draft", "/ready/manual"]),
            ("X", &["/ready/rules", "/ready/duties"]),
        ],
    )
    .await
}

#[tokio::test]
async fn pages_of_admin_are_sound() -> Result<()> {
    const ALL: &[&str] =
        &["/admin", "/admin/people", "/admin/units", "/admin/invitations", "/admin/keys", "/admin/audit"];
    walk("admin", &[("I", ALL)]).await
}

#[tokio::test]
async fn pages_of_learn_care_and_team_are_sound() -> Result<()> {
    walk(
        "rooms",
        &[
            ("A", &["/learn", "/care", "/care/safe", "/team"]),
            ("D", &["/care/shared"]),
            ("M", &["/cases/tasks"]),
        ],
    )
    .await
}

#[tokio::test]
async fn dark_pages_and_english_pages_are_sound() -> Result<()> {
    const PATHS: &[&str] = &["/now", "/cases/report", "/care", "/learn", "/ready/manual"];
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    worker.darken().await?;
    let mut faults = look_at(&worker, "dark", "A", PATHS).await?;
    worker.goto("/account").await?;
    worker.press_css("[name=language][value=en]").await?;
    worker.press_css("form[action='/account/language'] button").await?;
    worker.sees("Now").await?;
    faults.extend(look_at(&worker, "english", "A", PATHS).await?);
    worker.close().await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

#[tokio::test]
async fn pages_of_one_talk_and_one_case_are_sound() -> Result<()> {
    let demo = Demo::start().await?;
    let worker = demo.open_as("A", Device::Phone).await?;
    let talk = talks::start(&worker).await?;
    talks::paste(&worker, &talks::as_lines("k2")?).await?;
    worker.goto(&talk).await?;
    worker.press_css(".sos").await?;
    let alert = worker.arrives("/now/sos/").await?;
    worker.goto(&talk).await?;
    worker.click("事案にする").await?;
    let case = worker.arrives("/cases/").await?;
    let mut faults = look_at(&worker, "case", "A", &[&talk, &alert, &case]).await?;
    worker.close().await?;

    let second_line = demo.open_as("M", Device::Phone).await?;
    let (judge, people) = (format!("{case}/judge"), format!("{case}/people"));
    faults.extend(look_at(&second_line, "case", "M", &[&talk, "/now/board", &case, &judge, &people]).await?);
    second_line.close().await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

#[tokio::test]
async fn account_pages_are_sound() -> Result<()> {
    walk("account", &[("A", &["/account"]), ("I", &["/account"])]).await
}

#[tokio::test]
async fn the_door_is_sound() -> Result<()> {
    let demo = Demo::start().await?;
    let browser = Browser::open(demo.address(), Device::Phone).await?;
    let faults = look_at(&browser, "door", "nobody", &["/login"]).await?;
    browser.close().await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

async fn walk(room: &str, visits: &[Visit]) -> Result<()> {
    let demo = Demo::start().await?;
    let mut faults = Vec::new();
    for (persona, paths) in visits {
        let browser = demo.open_as(persona, Device::Phone).await?;
        faults.extend(look_at(&browser, room, persona, paths).await?);
        browser.close().await?;
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n\n"));
    Ok(())
}

/// Every fault of every page on both screens, so that one run tells all.
async fn look_at(browser: &Browser, room: &str, who: &str, paths: &[&str]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for path in paths {
        for (device, screen) in [(Device::Phone, "phone"), (Device::Desktop, "desktop")] {
            browser.hold(device).await?;
            browser.goto(path).await?;
            let name = format!("{room}{}-{who}-{screen}", without_ids(path));
            browser.whole_picture(&name).await?;
            if let Err(fault) = browser.assert_sound().await {
                faults.push(format!("{who}, {screen}: {fault}"));
            }
            if browser.status().await? != 200 {
                faults.push(format!("{who}, {screen}: {path} answers {}", browser.status().await?));
            }
        }
    }
    Ok(faults)
}

/// A path as part of a file's name; ids differ in every run.
fn without_ids(path: &str) -> String {
    path.split('/').map(|part| if part.len() > 30 { "id" } else { part }).collect::<Vec<_>>().join("-")
}
