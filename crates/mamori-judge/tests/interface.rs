//! The example of the interface, and the schema over real output.

use mamori_judge::Judge;
use mamori_judge::io::{Input, Options, Task, run, schema};
use mamori_judge::reading::{Reading, StaffReading};
use serde_json::{Value, json};

const EXAMPLE: &[u8] = include_bytes!("../../../tests/fixtures/inputs/talk.jsonl");

fn judged(bytes: &'static [u8], name: &str, options: &Options) -> Vec<Value> {
    let input = Input { name: name.into(), open: Box::new(move || Ok(Box::new(bytes))) };
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    run(&Judge::builtin(), vec![input], options, &mut out, &mut notes).expect("memory does not fail");
    let out = String::from_utf8(out).expect("output is UTF-8");
    out.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

fn validator(part: &str) -> jsonschema::Validator {
    let mut schema = schema();
    schema["$ref"] = json!(format!("#/$defs/{part}"));
    schema.as_object_mut().expect("an object").remove("anyOf");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

fn assert_valid(part: &str, value: &Value) {
    let validator = validator(part);
    let errors: Vec<_> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{part}: {errors:?}\n{value}");
}

#[test]
fn the_example_of_the_interface_comes_out() {
    let line = judged(EXAMPLE, "-", &Options::default()).remove(0);
    assert_valid("input", &serde_json::from_slice(EXAMPLE).expect("JSON"));
    assert_valid("reading", &line);
    let fields: Vec<_> = line.as_object().expect("an object").keys().map(String::as_str).collect();
    let expected = [
        "id",
        "verdict",
        "severity",
        "confidence",
        "demand",
        "conduct",
        "harm",
        "types",
        "first_trigger_turn",
        "forecast",
        "evidence",
        "care_check",
        "asks",
        "staff",
        "readings",
    ];
    assert_eq!(fields, expected);
    assert_eq!((&line["id"], &line["verdict"]), (&json!("a1"), &json!("harassment")));
    assert_eq!(line["demand"]["value"], "excessive");
    assert_eq!(line["demand"]["kinds"], json!(["dogeza"]));
    assert_eq!(line["conduct"]["value"], "improper");
    assert!(["likely", "clear"].contains(&line["harm"]["value"].as_str().expect("a code")));
    assert_eq!(line["types"], json!(["verbal_abuse", "dogeza"]));
    assert_eq!((&line["first_trigger_turn"], &line["forecast"]), (&json!(1), &json!(1.0)));
    assert_eq!(line["care_check"], true);
    assert_eq!((&line["staff"][0]["turn"], &line["staff"][0]["acts"][0]), (&json!(0), &json!("greeting")));
    assert_eq!((&line["staff"][0]["inflaming"], &line["staff"][0]["ok"]), (&json!([]), &json!(true)));
    let place = |kind: &str| {
        let evidence = line["evidence"].as_array().expect("a list").iter();
        let found =
            evidence.clone().find(|evidence| evidence["type"] == kind).expect("evidence of that type");
        (found["turn"].clone(), found["end"].clone(), found["text"].as_str().expect("a text").to_owned())
    };
    let (turn, end, text) = place("verbal_abuse");
    assert!(turn == 1 && end == 16 && text.ends_with("役立たず"), "{text}");
    assert_eq!(place("dogeza"), (json!(1), json!(22), "土下座しろ".to_owned()));
    assert_eq!(line["readings"][0]["verdict"], "enquiry");
    assert_eq!(line["readings"][1]["verdict"], "harassment");
}

#[test]
fn evidence_points_into_the_original_whatever_stands_before_it() {
    let bytes = r#"{"turns":[{"speaker":"customer","text":"👨‍👩‍👧 か゛っかりだ… ｺﾉ役立たず、土下座しろ"}]}"#;
    let line = judged(bytes.as_bytes(), "-", &Options::default()).remove(0);
    let sent: Value = serde_json::from_str(bytes).expect("JSON");
    let text: Vec<char> = sent["turns"][0]["text"].as_str().expect("a text").chars().collect();
    let evidence = line["evidence"].as_array().expect("a list");
    assert!(!evidence.is_empty());
    for found in evidence {
        let place = |field: &str| usize::try_from(found[field].as_u64().expect("a place")).expect("small");
        let words: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(found["text"], words);
    }
}

#[test]
fn a_stored_reading_comes_back_as_it_was_and_never_tells_what_staff_said() {
    let line = judged(EXAMPLE, "-", &Options::default()).remove(0);
    let reading: Reading = serde_json::from_value(line).expect("a reading");
    let stored = serde_json::to_string(&reading).expect("plain data");
    assert!(!stored.contains("staff"), "{stored}");
    assert_eq!(serde_json::from_str::<Reading>(&stored).expect("a reading"), reading);
}

#[test]
fn every_kind_of_output_fits_the_schema() {
    let fixtures: [(&str, &'static [u8]); 5] = [
        ("bad.jsonl", include_bytes!("../../../tests/fixtures/inputs/bad.jsonl")),
        ("talk.txt", include_bytes!("../../../tests/fixtures/inputs/talk.txt")),
        ("talk.csv", include_bytes!("../../../tests/fixtures/inputs/talk.csv")),
        ("box.mbox", include_bytes!("../../../tests/fixtures/inputs/box.mbox")),
        ("call.vtt", include_bytes!("../../../tests/fixtures/inputs/call.vtt")),
    ];
    let whole = jsonschema::validator_for(&schema()).expect("the schema is a schema");
    for (name, bytes) in fixtures {
        for line in judged(bytes, name, &Options::default()) {
            assert_valid(if line["error"].is_string() { "problem" } else { "reading" }, &line);
            assert!(whole.is_valid(&line));
        }
    }
    assert!(!whole.is_valid(&json!({ "id": "a1", "verdict": "maybe" })));
}

#[test]
fn a_sentence_by_staff_is_read_too() {
    let options = Options { task: Task::StaffLines, ..Options::default() };
    let bytes = "{\"id\":\"s1\",\"text\":\"お電話ありがとうございます。\"}\n{\"text\":\"\"}\n{\"id\":\"s3\"}\n{\"id\":4,\"text\":\"確認いたします。\",\"context\":\"まだですか\"}\n";
    let lines = judged(bytes.as_bytes(), "-", &options);
    assert_valid("staff_reading", &lines[0]);
    assert!(serde_json::from_value::<StaffReading>(lines[0].clone()).is_ok());
    assert_eq!((&lines[1]["id"], &lines[1]["error"]), (&json!("line-2"), &json!("empty")));
    assert_eq!((&lines[2]["id"], &lines[2]["error"]), (&json!("s3"), &json!("missing_field")));
    assert_valid("staff_reading", &lines[3]);
    assert_eq!(lines[3]["id"], "4");
}
