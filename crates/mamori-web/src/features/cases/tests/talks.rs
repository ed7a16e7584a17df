//! A talk becomes a case with the engine's reading as it stood; an exercise never does.

use mamori_core::ConversationId;
use mamori_judge::{Body, Context, Conversation, Judge, Speaker, Turn};
use mamori_store::cases::{self, talks};
use mamori_store::conversations::{self, NewConversation, NewTurn, Step};
use mamori_store::engines;

use super::id_in;
use crate::testing::{START, TestApp};

const WORDS: &str = "土下座しろ。殺すぞ。";

/// A talk that A held; its reading as it is kept.
async fn talk(t: &TestApp, drill: bool) -> (ConversationId, String) {
    let id = ConversationId::new(START);
    let body = Body::Turns(vec![Turn::new(Speaker::Customer, WORDS)]);
    let heard = Conversation { id: String::new(), context: Context::default(), body };
    let reading = serde_json::to_string(&Judge::builtin().read(&heard)).expect("a reading");
    let (unit, worker, context) = (t.shop, t.id_of("A"), "{}");
    let new = NewConversation {
        id,
        unit,
        worker,
        channel: "phone",
        source: "typed",
        context,
        drill,
        reading: &reading,
        idempotency_key: &id.to_string(),
    };
    let turn = NewTurn {
        key: "one".into(),
        speaker: "customer".into(),
        text: WORDS.into(),
        facts: "[\"shouting\"]".into(),
        asr: "{}".into(),
        at_ms: 61_000,
        position: 0,
    };
    let mut tx = t.app.db.begin().await.expect("begin");
    conversations::create(&mut tx, t.org, new, START).await.expect("a talk");
    let step = Step { version: 0, reading: &reading };
    conversations::append(&mut tx, t.org, id, step, &[turn], START).await.expect("a turn");
    tx.commit().await.expect("commit");
    (id, reading)
}

engines! {
    async fn a_talk_becomes_one_case_with_the_reading_unchanged(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (talk, reading) = talk(&t, false).await;
        let path = format!("/cases/from-talk/{talk}");
        for persona in ["B", "N", "T", "Z"] {
            assert_eq!(t.as_persona(persona).post(&path, &[]).await.status, 404, "{persona}");
        }
        let id = id_in(&t.as_persona("M").post(&path, &[]).await);
        assert_eq!(id_in(&t.as_persona("A").post(&path, &[]).await), id);
        let mut tx = t.app.db.read().await.expect("read");
        let case = cases::open(&mut tx, t.org, t.id_of("A"), id).await.expect("open").expect("a case");
        assert_eq!(case.reading, reading);
        assert_eq!(talks::lines(&mut tx, t.org, talk).await.expect("lines").len(), 1);
        drop(tx);
        let page = t.as_persona("H").get(&format!("/cases/{id}")).await;
        assert!(page.words().contains("大声") && page.text.contains("01:01") && page.text.contains("<mark"), "{}", page.words());
    }

    async fn an_exercise_never_becomes_a_case(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (talk, _) = talk(&t, true).await;
        let answer = t.as_persona("A").post(&format!("/cases/from-talk/{talk}"), &[]).await;
        assert_eq!(answer.status, 409);
        assert!(answer.words().contains("訓練の会話は、事案にできません"));
    }
}
