//! The ground rules of a unit: whose they are, what becomes of them, and that votes have no names.

use mamori_core::DAY;
use mamori_store::engines;
use mamori_store::ground_rules;

use crate::testing::{START, TestApp};

const RULE: &str = "困ったら、すぐに呼ぶ。";

/// The addresses of the unit's rules, oldest first.
async fn rules(t: &TestApp) -> Vec<String> {
    let mut tx = t.app.db.read().await.expect("read");
    let rules = ground_rules::of_unit(&mut tx, t.org, t.shop, t.id_of("A")).await.expect("rules");
    rules.iter().map(|rule| format!("/team/{}/rules/{}", t.shop, rule.id)).collect()
}

engines! {
    async fn a_rule_is_proposed_agreed_to_and_retired_into_the_history(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (a, b, m) = (t.as_persona("A"), t.as_persona("B"), t.as_persona("M"));
        assert!(a.get("/team").await.words().contains("まだ約束はありません"));
        let base = format!("/team/{}", t.shop);
        assert_eq!(a.post(&format!("{base}/rules"), &[("text", RULE)]).await.location(), base);
        let rule = rules(&t).await.remove(0);
        assert!(b.get("/team").await.words().contains("3 人のうち 1 人が賛成"));
        assert!(b.get("/team").await.words().contains("話し合い中"));
        for _ in 0..2 {
            assert_eq!(b.post(&format!("{rule}/agree"), &[]).await.location(), base);
        }
        let page = m.get("/team").await;
        assert!(page.words().contains("みんなの約束") && page.words().contains("3 人のうち 2 人が賛成"));
        for name in ["髙橋", "林 大輔"] {
            assert!(!page.words().contains(name), "votes and proposals have no names");
        }
        b.post(&format!("{rule}/take-back"), &[]).await;
        assert!(m.get("/team").await.words().contains("3 人のうち 1 人が賛成"));
        t.app.clock.set(START.plus(3 * DAY));
        assert_eq!(m.post(&format!("{rule}/retire"), &[]).await.status, 303);
        let page = a.get("/team").await;
        assert!(page.words().contains("2026-11-24 から 2026-11-27") && page.words().contains(RULE));
        for late in ["agree", "take-back", "retire"] {
            assert_eq!(a.post(&format!("{rule}/{late}"), &[]).await.status, 404, "{late}");
        }
    }

    async fn a_suggestion_is_taken_over_once_and_reads_in_both_languages(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (a, base) = (t.as_persona("A"), format!("/team/{}", t.shop));
        for persona in ["A", "A", "B"] {
            t.as_persona(persona).post(&format!("{base}/rules"), &[("suggested", "look-up")]).await;
        }
        assert_eq!(rules(&t).await.len(), 1);
        assert!(a.get("/team").await.words().contains("3 人のうち 2 人が賛成"));
        assert!(!a.get("/team").await.text.contains("value=\"look-up\""));
        a.post("/account/language", &[("language", "en")]).await;
        assert!(a.get("/team").await.words().contains("When a voice rises"));
    }

    async fn nobody_outside_the_unit_finds_it(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let base = format!("/team/{}", t.shop);
        t.as_persona("A").post(&format!("{base}/rules"), &[("text", RULE)]).await;
        let rule = rules(&t).await.remove(0);
        for persona in ["X", "H", "T", "D", "I", "E", "N", "Z"] {
            let browser = t.as_persona(persona);
            assert_eq!(browser.get(&base).await.status, 404, "{persona}");
            assert_eq!(browser.post(&format!("{base}/rules"), &[("text", RULE)]).await.status, 404, "{persona}");
            for act in ["agree", "take-back", "retire"] {
                assert_eq!(browser.post(&format!("{rule}/{act}"), &[]).await.status, 404, "{persona} {act}");
            }
            let own = browser.get("/team").await;
            assert_eq!(own.status, 200, "{persona}");
            assert!(!own.text.contains(RULE), "{persona}");
        }
        assert!(t.as_stranger().get("/team").await.location().starts_with("/login"));
    }

    async fn a_rule_of_another_unit_cannot_be_reached_through_ones_own(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        t.as_persona("A").post(&format!("/team/{}/rules", t.shop), &[("text", RULE)]).await;
        let rule = rules(&t).await.remove(0);
        let id = rule.rsplit('/').next().expect("an id");
        let own = t.signed_in("N").await.home_unit().expect("a unit");
        for act in ["agree", "take-back", "retire"] {
            let answer = t.as_persona("N").post(&format!("/team/{own}/rules/{id}/{act}"), &[]).await;
            assert_eq!(answer.status, 404, "{act}");
        }
    }

    async fn what_is_empty_or_too_long_is_told_and_kept(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (a, form) = (t.as_persona("A"), format!("/team/{}/rules", t.shop));
        for empty in ["", "  \n\t "] {
            let refused = a.post(&form, &[("text", empty)]).await;
            assert_eq!(refused.status, 422);
            assert!(refused.words().contains("約束の言葉を書いてください"));
        }
        let long = "あ".repeat(201);
        let refused = a.post(&form, &[("text", &long)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(&long));
        assert_eq!(a.post(&form, &[("text", "<b>😀</b> & \u{202e}約束")]).await.status, 303);
        assert!(!a.get("/team").await.text.contains("<b>😀"));
        for number in 0..40 {
            a.post(&form, &[("text", &format!("約束 {number}"))]).await;
        }
        assert_eq!(rules(&t).await.len(), 30);
        assert!(a.post(&form, &[("text", "もう一つ")]).await.words().contains("30になりました"));
    }
}
