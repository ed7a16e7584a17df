//! `kill -9` in the middle: nothing is lost, and every timer fires once.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use mamori_store::{Db, MIGRATIONS, on};
use mamori_story::{Place, Server, story};

/// While the program is down, time passes: what waits becomes due.
async fn let_time_pass(place: &Place, kind: &str) -> Result<()> {
    const SQL: &str = "update job set due_at = 1 where kind = $1 and state = 'waiting'";
    let db = Db::open(&place.database(), &MIGRATIONS).await?;
    let mut tx = db.begin().await?;
    let moved =
        on!(tx, conn => sqlx::query(SQL).bind(kind).execute(conn).await.map(|done| done.rows_affected()))?;
    tx.commit().await?;
    db.close().await;
    ensure!(moved > 0, "no {kind} was waiting: it was lost with the process");
    Ok(())
}

/// Asks the database until it answers `wanted`, for ten seconds at most.
async fn until(place: &Place, sql: &'static str, wanted: i64) -> Result<()> {
    let db = Db::open(&place.database(), &MIGRATIONS).await?;
    let mut last = -1;
    for _ in 0..100 {
        let mut tx = db.read().await?;
        (last,) = on!(tx, conn => sqlx::query_as(sql).fetch_one(conn).await)?;
        drop(tx);
        if last == wanted {
            db.close().await;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    db.close().await;
    anyhow::bail!("`{sql}` says {last}, not {wanted}")
}

story! {
    async fn between_sos_and_acknowledgement(place: Place) {
        let mut place = place;
        let server = place.found()?;
        let hana = server.sign_in("hana").await?;
        let alert = hana.do_it("/now/sos", &[]).await?;
        drop(server); // kill -9

        let_time_pass(&place, "alert.escalate").await?;
        let server = place.serve_again()?;
        // The second line did not answer: the manager is called, once.
        until(&place, "select count(*) from alert where step = 'manager'", 1).await?;
        until(&place, "select count(*) from alert_call where step = 'manager'", 1).await?;
        until(&place, "select count(*) from job where kind = 'alert.escalate' and state = 'done'", 1).await?;

        let ken = server.sign_in("ken").await?;
        ken.do_it(&format!("{alert}/go"), &[]).await?;
        let hana = server.sign_in("hana").await?;
        let page = hana.get(&alert).await?;
        ensure!(page.text.contains("山﨑"), "the worker sees who comes");
        until(&place, "select count(*) from job where kind = 'alert.escalate' and state = 'waiting'", 0)
            .await
            .context("an answered alert calls nobody else")
    }
}

/// A reported case, judged and closed by the desk; its path.
async fn closed_case(server: &Server) -> Result<String> {
    let hana = server.sign_in("hana").await?;
    let report = [
        ("key", "one"),
        ("safe_now", "yes"),
        ("happened_at", "2026-11-24T09:40"),
        ("channel", "phone"),
        ("words", "「役立たず、死ね」と何度も怒鳴られました。"),
        ("our_fault", "unknown"),
        ("confidentiality", "unit"),
    ];
    let case = hana.do_it("/cases/report", &report).await?;
    let yumi = server.sign_in("yumi").await?;
    let version = yumi.field(&format!("{case}/judge"), "version").await?;
    let judgement =
        [("version", version.as_str()), ("verdict", "undecided"), ("reason", "録音を確かめてから決めます。")];
    yumi.do_it(&format!("{case}/judge"), &judgement).await?;
    let version = yumi.field(&format!("{case}/close"), "version").await?;
    let end =
        [("version", version.as_str()), ("prevention", "no"), ("reason", "店の側に原因はありませんでした。")];
    yumi.do_it(&format!("{case}/close"), &end).await?;
    Ok(case)
}

story! {
    async fn between_close_and_follow_up(place: Place) {
        let mut place = place;
        let server = place.found()?;
        let case = closed_case(&server).await?;
        drop(server); // kill -9

        until(&place, "select count(*) from follow_up where offered_at is null", 4).await?;
        let_time_pass(&place, "follow_up.due").await?;
        let server = place.serve_again()?;
        until(&place, "select count(*) from follow_up where offered_at is not null", 4).await?;
        until(&place, "select count(*) from job where kind = 'follow_up.due' and state = 'done'", 4).await?;
        let page = server.sign_in("hana").await?.get(&case).await?;
        ensure!(page.status == 200, "the worker's own view is there: {page:?}");
        Ok(())
    }
}
