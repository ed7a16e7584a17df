use super::{Rules, RulesError, Yardsticks};

#[test]
fn a_rulebook_with_other_tables_is_read_and_keeps_the_asks() {
    let rules =
        Rules::parse("[yardsticks]\nminutes_end = 15\n[people]\nboss = \"x\"\n[[letter]]\nid = \"a\"")
            .expect("unknown tables are somebody else's");
    assert_eq!(rules.yardsticks, Yardsticks { minutes_end: 15, ..Yardsticks::default() });
    assert_eq!(rules.ask, Rules::builtin().ask);
}

#[test]
fn a_yardstick_of_zero_is_refused() {
    let error = Rules::parse("[yardsticks]\ninsults = 0").expect_err("zero would always be reached");
    assert!(matches!(error, RulesError::ZeroYardstick("insults")));
}

#[test]
fn rules_survive_being_written_and_read() {
    let rules = Rules::builtin();
    let text = toml::to_string(&rules).expect("rules are plain data");
    assert_eq!(Rules::parse(&text).expect("what we wrote"), rules);
}
