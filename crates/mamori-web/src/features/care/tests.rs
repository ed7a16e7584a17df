//! What stays between a worker and the care house, for every person and every address.

use mamori_core::cases::{Confidentiality, Element, Elements, OurFault, Verdict};
use mamori_core::{CaseId, DAY, HOUR, UnixMs};
use mamori_store::cases::closing::{self, Closing, Prevention};
use mamori_store::cases::creating::{self, NewCase};
use mamori_store::cases::judgements::{self, NewJudgement};
use mamori_store::{MIGRATIONS, audit, cases, dump, engines, follow_ups, learning};

use crate::testing::{START, TestApp};

const WORDS: &str = "夜になると、あの声を思い出します";

/// A case of `worker`, reported, judged and closed at the start.
pub(crate) async fn closed_case(t: &TestApp, worker: &str) -> CaseId {
    let (org, worker, desk) = (t.org, t.id_of(worker), t.id_of("H"));
    let id = CaseId::new(START);
    let new = NewCase {
        id,
        unit: t.shop,
        worker,
        reporter: worker,
        conversation: None,
        confidentiality: Confidentiality::Unit,
        title: "電話での応対",
        channel: "phone",
        report: "{}",
        our_fault: OurFault::No,
        reading: "{}",
        happened_at: START,
        idempotency_key: "one",
    };
    let mut tx = t.app.db.begin().await.expect("begin");
    creating::create(&mut tx, org, new, START).await.expect("a case");
    let case = cases::open(&mut tx, org, desk, id).await.expect("read").expect("the case");
    let element = Element { value: String::new(), why: String::new(), lines: Vec::new() };
    let elements = Elements { demand: element.clone(), conduct: element.clone(), harm: element };
    let judgement = NewJudgement {
        seen: case.version,
        by: desk,
        verdict: Verdict::Undecided,
        elements: &elements,
        reason: "まだ分からない",
    };
    judgements::add(&mut tx, org, &case, judgement, START).await.expect("a judgement");
    let case = cases::open(&mut tx, org, desk, id).await.expect("read").expect("the case");
    let closing = Closing {
        seen: case.version,
        by: desk,
        prevention: Prevention::NotNeeded("なし"),
        lesson: "1-customer-harassment/4-telling-apart",
        duties: &[],
    };
    closing::close(&mut tx, org, &case, closing, START).await.expect("closed");
    tx.commit().await.expect("commit");
    id
}

/// The addresses of a persona's follow-ups, earliest first, once the first has come.
async fn follow_up_paths(t: &TestApp, persona: &str) -> Vec<String> {
    t.app.clock.set(START.plus(DAY));
    let mut tx = t.app.db.read().await.expect("read");
    let all = follow_ups::of_worker(&mut tx, t.org, t.id_of(persona)).await.expect("follow-ups");
    all.iter().map(|follow_up| format!("/care/follow-ups/{}", follow_up.id)).collect()
}

async fn main_store(t: &TestApp) -> String {
    let mut out = Vec::new();
    dump::dump(&t.app.db, &MIGRATIONS, "main", UnixMs(0), &mut out).await.expect("a dump");
    String::from_utf8(out).expect("text")
}

const OTHERS: [&str; 10] = ["B", "M", "X", "H", "T", "D", "I", "E", "N", "Z"];

engines! {
    async fn closing_a_case_leads_to_four_gentle_questions(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let a = t.as_persona("A");
        assert!(a.get("/care").await.words().contains("これからの予定"));
        let paths = follow_up_paths(&t, "A").await;
        assert_eq!(paths.len(), 4);
        assert_eq!(a.get(&paths[1]).await.status, 404, "its date has not come");
        let list = a.get("/care").await;
        assert!(list.text.contains(&paths[0]) && list.words().contains("お時間のあるときに"));
        let page = a.get(&paths[0]).await;
        assert!(page.words().contains("体と気持ちはいかがですか") && page.words().contains("中村 由美"));
        let kept = a.post(&paths[0], &[("face", "hard"), ("note", WORDS)]).await;
        assert_eq!(kept.location(), paths[0]);
        let page = a.get(&paths[0]).await;
        assert!(page.words().contains("ひとりで抱えなくて大丈夫です") && page.text.contains(WORDS));
        assert!(a.get("/care").await.words().contains("これまで"));
    }

    async fn nobody_else_finds_a_follow_up(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        t.as_persona("A").post(&path, &[("face", "hard"), ("note", WORDS)]).await;
        for persona in OTHERS {
            let browser = t.as_persona(persona);
            assert_eq!(browser.get(&path).await.status, 404, "{persona}");
            for form in ["", "/skip", "/share", "/withdraw"] {
                let answer = browser.post(&format!("{path}{form}"), &[("face", "fine"), ("note", "")]).await;
                assert_eq!(answer.status, 404, "{persona} {form}");
            }
            for own in ["/care", "/care/safe", "/care/exercise/breath"] {
                let page = browser.get(own).await;
                assert_eq!(page.status, 200, "{persona} {own}");
                assert!(!page.text.contains(WORDS) && !page.text.contains("髙橋"), "{persona} {own}");
                assert!(!page.text.contains("/care/follow-ups/"), "{persona} {own}");
            }
        }
        assert!(t.as_stranger().get(&path).await.location().starts_with("/login"));
        for page in ["/care", "/care/safe", "/care/shared", "/care/exercise/breath"] {
            assert!(t.as_stranger().get(page).await.location().starts_with("/login"), "{page}");
        }
        assert!(t.as_persona("A").get(&path).await.text.contains(WORDS), "the others changed nothing");
    }

    async fn occupational_health_sees_what_is_shown_and_the_worker_sees_who(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        let (a, d) = (t.as_persona("A"), t.as_persona("D"));
        assert_eq!(a.post(&format!("{path}/share"), &[]).await.status, 404, "there is no answer yet");
        a.post(&path, &[("face", "hard"), ("note", WORDS)]).await;
        assert!(d.get("/care/shared").await.words().contains("今は、ありません"));
        a.post(&format!("{path}/share"), &[]).await;
        assert!(a.get(&path).await.words().contains("あなたと、産業医"));
        let shown = d.get("/care/shared").await;
        assert!(shown.text.contains(WORDS) && shown.words().contains("髙橋 花"));
        assert_eq!(d.get(&path).await.status, 404, "the worker's own page stays closed");
        for persona in ["A", "B", "M", "X", "H", "T", "I", "E", "N", "Z"] {
            assert_eq!(t.as_persona(persona).get("/care/shared").await.status, 404, "{persona}");
        }
        assert!(a.get("/care").await.words().contains("加藤 玲子"));
        a.post(&format!("{path}/withdraw"), &[]).await;
        assert!(!d.get("/care/shared").await.text.contains(WORDS));
        let mut tx = t.app.db.read().await.expect("read");
        let entries = audit::after(&mut tx, t.org, 0, 1_000).await.expect("the log");
        let reads: Vec<_> = entries.iter().filter(|entry| entry.action.starts_with("care.")).collect();
        assert_eq!(reads.len(), 1);
        assert!(path.ends_with(&reads[0].subject) && reads[0].detail.is_empty());
    }

    async fn a_physician_of_another_organisation_sees_nothing(fresh: Fresh) {
        use mamori_core::access::{Membership, Role};
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        t.as_persona("A").post(&path, &[("face", "hard"), ("note", WORDS)]).await;
        t.as_persona("A").post(&format!("{path}/share"), &[]).await;
        let outsider = t.signed_in("Z").await;
        let mut tx = t.app.db.begin().await.expect("begin");
        let held = Membership { unit: outsider.memberships[0].unit, role: Role::Physician };
        mamori_store::people::give_role(&mut tx, outsider.org, outsider.user, held, START).await.expect("a role");
        tx.commit().await.expect("commit");
        let page = t.as_persona("Z").get("/care/shared").await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains(WORDS) && !page.text.contains("髙橋"));
    }

    async fn nothing_told_in_care_reaches_the_main_store(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let paths = follow_up_paths(&t, "A").await;
        let a = t.as_persona("A");
        a.get("/care").await;
        let before = main_store(&t).await;
        a.post(&format!("{}/skip", paths[0]), &[]).await;
        a.post("/care/exercise/breath", &[]).await;
        a.post(&paths[0], &[("face", "hard"), ("note", WORDS)]).await;
        a.post(&format!("{}/share", paths[0]), &[]).await;
        a.post(&format!("{}/withdraw", paths[0]), &[]).await;
        a.get("/care").await;
        assert!(before.lines().count() > 10);
        assert_eq!(main_store(&t).await, before);
    }

    async fn skipping_takes_one_tap_and_is_not_asked_again(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        let a = t.as_persona("A");
        assert_eq!(a.post(&format!("{path}/skip"), &[]).await.location(), "/care");
        let page = a.get("/care").await;
        assert!(page.words().contains("答えない、を選びました") && !page.words().contains("お時間のあるときに"));
        assert_eq!(a.get(&path).await.status, 200, "it can still be answered");
    }

    async fn words_of_danger_lead_to_people_at_once(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        let a = t.as_persona("A");
        for (face, words) in [("hard", "もう消えたい。"), ("", "シニタイ"), ("fine", "し に た い"), ("", "I want to die")] {
            assert_eq!(a.post(&path, &[("face", face), ("note", words)]).await.location(), "/care/safe", "{words}");
        }
        let page = a.get("/care/safe").await;
        for needed in ["お近くの人に、いま声をかけてください", "119", "110", "中村 由美", "加藤 玲子", "まだ誰にも送っていません"] {
            assert!(page.words().contains(needed), "{needed}");
        }
        assert!(a.get(&path).await.text.contains("I want to die"), "what was written is kept");
        let calm = a.post(&path, &[("face", "fine"), ("note", "お客さまに死ねと言われました")]).await;
        assert_eq!(calm.location(), path);
    }

    async fn a_refused_answer_keeps_what_was_typed(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        let a = t.as_persona("A");
        let no_face = a.post(&path, &[("note", WORDS)]).await;
        assert_eq!(no_face.status, 422);
        assert!(no_face.text.contains(WORDS) && no_face.words().contains("顔を一つ"));
        let odd = a.post(&path, &[("face", "angry"), ("note", "")]).await;
        assert_eq!(odd.status, 422);
        let long = "あ".repeat(2_001);
        let too_long = a.post(&path, &[("face", "fine"), ("note", &long)]).await;
        assert_eq!(too_long.status, 422);
        assert!(too_long.text.contains(&long));
        let emoji = "😢👨‍👩‍👧 が\u{3099}";
        assert_eq!(a.post(&path, &[("face", "fine"), ("note", emoji)]).await.status, 303);
        assert!(a.get(&path).await.text.contains(emoji));
        assert_eq!(a.get("/care/follow-ups/nonsense").await.status, 404);
    }

    async fn the_exercise_stands_there_without_script_and_is_counted_for_oneself(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let a = t.as_persona("A");
        let page = a.get("/care/exercise/breath").await;
        assert!(page.words().contains("足の裏を床に") && page.words().contains("今はしない"));
        assert!(!page.words().contains("週ごとの回数"));
        for _ in 0..2 {
            let done = a.post("/care/exercise/breath", &[]).await;
            assert_eq!(done.location(), "/care/exercise/breath?done=true");
        }
        t.app.clock.set(START.plus(7 * DAY + HOUR));
        a.post("/care/exercise/breath", &[]).await;
        let page = a.get("/care/exercise/breath?done=true").await;
        assert!(page.words().contains("おつかれさまでした"));
        assert!(page.words().contains("2026-11-23 からの週：2 回"), "{}", page.words());
        assert!(!t.as_persona("M").get("/care/exercise/breath").await.words().contains("週ごとの回数"));
        assert_eq!(a.get("/care/exercise/other").await.status, 404);
        assert_eq!(a.post("/care/exercise/other", &[]).await.status, 404);
    }

    async fn the_pages_read_in_english_too(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        closed_case(&t, "A").await;
        let path = follow_up_paths(&t, "A").await.remove(0);
        let a = t.as_persona("A");
        a.post("/account/language", &[("language", "en")]).await;
        let page = a.get(&path).await;
        assert!(page.words().contains("How are your body and mind after yesterday?"));
        assert!(a.get("/care/safe").await.words().contains("You need not be alone"));
        let mut tx = t.app.db.read().await.expect("read");
        let suggested = learning::suggested(&mut tx, t.org, t.id_of("A")).await.expect("hints");
        assert_eq!(suggested, ["1-customer-harassment/4-telling-apart"]);
    }
}
