//! Whatever bytes come in: no panic, and exactly one line out for each line in that is not blank.

use std::io;
use std::num::NonZeroUsize;

use mamori_judge::Judge;
use mamori_judge::io::{Format, Input, Options, Output, Paint, Summary, Task, run};
use proptest::prelude::*;

fn judged(bytes: &[u8], options: &Options) -> (String, Summary) {
    let bytes = bytes.to_vec();
    let input = Input { name: "-".into(), open: Box::new(|| Ok(Box::new(io::Cursor::new(bytes)))) };
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    let summary =
        run(&Judge::builtin(), vec![input], options, &mut out, &mut notes).expect("memory does not fail");
    (String::from_utf8(out).expect("output is UTF-8"), summary)
}

fn jsonl() -> Options {
    Options { input: Some(Format::Jsonl), ..Options::default() }
}

fn lines_with_content(bytes: &[u8]) -> usize {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count()
}

/// Lines that are nearly conversations, so that the tests reach beyond the parser.
fn nearly_json() -> impl Strategy<Value = String> {
    let text =
        prop_oneof![".{0,30}", "(土下座しろ|殺すぞ|👨‍👩‍👧|か\u{3099}|ﾊﾞｶ|死ね|「|」|\\\\u0000|\\\\ud800){0,6}"];
    let speaker = prop_oneof![Just("customer"), Just("staff"), Just("unknown"), Just("boss")];
    let turn = (speaker, text, any::<i16>()).prop_map(|(speaker, text, at_s)| {
        let text = serde_json::to_string(&text).expect("a text").replace("\\\\u", "\\u");
        format!(r#"{{"speaker":"{speaker}","text":{text},"at_s":{at_s},"facts":["shouting"]}}"#)
    });
    proptest::collection::vec(turn, 0..5)
        .prop_map(|turns| format!(r#"{{"id":1,"turns":[{}]}}"#, turns.join(",")))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_one_line_for_each_line(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let (out, summary) = judged(&bytes, &jsonl());
        prop_assert_eq!(out.lines().count(), lines_with_content(&bytes));
        prop_assert_eq!(summary.good + summary.bad, out.lines().count() as u64);
    }

    #[test]
    fn lines_that_are_nearly_conversations_give_json(lines in proptest::collection::vec(nearly_json(), 0..6)) {
        let (out, _) = judged(lines.join("\r\n").as_bytes(), &jsonl());
        prop_assert_eq!(out.lines().count(), lines.len());
        for line in out.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("every line is JSON");
            prop_assert!(value["verdict"].is_string() || value["error"].is_string(), "{}", line);
        }
    }

    #[test]
    fn any_bytes_in_any_format_end_in_peace(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        head in prop_oneof![Just(""), Just("客："), Just("id,speaker,text\n"), Just("From a\n"), Just("WEBVTT\n\n0:1 --> 0:2\n")],
    ) {
        let bytes = [head.as_bytes(), &bytes].concat();
        for format in [None, Some(Format::Text), Some(Format::Csv), Some(Format::Mail), Some(Format::Cues)] {
            for output in [Output::Text(Paint::Coloured), Output::Csv] {
                judged(&bytes, &Options { input: format, output, explain: true, max_bytes: 300, ..Options::default() });
            }
        }
        judged(&bytes, &Options { task: Task::StaffLines, ..Options::default() });
    }
}

#[test]
fn more_threads_give_the_same_bytes() {
    let mut input = String::new();
    for n in 0..3000 {
        let text = ["まだですか。", "土下座しろ。", "この役立たず", "ありがとう 👍"][n % 4];
        let line = format!(r#"{{"turns":[{{"speaker":"customer","text":"{text}{n}"}}]}}"#);
        input.push_str(if n % 7 == 0 { "broken" } else { &line });
        input.push('\n');
    }
    for output in [Output::Jsonl, Output::Csv, Output::Text(Paint::Plain)] {
        let with = |jobs| {
            let jobs = NonZeroUsize::new(jobs).expect("some");
            judged(input.as_bytes(), &Options { jobs, output, ..jsonl() })
        };
        let one = with(1);
        assert_eq!(one.1, Summary { good: 2571, bad: 429 });
        assert_eq!(one, with(4));
        assert_eq!(one, with(13));
    }
}

#[test]
fn three_thousand_turns_are_one_reading() {
    let turn = r#"{"speaker":"customer","text":"領収書はまだですか。","at_s":1}"#;
    let line = format!(r#"{{"id":"long","turns":[{}]}}"#, vec![turn; 3000].join(","));
    let (out, _) = judged(line.as_bytes(), &jsonl());
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["readings"].as_array().map(Vec::len), Some(3000));
}
