//! Role × endpoint: who reaches a case, and that nothing of it leaks to anybody else.

use mamori_core::{CaseId, ConversationId, MeasureId};
use mamori_store::engines;

use super::{audit_of, reported};
use crate::testing::TestApp;

const EVERYBODY: [&str; 11] = ["A", "B", "M", "X", "H", "T", "D", "I", "E", "N", "Z"];

/// What must never reach somebody without access: title, worker, words.
const SECRETS: [&str; 4] = ["返金と土下座", "髙橋", "へぼ店員", "1番"];

/// Every page of a case with who gets in: for `unit` W(orker), second line and desk; for `desk_only` the desk alone.
fn pages(id: CaseId) -> Vec<String> {
    let below = ["", "/judge", "/care-check", "/measure", "/close", "/people"];
    let mut pages: Vec<_> = below.iter().map(|part| format!("/cases/{id}{part}")).collect();
    pages.push(format!("/api/v1/cases/{id}"));
    pages
}

fn buttons(id: CaseId) -> Vec<String> {
    let measure = MeasureId::NIL;
    let below = ["judge", "care-check", "measure", "close", "people", "take-over"];
    let mut paths: Vec<_> = below.iter().map(|part| format!("/cases/{id}/{part}")).collect();
    paths.push(format!("/cases/{id}/measures/{measure}/decide"));
    paths.push(format!("/cases/{id}/measures/{measure}/record"));
    paths
}

/// The status of each page of [`pages`] for a persona with access, in the same order.
fn expected(persona: &str) -> [u16; 7] {
    match persona {
        // The worker: the own view, the people, the interface; judging is for others.
        "A" => [200, 403, 403, 403, 403, 200, 200],
        // The second line: everything but closing. The measure page leads to the 配慮チェック first.
        "M" => [200, 200, 200, 303, 403, 200, 200],
        "H" => [200, 200, 200, 303, 200, 200, 200],
        _ => [404; 7],
    }
}

async fn holds(t: &TestApp, id: CaseId, persona: &str, has_access: bool) {
    let browser = t.as_persona(persona);
    let statuses = if has_access { expected(persona) } else { [404; 7] };
    for (path, status) in pages(id).iter().zip(statuses) {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{persona} GET {path}");
        if status == 404 {
            assert!(!leaks(&answer.text, persona), "{persona} GET {path}: {}", answer.words());
        }
    }
    for path in buttons(id) {
        let answer = browser.post(&path, &[]).await;
        if has_access {
            assert_ne!(answer.status, 404, "{persona} POST {path}");
        } else {
            assert_eq!(answer.status, 404, "{persona} POST {path}");
            assert!(!leaks(&answer.text, persona), "{persona} POST {path}");
        }
    }
    for path in ["/cases", "/cases?tab=closed", "/api/v1/cases", "/cases/tasks", "/cases/report"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{persona} GET {path}");
        let shows = answer.text.contains(&id.to_string());
        assert_eq!(shows, has_access && matches!(path, "/cases" | "/api/v1/cases"), "{persona} GET {path}");
        if !has_access {
            assert!(!leaks(&answer.text, persona), "{persona} GET {path}: {}", answer.words());
        }
    }
}

/// A persona's own name stands in the header of their own pages.
fn leaks(text: &str, persona: &str) -> bool {
    let body = text.split_once("<main").map_or(text, |(_, main)| main);
    SECRETS.iter().any(|secret| body.contains(secret) && !(persona == "A" && *secret == "髙橋"))
}

engines! {
    async fn a_case_for_the_unit_opens_to_its_people_alone(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        for persona in EVERYBODY {
            // Take-over by M and H changes nothing of who may see it.
            holds(&t, id, persona, matches!(persona, "A" | "M" | "H")).await;
        }
    }

    async fn a_case_for_the_desk_does_not_show_itself_to_the_own_line(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "desk_only").await;
        for persona in EVERYBODY {
            holds(&t, id, persona, matches!(persona, "A" | "H")).await;
        }
    }

    async fn a_stranger_is_sent_to_the_door(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "unit").await;
        for path in pages(id) {
            let answer = t.as_stranger().get(&path).await;
            assert!(matches!(answer.status.as_u16(), 303 | 401), "{path} {}", answer.status);
            assert!(!leaks(&answer.text, "stranger"));
        }
        for path in buttons(id) {
            let answer = t.as_stranger().post(&path, &[]).await;
            assert!(matches!(answer.status.as_u16(), 303 | 401), "{path} {}", answer.status);
        }
    }

    async fn a_refusal_stands_in_the_audit_log_of_whoever_tried(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let id = reported(&t, "desk_only").await;
        for persona in ["M", "Z", "I"] {
            t.as_persona(persona).get(&format!("/cases/{id}")).await;
            assert_eq!(audit_of(&t, persona).await, [("case.refused".to_owned(), id.to_string())]);
        }
        // A case that does not exist is answered and written down the same way.
        let nothing = CaseId::MAX;
        let answer = t.as_persona("B").get(&format!("/cases/{nothing}")).await;
        let real = t.as_persona("B").get(&format!("/cases/{id}")).await;
        assert_eq!((answer.status, answer.words()), (real.status, real.words()));
    }

    async fn a_talk_of_somebody_else_makes_no_case(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let nobody = ConversationId::MAX;
        for persona in EVERYBODY {
            let answer = t.as_persona(persona).post(&format!("/cases/from-talk/{nobody}"), &[]).await;
            assert_eq!(answer.status, 404, "{persona}");
        }
    }
}
