//! Calling for help: once, seen, answered by one, private.

use axum::http::StatusCode;
use mamori_core::{AlertId, MINUTE};
use mamori_jobs::Worker;
use mamori_store::{alerts, engines};

use super::{begin, has_acted};
use crate::testing::{START, TestApp};

/// `A` calls for help; the path of the alert's page.
async fn call(t: &TestApp) -> String {
    let tapped = t.as_persona("A").post("/now/sos", &[]).await;
    assert_eq!(tapped.status, StatusCode::SEE_OTHER, "{}", tapped.text);
    tapped.location().to_owned()
}

fn id_in(path: &str) -> AlertId {
    path.rsplit('/').next().expect("a path").parse().expect("an id")
}

engines! {
    async fn one_tap_and_the_worker_sees_who_was_called_who_saw_it_and_who_comes(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = call(&t).await;
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.contains("応援を呼びました") && page.contains("佐藤さん 届きました"), "{page}");
        assert!(page.contains("あなたの対応が悪いのではありません") && page.contains("110番"), "{page}");
        t.app.clock.set(START.plus(5_000));
        let board = t.as_persona("M").get("/now/board").await.words();
        assert!(board.contains("髙橋さんが応援を呼んでいます"), "{board}");
        assert!(t.as_persona("A").get(&path).await.words().contains("佐藤さん 見ました 0:05"));
        t.app.clock.set(START.plus(9_000));
        let went = t.as_persona("M").post(&format!("{path}/go"), &[]).await;
        assert_eq!(went.location(), path);
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.contains("佐藤さんが「行きます」") && page.contains("0:09"), "{page}");
        t.as_persona("A").post(&format!("{path}/close"), &[]).await;
        assert!(t.as_persona("M").get("/now/board").await.words().contains("いま続いている対応はありません"));
    }

    async fn a_second_tap_finds_the_first_and_a_drill_does_not_hide_the_real_thing(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let drill = t.as_persona("A").post("/now/sos", &[("drill", "1")]).await.location().to_owned();
        assert!(t.as_persona("M").get("/now/board").await.words().contains("訓練"));
        let first = call(&t).await;
        assert_eq!(call(&t).await, first);
        assert_ne!(drill, first);
        assert!(t.as_persona("A").get(&drill).await.words().contains("訓練です"));
    }

    async fn a_worker_asks_to_be_relieved_of_a_talk(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let talk = begin(&t, "A").await;
        assert!(t.as_persona("A").get(&talk).await.text.contains("name=\"takeover\""));
        assert!(!t.as_persona("M").get(&talk).await.text.contains("name=\"takeover\""), "for the worker alone");
        let asked = t.as_persona("A").post("/now/sos", &[("takeover", "1")]).await;
        assert_eq!(asked.location(), talk, "the talk goes on");
        let mine = t.as_persona("A").get(&talk).await.words();
        assert!(mine.contains("替わってもらうよう頼みました") && mine.contains("「"), "{mine}");
        let board = t.as_persona("M").get("/now/board").await.words();
        assert!(board.contains("髙橋さんが、替わってほしいと言っています"), "{board}");
        assert!(has_acted(&t, "alert.raised", "A").await && !has_acted(&t, "alert.takeover", "A").await);
    }

    async fn a_call_for_help_becomes_a_wish_to_be_relieved(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        begin(&t, "A").await;
        let sos = call(&t).await;
        assert!(!t.as_persona("M").get(&sos).await.words().contains("替わってほしい"));
        for _ in 0..2 {
            t.as_persona("A").post("/now/sos", &[("takeover", "1")]).await;
        }
        assert!(t.as_persona("M").get(&sos).await.words().contains("髙橋さんが、替わってほしいと言っています"));
        let mut tx = t.app.db.read().await.expect("read");
        let entries = mamori_store::audit::after(&mut tx, t.org, 0, 1_000).await.expect("entries");
        assert_eq!(entries.iter().filter(|entry| entry.action == "alert.takeover").count(), 1, "asked twice is once");
    }

    async fn the_first_who_goes_wins_and_the_second_learns_who(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for _ in 0..20 {
            let path = call(&t).await;
            let go = format!("{path}/go");
            let (m, x) = (t.as_persona("M"), t.as_persona("X"));
            let (one, two) = tokio::join!(m.post(&go, &[]), x.post(&go, &[]));
            let (won, lost) = if one.status == StatusCode::SEE_OTHER { ("佐藤", two) } else { ("山﨑", one) };
            assert_eq!(lost.status, StatusCode::CONFLICT, "{}", lost.text);
            assert!(lost.words().contains(&format!("{won}さんが先に向かっています")), "{}", lost.words());
            assert!(t.as_persona("A").get(&path).await.words().contains(&format!("{won}さんが「行きます」")));
            assert_eq!(t.as_persona("A").post(&format!("{path}/close"), &[]).await.status, StatusCode::SEE_OTHER);
        }
    }

    async fn only_those_who_need_to_know_can_see_or_answer_an_alert(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = call(&t).await;
        for persona in ["B", "N", "Z", "T", "E"] {
            let browser = t.as_persona(persona);
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{persona}");
            assert_eq!(browser.get(&format!("{path}/live")).await.status, StatusCode::NOT_FOUND, "{persona}");
            assert_eq!(browser.post(&format!("{path}/go"), &[]).await.status, StatusCode::NOT_FOUND, "{persona}");
            assert_eq!(browser.post(&format!("{path}/close"), &[]).await.status, StatusCode::NOT_FOUND, "{persona}");
        }
        assert!(has_acted(&t, "alert.refused", "N").await);
        for persona in ["A", "B", "E"] {
            assert_eq!(t.as_persona(persona).get("/now/board").await.status, StatusCode::FORBIDDEN);
            assert_eq!(t.as_persona(persona).get("/now/live").await.status, StatusCode::FORBIDDEN);
        }
        assert_eq!(t.as_persona("A").post(&format!("{path}/go"), &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(t.as_persona("M").post(&format!("{path}/close"), &[]).await.status, StatusCode::FORBIDDEN, "not yet the helper");
    }

    async fn nobody_answers_and_the_worker_sees_the_next_person_called(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = call(&t).await;
        t.app.clock.set(START.plus(MINUTE));
        Worker::new(t.app.db.clone(), t.app.clock.clone()).run_due().await.expect("run");
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.contains("管理職 · 山﨑さん 届きました 1:00"), "{page}");
        let mut tx = t.app.db.read().await.expect("read");
        assert_eq!(alerts::calls(&mut tx, t.org, id_in(&path)).await.expect("calls").len(), 2);
    }

    async fn the_answer_appears_on_the_workers_open_page(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = call(&t).await;
        let mut page = t.as_persona("A").listen(&format!("{path}/live")).await;
        assert!(page.next().await.expect("what there is").contains("返事を待っています"));
        t.as_persona("M").post(&format!("{path}/go"), &[]).await;
        assert!(page.latest().await.expect("the answer").contains("佐藤さんが「行きます」"));
        t.app.live.close();
        assert_eq!(page.next().await, None, "the server shuts down");
    }
}
