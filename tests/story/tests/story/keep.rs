//! What an administrator runs: a backup while serving, a restore elsewhere, the audit log checked with no server.

use std::path::Path;

use anyhow::{Result, ensure};
use mamori_story::story;

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

story! {
    async fn a_backup_taken_while_serving_serves_elsewhere(place: Place) {
        let mut place = place;
        let server = place.found()?;
        let hana = server.sign_in("hana").await?;
        let alert = hana.do_it("/now/sos", &[]).await?;
        let file = place.path("backup.mamori");
        let taken = place.run(&["backup", text(&file)])?;
        ensure!(taken.status.success(), "{taken:?}");
        drop(server);

        let elsewhere = place.elsewhere()?;
        let restored = elsewhere.run(&["restore", text(&file)])?;
        ensure!(restored.status.success(), "{restored:?}");
        let again = elsewhere.run(&["restore", text(&file)])?;
        ensure!(!again.status.success(), "a second restore would mix two installations");
        let server = elsewhere.serve_again()?;
        let page = server.sign_in("hana").await?.get(&alert).await?;
        ensure!(page.status == 200 && page.text.contains("佐藤"), "the call for help is there: {page:?}");
        Ok(())
    }
}

story! {
    async fn the_audit_log_is_checked_with_no_server_and_tampering_shows(place: Place) {
        let mut place = place;
        let server = place.found()?;
        server.sign_in("hana").await?.do_it("/now/sos", &[]).await?;
        server.sign_in("misaki").await?;
        drop(server);

        let file = place.path("audit.jsonl");
        ensure!(place.run(&["audit", "export", text(&file)])?.status.success(), "exported");
        ensure!(mamori_story::mamori(&["audit", "verify", text(&file)])?.status.success(), "unbroken");

        let whole = std::fs::read_to_string(&file)?;
        let lines: Vec<_> = whole.lines().collect();
        ensure!(lines.len() >= 3, "signing in and calling for help are written down: {whole}");
        for wrong in [whole.replacen("alert.", "other.", 1), [lines[0], lines[2]].join("\n")] {
            std::fs::write(&file, wrong)?;
            let told = mamori_story::mamori(&["audit", "verify", text(&file)])?;
            ensure!(told.status.code() == Some(1), "{told:?}");
            ensure!(String::from_utf8_lossy(&told.stderr).contains("行目"), "it says where: {told:?}");
        }
        Ok(())
    }
}

#[test]
fn a_wrong_configuration_is_explained_with_its_line() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("mamori.toml");
    std::fs::write(&file, "[server]\nlistn = \"127.0.0.1:1\"\n")?;
    let told = mamori_story::mamori(&["config", "check", text(&file)])?;
    ensure!(
        told.status.code() == Some(1) && String::from_utf8_lossy(&told.stderr).contains("2行目"),
        "{told:?}"
    );
    std::fs::write(&file, "[server]\nlisten = \"127.0.0.1:1\"\n")?;
    ensure!(mamori_story::mamori(&["config", "check", text(&file)])?.status.success(), "a good one is good");
    Ok(())
}
