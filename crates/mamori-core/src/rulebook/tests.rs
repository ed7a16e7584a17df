use super::*;

const BUILTIN: &str = include_str!("../../../../content/rulebook.toml");

fn builtin() -> Rulebook {
    Rulebook::parse(BUILTIN).expect("the rulebook that a new organisation starts with")
}

fn faults(text: &str) -> Vec<String> {
    let error = Rulebook::parse(text).expect_err("a fault");
    error.faults().iter().map(|fault| fault.message(Language::En)).collect()
}

fn with(from: &str, to: &str) -> String {
    assert!(BUILTIN.contains(from), "{from}");
    BUILTIN.replacen(from, to, 1)
}

#[test]
fn a_sentence_carries_the_number_of_its_rulebook() {
    let book = Rulebook::parse(&with("minutes_end = 30", "minutes_end = 20")).expect("a rulebook");
    let end = book.sentences_for(Situation::Time).nth(1).expect("time-2");
    assert!(book.text(&end.text, Language::Ja).starts_with("20分になりました。"));
    assert!(book.text(&end.text, Language::En).starts_with("It has been 20 minutes."));
}

#[test]
fn what_is_written_reads_the_same() {
    let mut book = builtin();
    assert_eq!(Rulebook::parse(&book.to_toml()).expect("our own words"), book);
    book.sentences[0].text.ja = "「\"引用\"」\\円\n次の行".into();
    assert_eq!(Rulebook::parse(&book.to_toml()).expect("our own words"), book);
    let own = format!(
        "{BUILTIN}\n[[ask]]\nid = \"own\"\ndo = \"record\"\nwhy = \"x\"\nwhen = {{ severity = 2 }}\n"
    );
    let own = Rulebook::parse(&own).expect("with a list for the engine");
    assert_eq!(Rulebook::parse(&own.to_toml()).expect("our own words"), own);
}

#[test]
fn numbers_have_limits() {
    let line = BUILTIN.lines().position(|line| line.starts_with("minutes_end")).expect("there") + 1;
    for number in ["0", "61", "4000000000"] {
        let text = with("minutes_end = 30", &format!("minutes_end = {number}"));
        assert!(
            faults(&text).contains(&format!("Line {line}: minutes_end must be a whole number from 1 to 60."))
        );
    }
    for number in ["-1", "1.5", "\"30\"", "99999999999999999999"] {
        let told = faults(&with("minutes_end = 30", &format!("minutes_end = {number}")));
        assert!(told[0].starts_with(&format!("Line {line}: ")), "{told:?}");
    }
    assert!(
        faults(&with("minutes_end = 30", "minutes_end = 19"))[0].contains("must not come after minutes_end")
    );
    assert!(
        faults(&with("outside_visit_people = 2", "outside_visit_people = 1"))[0].contains("from 2 to 10")
    );
    assert!(Rulebook::parse(&with("minutes_end = 30", "minutes_end = 20")).is_ok(), "20 and 20 is allowed");
}

#[test]
fn faults_are_told_with_their_line_in_both_languages() {
    let error =
        Rulebook::parse(&with("{minutes_warn}分になります", "{minuts}分になります")).expect_err("a typo");
    let [fault] = error.faults() else { panic!("{error}") };
    assert_eq!(fault.place, Place::Entry("sentence.time-1.text.ja".into()));
    assert_eq!(BUILTIN.lines().nth(fault.line.expect("a line") - 1), Some("id = \"time-1\""));
    assert!(fault.message(Language::Ja).contains("「minuts」という目安はありません"));
    assert!(faults(&with("id = \"time-2\"", "id = \"time-1\""))[0].contains("used twice"));
    assert!(faults(&with("id = \"time-2\"", "id = \"<b>\""))[0].contains("is no id"));
    assert!(faults(&with("when = \"calm\"", "when = \"cold\""))[0].contains("unknown variant `cold`"));
    assert!(
        faults(&with("minutes_end = 30", "minutes_end = 30\nminutes_and = 4"))[0].contains("not a known key")
    );
    assert!(faults(&with("order = 1", "order = 1\nauto_ban = true"))[0].contains("measure.auto_ban"));
    assert!(faults(&with("{minutes_warn}分になります", "{分になります"))[0].contains("no yardstick"));
    assert!(faults(&with("title = { ja = \"警告書\"", "title = { ja = \" \""))[0].contains("is empty"));
}

#[test]
fn grave_acts_stay_without_a_minimum_time() {
    assert!(
        faults(&with("within_seconds = 0\ngrave = true", "within_seconds = 60\ngrave = true"))[0]
            .contains("at once")
    );
    assert!(
        faults(&with("within_seconds = 0\ngrave = true", "within_seconds = 0\ngrave = false"))[0]
            .contains("at once")
    );
    assert!(faults(&with("id = \"grave\"", "id = \"other\""))[0].contains("grave is missing"));
}

#[test]
fn hostile_texts_are_refused_and_nothing_breaks() {
    assert!(faults("")[0].contains("missing field"));
    assert!(faults(&"x".repeat(2 << 20))[0].contains("too large"));
    assert!(faults(&format!("a = {}", "[".repeat(100_000)))[0].starts_with("Line 1"));
    assert!(faults("\u{0}\u{1f4a3}")[0].starts_with("Line 1"));
    assert!(faults(&BUILTIN.replace("くだ", "くだ\u{7}"))[0].starts_with("Line"));
    assert!(faults(&BUILTIN.replacen("まず、お話を", &"あ".repeat(1_001), 1))[0].contains("too long"));
    assert!(
        Rulebook::parse(&format!("\u{feff}{}", BUILTIN.replace('\n', "\r\n"))).is_ok(),
        "as Windows saves it"
    );
}

#[test]
fn a_change_reads_in_plain_words() {
    let (old, mut new) = (builtin(), builtin());
    new.yardsticks.minutes_end = 20;
    new.sentences.remove(0);
    let changes = old.changes_to(&new, Language::Ja);
    let first =
        Change { place: "終わりを告げる時間".into(), before: "30分".into(), after: "20分".into() };
    assert_eq!(changes[0], first);
    assert_eq!(changes.len(), 3, "the number, and a sentence in two languages");
    assert!(changes[1].after.is_empty());
    assert!(old.changes_to(&builtin(), Language::En).is_empty());
}

#[test]
fn what_the_engine_would_refuse_is_refused() {
    let ask = |action: &str| format!("{BUILTIN}\n[[ask]]\nid = \"own\"\ndo = \"{action}\"\nwhy = \"x\"\n");
    assert!(Rulebook::parse(&ask("record")).is_ok());
    assert!(faults(&ask("explode"))[0].contains("explode"));
    let word = |sign: &str| format!("{BUILTIN}\n[[word]]\nsign = \"{sign}\"\nwords = [\"あんぽんたん\"]\n");
    assert!(Rulebook::parse(&word("insult")).is_ok());
    assert!(faults(&word("no-such-sign"))[0].contains("no-such-sign"));
}
