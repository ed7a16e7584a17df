//! K1 to K10 come out as their labels say: the ten conversations that the product is shown with.

use mamori_judge::{
    Body, Care, Channel, ConductValue, Context, Conversation, HarassmentType, History, Industry, Judge,
    Reading, Turn, Verdict,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Fixture {
    channel: Channel,
    industry: Industry,
    #[serde(default)]
    history: History,
    #[serde(default)]
    care: Vec<Care>,
    turns: Vec<Turn>,
    gold: Gold,
}

#[derive(Deserialize)]
struct Gold {
    verdict: Verdict,
    severity: u8,
    demand: String,
    types: Vec<HarassmentType>,
    first_trigger_turn: Option<usize>,
    care_check: bool,
}

fn read(name: &str) -> (Reading, Gold) {
    let path = format!("{}/../../content/fixtures/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let line = std::fs::read_to_string(path).expect("the fixture is in the repository");
    let Fixture { channel, industry, history, care, turns, gold } =
        serde_json::from_str(&line).expect("a fixture");
    let context = Context { channel, industry, history, care, ..Context::default() };
    let reading =
        Judge::builtin().read(&Conversation { id: name.to_owned(), context, body: Body::Turns(turns) });
    (reading, gold)
}

#[test]
fn verdict_demand_and_trigger_are_those_of_the_labels() {
    for name in ["k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9", "k10"] {
        let (reading, gold) = read(name);
        assert_eq!(reading.verdict, gold.verdict, "{name}");
        assert_eq!(reading.demand.value.as_str(), gold.demand, "{name}");
        assert_eq!(reading.first_trigger_turn, gold.first_trigger_turn, "{name}");
        assert_eq!(reading.care_check, gold.care_check, "{name}");
        assert!(reading.severity.get().abs_diff(gold.severity) <= 1, "{name}: {}", reading.severity);
        let missed: Vec<_> = gold.types.iter().filter(|kind| !reading.types.contains(kind)).collect();
        assert!(missed.len() <= 1, "{name}: {missed:?}");
    }
}

#[test]
fn k3_is_a_fair_demand_in_an_improper_manner() {
    let (reading, _) = read("k3");
    assert_eq!(reading.conduct.value, ConductValue::Improper);
    assert_eq!(reading.types, [HarassmentType::TimeRestraint, HarassmentType::VerbalAbuse]);
}

#[test]
fn k9_shows_what_was_made_up_in_silence_and_rests_on_none_of_it() {
    let (reading, _) = read("k9");
    assert_eq!(reading.doubtful, [1, 3, 4, 6, 7, 14]);
    assert!(reading.evidence.is_empty() && reading.types.is_empty());
}
