//! From judgement over 配慮チェック to a measure that was carried out.

use mamori_core::{CaseId, MINUTE};
use mamori_store::cases::{judgements, measures};
use mamori_store::engines;

use super::{id_in, report, reported, version_of};
use crate::testing::{Answer, START, TestApp};

/// A complete judgement of harassment, as typed.
pub(super) fn harassment(version: &str) -> Vec<(&str, &str)> {
    vec![
        ("version", version),
        ("demand_value", "excessive"),
        ("demand_why", "土下座は応じられません"),
        ("demand_lines", "0"),
        ("conduct_value", "improper"),
        ("conduct_why", "脅しの言葉がありました"),
        ("conduct_lines", "0"),
        ("harm_value", "clear"),
        ("harm_why", "仕事を続けられなくなりました"),
        ("verdict", "harassment"),
        ("reason", "三つの要素を確かめました"),
    ]
}

pub(super) async fn judge(t: &TestApp, persona: &str, id: CaseId) -> Answer {
    let version = version_of(t, id).await;
    t.as_persona(persona).post(&format!("/cases/{id}/judge"), &harassment(&version)).await
}

/// The care questions of the rulebook that comes with the program.
const CARE: [&str; 7] =
    ["hearing-sight", "accommodation", "memory", "language", "own-fault", "same-for-all", "whistle"];

/// Answers every care question with no, but for the first.
pub(super) async fn check_care(t: &TestApp, persona: &str, id: CaseId) -> Answer {
    let version = version_of(t, id).await;
    let names: Vec<_> = CARE.iter().map(|id| format!("q-{id}")).collect();
    let mut fields = vec![("version", version.as_str()), ("note", "筆談をためしました")];
    fields.extend(
        names.iter().enumerate().map(|(place, name)| (name.as_str(), if place == 0 { "yes" } else { "no" })),
    );
    t.as_persona(persona).post(&format!("/cases/{id}/care-check"), &fields).await
}

async fn propose(t: &TestApp, persona: &str, id: CaseId, kind: &str) -> Answer {
    let version = version_of(t, id).await;
    let fields = [("version", version.as_str()), ("kind", kind), ("plan", "佐藤が明日、書面で伝える")];
    t.as_persona(persona).post(&format!("/cases/{id}/measure"), &fields).await
}

async fn path_of_measure(t: &TestApp, id: CaseId) -> String {
    let mut tx = t.app.db.read().await.expect("read");
    let all = measures::all(&mut tx, t.org, id).await.expect("measures");
    format!("/cases/{id}/measures/{}", all.last().expect("a measure").id)
}

engines! {
    async fn a_named_person_judges_and_the_worker_is_told_the_verdict_but_not_the_reason(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let form = t.as_persona("M").get(&format!("/cases/{id}/judge")).await;
        assert!(form.words().contains("見立て（判定ではありません）") && form.words().contains("判断保留"));
        assert_eq!(judge(&t, "M", id).await.status, 303);
        let mine = t.as_persona("A").get(&format!("/cases/{id}")).await.words();
        assert!(mine.contains("カスハラに該当") && !mine.contains("三つの要素を確かめました"), "{mine}");
        let desk = t.as_persona("H").get(&format!("/cases/{id}")).await.words();
        assert!(desk.contains("三つの要素を確かめました") && desk.contains("佐藤 美咲"), "{desk}");
    }

    async fn judging_again_keeps_the_earlier_judgement(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        t.app.clock.set(START.plus(MINUTE));
        let version = version_of(&t, id).await;
        let undecided = [("version", version.as_str()), ("verdict", "undecided"), ("reason", "録音を聞いてから")];
        let answer = t.as_persona("H").post(&format!("/cases/{id}/judge"), &undecided).await;
        assert_eq!(answer.status, 303, "{}", answer.words());
        let mut tx = t.app.db.read().await.expect("read");
        let all = judgements::all(&mut tx, t.org, id).await.expect("judgements");
        assert_eq!(all.iter().map(|one| one.verdict.as_str()).collect::<Vec<_>>(), ["undecided", "harassment"]);
        drop(tx);
        assert!(t.as_persona("M").get(&format!("/cases/{id}")).await.words().contains("前の判定"));
    }

    async fn an_incomplete_judgement_says_what_is_missing_and_keeps_the_rest(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let version = version_of(&t, id).await;
        let without = |names: &[&str]| {
            let mut fields = harassment(&version);
            fields.retain(|(name, _)| !names.contains(name));
            fields
        };
        let told = [
            (without(&["verdict"]), "判断保留を選べます"),
            (without(&["reason"]), "判定の理由"),
            (without(&["harm_why"]), "「就業環境」をそう考える理由"),
            (without(&["demand_value"]), "「要求」の判断をひとつ"),
            (without(&["demand_lines", "conduct_lines"]), "根拠の行を少なくとも"),
        ];
        for (fields, expected) in told {
            let answer = t.as_persona("M").post(&format!("/cases/{id}/judge"), &fields).await;
            assert_eq!(answer.status, 422);
            assert!(answer.text.contains(expected), "{expected}: {}", answer.words());
            assert!(answer.text.contains("脅しの言葉がありました"));
        }
        assert!(t.as_persona("A").get(&format!("/cases/{id}")).await.words().contains("佐藤 美咲 が判定します"));
    }

    async fn the_form_tells_beforehand_what_each_verdict_needs(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let path = format!("/cases/{id}/judge");
        let page = t.as_persona("M").get(&path).await;
        assert!(page.words().contains("三つの要素すべてに自分の言葉を添え"), "{}", page.words());
        assert_eq!(page.text.matches("data-needed-with=\"verdict=harassment\"").count(), 3);
        assert!(!page.text.contains("class=\"optional\""), "nothing here is called optional that may be needed");
        let version = version_of(&t, id).await;
        let mut fields = harassment(&version);
        fields.retain(|(name, _)| !name.ends_with("_why") && *name != "verdict");
        let with = |verdict| fields.iter().copied().chain([("verdict", verdict)]).collect::<Vec<_>>();
        let refused = t.as_persona("M").post(&path, &with("harassment")).await;
        assert_eq!(refused.status, 422);
        for field in ["demand_why", "conduct_why", "harm_why"] {
            assert!(refused.text.contains(&format!("href=\"#{field}\"")), "each of the three is told");
        }
        assert_eq!(t.as_persona("M").post(&path, &with("grey")).await.status, 303, "own words may stay empty");
    }

    async fn a_stale_judgement_is_told_who_changed_what_and_loses_nothing(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let seen = version_of(&t, id).await;
        t.as_persona("H").post(&format!("/cases/{id}/take-over"), &[]).await;
        let answer = t.as_persona("M").post(&format!("/cases/{id}/judge"), &harassment(&seen)).await;
        assert_eq!(answer.status, 409);
        assert!(answer.words().contains("中村 由美：担当になりました"), "{}", answer.words());
        assert!(answer.text.contains("脅しの言葉がありました") && answer.text.contains("三つの要素を確かめました"));
        assert!(answer.text.contains("name=\"version\" value=\"2\""));
    }

    async fn nobody_judges_the_own_case_or_without_the_role(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        assert_eq!(judge(&t, "A", id).await.status, 403);
        let own = t.as_persona("M").post("/cases/report", &report("own", "unit")).await;
        let own = id_in(&own);
        assert_eq!(judge(&t, "M", own).await.status, 403);
        assert_eq!(t.as_persona("M").post(&format!("/cases/{own}/take-over"), &[]).await.status, 403);
    }

    async fn a_measure_comes_only_after_a_care_check_that_is_newer_than_the_judgement(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let before = propose(&t, "M", id, "caution").await;
        assert_eq!(before.status, 409);
        assert!(before.words().contains("先に判定が要ります"));
        judge(&t, "M", id).await;
        let refused = propose(&t, "M", id, "caution").await;
        assert_eq!(refused.status, 409);
        assert!(refused.words().contains("配慮チェックが要ります") && refused.text.contains("書面で伝える"));
        assert_eq!(t.as_persona("M").get(&format!("/cases/{id}/measure")).await.location(), format!("/cases/{id}/care-check"));
        let page = t.as_persona("M").get(&format!("/cases/{id}/care-check")).await.words();
        assert!(page.contains("とくにていねいに確かめてください"), "{page}");
        assert_eq!(check_care(&t, "M", id).await.status, 303);
        t.app.clock.set(START.plus(MINUTE));
        judge(&t, "H", id).await;
        assert_eq!(propose(&t, "M", id, "caution").await.status, 409);
        check_care(&t, "M", id).await;
        assert_eq!(propose(&t, "M", id, "caution").await.status, 303);
    }

    async fn a_fair_complaint_leads_to_no_measure(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let version = version_of(&t, id).await;
        let mut fields = harassment(&version);
        fields.retain(|(name, _)| *name != "verdict");
        fields.push(("verdict", "complaint"));
        t.as_persona("M").post(&format!("/cases/{id}/judge"), &fields).await;
        check_care(&t, "M", id).await;
        let refused = propose(&t, "M", id, "ban").await;
        assert_eq!(refused.status, 409);
        assert!(refused.words().contains("正当な申出は守られます"));
    }

    async fn a_ban_needs_a_second_person_and_is_then_carried_out(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        check_care(&t, "M", id).await;
        propose(&t, "H", id, "ban").await;
        let path = path_of_measure(&t, id).await;
        let page = t.as_persona("H").get(&format!("/cases/{id}")).await.words();
        assert!(page.contains("応招義務") && page.contains("承認待ち"), "{page}");
        let version = version_of(&t, id).await;
        let approve = [("version", version.as_str()), ("decision", "approved")];
        assert_eq!(t.as_persona("M").post(&format!("{path}/decide"), &approve).await.status, 403);
        let own = t.as_persona("H").post(&format!("{path}/decide"), &approve).await;
        assert_eq!(own.status, 409);
        assert!(own.words().contains("別の人の承認"));
        // X is let in by the desk and approves.
        let x = t.id_of("X").to_string();
        let grant = [("person", x.as_str()), ("reason", "承認のため")];
        assert_eq!(t.as_persona("M").post(&format!("/cases/{id}/people"), &grant).await.status, 403);
        assert_eq!(t.as_persona("H").post(&format!("/cases/{id}/people"), &grant).await.status, 303);
        let version = version_of(&t, id).await;
        let approve = [("version", version.as_str()), ("decision", "approved")];
        assert_eq!(t.as_persona("X").post(&format!("{path}/decide"), &approve).await.status, 303);
        let version = version_of(&t, id).await;
        let record = [("version", version.as_str()), ("done_on", "2026-11-24"), ("record", "書面を渡した")];
        let done = t.as_persona("M").post(&format!("{path}/record"), &record).await;
        assert_eq!(done.status, 303, "{}", done.words());
        let version = version_of(&t, id).await;
        let again = [("version", version.as_str()), ("done_on", "2026-11-24"), ("record", "もう一度")];
        assert_eq!(t.as_persona("M").post(&format!("{path}/record"), &again).await.status, 409);
        let mine = t.as_persona("A").get(&format!("/cases/{id}")).await.words();
        assert!(mine.contains("出入禁止・契約の解除（実施済み）"), "{mine}");
    }
    async fn who_could_approve_is_said_and_the_desk_names_an_approver(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        check_care(&t, "M", id).await;
        let of_m = t.as_persona("M").get(&format!("/cases/{id}/measure")).await;
        assert!(of_m.words().contains("承認できる人：中村 由美") && of_m.words().contains("相談窓口に「見られる人」"), "{}", of_m.words());
        assert!(!of_m.text.contains("name=\"approver\""), "the second line lets nobody in");
        let of_h = t.as_persona("H").get(&format!("/cases/{id}/measure")).await;
        assert!(of_h.words().contains("承認できる人がまだいません") && of_h.text.contains("name=\"approver\""), "{}", of_h.words());
        let (x, a, version) = (t.id_of("X").to_string(), t.id_of("A").to_string(), version_of(&t, id).await);
        let form = |approver| [("version", version.as_str()), ("kind", "ban"), ("plan", "書面で伝える"), ("approver", approver)];
        let path = format!("/cases/{id}/measure");
        let other = t.as_persona("H").post(&path, &form(&a)).await;
        assert_eq!(other.status, 422);
        assert!(other.words().contains("選びなおして") && other.text.contains("書面で伝える"));
        assert_eq!(t.as_persona("M").post(&path, &form(&x)).await.status, 422, "only the desk lets people in");
        assert_eq!(t.as_persona("X").get(&format!("/cases/{id}")).await.status, 404);
        assert_eq!(t.as_persona("H").post(&path, &form(&x)).await.status, 303);
        let of_x = t.as_persona("X").get(&format!("/cases/{id}")).await;
        assert!(of_x.words().contains("承認する") && of_x.words().contains("山﨑 健 — 措置の承認を頼むため"), "{}", of_x.words());
        assert!(t.as_persona("M").get(&format!("/cases/{id}")).await.words().contains("承認できる人：山﨑 健"));
        let measure = path_of_measure(&t, id).await;
        let version = version_of(&t, id).await;
        let approve = [("version", version.as_str()), ("decision", "approved")];
        assert_eq!(t.as_persona("X").post(&format!("{measure}/decide"), &approve).await.status, 303);
    }

    async fn a_measure_without_an_approver_says_so(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        check_care(&t, "M", id).await;
        propose(&t, "H", id, "ban").await;
        let of_m = t.as_persona("M").get(&format!("/cases/{id}")).await.words();
        assert!(of_m.contains("承認できる人がまだいません") && of_m.contains("相談窓口に「見られる人」"), "{of_m}");
        let of_h = t.as_persona("H").get(&format!("/cases/{id}")).await;
        assert!(of_h.words().contains("承認する人を加える") && of_h.text.contains(&format!("/cases/{id}/people")));
    }

    async fn a_late_answer_or_record_keeps_what_was_typed(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        check_care(&t, "M", id).await;
        propose(&t, "M", id, "caution").await;
        let path = path_of_measure(&t, id).await;
        let seen = version_of(&t, id).await;
        t.as_persona("H").post(&format!("/cases/{id}/take-over"), &[]).await;
        let late = [("version", seen.as_str()), ("decision", "approved"), ("note", "覚えておく言葉")];
        let told = t.as_persona("H").post(&format!("{path}/decide"), &late).await;
        assert_eq!(told.status, 409);
        assert!(told.words().contains("ほかの人が先に、この事案を進めました"), "{}", told.words());
        assert!(told.text.contains("value=\"覚えておく言葉\""));
        let version = version_of(&t, id).await;
        assert!(told.text.contains(&format!("name=\"version\" value=\"{version}\"")), "may be sent again");
        let again = [("version", version.as_str()), ("decision", "approved"), ("note", "覚えておく言葉")];
        assert_eq!(t.as_persona("H").post(&format!("{path}/decide"), &again).await.status, 303);
        let version = version_of(&t, id).await;
        let record = |day, words| [("version", version.as_str()), ("done_on", day), ("record", words)];
        let future = t.as_persona("M").post(&format!("{path}/record"), &record("2026-11-25", "渡した言葉")).await;
        assert_eq!(future.status, 422);
        assert!(future.text.contains("渡した言葉</textarea>") && future.words().contains("今日までの日"), "{}", future.words());
        let empty = t.as_persona("M").post(&format!("{path}/record"), &record("2026-11-24", " ")).await;
        assert!(empty.status == 422 && empty.text.contains("行ったことを書いてください"));
        assert_eq!(t.as_persona("M").post(&format!("{path}/record"), &record("2026-11-24", "書面を渡した")).await.status, 303);
        let version = version_of(&t, id).await;
        let twice = [("version", version.as_str()), ("done_on", "2026-11-24"), ("record", "もう一度の言葉")];
        let twice = t.as_persona("H").post(&format!("{path}/record"), &twice).await;
        assert_eq!(twice.status, 409);
        assert!(twice.words().contains("送れなかった言葉") && twice.words().contains("もう一度の言葉"));
    }

    async fn a_late_or_incomplete_grant_keeps_what_was_typed(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        let path = format!("/cases/{id}/people");
        let (seen, x) = (version_of(&t, id).await, t.id_of("X").to_string());
        t.as_persona("M").post(&format!("/cases/{id}/take-over"), &[]).await;
        t.as_persona("H").post(&format!("/cases/{id}/take-over"), &[]).await;
        let late = [("version", seen.as_str()), ("person", x.as_str()), ("reason", "承認のため")];
        let told = t.as_persona("H").post(&path, &late).await;
        assert_eq!(told.status, 409);
        assert!(told.words().contains("ほかの人が先に") && told.text.contains("value=\"承認のため\""));
        assert!(told.text.contains(&format!("value=\"{x}\" selected")));
        assert_eq!(t.as_persona("X").get(&format!("/cases/{id}")).await.status, 404, "not let in");
        let nobody = t.as_persona("H").post(&path, &[("person", ""), ("reason", "承認のため")]).await;
        assert_eq!(nobody.status, 422);
        assert!(nobody.words().contains("加える人を選んで") && nobody.text.contains("value=\"承認のため\""));
    }

    async fn a_care_check_with_seven_times_no_says_so(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        judge(&t, "M", id).await;
        check_care(&t, "M", id).await;
        let page = t.as_persona("M").get(&format!("/cases/{id}")).await.words();
        assert!(page.contains("「はい」1問、「いいえ」6問"), "{page}");
        t.app.clock.set(START.plus(MINUTE));
        let version = version_of(&t, id).await;
        let names: Vec<_> = CARE.iter().map(|id| format!("q-{id}")).collect();
        let mut fields = vec![("version", version.as_str()), ("note", "")];
        fields.extend(names.iter().map(|name| (name.as_str(), "no")));
        assert_eq!(t.as_persona("M").post(&format!("/cases/{id}/care-check"), &fields).await.status, 303);
        let page = t.as_persona("M").get(&format!("/cases/{id}")).await.words();
        assert!(page.contains("7問すべて「いいえ」でした"), "{page}");
    }
}
