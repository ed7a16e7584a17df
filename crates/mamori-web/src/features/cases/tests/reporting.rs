//! A report or a talk becomes a case, and who sees it.

use mamori_store::engines;

use super::{audit_of, id_in, report, reported};
use crate::testing::{START, TestApp};

engines! {
    async fn a_report_reaches_the_second_line_and_the_desk_and_tells_the_worker_so(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let form = t.as_persona("A").get("/cases/report").await;
        assert_eq!(form.status, 200);
        assert!(form.words().contains("佐藤 美咲、中村 由美"), "{}", form.words());
        let id = reported(&t, "unit").await;
        let page = format!("/cases/{id}");
        let mine = t.as_persona("A").get(&page).await.words();
        assert!(mine.contains("1番 返金と土下座 · 電話") && mine.contains("まだ開かれていません"), "{mine}");
        assert!(mine.contains("2026-11-25 10:00 まで"), "{mine}");
        t.app.clock.set(START.plus(60_000));
        let seen = t.as_persona("M").get(&page).await.words();
        assert!(seen.contains("何があったか") && seen.contains("髙橋 花") && seen.contains("20分くらい"), "{seen}");
        let mine = t.as_persona("A").get(&page).await.words();
        assert!(mine.contains("佐藤 美咲（ 2026-11-24 10:01 ）"), "{mine}");
        assert!(audit_of(&t, "M").await.contains(&("case.read".into(), id.to_string())));
    }

    async fn the_words_that_the_reading_rests_on_are_marked(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let page = t.as_persona("M").get(&format!("/cases/{id}")).await.text;
        assert!(page.contains("<mark class=\"span"), "no mark in {page}");
        assert!(page.contains("見立て（判定ではありません）"));
    }

    async fn a_word_of_the_own_rulebook_changes_the_reading(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let marked = async |key: &str| {
            let mut fields = report(key, "unit");
            fields.retain(|(name, _)| *name != "words");
            fields.push(("words", "「お前はぽんぽこりんだ」と言われました。"));
            let id = id_in(&t.as_persona("A").post("/cases/report", &fields).await);
            let page = t.as_persona("M").get(&format!("/cases/{id}")).await.text;
            assert!(page.contains("ぽんぽこりん"), "{page}");
            let marks = page.split("<mark").skip(1).filter_map(|mark| mark.split("</mark>").next());
            marks.into_iter().any(|mark| mark.contains("ぽんぽこりん"))
        };
        assert!(!marked("before").await, "no list knows the word");
        let word = "[[word]]\nsign = \"insult\"\nwords = [\"ぽんぽこりん\"]\n";
        t.put_in_force(&format!("{}\n{word}", mamori_content::rulebook_toml())).await;
        assert!(marked("after").await, "the organisation's own list knows it");
    }

    async fn an_open_page_is_told_that_its_case_has_changed(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let mut open = Vec::new();
        for persona in ["A", "M", "H"] {
            let page = t.as_persona(persona).get(&format!("/cases/{id}")).await.text;
            let path = page.split("hx-sse:connect=\"").nth(1).and_then(|rest| rest.split('"').next());
            let path = path.expect("a live page").to_owned();
            let mut news = t.as_persona(persona).listen(&path).await;
            assert!(!news.next().await.expect("nothing yet").contains("最新を見る"), "{persona}");
            open.push((persona, news));
        }
        t.as_persona("H").post(&format!("/cases/{id}/take-over"), &[]).await;
        for (persona, news) in &mut open {
            let told = news.latest().await.expect("news");
            assert!(told.contains("この事案に動きがありました") && told.contains(&format!("/cases/{id}")), "{persona}");
        }
        for persona in ["B", "N", "X", "Z", "I"] {
            let path = format!("/cases/{id}/live?seen=1");
            assert_eq!(t.as_persona(persona).get(&path).await.status, 404, "{persona}");
        }
        assert!(audit_of(&t, "N").await.contains(&("case.refused".into(), id.to_string())));
    }

    async fn a_report_past_its_date_says_so_and_whom_to_turn_to(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        t.app.clock.set(START.plus(25 * mamori_core::HOUR));
        let mine = t.as_persona("A").get(&format!("/cases/{id}")).await.words();
        assert!(mine.contains("過ぎています") && mine.contains("相談窓口の 中村 由美 にも頼れます"), "{mine}");
    }

    async fn the_same_report_twice_is_one_case(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let first = reported(&t, "unit").await;
        let second = t.as_persona("A").post("/cases/report", &report("one", "unit")).await;
        assert_eq!(id_in(&second), first);
        let other = t.as_persona("B").post("/cases/report", &report("one", "unit")).await;
        assert_ne!(id_in(&other), first);
        assert!(t.as_persona("B").get("/cases").await.words().contains("2番"));
    }

    async fn what_cannot_be_taken_is_explained_and_nothing_typed_is_lost(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let a = t.as_persona("A");
        let long = "あ".repeat(400_000);
        let cases = [
            ("words", "  ", "ひとことだけ"),
            ("words", long.as_str(), "20000文字まで"),
            ("happened_at", "きのう", "空けておいても"),
            ("happened_at", "2126-11-24T09:40", "空けておいても"),
            ("stop_requests", "なんども", "数字で"),
        ];
        for (field, value, told) in cases {
            let mut fields = report("key", "unit");
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            let answer = a.post("/cases/report", &fields).await;
            assert_eq!(answer.status, 422, "{field}");
            assert!(answer.text.contains(told), "{field}: {}", answer.words());
            assert!(answer.text.contains("返金と土下座") && answer.text.contains("value=\"key\""));
        }
        let body = format!("csrf={}&words=%83%4A%83%58", a.csrf());
        let request = axum::http::Request::post("/cases/report")
            .header("cookie", a.cookie())
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = a.send(request.body(body.into()).expect("a request")).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("文字として読み取れない"), "{}", answer.words());
        let huge = "a".repeat(5 << 20);
        assert_eq!(a.post("/cases/report", &[("words", &huge)]).await.status, 413);
        assert!(a.get("/cases").await.words().contains("まだ何もありません"));
    }

    async fn emoji_and_other_languages_are_kept_as_they_are(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let mut fields = report("key", "unit");
        fields.retain(|(name, _)| *name != "words");
        fields.push(("words", "He said “get lost” 👨‍👩‍👧 が\u{3099} <b>&amp;</b>"));
        let answer = t.as_persona("A").post("/cases/report", &fields).await;
        let page = t.as_persona("H").get(answer.location()).await;
        assert!(page.text.contains("“get lost” 👨‍👩‍👧 が\u{3099} &#60;b&#62;&#38;amp;"), "{}", page.text);
    }

    async fn a_list_is_read_page_by_page(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for number in 0..52_i64 {
            t.app.clock.set(START.plus(number));
            let key = number.to_string();
            t.as_persona("A").post("/cases/report", &report(&key, "desk_only")).await;
        }
        let first = t.as_persona("H").get("/cases").await;
        assert_eq!(first.text.matches("<tr><th scope=\"row\">").count(), 50);
        let older = first.text.split("/cases?tab=open&#38;before=").nth(1).expect("a next page");
        let second = t.as_persona("H").get(&format!("/cases?tab=open&before={}", &older[..36])).await;
        assert_eq!(second.text.matches("<tr><th scope=\"row\">").count(), 2);
        assert!(second.words().contains("1番") && !second.text.contains("before="));
        assert!(t.as_persona("M").get("/cases").await.words().contains("まだ何もありません"));
    }
}
