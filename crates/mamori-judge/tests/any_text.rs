//! Whatever is said, the engine answers, points into the words as they were said, and thinks the same streamed or whole.

use mamori_judge::{Body, Context, Conversation, Fact, Judge, Speaker, Turn, Verdict};
use proptest::prelude::*;

/// Pieces that talks are made of: sharp ones, harmless ones and rubbish.
const PIECES: &[&str] = &[
    "この役立たず",
    "死ね",
    "殺すぞ",
    "土下座しろ",
    "ﾊﾞｶ",
    "返金して",
    "すみません、言い過ぎた",
    "「",
    "」",
    "と言われた",
    "つもりはない",
    "。",
    "！",
    "（",
    "）",
    "お前",
    "アプリ",
    "家族いるよね",
    "夜道",
    "ネットに晒す",
    "五万円",
    "切りません",
    "耳が遠い",
    "ありがとう",
    " ",
    "は\u{3099}",
    "😀",
    "you idiot",
    "㈱",
    "ー",
    "\u{200B}",
    "下着",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => "\\PC{0,40}"]
}

fn turn() -> impl Strategy<Value = Turn> {
    let speaker = prop::sample::select(Speaker::ALL);
    let facts = prop::collection::vec(prop::sample::select(Fact::ALL), 0..2);
    (speaker, text(), facts).prop_map(|(speaker, text, facts)| Turn { facts, ..Turn::new(speaker, text) })
}

proptest! {
    #[test]
    fn evidence_is_a_slice_of_what_was_said(turns in prop::collection::vec(turn(), 0..12)) {
        let judge = Judge::builtin();
        let mut talk = judge.conversation(Context::default());
        for turn in &turns {
            talk.hear(turn);
        }
        let reading = talk.reading();
        for line in &reading.evidence {
            let said = &turns[line.turn.expect("a talk's evidence names its turn")].text;
            prop_assert!(line.start <= line.end && line.end <= said.chars().count());
            let slice: String = said.chars().skip(line.start).take(line.end - line.start).collect();
            prop_assert_eq!(&line.text, &slice);
        }
        let elements = [&reading.demand.evidence, &reading.conduct.evidence, &reading.harm.evidence];
        prop_assert!(elements.iter().all(|indices| indices.iter().all(|&index| index < reading.evidence.len())));
        if reading.verdict == Verdict::Harassment {
            prop_assert!(!reading.evidence.is_empty() && reading.first_trigger_turn.is_some());
            prop_assert!(reading.severity.get() >= 1);
        } else {
            prop_assert!(reading.first_trigger_turn.is_none());
        }
    }

    #[test]
    fn streamed_or_whole_it_is_the_same(turns in prop::collection::vec(turn(), 1..12)) {
        let judge = Judge::builtin();
        let mut talk = judge.conversation(Context::default());
        let streamed: Vec<_> = turns.iter().map(|turn| talk.hear(turn).clone()).collect();
        let whole = Conversation { id: "x".into(), context: Context::default(), body: Body::Turns(turns) };
        prop_assert_eq!(streamed.last(), Some(&judge.read(&whole)));
        let mut crossed = false;
        for (now, then) in talk.readings().iter().zip(&streamed) {
            prop_assert_eq!((now.verdict, now.severity), (then.verdict, then.severity));
            prop_assert!(!crossed || now.verdict == Verdict::Harassment);
            crossed = now.verdict == Verdict::Harassment;
        }
    }

    #[test]
    fn reports_and_drafts_of_any_text_are_read(report in text(), draft in "\\PC{0,60}") {
        let judge = Judge::builtin();
        let body = Body::Report(report);
        let reading = judge.read(&Conversation { id: "x".into(), context: Context::default(), body });
        prop_assert!(reading.evidence.iter().all(|line| line.turn.is_none()) && reading.first_trigger_turn.is_none());
        let staff = judge.staff_line(&draft, None);
        prop_assert_eq!(staff.ok, staff.inflaming.is_empty());
    }
}
