//! The conversations can be read by the engine, and their labels keep the rules of labelling.

use mamori_content::{FIXTURES, fixture, talks};
use mamori_judge::{
    ConductValue, Context, DemandValue, Fact, HarassmentType, HarmValue, Inflaming, Speaker, StaffAct, Turn,
    Verdict,
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Talk {
    id: String,
    plot: String,
    #[serde(flatten)]
    context: Context,
    #[serde(default)]
    turns: Vec<Turn>,
    report: Option<String>,
    gold: Gold,
}

#[derive(Debug, Deserialize)]
struct Gold {
    verdict: Verdict,
    severity: u8,
    demand: DemandValue,
    conduct: ConductValue,
    harm: HarmValue,
    care_check: Option<bool>,
    types: Vec<HarassmentType>,
    first_trigger_turn: Option<usize>,
    derails_from: Option<usize>,
    staff: Vec<StaffGold>,
    note: String,
}

#[derive(Debug, Deserialize)]
struct StaffGold {
    turn: usize,
    #[expect(dead_code, reason = "reading it checks that every act is known to the engine")]
    acts: Vec<StaffAct>,
    inflaming: Vec<Inflaming>,
    ok: bool,
}

fn read(line: &str) -> Talk {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {}", &line[..40]))
}

fn ten() -> Vec<Talk> {
    FIXTURES.iter().map(|name| read(fixture(name).expect("a fixture of that name").trim_end())).collect()
}

fn all() -> Vec<Talk> {
    ten().into_iter().chain(talks().lines().map(read)).collect()
}

fn allowed_severity(verdict: Verdict) -> std::ops::RangeInclusive<u8> {
    match verdict {
        Verdict::Enquiry => 0..=0,
        Verdict::Complaint => 0..=2,
        Verdict::Grey => 1..=2,
        Verdict::Harassment => 1..=4,
    }
}

#[test]
fn labels_keep_the_rules() {
    for Talk { id, gold, context, turns, report, .. } in all() {
        assert!(allowed_severity(gold.verdict).contains(&gold.severity), "{id}: severity");
        let wrong = gold.verdict == Verdict::Harassment;
        if wrong {
            let harmed = matches!(gold.harm, HarmValue::Likely | HarmValue::Clear);
            let improper = gold.conduct == ConductValue::Improper || gold.demand == DemandValue::Excessive;
            assert!(harmed && improper && !gold.types.is_empty(), "{id}: harassment without its elements");
        } else if gold.verdict != Verdict::Grey {
            assert!(gold.types.is_empty(), "{id}: types without harassment");
        }
        assert_eq!(gold.first_trigger_turn.is_some(), wrong && report.is_none(), "{id}: first trigger");
        if let Some(turn) = gold.first_trigger_turn {
            assert_eq!(turns[turn].speaker, Speaker::Customer, "{id}: first trigger");
            assert!(gold.derails_from.is_none_or(|from| from <= turn), "{id}: derails");
        }
        assert!(context.care.is_empty() || gold.care_check == Some(true), "{id}: care without its check");
        assert!(!gold.note.is_empty() && report.is_some() == turns.is_empty(), "{id}: words");
        for staff in &gold.staff {
            assert_eq!(turns[staff.turn].speaker, Speaker::Staff, "{id}: staff turn {}", staff.turn);
            assert!(staff.inflaming.is_empty() || !staff.ok, "{id}: inflaming and ok");
        }
    }
}

#[test]
fn the_ten_come_out_as_the_table_says() {
    use Verdict::{Complaint, Enquiry, Harassment};
    let table: [(Verdict, std::ops::RangeInclusive<u8>); 9] = [
        (Complaint, 0..=1),
        (Harassment, 3..=4),
        (Harassment, 2..=3),
        (Complaint, 0..=1),
        (Enquiry, 0..=0),
        (Harassment, 2..=3),
        (Harassment, 2..=3),
        (Harassment, 3..=4),
        (Enquiry, 0..=0),
    ];
    for (talk, (verdict, severity)) in ten().iter().zip(table) {
        assert_eq!(talk.gold.verdict, verdict, "{}", talk.id);
        assert!(severity.contains(&talk.gold.severity), "{}", talk.id);
        assert!((8..=20).contains(&talk.turns.len()), "{} has {} turns", talk.id, talk.turns.len());
    }
}

#[test]
fn the_ten_hold_what_must_be_seen() {
    let ten = ten();
    let types = |k: usize| ten[k - 1].gold.types.as_slice();
    let facts =
        |k: usize| -> Vec<Fact> { ten[k - 1].turns.iter().flat_map(|turn| turn.facts.clone()).collect() };
    assert!(types(2).contains(&HarassmentType::Dogeza) && types(2).contains(&HarassmentType::Threat));
    assert!(facts(2).contains(&Fact::Shouting));
    assert_eq!((ten[2].gold.demand, ten[2].gold.conduct), (DemandValue::Legitimate, ConductValue::Improper));
    assert_eq!(types(3), [HarassmentType::VerbalAbuse, HarassmentType::TimeRestraint]);
    assert!(ten[2].turns.last().and_then(|turn| turn.at_s).is_some_and(|seconds| seconds >= 7_200.0));
    assert!(ten[3].gold.staff.iter().any(|staff| !staff.inflaming.is_empty()));
    assert!(ten[4].gold.care_check == Some(true) && !ten[4].context.care.is_empty());
    assert!(types(6).contains(&HarassmentType::Authority));
    assert!(types(7).contains(&HarassmentType::OnlineDefamation));
    assert_eq!(types(8), [HarassmentType::Sexual]);
    assert!(ten[8].turns.iter().any(|turn| turn.asr.is_some_and(|asr| asr.no_speech)));
    assert_eq!(ten[9].turns.len(), 3_000);
}

#[test]
fn times_never_fall_and_our_side_never_shouts() {
    for Talk { id, turns, .. } in all() {
        let times: Vec<f64> = turns.iter().filter_map(|turn| turn.at_s).collect();
        assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "{id}: a time falls");
        for turn in turns.iter().filter(|turn| turn.speaker == Speaker::Staff) {
            assert!(!turn.text.contains(['!', '！']), "{id}: {}", turn.text);
        }
    }
}

#[test]
fn nothing_is_told_twice() {
    let mut plots: Vec<(String, String)> = all().into_iter().map(|talk| (talk.plot, talk.id)).collect();
    let count = plots.len();
    plots.sort();
    plots.dedup_by(|one, other| one.0 == other.0);
    assert_eq!((plots.len(), count), (80, 80));
}

#[test]
fn at_least_three_in_ten_are_no_harassment() {
    let talks = all();
    let fair = talks
        .iter()
        .filter(|talk| matches!(talk.gold.verdict, Verdict::Enquiry | Verdict::Complaint))
        .count();
    assert!(fair * 10 >= talks.len() * 3, "{fair} of {}", talks.len());
}

#[test]
fn an_unknown_name_is_no_fixture() {
    assert!(fixture("K1").is_some());
    assert!(fixture("k11").is_none());
}
