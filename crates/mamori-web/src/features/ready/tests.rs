//! The rulebook from draft to print, on both engines.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use mamori_core::cases::{Confidentiality, OurFault};
use mamori_core::people::Language;
use mamori_core::{CaseId, DAY, HOUR, random};
use mamori_judge::{Channel, Context, Judge, Rules, Speaker, Turn};
use mamori_store::cases::creating::{self, NewCase};
use mamori_store::duties::{self, Proof};
use mamori_store::sessions::{self, NewSession};
use mamori_store::{engines, rulebooks};

use crate::Texts;
use crate::testing::{Answer, START, TestApp};

const DRAFT: &str = "/ready/rules/draft";
const SAVE: &str = "/ready/rules/draft/save";
const APPROVE: &str = "/ready/rules/draft/approve";

/// The desk begins a draft and writes 20 minutes into it.
async fn twenty(t: &TestApp) {
    let desk = t.as_persona("H");
    assert_eq!(desk.post(DRAFT, &[]).await.location(), DRAFT);
    let saved = desk.post(SAVE, &saving("1", &[("yardsticks.minutes_end", "20")])).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/ready/rules/draft/changes"));
}

fn saving<'f>(revision: &'f str, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![("version", "2"), ("revision", revision), ("note", "30分を20分に")];
    fields.extend_from_slice(changed);
    fields
}

async fn approve(t: &TestApp, from: &str, date: &str) -> Answer {
    let form = [("version", "2"), ("revision", "2"), ("from", from), ("date", date)];
    t.as_persona("X").post(APPROVE, &form).await
}

/// What the engine asks for after a talk of 25 minutes, under the rulebook that holds now.
async fn end_is_asked(t: &TestApp) -> bool {
    let mut tx = t.app.db.read().await.expect("read");
    let found = rulebooks::in_force(&mut tx, t.org, t.app.clock.now()).await.expect("a rulebook");
    let rules = Rules::parse(&found.text).expect("the same text");
    assert_eq!(rules.yardsticks.minutes_end, found.rulebook.yardsticks.minutes_end);
    let mut talk = Judge::with_rules(rules)
        .expect("an engine")
        .conversation(Context { channel: Channel::Phone, ..Context::default() });
    let turn =
        |text: &str, minutes: f64| Turn { at_s: Some(minutes * 60.0), ..Turn::new(Speaker::Customer, text) };
    talk.hear(&turn("まだ終わってないぞ、この役立たず。土下座しろ。", 0.0));
    let reading = talk.hear(&turn("ふざけるな、この役立たず。", 25.0));
    reading.asks.iter().any(|ask| ask.why == "目安: 対応時間 20 分" && ask.rule == "time/end")
}

engines! {
    async fn thirty_become_twenty_everywhere(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let before = t.as_persona("A").get("/ready/manual").await;
        assert_eq!(before.status, StatusCode::OK);
        assert!(before.words().contains("30分になりました。今日お答えできることは"), "{}", before.words());
        assert!(!end_is_asked(&t).await, "25 minutes are fewer than 30");
        twenty(&t).await;
        let changes = t.as_persona("X").get("/ready/rules/draft/changes").await.words();
        assert!(changes.contains("終わりを告げる時間 30分 20分"), "{changes}");
        assert!(t.as_persona("A").get("/ready/manual").await.words().contains("30分になりました"));
        assert_eq!(approve(&t, "now", "").await.location(), "/ready/rules");
        let manual = t.as_persona("A").get("/ready/manual").await;
        assert!(manual.words().contains("20分になりました。今日お答えできることは"));
        assert!(manual.words().contains("承認：山﨑 健"));
        assert!(manual.text.contains("manual-foot"));
        assert!(manual.words().contains("終わりを告げる時間 20分"));
        let old = t.as_persona("A").get("/ready/manual?version=1").await.words();
        assert!(old.contains("30分になりました") && old.contains("以前の版"));
        let file = t.as_persona("A").get("/ready/rules/1/toml").await;
        assert_eq!(file.text, mamori_content::rulebook_toml());
        assert!(file.headers[header::CONTENT_DISPOSITION].to_str().expect("text").contains("rulebook-v1.toml"));
        assert!(end_is_asked(&t).await, "the engine asks with 20");
    }

    async fn a_future_date_waits_for_the_clock(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        twenty(&t).await;
        for bad in ["", "2026-11-23", "2028-01-01", "2026-02-31", "<script>"] {
            let refused = approve(&t, "date", bad).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
            assert!(refused.words().contains("今日から1年以内"));
        }
        assert_eq!(approve(&t, "date", "2026-11-27").await.status, StatusCode::SEE_OTHER);
        let rules = t.as_persona("A").get("/ready/rules").await.words();
        assert!(rules.contains("いま有効なのは第1版") && rules.contains("適用日を待っています"), "{rules}");
        t.app.clock.set(START.plus(2 * DAY + 13 * HOUR));
        assert!(t.as_persona("A").get("/ready/manual").await.words().contains("30分になりました"));
        t.app.clock.set(START.plus(2 * DAY + 14 * HOUR));
        assert!(t.as_persona("A").get("/ready/manual").await.words().contains("20分になりました"));
        let rules = t.as_persona("A").get("/ready/rules").await.words();
        assert!(rules.contains("いま有効なのは第2版（2026-11-27から）") && rules.contains("以前の版"));
    }

    async fn nobody_approves_the_own_draft_or_twice(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        t.as_persona("X").post(DRAFT, &[]).await;
        let form = [("version", "2"), ("revision", "1"), ("from", "now")];
        let own = t.as_persona("X").post(APPROVE, &form).await;
        assert_eq!(own.status, StatusCode::CONFLICT);
        assert!(own.text.contains("自分が書いた下書きは"));
        assert!(t.as_persona("X").get("/ready/rules/draft/changes").await.words().contains("以外の管理職に頼んで"));
        let saved = t.as_persona("H").post(SAVE, &saving("1", &[("yardsticks.insults", "２")])).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "full-width digits count");
        assert_eq!(t.as_persona("X").post(APPROVE, &form).await.status, StatusCode::CONFLICT, "not what X read");
        assert_eq!(approve(&t, "now", "").await.status, StatusCode::SEE_OTHER);
        let twice = approve(&t, "now", "").await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        assert!(twice.text.contains("この下書きは、もうありません"));
    }

    async fn whoever_ever_saved_a_draft_cannot_approve_it(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (x, h) = (t.as_persona("X"), t.as_persona("H"));
        h.post(DRAFT, &[]).await;
        assert_eq!(x.post(SAVE, &saving("1", &[("yardsticks.insults", "2")])).await.status, StatusCode::SEE_OTHER);
        assert_eq!(h.post(SAVE, &saving("2", &[("yardsticks.insults", "3")])).await.status, StatusCode::SEE_OTHER);
        let page = x.get("/ready/rules/draft/changes").await;
        assert!(page.words().contains("一度でも保存した人（中村 由美、山﨑 健）以外の管理職"), "{}", page.words());
        assert!(!page.text.contains(APPROVE), "no button that would be refused");
        let form = [("version", "2"), ("revision", "3"), ("from", "now")];
        let refused = x.post(APPROVE, &form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "X wrote it first, H saved it last");
        assert!(refused.text.contains("自分が書いた下書きは"));
        assert_eq!(h.post("/ready/rules/draft/discard", &[("version", "2"), ("revision", "3")]).await.status, StatusCode::SEE_OTHER);
        h.post(DRAFT, &[]).await;
        let fields = [("version", "3"), ("revision", "1"), ("note", "20分に"), ("yardsticks.minutes_end", "20")];
        assert_eq!(h.post(SAVE, &fields).await.status, StatusCode::SEE_OTHER);
        let page = x.get("/ready/rules/draft/changes").await.words();
        assert!(page.contains("一度でも保存した人は、承認できません（中村 由美）"), "{page}");
        let form = [("version", "3"), ("revision", "2"), ("from", "now")];
        assert_eq!(x.post(APPROVE, &form).await.status, StatusCode::SEE_OTHER, "another draft has other authors");
    }

    async fn what_was_typed_is_kept_on_every_refusal(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let desk = t.as_persona("H");
        desk.post(DRAFT, &[]).await;
        let typed = [
            ("yardsticks.minutes_end", "六十一"),
            ("yardsticks.stop_requests", "9"),
            ("sentence.time-2.text.ja", "{minuts}分です。「覚えておく言葉」"),
            ("new.situation.drunk.ja", "新しいひと言"),
            ("new.situation.drunk.en", ""),
        ];
        let refused = desk.post(SAVE, &saving("1", &typed)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in ["六十一", "覚えておく言葉", "新しいひと言", "30分を20分に"] {
            assert!(refused.text.contains(kept), "{kept}");
        }
        let words = refused.words();
        for told in ["整数で書いてください", "1から5までの整数", "「minuts」という目安はありません", "日本語と英語の両方"] {
            assert!(words.contains(told), "{told}");
        }
        for field in ["yardsticks.minutes_end", "sentence.time-2.text.ja", "new.situation.drunk.en"] {
            assert!(refused.text.contains(&format!("href=\"#{field}\"")) && refused.text.contains(&format!("id=\"{field}\"")));
        }
        let no_note = desk.post(SAVE, &[("version", "2"), ("revision", "1"), ("note", " "), ("level.L0.who.ja", "受付の人")]).await;
        assert!(no_note.status == StatusCode::UNPROCESSABLE_ENTITY && no_note.text.contains("受付の人"));
    }

    async fn sentences_are_changed_added_and_taken_away(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let desk = t.as_persona("H");
        desk.post(DRAFT, &[]).await;
        let typed = [
            ("sentence.calm-1.text.ja", ""), ("sentence.calm-1.text.en", ""),
            ("sentence.calm-2.text.ja", "ひと息\r\nおきます。"),
            ("new.situation.calm.kind", "care"), ("new.situation.calm.ja", "お茶をどうぞ。"), ("new.situation.calm.en", "Some tea."),
            ("contact.desk.number", "内線 2210"), ("level.L0.refund_limit_yen", "5,000"),
        ];
        assert_eq!(desk.post(SAVE, &saving("1", &typed)).await.status, StatusCode::SEE_OTHER);
        let changes = t.as_persona("X").get("/ready/rules/draft/changes").await.words();
        for told in ["お茶をどうぞ。", "ひと息 おきます。", "内線 2210", "（なくなります）", "¥3000 ¥5000"] {
            assert!(changes.contains(told), "{told}: {changes}");
        }
        assert_eq!(approve(&t, "now", "").await.status, StatusCode::SEE_OTHER);
        let manual = t.as_persona("A").get("/ready/manual").await.words();
        assert!(manual.contains("お茶をどうぞ。") && manual.contains("内線 2210") && manual.contains("5,000円まで"));
        assert!(!manual.contains("二、三分いただけますか"));
    }

    async fn a_stale_form_is_told_and_loses_nothing(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        twenty(&t).await;
        let late = t.as_persona("X").post(SAVE, &saving("1", &[("yardsticks.minutes_end", "25")])).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.words().contains("中村 由美さんが先に保存しました"));
        assert!(late.text.contains("value=\"25\""), "what X typed is still there");
        assert!(t.as_persona("H").get(DRAFT).await.text.contains("value=\"20\""), "what H saved, too");
        let gone = t.as_persona("H").post("/ready/rules/draft/discard", &[("version", "2"), ("revision", "2")]).await;
        assert_eq!(gone.location(), "/ready/rules");
        assert_eq!(t.as_persona("X").post(SAVE, &saving("2", &[])).await.status, StatusCode::CONFLICT);
        assert_eq!(t.as_persona("A").get("/ready/rules/2").await.status, StatusCode::NOT_FOUND);
        assert!(t.as_persona("H").get("/ready/rules").await.words().contains("取り下げ"));
    }

    async fn a_file_with_faults_is_told_line_by_line(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let desk = t.as_persona("H");
        desk.post(DRAFT, &[]).await;
        let text = mamori_content::rulebook_toml();
        let send = async |text: &str| {
            desk.post("/ready/rules/draft/file", &saving("1", &[("text", text)])).await
        };
        let broken = text.replace("minutes_end = 30", "minutes_end = 90");
        let line = text.lines().position(|line| line.starts_with("minutes_end")).expect("there") + 1;
        let refused = send(&broken).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains(&format!("{line}行目：minutes_end 1から60までの整数")), "{}", &refused.words()[..900]);
        assert!(refused.text.contains("minutes_end = 90"), "kept");
        for hostile in ["", "= = =", "[[[[", "\u{0}", "<script>alert(1)</script>", &"[a]\n".repeat(2_000)] {
            let refused = send(hostile).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(!refused.text.contains("<script>alert"));
        }
        let large = send(&"x".repeat(1_100_000)).await;
        assert!(large.status == StatusCode::UNPROCESSABLE_ENTITY && large.words().contains("256 KiBまで"));
        assert_eq!(send(&"x".repeat(5_000_000)).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(send(&text.replace("minutes_end = 30", "minutes_end = 20")).await.status, StatusCode::SEE_OTHER);
    }

    async fn a_file_from_windows_is_taken(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let desk = t.as_persona("H");
        desk.post(DRAFT, &[]).await;
        let upload = async |csrf: &str, text: &[u8]| {
            let mut body = Vec::new();
            for (name, value) in [("csrf", csrf), ("version", "2"), ("revision", "1"), ("note", "20分に")] {
                body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
            }
            body.extend(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.toml\"\r\n\r\n");
            body.extend(text);
            body.extend(b"\r\n--b--\r\n");
            let request = Request::post("/ready/rules/draft/upload")
                .header(header::COOKIE, desk.cookie())
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
                .header("sec-fetch-site", "same-origin");
            desk.send(request.body(Body::from(body)).expect("a request")).await
        };
        let text = mamori_content::rulebook_toml().replace("minutes_end = 30", "minutes_end = 20").replace('\n', "\r\n");
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
        assert_eq!(upload("forged", &cp932).await.status, StatusCode::CONFLICT);
        assert_eq!(upload(desk.csrf(), b"\xff\xfe\x00").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(upload(desk.csrf(), &cp932).await.status, StatusCode::SEE_OTHER);
        let changes = desk.get("/ready/rules/draft/changes").await.words();
        assert!(changes.contains("終わりを告げる時間 30分 20分"), "{changes}");
    }

    async fn roles_and_organisations_are_walls(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        twenty(&t).await;
        for (persona, path, status) in [
            ("A", DRAFT, 403), ("M", DRAFT, 403), ("E", DRAFT, 403), ("I", "/ready/rules/draft/file", 403),
            ("A", "/ready/rules/draft/changes", 403), ("A", "/ready/rules/2", 404), ("A", "/ready/rules/2/toml", 404),
            ("A", "/ready/manual?version=2", 404), ("Z", "/ready/rules/2", 404), ("Z", "/ready/manual?version=2", 404),
            ("A", "/ready/rules/99", 404), ("A", "/ready/rules/-1", 404), ("A", "/ready/manual?version=x", 400),
            ("A", "/ready", 200), ("D", "/ready/rules", 200), ("X", "/ready/rules/2", 200), ("H", "/ready/manual?version=2", 200),
            ("Z", "/ready/rules/draft/changes", 404),
        ] {
            assert_eq!(t.as_persona(persona).get(path).await.status.as_u16(), status, "{persona} {path}");
        }
        assert!(!t.as_persona("A").get("/ready/rules").await.words().contains("第2版"));
        let form = [("version", "2"), ("revision", "2"), ("from", "now")];
        for persona in ["A", "M", "H", "I", "E", "Z"] {
            let status = t.as_persona(persona).post(APPROVE, &form).await.status;
            assert_eq!(status, StatusCode::FORBIDDEN, "{persona}");
        }
        assert_eq!(t.as_persona("A").post(SAVE, &saving("2", &[])).await.status, StatusCode::FORBIDDEN);
        assert_eq!(t.as_persona("A").post(DRAFT, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(t.as_persona("Z").post(SAVE, &saving("2", &[])).await.status, StatusCode::CONFLICT, "Z has no draft");
        let stranger = t.as_stranger().get("/ready/manual").await;
        assert_eq!(stranger.location(), "/login?next=/ready/manual");
    }

    async fn the_matrix_says_what_is_recorded_and_never_how_often(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let empty = t.as_persona("E").get("/ready/duties").await.words();
        assert!(empty.contains("まだ記録がありません") && empty.contains("証拠になるもの：承認された対応ルール"));
        assert!(empty.contains("担当者が原文で確かめてください") && empty.contains("解説・報道で確認"));
        twenty(&t).await;
        approve(&t, "now", "").await;
        let (first, second) = (a_case(&t, "one").await, a_case(&t, "two").await);
        let desk = t.as_persona("H").get("/ready/duties").await;
        for case in [first, second] {
            assert!(desk.text.contains(&format!("/cases/{case}")), "H may open it");
        }
        for persona in ["E", "X"] {
            let seen = t.as_persona(persona).get("/ready/duties").await;
            assert!(!seen.text.contains("/cases/"), "{persona} may not open a case");
            let words = seen.words();
            assert!(words.contains("事案の判定 いちばん新しい記録は2026年11月") && !words.contains("事案1"), "{words}");
            assert_eq!(words.matches("事案の判定").count(), 1, "one case or two look the same");
            assert!(words.contains("対応ルールの承認 2026-11-24 第2版"));
        }
        assert!(!t.as_persona("Z").get("/ready/duties").await.words().contains("記録あり"), "another organisation");
    }

    async fn the_matrix_is_for_those_who_answer_for_it(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for (persona, status) in
            [("A", 403), ("M", 403), ("T", 403), ("D", 403), ("I", 403), ("X", 200), ("H", 200), ("E", 200)]
        {
            assert_eq!(t.as_persona(persona).get("/ready/duties").await.status.as_u16(), status, "{persona}");
        }
        assert!(!t.as_persona("A").get("/ready").await.text.contains("/ready/duties"));
        assert!(t.as_persona("E").get("/ready").await.text.contains("/ready/duties"));
        let fresh_list = t.as_persona("E").get("/ready/duties").await.words();
        assert!(!fresh_list.contains("12か月より前") && !fresh_list.contains("12か月を過ぎました"));
        t.app.clock.set(START.plus(400 * DAY));
        let later = a_new_session(&t, "E").await;
        let old_list = t.as_stranger().send(later).await.words();
        assert!(old_list.contains("12か月より前") && old_list.contains("12か月を過ぎました"), "{old_list}");
    }
}

#[test]
fn every_event_that_proves_a_duty_has_words() {
    let content = mamori_content::Content::builtin().expect("the material");
    for event in content.duties.iter().flat_map(|duty| &duty.events) {
        let key = format!("ready-event-{event}");
        assert_ne!(Texts::builtin().get(Language::Ja, &key), key);
    }
}

/// A case of A that was judged, with the evidence that this leaves.
async fn a_case(t: &TestApp, key: &str) -> CaseId {
    let id = CaseId::new(START);
    let new = NewCase {
        id,
        unit: t.shop,
        worker: t.id_of("A"),
        reporter: t.id_of("A"),
        conversation: None,
        confidentiality: Confidentiality::Unit,
        title: "店頭での対応",
        channel: "counter",
        report: "{}",
        our_fault: OurFault::Unknown,
        reading: "{}",
        happened_at: START,
        idempotency_key: key,
    };
    let mut tx = t.app.db.begin().await.expect("begin");
    creating::create(&mut tx, t.org, new, START).await.expect("a case");
    let (case, subject) = (Some(id), id.to_string());
    let proof = Proof { duty: "C1", kind: "case_judged", subject: &subject, case, at: START, note: "" };
    duties::prove(&mut tx, t.org, proof).await.expect("evidence");
    tx.commit().await.expect("commit");
    id
}

/// A request for the matrix by somebody who signs in at the present moment.
async fn a_new_session(t: &TestApp, persona: &str) -> Request<Body> {
    let (token, csrf) = (random::token(), random::token());
    let hash = random::token_hash(&token);
    let user = t.id_of(persona);
    let mut tx = t.app.db.begin().await.expect("begin");
    let session = NewSession { token_hash: &hash, org: t.org, user, csrf: &csrf, device: "test" };
    sessions::create(&mut tx, session, t.app.clock.now()).await.expect("a session");
    tx.commit().await.expect("commit");
    let request = Request::get("/ready/duties").header(header::COOKIE, format!("mamori={token}"));
    request.body(Body::empty()).expect("a request")
}
