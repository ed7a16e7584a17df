//! The commands as a caller meets them: exit codes, streams, formats.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/inputs").join(name);
    path.display().to_string()
}

fn mamori(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mamori"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its call does not read what we send.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("the program ends")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn notes(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

const GOOD: &[u8] = r#"{"id":"g","turns":[{"speaker":"customer","text":"ありがとう"}]}"#.as_bytes();

#[test]
fn the_exit_code_says_whether_all_was_read() {
    assert_eq!(mamori(&["judge"], GOOD).status.code(), Some(0));
    assert_eq!(mamori(&["judge"], b"").status.code(), Some(0));
    assert_eq!(mamori(&["judge"], b"broken\n").status.code(), Some(1));
    assert_eq!(mamori(&["judge", "--jobs", "0"], GOOD).status.code(), Some(2));
    assert_eq!(mamori(&["judge", "--format", "xml"], GOOD).status.code(), Some(2));
    assert_eq!(mamori(&["judge", "/no/such/file"], GOOD).status.code(), Some(2));
    assert_eq!(mamori(&["judge", "/"], GOOD).status.code(), Some(2));
    assert_eq!(mamori(&["judge", "--rulebook", "/no/such/file"], GOOD).status.code(), Some(2));
    assert_eq!(mamori(&["eval", "/no/such/file"], GOOD).status.code(), Some(2));
    assert_eq!(mamori(&["eval", "-"], GOOD).status.code(), Some(0));
    assert_eq!(mamori(&["eval", "-"], b"broken\n").status.code(), Some(1));
    assert_eq!(mamori(&[], GOOD).status.code(), Some(2));
}

#[test]
fn a_pipe_gets_neither_colours_nor_a_bar() {
    let output = mamori(&["judge", &fixture("talk.jsonl")], b"");
    assert!(out(&output).starts_with("a1  "), "{}", out(&output));
    assert!(!output.stdout.contains(&0x1b));
    assert_eq!(notes(&output), "");
}

#[test]
fn text_output_tells_problems_on_standard_error() {
    let output = mamori(&["judge", "--input", "jsonl"], b"broken\n");
    assert_eq!(out(&output), "");
    assert!(notes(&output).starts_with(r#"{"id":null,"line":1,"error":"not_json","#), "{}", notes(&output));
}

#[test]
fn an_odd_sector_is_a_warning_not_an_error() {
    let line = r#"{"industry":"circus","turns":[{"speaker":"customer","text":"ありがとう"}]}"#;
    let output = mamori(&["judge", "--format", "jsonl"], line.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert!(notes(&output).contains("circus"), "{}", notes(&output));
}

#[test]
fn a_table_has_one_row_for_each_input() {
    let output = mamori(&["judge", "--format", "csv", &fixture("bad.jsonl")], b"");
    let rows: Vec<_> = out(&output).lines().collect();
    assert_eq!(rows[0], "id,verdict,severity,confidence,types,first_trigger_turn,forecast,why,error");
    assert_eq!(rows.len(), 16);
    assert!(rows[1].starts_with("line-1,") && rows[3].ends_with(",not_json"), "{rows:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn every_format_is_found_out_from_name_or_look() {
    for (name, readings) in [
        ("talk.jsonl", 1),
        ("talk.txt", 2),
        ("talk_cp932.txt", 2),
        ("talk.csv", 2),
        ("talk_cp932.csv", 2),
        ("reply_iso2022jp.eml", 1),
        ("box.mbox", 3),
        ("call.vtt", 1),
        ("call.srt", 1),
    ] {
        let args =
            ["judge", "--format", "jsonl", "--staff-domain", "shop.example.jp", "--staff-name", "佐藤"];
        let named = mamori(&[&args[..], &[&fixture(name)]].concat(), b"");
        let piped = mamori(&args, &std::fs::read(fixture(name)).expect("a fixture"));
        assert_eq!(named.status.code(), Some(0), "{name}: {}", out(&named));
        assert_eq!(out(&named).lines().count(), readings, "{name}");
        assert_eq!(out(&named), out(&piped), "{name}");
    }
}

#[test]
fn readings_of_turns_can_be_left_out_and_order_is_kept() {
    let files = [fixture("talk.jsonl"), fixture("talk.txt")];
    let call = |extra: &[&str]| {
        let args = [&["judge", "--format", "jsonl", &files[0], &files[1]], extra].concat();
        out(&mamori(&args, b"")).to_owned()
    };
    let all = call(&["--jobs", "1"]);
    assert!(all.contains("\"readings\""));
    assert_eq!(all, call(&["--jobs", "4"]));
    let short = call(&["--no-readings"]);
    assert!(!short.contains("\"readings\"") && short.contains("\"staff\""));
    let ids: Vec<_> = short.lines().map(|line| line.split('"').nth(3).expect("an id")).collect();
    assert_eq!(ids, ["a1", "line-1", "line-6"]);
}

#[test]
fn an_answer_comes_before_the_next_question() {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new(env!("CARGO_BIN_EXE_mamori"))
        .args(["judge", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut questions = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for _ in 0..3 {
        questions.write_all(GOOD).expect("it listens");
        questions.write_all(b"\n").expect("it listens");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("it answers");
        assert!(answer.contains("\"id\":\"g\""), "{answer}");
    }
    drop(questions);
    assert_eq!(child.wait().expect("the program ends").code(), Some(0));
}

#[test]
fn the_limit_on_text_can_be_set() {
    let output = mamori(&["judge", "--format", "jsonl", "--max-bytes", "3"], GOOD);
    assert!(out(&output).contains("too_large"), "{}", out(&output));
}

#[test]
fn the_schema_is_json() {
    let output = mamori(&["judge", "--schema"], b"");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(schema["$defs"]["reading"].is_object());
}

#[test]
fn eval_scores_what_is_labelled() {
    let lines = r#"{"id":"h","plot":"p","tags":["veiled"],"turns":[{"speaker":"customer","text":"土下座しろ。この役立たず。"}],"gold":{"verdict":"harassment","severity":2,"types":["dogeza","verbal_abuse"],"first_trigger_turn":0}}
{"id":"e","turns":[{"speaker":"customer","text":"営業時間を教えてください。"}],"gold":{"verdict":"enquiry"}}
{"id":"n","turns":[{"speaker":"customer","text":"営業時間を教えてください。"}]}
{"id":"d","text":"お電話ありがとうございます。","gold":{"acts":["greeting"],"inflaming":[],"ok":true}}
"#;
    let output = mamori(&["eval", "--format", "json", "-"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", notes(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["cases"], 4);
    assert_eq!(report["verdict"]["accuracy"]["value"], 1.0);
    assert_eq!(report["first_trigger"][0]["gold"], 1);
    assert_eq!(report["false_alarms"]["cases"], 1);
    assert_eq!(report["groups"].as_array().map(Vec::len), Some(3));
    let again = mamori(&["eval", "--format", "json", "-"], lines.as_bytes());
    assert_eq!(again.stdout, output.stdout);
    let text = mamori(&["eval", "-"], lines.as_bytes());
    for heading in ["判定 verdict", "confusion", "ECE", "severity 4", "accommodation", "業種別 industry"]
    {
        assert!(out(&text).contains(heading), "{heading}");
    }
}

#[test]
fn staff_sentences_have_their_own_mode() {
    let line = r#"{"id":"s","text":"お電話ありがとうございます。"}"#;
    let output = mamori(&["judge", "--staff", "--format", "jsonl"], line.as_bytes());
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let fields: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(fields, ["id", "acts", "inflaming", "ok", "rewrite", "why"]);
}
