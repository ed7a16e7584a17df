//! The board: what appears by itself, and for whom.

use mamori_store::engines;

use crate::testing::TestApp;

engines! {
    async fn a_call_for_help_shows_itself_on_other_pages_of_those_who_are_called(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let mut open = Vec::new();
        for persona in ["M", "X", "H", "N", "Z"] {
            let page = t.as_persona(persona).get("/learn").await.text;
            assert!(page.contains("id=\"alarm\"") && page.contains("/now/alarm"), "{persona}");
            let mut alarm = t.as_persona(persona).listen("/now/alarm").await;
            assert!(!alarm.next().await.expect("nothing yet").contains("<a "));
            open.push((persona, alarm));
        }
        assert!(!t.as_persona("A").get("/learn").await.text.contains("/now/alarm"), "a worker is not called");
        assert_eq!(t.as_persona("A").get("/now/alarm").await.status, 403);
        assert!(!t.as_persona("M").get("/now/board").await.text.contains("/now/alarm"), "the board shows it itself");
        let raised = t.as_persona("A").post("/now/sos", &[]).await;
        for (persona, alarm) in &mut open {
            let shown = alarm.latest().await.is_some_and(|html| {
                html.contains("髙橋さんが応援を呼んでいます") && html.contains(raised.location())
            });
            assert_eq!(shown, *persona == "M", "{persona}: the second line is called first");
        }
        t.as_persona("X").post(&format!("{}/go", raised.location()), &[]).await;
        let answered = open[0].1.latest().await.expect("the answer");
        assert!(!answered.contains("<a "), "somebody goes: {answered}");
    }

    async fn a_call_for_help_appears_on_open_boards_of_its_own_units_alone(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let mut open = Vec::new();
        for persona in ["M", "X", "H", "N", "Z"] {
            let mut board = t.as_persona(persona).listen("/now/live").await;
            assert!(board.next().await.expect("an empty board").contains("いま続いている対応はありません"));
            open.push((persona, board));
        }
        t.as_persona("A").post("/now/sos", &[]).await;
        for (persona, board) in &mut open {
            let shown = board.latest().await.is_some_and(|html| html.contains("髙橋さんが応援を呼んでいます"));
            assert_eq!(shown, matches!(*persona, "M" | "X" | "H"), "{persona}");
        }
        for (persona, board) in &mut open {
            if *persona == "M" {
                t.as_persona("X").post(&format!("{}/go", t.as_persona("A").post("/now/sos", &[]).await.location()), &[]).await;
                let html = board.latest().await.expect("the answer");
                assert!(html.contains("山﨑さんが髙橋さんのところへ向かっています") && !html.contains("/go"), "{html}");
            }
        }
    }
}
