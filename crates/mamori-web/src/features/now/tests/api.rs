//! The interface for programs: keys, idempotency, order, and words for what is wrong.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use mamori_core::{ApiKeyId, random};
use mamori_store::api_keys::{self, NewKey};
use mamori_store::engines;
use serde_json::{Value, json};

use super::{begin, send, talk_in};
use crate::testing::{Answer, START, TestApp};

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).expect("JSON")
}

async fn add(t: &TestApp, path: &str, turn: Value) -> Answer {
    let path = format!("/api/v1/conversations/{}/turns", talk_in(path));
    send(t, "A", &path, turn.to_string()).await
}

engines! {
    async fn the_same_turn_twice_is_one_turn(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let turn = json!({ "speaker": "customer", "text": "責任者を出せ", "key": "k" });
        let (first, second) = (add(&t, &path, turn.clone()).await, add(&t, &path, turn.clone()).await);
        assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK));
        assert_eq!(json_of(&first), json_of(&second));
        for _ in 0..10 {
            let turn = json!({ "speaker": "customer", "text": "同時に", "key": "both" });
            let (one, two) = tokio::join!(add(&t, &path, turn.clone()), add(&t, &path, turn));
            assert!(one.status.is_success() && two.status.is_success());
            assert_eq!(json_of(&one)["version"], 2);
        }
    }

    async fn the_same_conversation_twice_is_one_conversation(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let begin = async |persona: &str, body: Value| {
            let answer = send(&t, persona, "/api/v1/conversations", body.to_string()).await;
            (answer.status, json_of(&answer))
        };
        let named = json!({ "channel": "phone", "key": "call-7" });
        let (first, second) = (begin("A", named.clone()).await, begin("A", named.clone()).await);
        assert_eq!((first.0, second.0), (StatusCode::CREATED, StatusCode::OK));
        assert_eq!(first.1, second.1);
        assert_ne!(begin("B", named.clone()).await.1["id"], first.1["id"], "another worker's key is another's");
        assert_ne!(begin("A", json!({ "channel": "phone" })).await.1["id"], first.1["id"], "no key, a new talk");
        let browser = t.as_persona("A");
        let by_header = async || {
            let request = Request::post("/api/v1/conversations")
                .header(header::COOKIE, browser.cookie())
                .header("x-csrf-token", browser.csrf())
                .header("idempotency-key", "call-8");
            let body = Body::from(json!({ "channel": "chat" }).to_string());
            json_of(&browser.send(request.body(body).expect("a request")).await)["id"].clone()
        };
        assert_eq!(by_header().await, by_header().await);
        let long = begin("A", json!({ "channel": "phone", "key": "x".repeat(201) })).await;
        assert_eq!(long.0, StatusCode::BAD_REQUEST);
        let both = json!({ "channel": "phone", "key": "both" });
        let (one, two) = tokio::join!(begin("A", both.clone()), begin("A", both));
        assert_eq!(one.1["id"], two.1["id"], "at the same instant");
    }

    async fn turns_that_come_late_take_their_place(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        for (seq, text) in [(3, "三"), (1, "一"), (2, "二"), (10, "土下座しろ、役立たず"), (4, "四")] {
            add(&t, &path, json!({ "speaker": "customer", "text": text, "seq": seq, "key": text, "at_s": -5 })).await;
        }
        let shown = json_of(&t.as_persona("A").get(&format!("/api/v1/conversations/{}", talk_in(&path))).await);
        let texts: Vec<_> = shown["turns"].as_array().expect("turns").iter().map(|turn| turn["text"].as_str().expect("text")).collect();
        assert_eq!(texts, ["一", "二", "三", "四", "土下座しろ、役立たず"]);
        assert_eq!(shown["reading"]["evidence"][0]["turn"], 4, "evidence names the place in the talk");
        assert!(shown["reading"].get("staff").is_none() && shown.get("staff").is_none());
    }

    async fn what_is_wrong_is_said_in_words(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let url = format!("/api/v1/conversations/{}/turns", talk_in(&path));
        let bad: [(&[u8], u16, &str); 6] = [
            (b"", 400, "empty"),
            (b"{", 400, "not_json"),
            (b"\xff\xfe{}", 400, "not_utf8"),
            (br#"{"text":"x"}"#, 400, "missing_field"),
            (br#"{"speaker":"parrot","text":"x"}"#, 400, "unknown_code"),
            (br#"{"speaker":"customer","facts":["x"]}"#, 400, "unknown_code"),
        ];
        for (body, status, code) in bad {
            let answer = send(&t, "A", &url, body.to_vec()).await;
            assert_eq!((answer.status.as_u16(), json_of(&answer)["error"].as_str()), (status, Some(code)), "{}", answer.text);
            assert!(json_of(&answer)["message"].as_str().is_some_and(|message| !message.is_empty()));
        }
        let long = json!({ "speaker": "customer", "text": "あ".repeat(20_001) });
        let answer = add(&t, &path, long).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(json_of(&answer)["message"].as_str().is_some_and(|message| message.contains("20,000")));
        assert_eq!(send(&t, "A", &url, vec![b' '; 5 << 20]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(send(&t, "B", &url, r#"{"speaker":"customer","text":"x"}"#).await.status, StatusCode::NOT_FOUND);
        assert_eq!(send(&t, "M", &url, r#"{"speaker":"customer","text":"x"}"#).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_program_acts_with_its_key_and_a_page_with_its_token(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let key = random::token();
        let mut tx = t.app.db.begin().await.expect("begin");
        let (id, hash, user) = (ApiKeyId::new(START), random::token_hash(&key), t.id_of("A"));
        let new = NewKey { id, key_hash: &hash, name: "pbx", user, unit: t.shop, created_by: user };
        api_keys::create(&mut tx, t.org, new, START).await.expect("a key");
        tx.commit().await.expect("commit");
        let call = |key: String, path: &'static str, body: &'static str| {
            let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {key}"));
            request.body(Body::from(body)).expect("a request")
        };
        let stranger = t.as_stranger();
        let begun = stranger.send(call(key.clone(), "/api/v1/conversations", r#"{"channel":"phone"}"#)).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
        let id = json_of(&begun)["id"].as_str().expect("an id").to_owned();
        assert_eq!(t.as_persona("A").get(&format!("/now/talks/{id}")).await.status, StatusCode::OK);
        assert_eq!(stranger.send(call("wrong".into(), "/api/v1/conversations", "{}")).await.status, StatusCode::UNAUTHORIZED);
        let browser = t.as_persona("A");
        let forged = Request::post("/api/v1/conversations").header(header::COOKIE, browser.cookie());
        assert_eq!(browser.send(forged.body(Body::from(r#"{"channel":"phone"}"#)).expect("a request")).await.status, StatusCode::FORBIDDEN);
    }
}
