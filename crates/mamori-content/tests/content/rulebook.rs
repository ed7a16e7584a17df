//! The default rulebook: numbers by their names, sentences for every occasion, nobody left without an approver.

use mamori_judge::{Rules, Yardsticks};
use toml::{Table, Value};

const YARDSTICKS: [&str; 10] = [
    "minutes_warn",
    "minutes_end",
    "same_point_repeats",
    "calls_per_week",
    "visit_minutes",
    "stop_requests",
    "insults",
    "outside_visit_people",
    "ack_seconds",
    "takeover_seconds",
];

const OCCASIONS: [&str; 15] = [
    "calm",
    "angry",
    "insult",
    "threat",
    "dogeza",
    "sexual",
    "repetition",
    "time",
    "online",
    "filming",
    "drunk",
    "care",
    "stop_1",
    "stop_2",
    "end_notice",
];

fn rulebook() -> Table {
    mamori_content::rulebook_toml().parse().expect("the default rulebook is TOML")
}

fn entries<'a>(table: &'a Table, key: &str) -> &'a [Value] {
    table[key].as_array().expect("a list")
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("{key} is missing in {value}"))
}

#[test]
fn the_yardsticks_have_exactly_their_names() {
    let rulebook = rulebook();
    let names: Vec<&str> =
        rulebook["yardsticks"].as_table().expect("a table").keys().map(String::as_str).collect();
    let mut expected = YARDSTICKS.to_vec();
    expected.sort_unstable();
    let mut seen = names;
    seen.sort_unstable();
    assert_eq!(seen, expected);
    assert_eq!(rulebook["yardsticks"]["minutes_end"].as_integer(), Some(30));
}

#[test]
fn the_engine_starts_from_the_same_numbers() {
    let rules = Rules::parse(mamori_content::rulebook_toml()).expect("the engine reads the default rulebook");
    assert_eq!(rules.yardsticks, Yardsticks::default());
}

#[test]
fn only_known_numbers_stand_in_the_sentences() {
    let chapter =
        include_str!("../../../../content/courses/1-customer-harassment/4-telling-apart/chapter.toml");
    for text in [mamori_content::rulebook_toml(), chapter] {
        let table: Table = text.parse().expect("TOML");
        let mut places = Vec::new();
        collect_places(&Value::Table(table), &mut places);
        assert!(!places.is_empty());
        for place in places {
            assert!(YARDSTICKS.contains(&place.as_str()), "{{{place}}} is no yardstick");
        }
    }
}

fn collect_places(value: &Value, places: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            places
                .extend(text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or("").to_owned()));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_places(item, places)),
        Value::Table(table) => table.values().for_each(|item| collect_places(item, places)),
        _ => {}
    }
}

#[test]
fn every_step_and_occasion_has_sentences() {
    let rulebook = rulebook();
    let steps: Vec<&str> = entries(&rulebook, "step").iter().map(|step| word(step, "id")).collect();
    assert_eq!(steps, ["empathy", "facts", "propose", "thanks"]);
    for step in entries(&rulebook, "step") {
        assert!(step["sentences"].as_array().is_some_and(|list| list.len() >= 5), "{}", word(step, "id"));
    }
    for occasion in OCCASIONS {
        let count =
            entries(&rulebook, "sentence").iter().filter(|entry| word(entry, "when") == occasion).count();
        assert!(count >= 2, "{occasion} has {count} sentences");
    }
    for sentence in entries(&rulebook, "sentence") {
        assert!(OCCASIONS.contains(&word(sentence, "when")), "{}", word(sentence, "id"));
    }
}

#[test]
fn takeovers_and_measures_name_a_level_that_exists() {
    let rulebook = rulebook();
    let levels: Vec<&str> = entries(&rulebook, "level").iter().map(|level| word(level, "id")).collect();
    assert_eq!(levels, ["L0", "L1", "L2", "L3", "L4"]);
    for takeover in entries(&rulebook, "takeover") {
        assert!(levels.contains(&word(takeover, "by")), "{}", word(takeover, "id"));
    }
    for measure in entries(&rulebook, "measure") {
        assert!(levels.contains(&word(measure, "approver")), "{}", word(measure, "id"));
    }
}

#[test]
fn a_ban_and_the_law_need_two_people() {
    let rulebook = rulebook();
    let two: Vec<&str> = entries(&rulebook, "measure")
        .iter()
        .filter(|measure| measure["approvals"].as_integer() == Some(2))
        .map(|measure| word(measure, "id"))
        .collect();
    assert_eq!(two, ["ban", "police-lawyer"]);
}

#[test]
fn no_number_is_given_that_was_not_confirmed() {
    for contact in entries(&rulebook(), "contact") {
        assert!(["110", "#9110", ""].contains(&word(contact, "number")), "{}", word(contact, "id"));
    }
}
