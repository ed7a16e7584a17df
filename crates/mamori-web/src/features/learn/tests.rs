//! The chapter 見極める: read, answered, marked beside the live engine, and whom it is told to.

use mamori_judge::{Judge, Verdict};
use mamori_store::{duties, engines, learning};

use crate::features::care::tests::closed_case;
use crate::testing::{START, TestApp};

const LESSON: &str = "/learn/1-customer-harassment/4-telling-apart";
const NAME: &str = "1-customer-harassment/4-telling-apart";

/// Marks every customer line of the vacuum cleaner the same way.
fn marks(verdict: &'static str, changed: &'static str) -> Vec<(&'static str, &'static str)> {
    let lines = ["line-1", "line-3", "line-5", "line-7", "line-9", "line-11"];
    lines.iter().map(|line| (*line, verdict)).chain([("changed", changed)]).collect()
}

engines! {
    async fn everybody_finds_the_chapter_that_exists(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for persona in ["A", "M", "H", "T", "D", "I", "E"] {
            let home = t.as_persona(persona).get("/learn").await;
            assert!(home.text.contains(LESSON) && home.words().contains("10 のうち 0 まで"), "{persona}");
        }
        let page = t.as_persona("A").get(LESSON).await;
        for needed in ["佐伯さん", "考え方", "要求 × 手段", "条文で確認", "動かない掃除機"] {
            assert!(page.words().contains(needed), "{needed}");
        }
        for missing in ["/learn/other/4-telling-apart", "/learn/1-customer-harassment/5-other"] {
            assert_eq!(t.as_persona("A").get(missing).await.status, 404);
        }
    }

    async fn a_closed_case_suggests_it_to_its_worker_alone(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        assert!(t.as_persona("A").get("/learn").await.words().contains("おすすめ"));
        assert!(!t.as_persona("B").get("/learn").await.words().contains("おすすめ"));
        assert!(!t.as_persona("M").get("/learn").await.words().contains("おすすめ"));
    }

    async fn a_question_is_answered_alone_and_again(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (a, path) = (t.as_persona("A"), format!("{LESSON}/questions/q3-right-but-abusive"));
        assert!(!a.get(&path).await.words().contains("二つは別々に答えます"));
        for odd in ["", "4", "-1", "best"] {
            let refused = a.post(&path, &[("option", odd)]).await;
            assert_eq!(refused.status, 422, "{odd}");
            assert!(refused.words().contains("一つ選んで"));
        }
        assert_eq!(a.post(&path, &[("option", "2")]).await.location(), path);
        let other = a.get(&path).await;
        assert!(other.words().contains("こう考えることもできます") && other.words().contains("二つは別々に答えます"));
        a.post(&path, &[("option", "1")]).await;
        assert!(a.get(&path).await.words().contains("そのとおりです"));
        assert!(!t.as_persona("M").get(&path).await.words().contains("二つは別々に答えます"));
        assert!(a.get("/learn").await.words().contains("10 のうち 1 まで"));
        assert_eq!(a.get(&format!("{LESSON}/questions/q9")).await.status, 404);
    }

    async fn numbers_come_from_the_rulebook_in_force(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let page = t.as_persona("A").get(&format!("{LESSON}/questions/q5-minutes")).await;
        assert!(page.words().contains("電話が30分になりました"), "{}", page.words());
    }

    async fn marks_stand_beside_the_live_engine_and_the_experts(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (a, path) = (t.as_persona("A"), format!("{LESSON}/exercise/ex1-vacuum"));
        assert!(a.get(&path).await.words().contains("6:06"));
        let incomplete = a.post(&path, &[("line-1", "complaint"), ("changed", "7")]).await;
        assert_eq!(incomplete.status, 422);
        assert!(incomplete.text.contains("value=\"complaint\" checked"), "what was chosen stays");
        assert_eq!(a.post(&path, &marks("complaint", "6")).await.status, 422, "line 6 is our own");
        assert_eq!(a.post(&path, &marks("complaint", "never")).await.location(), path);
        let page = a.get(&path).await;
        let lesson = t.app.content.lesson("1-customer-harassment", "4-telling-apart").expect("the chapter");
        let heard = Judge::builtin().hear(&lesson.transcripts[0].conversation);
        assert!(!heard.reading().evidence.is_empty());
        for evidence in &heard.reading().evidence {
            assert!(page.words().contains(evidence.why.as_ref()), "{}", evidence.why);
        }
        let expert = |at| lesson.transcripts[0].expert.iter().find(|line| line.turn == at).expect("a line");
        assert!(page.words().contains(&expert(7).reason.ja));
        let complaint = |verdict| verdict == Verdict::Complaint;
        let differing = heard.readings().iter().filter(|reading| {
            lesson.transcripts[0].expert.iter().any(|line| {
                line.turn == reading.turn && !(complaint(line.verdict) && complaint(reading.verdict))
            })
        });
        assert!(page.words().contains(&format!("見立てが分かれた発言：{}", differing.count())), "{}", page.words());
        assert!(page.words().contains("変わったところの見方も分かれています"));
        assert!(a.get(&format!("{path}?again=true")).await.text.contains("value=\"never\" checked"));
        assert!(t.as_persona("B").get(&path).await.text.contains("name=\"line-1\""), "another learner starts afresh");
        assert_eq!(a.get(&format!("{LESSON}/exercise/other")).await.status, 404);
    }

    async fn the_exercise_is_read_with_the_rulebook_in_force(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (a, path) = (t.as_persona("A"), format!("{LESSON}/exercise/ex1-vacuum"));
        a.post(&path, &marks("complaint", "never")).await;
        let marked = async || {
            let page = a.get(&path).await.text;
            page.split("掃除機").count() - 1
        };
        let before = marked().await;
        let word = "[[word]]\nsign = \"insult\"\nwords = [\"掃除機\"]\n";
        t.put_in_force(&format!("{}\n{word}", mamori_content::rulebook_toml())).await;
        assert!(marked().await > before, "the word is quoted as evidence now");
    }

    async fn finishing_proves_the_duty_once_and_names_nobody(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let lesson = t.app.content.lesson("1-customer-harassment", "4-telling-apart").expect("the chapter").clone();
        for persona in ["A", "B"] {
            let browser = t.as_persona(persona);
            for question in &lesson.questions {
                browser.post(&format!("{LESSON}/questions/{}", question.id), &[("option", "0")]).await;
            }
            for talk in &lesson.transcripts {
                let lines = talk.expert.iter().map(|line| (format!("line-{}", line.turn), "grey"));
                let lines: Vec<_> = lines.collect();
                let mut fields: Vec<_> = lines.iter().map(|(name, value)| (name.as_str(), *value)).collect();
                fields.push(("changed", "never"));
                let marked = browser.post(&format!("{LESSON}/exercise/{}", talk.conversation.id), &fields).await;
                assert_eq!(marked.status, 303, "{}", marked.words());
            }
            assert!(browser.get("/learn").await.words().contains("10 のうち 10 まで"));
        }
        let mut tx = t.app.db.read().await.expect("read");
        let evidence = duties::evidence(&mut tx, t.org).await.expect("evidence");
        let proofs: Vec<_> = evidence.iter().filter(|proof| proof.kind == "lesson_finished").collect();
        assert_eq!(proofs.len(), t.app.content.duties_proved_by("lesson_finished").count());
        for proof in proofs {
            assert_eq!((proof.subject.as_str(), proof.at), ("1-customer-harassment/4-telling-apart 2026-11", START));
            assert!(!proof.note.contains("髙橋") && proof.case_id.is_none());
        }
        assert!(learning::done(&mut tx, t.org, t.id_of("M"), NAME).await.expect("steps").is_empty());
    }

    async fn strangers_go_to_the_door(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for path in ["/learn", LESSON] {
            assert!(t.as_stranger().get(path).await.location().starts_with("/login"));
        }
    }
}
