//! Talks: the reading moves, marks lie where they belong, bad input is told, coaching stays private.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use mamori_core::people::Language;
use mamori_judge::{Evidence, HarassmentType};
use mamori_store::{conversations, engines};

use super::{begin, has_acted, talk_in};
use crate::features::now::lines::pieces;
use crate::testing::{Answer, TestApp};

const RUDE: &str = "ご理解いただけないなら仕方ないですね。規則ですから無理です。";

async fn say(t: &TestApp, path: &str, speaker: &str, words: &str, key: &str) -> Answer {
    let fields = [("speaker", speaker), ("words", words), ("key", key)];
    t.as_persona("A").post(&format!("{path}/turns"), &fields).await
}

async fn stored_reading(t: &TestApp, path: &str) -> String {
    let mut tx = t.app.db.read().await.expect("read");
    conversations::by_id(&mut tx, t.org, talk_in(path)).await.expect("found").expect("a talk").reading
}

fn span(start: usize, end: usize) -> Evidence {
    let kind = Some(HarassmentType::Threat);
    Evidence { turn: Some(0), start, end, text: String::new(), kind, rule: "x".into(), why: "x".into() }
}

#[test]
fn marks_count_characters_not_bytes_and_never_run_over() {
    let text = "か\u{3099}👨\u{200d}👩<b>夜道";
    let found = pieces(text, 0, &[span(2, 5), span(4, 6), span(8, 99), span(50, 60)], Language::Ja);
    let words: Vec<_> = found.iter().map(|piece| (piece.text.as_str(), piece.grave)).collect();
    assert_eq!(words, [("か\u{3099}", false), ("👨\u{200d}👩", true), ("<b>", false), ("夜道", true)]);
    assert!(pieces("", 0, &[span(0, 3)], Language::Ja).is_empty());
}

/// A form with a file, as a browser sends it.
async fn upload(t: &TestApp, path: &str, key: &str, bytes: &[u8]) -> Answer {
    let browser = t.as_persona("A");
    let mut body = Vec::new();
    for (name, value) in [("csrf", browser.csrf()), ("key", key)] {
        body.extend_from_slice(
            format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    body.extend_from_slice(
        b"--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n",
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--X--\r\n");
    let request = Request::post(format!("{path}/file"))
        .header(header::COOKIE, browser.cookie())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
    browser.send(request.body(Body::from(body)).expect("a request")).await
}

engines! {
    async fn the_reading_moves_as_the_talk_moves(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.contains("次のひと言") && page.contains("目安：20分で責任者に知らせ、30分で終わりを告げます"), "{page}");
        say(&t, &path, "customer", "まだ終わってないぞ、この役立たず。土下座しろ。<script>", "1").await;
        let page = t.as_persona("A").get(&path).await;
        assert!(page.text.contains("<mark class=\"span\">土下座しろ</mark><span class=\"span-type\">土下座要求</span>"), "{}", page.text);
        assert!(page.text.contains("&#60;script&#62;") && !page.text.contains("<script>。"), "{}", page.text);
        assert!(page.words().contains("カスハラに該当し得る") && page.words().contains("土下座"), "{}", page.words());
        assert!(!page.words().contains("0.9"), "no scores");
        t.as_persona("A").post(&format!("{path}/facts"), &[("fact", "shouting"), ("key", "f")]).await;
        assert!(t.as_persona("A").get(&path).await.words().contains("事実「大声」を記録しました"));
        t.as_persona("A").post(&format!("{path}/end"), &[]).await;
        assert_eq!(say(&t, &path, "customer", "まだある", "2").await.status, StatusCode::CONFLICT);
    }

    async fn an_empty_talk_is_taken_for_nothing_yet(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        for persona in ["A", "M"] {
            let page = t.as_persona(persona).get(&path).await.words();
            assert!(page.contains("まだ何も聞いていません") && !page.contains("問い合わせ"), "{page}");
        }
        say(&t, &path, "customer", "営業時間を教えてください。", "1").await;
        assert!(!t.as_persona("M").get(&path).await.words().contains("まだ何も聞いていません"));
    }

    async fn two_asks_stand_before_the_talk_and_the_rest_is_folded(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        say(&t, &path, "customer", "この役立たず、殺すぞ。家に行くからな。土下座しろ、十万円払え。", "1").await;
        let page = t.as_persona("M").get(&path).await.text;
        let asks = page.split("id=\"talk-asks\"").nth(1).expect("the asks").split("class=\"reading\"").next().expect("the rest");
        let (first, more) = asks.split_once("<details").expect("more than two");
        assert_eq!(first.matches("<li>").count(), 2, "{asks}");
        assert!(first.contains("上司を呼ぶ") && more.matches("<li>").count() >= 2, "{asks}");
    }

    async fn each_request_to_stop_leads_to_the_next_step(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        say(&t, &path, "customer", "この役立たず、死ね。土下座しろ。", "1").await;
        let mut seen = Vec::new();
        for time in 1..=2 {
            let key = format!("stop-{time}");
            t.as_persona("A").post(&format!("{path}/facts"), &[("fact", "asked_to_stop"), ("key", &key)]).await;
            let page = t.as_persona("A").get(&path).await;
            let chip = page.text.split("value=\"asked_to_stop\"").nth(1).expect("the chip");
            seen.push((chip.split("</button>").next().expect("its words").contains("2回"), page.words()));
        }
        let [(first, once), (second, twice)] = seen.try_into().expect("two");
        assert!(!first && second, "counted from the second time on");
        assert!(once.contains("2度目に伝えるとき"), "{once}");
        assert!(twice.contains("終わりを告げるとき") && !twice.contains("2度目に伝えるとき"), "{twice}");
    }

    async fn what_the_worker_said_is_coached_in_private_and_never_kept(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        say(&t, &path, "customer", "三回目ですよ。どうなっているんですか。", "1").await;
        let mut mine = t.as_persona("A").listen(&format!("{path}/live")).await;
        let mut theirs = t.as_persona("M").listen(&format!("{path}/live")).await;
        say(&t, &path, "staff", RUDE, "2").await;
        let own = t.as_persona("A").get(&path).await.words();
        assert!(own.contains("あなただけに見えます："), "{own}");
        let (mine, theirs) = (mine.latest().await.expect("mine"), theirs.latest().await.expect("theirs"));
        assert!(mine.contains("あなただけに見えます：") && mine.contains("talk-say"));
        assert!(theirs.contains(RUDE), "{theirs}");
        let helper = t.as_persona("M").get(&path).await;
        let id = talk_in(&path);
        let api = t.as_persona("M").get(&format!("/api/v1/conversations/{id}")).await;
        for seen in [&theirs, &helper.text, &api.text, &stored_reading(&t, &path).await] {
            assert!(!seen.contains("\"staff\":") && !seen.contains("inflaming"), "{seen}");
            assert!(!seen.contains("受け取られる") && !seen.contains("言いかえ"), "{seen}");
            assert!(!seen.contains("次のひと言"), "{seen}");
        }
    }

    async fn a_talk_is_seen_by_its_worker_and_those_who_answer_for_its_unit(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let mut boards = Vec::new();
        for persona in ["M", "N", "Z"] {
            let mut board = t.as_persona(persona).listen("/now/live").await;
            board.next().await.expect("the board");
            boards.push((persona, board));
        }
        say(&t, &path, "customer", "土下座しろ、役立たず", "1").await;
        for (persona, board) in &mut boards {
            let shown = board.latest().await.is_some_and(|html| html.contains(&path));
            assert_eq!(shown, *persona == "M", "{persona}");
        }
        for persona in ["M", "X", "H"] {
            assert_eq!(t.as_persona(persona).get(&path).await.status, StatusCode::OK, "{persona}");
        }
        assert!(has_acted(&t, "conversation.read", "M").await);
        for persona in ["B", "N", "Z", "T", "E", "I"] {
            let browser = t.as_persona(persona);
            for (what, answer) in [
                ("page", browser.get(&path).await),
                ("live", browser.get(&format!("{path}/live")).await),
                ("api", browser.get(&format!("/api/v1/conversations/{}", talk_in(&path))).await),
                ("go", browser.post(&format!("{path}/go"), &[]).await),
                ("end", browser.post(&format!("{path}/end"), &[]).await),
            ] {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{persona} {what}");
            }
        }
        assert!(has_acted(&t, "conversation.refused", "N").await);
        let put = [("speaker", "customer"), ("words", "x"), ("key", "y")];
        assert_eq!(t.as_persona("M").post(&format!("{path}/turns"), &put).await.status, StatusCode::NOT_FOUND);
    }

    async fn two_who_go_to_a_talk_at_the_same_instant(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let go = format!("{path}/go");
        let (m, x) = (t.as_persona("M"), t.as_persona("X"));
        let (one, two) = tokio::join!(m.post(&go, &[]), x.post(&go, &[]));
        let mut both = [one.status, two.status];
        both.sort_unstable();
        assert_eq!(both, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
        assert!(t.as_persona("A").get(&path).await.words().contains("「行きます」"));
    }

    async fn three_thousand_lines_at_once_and_the_last_hundred_on_the_page(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let lines = (0..3_000).map(|n| format!("客：{n}番目です")).collect::<Vec<_>>().join("\n");
        let fields = [("lines", lines.as_str()), ("key", "k")];
        assert_eq!(t.as_persona("A").post(&format!("{path}/paste"), &fields).await.location(), path);
        let again = t.as_persona("A").post(&format!("{path}/paste"), &fields).await;
        assert_eq!(again.location(), path, "twice is once");
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.contains("2999番目です") && page.contains("2900番目です") && !page.contains("2899番目です"));
        let before = t.as_persona("A").get(&format!("{path}?before=2900")).await;
        assert!(before.words().contains("2899番目です") && !before.text.contains("hx-sse:connect"));
        say(&t, &path, "customer", "最後です", "z").await;
        assert!(t.as_persona("M").get(&path).await.words().contains("最後です"));
    }

    async fn files_in_utf8_and_cp932_are_read_and_others_refused_in_words(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let (cp932, _, _) = encoding_rs::SHIFT_JIS.encode("客：髙﨑です。責任者を出せ。\r\n店：承ります。");
        assert_eq!(upload(&t, &path, "a", &cp932).await.location(), path);
        assert_eq!(upload(&t, &path, "b", "\u{feff}客：絵文字😀とか\u{3099}です".as_bytes()).await.location(), path);
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.contains("髙﨑です") && page.contains("承ります") && page.contains("絵文字😀"), "{page}");
        for bad in [&b"\xff\xfe\x00\x01\x80"[..], b"PK\x03\x04\0\0\0"] {
            let refused = upload(&t, &path, "c", bad).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
            assert!(refused.words().contains("ファイルを文字として読めませんでした"), "{}", refused.words());
        }
    }

    async fn what_is_too_long_is_told_and_stays_in_the_field(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = begin(&t, "A").await;
        let long = "あ".repeat(20_001);
        let refused = say(&t, &path, "customer", &long, "1").await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(refused.words().contains("20,000文字までです") && refused.text.contains(&long));
        let huge = say(&t, &path, "customer", &"x".repeat(5 << 20), "2").await;
        assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(say(&t, &path, "customer", " \n ", "3").await.location(), path, "nothing was said");
        say(&t, &path, "customer", "a\0b\u{202e}c", "4").await;
        assert!(t.as_persona("A").get(&path).await.words().contains("a\u{fffd}b\u{202e}c"));
        assert_eq!(t.as_persona("A").post("/now/talks", &[("channel", "pigeon")]).await.status, StatusCode::BAD_REQUEST);
    }

    async fn a_clock_that_jumps_back_keeps_the_talk_in_order(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        t.app.clock.set(crate::testing::START.plus(7_200_000));
        let path = begin(&t, "A").await;
        say(&t, &path, "customer", "一つ目", "1").await;
        t.app.clock.set(crate::testing::START.plus(3_600_000));
        say(&t, &path, "customer", "二つ目", "2").await;
        let page = t.as_persona("A").get(&path).await.words();
        assert!(page.find("一つ目").expect("first") < page.find("二つ目").expect("second"), "{page}");
    }

    async fn a_sample_plays_as_a_drill_and_stops_when_it_is_ended(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let begun = t.as_persona("A").post("/now/replay", &[("fixture", "k1"), ("speed", "10")]).await;
        let path = begun.location().to_owned();
        let mut page = t.as_persona("A").listen(&format!("{path}/live")).await;
        page.latest().await.expect("the first lines");
        let words = t.as_persona("A").get(&path).await.words();
        assert!(words.contains("訓練の会話です") && words.contains("みなと自動車"), "{words}");
        assert!(t.as_persona("M").get("/now/board").await.words().contains("訓練"));
        t.as_persona("A").post(&format!("{path}/end"), &[]).await;
        assert!(t.as_persona("A").get(&path).await.words().contains("この会話は終わりました"));
        assert_eq!(t.as_persona("A").post("/now/replay", &[("fixture", "k99"), ("speed", "1")]).await.status, StatusCode::NOT_FOUND);
    }
}
