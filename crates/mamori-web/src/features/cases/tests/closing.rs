//! Closing, and everything that it creates.

use mamori_core::cases::FollowUpStep;
use mamori_core::{CaseId, DAY, UserId};
use mamori_store::cases::closing::{self, Closing, Prevention};
use mamori_store::cases::preventions::{self, NewTask};
use mamori_store::{cases, duties, engines};

use super::judging::judge;
use super::{reported, version_of};
use crate::testing::{Answer, START, TestApp};

async fn close(t: &TestApp, id: CaseId) -> Answer {
    let (version, owner) = (version_of(t, id).await, t.id_of("N").to_string());
    let fields = [
        ("version", version.as_str()),
        ("prevention", "yes"),
        ("cause", "waiting"),
        ("task", "待ち時間の目安を入口に書く"),
        ("owner", &owner),
        ("due", "2026-12-20"),
    ];
    t.as_persona("H").post(&format!("/cases/{id}/close"), &fields).await
}

engines! {
    async fn closing_creates_every_link_of_the_loop_with_its_date(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        let form = t.as_persona("H").get(&format!("/cases/{id}/close")).await;
        assert!(form.words().contains("髙橋 花 さんに24時間後"), "{}", form.words());
        let answer = close(&t, id).await;
        assert_eq!(answer.status, 303, "{}", answer.words());
        let mut tx = t.app.db.read().await.expect("read");
        let dates = closing::follow_ups(&mut tx, t.org, id).await.expect("dates");
        let expected: Vec<_> = FollowUpStep::ALL.iter().map(|step| START.plus(step.after())).collect();
        assert_eq!(dates.iter().map(|date| date.due_at).collect::<Vec<_>>(), expected);
        let proofs = duties::evidence(&mut tx, t.org).await.expect("evidence");
        let duties: Vec<_> = proofs.iter().map(|proof| proof.duty.as_str()).collect();
        assert_eq!(duties, ["C1", "C2", "C3"]);
        assert!(mamori_store::jobs::any_due(&mut tx, START.plus(DAY)).await.expect("due"));
        drop(tx);
        let mine = t.as_persona("A").get(&format!("/cases/{id}")).await.words();
        assert!(mine.contains("2026-11-25 10:00 、 2026-11-27 10:00 、 2026-12-08 10:00 、 2026-12-22 10:00"), "{mine}");
        let desk = t.as_persona("H").get(&format!("/cases/{id}")).await.words();
        assert!(desk.contains("日程だけです") && desk.contains("待ち時間の目安を入口に書く"), "{desk}");
        assert!(t.as_persona("A").get("/cases").await.words().contains("まだ何もありません"));
        assert!(t.as_persona("A").get("/cases?tab=closed").await.words().contains("1番"));
    }

    async fn closing_twice_or_before_a_judgement_is_told(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let early = close(&t, id).await;
        assert_eq!(early.status, 409);
        assert!(early.words().contains("先に判定が要ります") && early.text.contains("待ち時間の目安を入口に書く"));
        judge(&t, "M", id).await;
        close(&t, id).await;
        let twice = close(&t, id).await;
        assert_eq!(twice.status, 409);
        assert!(twice.words().contains("もう終結しています"));
        assert_eq!(judge(&t, "M", id).await.status, 409);
    }

    async fn a_failure_in_the_middle_leaves_nothing(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        let mut tx = t.app.db.begin().await.expect("begin");
        let case = cases::open(&mut tx, t.org, t.id_of("H"), id).await.expect("open").expect("a case");
        // The owner does not exist, which the database finds out after the follow-ups were written.
        let task = NewTask { cause: "waiting", task: "x", owner: UserId::new(START), due_at: START };
        let closing = Closing {
            seen: case.version,
            by: t.id_of("H"),
            prevention: Prevention::Task(task),
            lesson: "x",
            duties: &[("C2", "aftercare_planned")],
        };
        let failed = closing::close(&mut tx, t.org, &case, closing, START).await;
        assert!(failed.is_err());
        drop(tx);
        let mut tx = t.app.db.read().await.expect("read");
        let after = cases::open(&mut tx, t.org, t.id_of("H"), id).await.expect("open").expect("a case");
        assert_eq!((after.state, after.version, after.closed_at), (case.state, case.version, None));
        assert!(closing::follow_ups(&mut tx, t.org, id).await.expect("dates").is_empty());
        assert!(duties::evidence(&mut tx, t.org).await.expect("evidence").is_empty());
        assert!(!mamori_store::jobs::any_due(&mut tx, START.plus(90 * DAY)).await.expect("due"));
    }

    async fn only_what_the_case_really_proves_is_proved(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let version = version_of(&t, id).await;
        let undecided = [("version", version.as_str()), ("verdict", "undecided"), ("reason", "相手が分からない")];
        t.as_persona("M").post(&format!("/cases/{id}/judge"), &undecided).await;
        let version = version_of(&t, id).await;
        let without = [("version", version.as_str()), ("prevention", "no"), ("reason", "こちらに原因がない")];
        assert_eq!(t.as_persona("M").post(&format!("/cases/{id}/close"), &without).await.status, 403);
        assert_eq!(t.as_persona("H").post(&format!("/cases/{id}/close"), &without).await.status, 303);
        let mut tx = t.app.db.read().await.expect("read");
        let proofs = duties::evidence(&mut tx, t.org).await.expect("evidence");
        assert_eq!(proofs.iter().map(|proof| proof.duty.as_str()).collect::<Vec<_>>(), ["C2"]);
    }

    async fn the_owner_sees_the_task_without_the_case_and_finishes_it(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        close(&t, id).await;
        let page = t.as_persona("N").get("/cases/tasks").await;
        assert!(page.words().contains("待ち時間の目安を入口に書く") && !page.text.contains(&id.to_string()));
        assert!(!page.text.contains("髙橋") && !page.text.contains("返金と土下座"));
        let mut tx = t.app.db.read().await.expect("read");
        let task = preventions::of_owner(&mut tx, t.org, t.id_of("N")).await.expect("tasks").remove(0);
        drop(tx);
        let path = format!("/cases/tasks/{}/done", task.id);
        assert_eq!(t.as_persona("M").post(&path, &[("note", "わたしではない")]).await.status, 404);
        assert_eq!(t.as_persona("N").post(&path, &[("note", "入口に貼りました")]).await.status, 303);
        assert_eq!(t.as_persona("N").post(&path, &[("note", "もう一度")]).await.status, 409);
        assert!(t.as_persona("H").get(&format!("/cases/{id}")).await.words().contains("再発防止ができました"));
        assert!(!mamori_store::jobs::any_due(&mut t.app.db.read().await.expect("read"), START.plus(DAY / 2)).await.expect("due"));
    }
}
