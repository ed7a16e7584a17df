//! Every input format, from its fixture to conversations.

use serde_json::{Value, json};

use super::chunk::{Chunk, Item, Source};
use super::cues::Cues;
use super::jsonl::JsonLines;
use super::mail::Mails;
use super::options::DEFAULT_MAX_BYTES;
use super::table::Rows;
use super::text::LabelledText;
use super::{Problem, json};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../../tests/fixtures/inputs/", $name)).as_slice()
    };
}

/// What a source gives, as JSON: conversations, or error lines.
fn given(mut source: impl Source, max_bytes: usize) -> Vec<Value> {
    let (mut chunk, mut given) = (Chunk::default(), Vec::new());
    loop {
        chunk.clear();
        let more = source.fill(&mut chunk).expect("memory does not fail");
        for item in chunk.items.drain(..) {
            let result = match item {
                Item::Json { line, start, end } => {
                    json::conversation(&chunk.bytes[start..end], line, max_bytes)
                        .map(|parsed| parsed.conversation)
                }
                Item::Conversation(conversation) => Ok(conversation),
                Item::Problem(problem) => Err(problem),
            };
            given.push(match result {
                Ok(conversation) => serde_json::to_value(conversation).expect("plain data"),
                Err(Problem { id, line, code, .. }) => json!({ "id": id, "line": line, "error": code }),
            });
        }
        if !more {
            return given;
        }
    }
}

fn turns(conversation: &Value) -> Vec<(&str, &str)> {
    let word = Value::as_str;
    let turns = conversation["turns"].as_array().expect("turns").iter();
    turns.map(|turn| word(&turn["speaker"]).zip(word(&turn["text"])).expect("texts")).collect()
}

#[test]
fn a_line_of_json_is_taken_as_it_is() {
    let all = given(JsonLines::new(fixture!("talk.jsonl"), 1000), 1000);
    let sent: Value = serde_json::from_slice(fixture!("talk.jsonl")).expect("the fixture is JSON");
    assert_eq!(all[0]["turns"][1]["facts"], json!(["shouting"]));
    assert_eq!(all[0]["turns"][1]["at_s"], 4.5);
    for field in ["id", "channel", "industry", "lang", "history", "care"] {
        assert_eq!(all[0][field], sent[field], "{field}");
    }
}

#[test]
fn every_error_code_stands_in_the_place_of_its_line() {
    let all = given(JsonLines::new(fixture!("bad.jsonl"), 200), 200);
    let problem = |id: Value, line: u64, code: &str| json!({ "id": id, "line": line, "error": code });
    assert_eq!(all[0]["id"], "line-1");
    assert_eq!((&all[1]["id"], &all[1]["channel"]), (&json!("7"), &json!("chat")));
    let problems = [
        problem(Value::Null, 5, "not_json"),
        problem(Value::Null, 6, "not_json"),
        problem(json!("n"), 7, "missing_field"),
        problem(json!("s"), 8, "missing_field"),
        problem(json!("w"), 9, "missing_field"),
        problem(json!("t"), 10, "missing_field"),
        problem(json!("c"), 11, "unknown_code"),
        problem(json!("f"), 12, "unknown_code"),
        problem(json!("e"), 13, "empty"),
        problem(json!("r"), 14, "empty"),
        problem(json!("both"), 15, "both_turns_and_report"),
        problem(Value::Null, 16, "not_utf8"),
    ];
    assert_eq!(all[2..14], problems);
    assert_eq!(all[14]["report"], "男性が「もういい」と言って帰った。");
    assert_eq!(all[14]["industry"], "other");
    assert_eq!(all.len(), 15);
}

#[test]
fn an_unknown_code_is_named_and_the_known_ones_are_listed() {
    let line = r#"{"id":"c","channel":"fax","turns":[{"speaker":"customer","text":"a"}]}"#;
    let problem = json::conversation(line.as_bytes(), 1, 100).expect_err("no such channel");
    assert!(problem.message.contains("channel") && problem.message.contains("fax"), "{}", problem.message);
    assert!(problem.message.contains("phone, counter, email"), "{}", problem.message);
}

#[test]
fn text_over_the_limit_is_too_large_whatever_its_shape() {
    let line = |length: usize| {
        format!(r#"{{"id":"x","turns":[{{"speaker":"customer","text":"{}"}}]}}"#, "a".repeat(length))
    };
    assert!(json::conversation(line(100).as_bytes(), 1, 100).is_ok());
    let problem = json::conversation(line(101).as_bytes(), 1, 100).expect_err("one byte over");
    assert_eq!((problem.code.as_str(), problem.id.as_deref()), ("too_large", Some("x")));

    let over = [line(3_000_000), line(5)].join("\n");
    let all = given(JsonLines::new(over.as_bytes(), 100), 100);
    assert_eq!((&all[0]["error"], &all[1]["id"]), (&json!("too_large"), &json!("x")));

    let text = format!("客：{0}\n店：{0}\n\n客：次です\n", "あ".repeat(20));
    let all = given(LabelledText::new(text.as_bytes(), 100), 100);
    assert_eq!((&all[0]["error"], turns(&all[1])), (&json!("too_large"), vec![("customer", "次です")]));

    let unclosed = format!("id,speaker,text\na,customer,ok\nb,customer,\"{}", "b\n".repeat(400_000));
    let all = given(Rows::new(unclosed.as_bytes(), 100), 100);
    assert_eq!((turns(&all[0]), &all[1]["error"]), (vec![("customer", "ok")], &json!("too_large")));
}

#[test]
fn the_last_of_two_fields_of_one_name_counts() {
    let line = br#"{"id":"a","id":"b","turns":[],"turns":[{"speaker":"staff","text":"x","text":"y"}]}"#;
    let conversation = json::conversation(line, 1, 100).expect("odd, but JSON").conversation;
    let value = serde_json::to_value(conversation).expect("plain data");
    assert_eq!((&value["id"], turns(&value)), (&json!("b"), vec![("staff", "y")]));
}

#[test]
fn times_that_fall_or_are_negative_are_clamped() {
    let line = br#"{"turns":[{"speaker":"customer","text":"a","at_s":-4},{"speaker":"staff","text":"b","at_s":9},{"speaker":"customer","text":"c"},{"speaker":"customer","text":"d","at_s":3}]}"#;
    let parsed = json::conversation(line, 1, 100).expect("clamped, not refused").conversation;
    let value = serde_json::to_value(parsed).expect("plain data");
    let times: Vec<_> =
        value["turns"].as_array().expect("turns").iter().map(|turn| turn["at_s"].clone()).collect();
    assert_eq!(times, [json!(0.0), json!(9.0), Value::Null, json!(9.0)]);
}

#[test]
fn what_a_recogniser_says_about_itself_is_kept() {
    let line = br#"{"turns":[{"speaker":"customer","text":"a","asr":{"confidence":0.2,"no_speech":true}},{"speaker":"customer","asr":{"confidence":7}}]}"#;
    let parsed = json::conversation(line, 1, 100).expect("good").conversation;
    let value = serde_json::to_value(parsed).expect("plain data");
    assert_eq!(value["turns"][0]["asr"], json!({ "confidence": 0.2, "no_speech": true }));
    assert_eq!(value["turns"][1]["asr"]["confidence"], 1.0);
}

#[test]
fn labelled_text_is_read_in_utf8_and_in_cp932() {
    for bytes in [fixture!("talk.txt"), fixture!("talk_cp932.txt")] {
        let all = given(LabelledText::new(bytes, DEFAULT_MAX_BYTES), DEFAULT_MAX_BYTES);
        assert_eq!((&all[0]["id"], &all[1]["id"]), (&json!("line-1"), &json!("line-6")));
        let first = [
            ("customer", "注文した傘が、まだ届かないんですけど。"),
            ("staff", "お調べします。少しお待ちください。"),
            ("customer", "雨の日に使いたかったんです。"),
            ("staff", "明日の午前にお届けします。"),
        ];
        assert_eq!(turns(&all[0]), first);
        let second = [
            ("customer", "領収書をください。"),
            ("staff", "はい、こちらです。"),
            ("staff", "ありがとうございました。"),
        ];
        assert_eq!(turns(&all[1]), second);
    }
}

#[test]
fn broken_bytes_in_text_cost_only_their_own_talk() {
    let bytes = b"\xE5\xAE\xA2\xEF\xBC\x9Aa\n\nC: \xFF\xFE\xE3\n\nC: c\n";
    let all = given(LabelledText::new(bytes.as_slice(), 100), 100);
    assert_eq!(turns(&all[0]), [("customer", "a")]);
    assert_eq!(all[1], json!({ "id": "line-3", "line": 3, "error": "not_utf8" }));
    assert_eq!(turns(&all[2]), [("customer", "c")]);
}

#[test]
fn rows_of_one_id_are_one_talk_in_utf8_and_in_cp932() {
    for (bytes, line_end) in [(fixture!("talk.csv"), "\n"), (fixture!("talk_cp932.csv"), "\r\n")] {
        let all = given(Rows::new(bytes, DEFAULT_MAX_BYTES), DEFAULT_MAX_BYTES);
        assert_eq!(all.len(), 2);
        assert_eq!((&all[0]["id"], &all[0]["channel"]), (&json!("t1"), &json!("counter")));
        let said = format!("この傘、\"骨\"が折れています。{line_end}交換してください。");
        assert_eq!(turns(&all[0]), [("staff", "いらっしゃいませ。"), ("customer", &said), ("customer", "")]);
        assert_eq!(all[0]["turns"][2]["facts"], json!(["shouting", "banging"]));
        assert_eq!(all[0]["turns"][2]["at_s"], 3.5);
        assert_eq!((&all[1]["id"], &all[1]["channel"]), (&json!("t2"), &json!("chat")));
    }
}

#[test]
fn rows_out_of_order_are_put_in_order() {
    let rows = "id,turn,speaker,at_s,text\na,2,staff,9,c\na,0,customer,1,a\na,1,customer,4,b\n";
    let all = given(Rows::new(rows.as_bytes(), 100), 100);
    assert_eq!(turns(&all[0]), [("customer", "a"), ("customer", "b"), ("staff", "c")]);
    assert_eq!((&all[0]["turns"][1]["at_s"], &all[0]["turns"][2]["at_s"]), (&json!(4.0), &json!(9.0)));
}

#[test]
fn a_wrong_cell_costs_its_talk_and_a_wrong_header_the_file() {
    let all = given(Rows::new("id,speaker,text\na,boss,x\na,staff,y\nb,staff,z\n".as_bytes(), 100), 100);
    assert_eq!(all[0], json!({ "id": "a", "line": 2, "error": "unknown_code" }));
    assert_eq!(turns(&all[1]), [("staff", "z")]);
    let all = given(Rows::new("name,words\na,b\n".as_bytes(), 100), 100);
    assert_eq!(all, [json!({ "id": null, "line": 1, "error": "missing_field" })]);
}

#[test]
fn a_japanese_reply_becomes_a_talk_oldest_first() {
    let staff = vec!["shop.example.jp".to_owned()];
    let all = given(Mails::new(fixture!("reply_iso2022jp.eml"), DEFAULT_MAX_BYTES, staff), DEFAULT_MAX_BYTES);
    assert_eq!((&all[0]["id"], &all[0]["channel"]), (&json!("m3@example.com"), &json!("email")));
    let said = [
        ("customer", "傘が届きません。"),
        ("staff", "ご連絡ありがとうございます。\n本日発送いたします。"),
        (
            "customer",
            "件名：Re: 傘の件\nお世話になっております。\n傘はまだ届いておりません。いつになりますか。",
        ),
    ];
    assert_eq!(turns(&all[0]), said);
}

#[test]
fn a_mailbox_is_as_many_talks_as_messages() {
    let staff = vec!["shop.example.jp".to_owned()];
    let all = given(Mails::new(fixture!("box.mbox"), DEFAULT_MAX_BYTES, staff), DEFAULT_MAX_BYTES);
    assert_eq!(all.len(), 3);
    let first = [
        ("customer", "傘が届きません。"),
        ("staff", "件名：Re: 傘の件\n承知しました。担当の佐藤に申し伝えます。"),
    ];
    assert_eq!(turns(&all[0]), first);
    assert_eq!(turns(&all[1]), [("customer", "件名：お礼\n届きました。")]);
    let third = [
        ("staff", "It was sent today."),
        ("customer", "件名：umbrella\nPlease reply.\nFrom Osaka with thanks."),
    ];
    assert_eq!(turns(&all[2]), third);
}

#[test]
fn a_sentence_that_begins_like_an_envelope_divides_nothing() {
    let mailbox = "From a Mon Oct  5 18:00:00 2026\nFrom: a@example.com\nSubject: s\n\nHello.\n\nFrom Osaka with love\n";
    let all = given(Mails::new(mailbox.as_bytes(), 1000, Vec::new()), 1000);
    assert_eq!(all.len(), 1);
    assert_eq!(turns(&all[0]), [("customer", "件名：s\nHello.\n\nFrom Osaka with love")]);
}

#[test]
fn cues_become_turns_with_their_times() {
    let staff = vec!["佐藤".to_owned()];
    let all = given(Cues::new(fixture!("call.vtt"), DEFAULT_MAX_BYTES, staff.clone()), DEFAULT_MAX_BYTES);
    let said = [
        ("staff", "お電話ありがとうございます。佐藤です。"),
        ("customer", "もしもし、傘の件ですが & 領収書も。"),
        ("customer", "10:30 に行きます。"),
    ];
    assert_eq!(turns(&all[0]), said);
    assert_eq!(all[0]["turns"][2]["at_s"], 7.25);

    let all = given(Cues::new(fixture!("call.srt"), DEFAULT_MAX_BYTES, staff), DEFAULT_MAX_BYTES);
    let said = [("staff", "お電話ありがとうございます。"), ("unknown", "傘の件ですが、\nまだでしょうか。")];
    assert_eq!(turns(&all[0]), said);
    assert_eq!(all[0]["turns"][1]["at_s"], 4.0);
}
