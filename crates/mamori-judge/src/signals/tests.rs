use super::{Scan, Voice};
use crate::lexicon::{Lexicon, LexiconFile, Signs};
use crate::signals::Scopes;

const LIST: &str = "
[[entry]]
sign='insult'
words=['バカ','死ね','役立たず']
[[entry]]
sign='idiom'
words=['馬鹿にならない','バカにならない','ばかり']
[[entry]]
sign='denial'
words=['とは言っていない','つもりはない']
[[entry]]
sign='reported'
words=['と言われ','って言われ']
";

/// The insults that count in a text, and whether they are denied.
fn insults(text: &str) -> Vec<(String, bool)> {
    let file: LexiconFile = toml::from_str(LIST).expect("the test's list is TOML");
    let mut signs = Signs::default();
    let scopes = Scopes::new(&mut signs);
    let lexicon = Lexicon::compile(&file.entry, &mut signs).expect("the test's list compiles");
    let insult = signs.named("insult").expect("the list names it");
    let mut scan = Scan::default();
    scan.read(text, Voice::FirstPerson, &lexicon, &scopes);
    let found = scan.signals.iter().filter(|signal| signal.sign == insult);
    found
        .map(|signal| {
            (scan.normal.text()[signal.start as usize..signal.end as usize].to_owned(), signal.denied)
        })
        .collect()
}

#[test]
fn idioms_hide_the_words_inside_them() {
    assert!(insults("送料もバカにならないし、待ってばかりです").is_empty());
    assert_eq!(insults("ﾊﾞｶ!"), [("ばか".to_owned(), false)]);
}

#[test]
fn what_others_said_is_not_the_speakers_word() {
    assert!(insults("店の人に「死ね」と言われました").is_empty());
    assert!(insults("役立たずって言われたんですよ").is_empty());
    assert_eq!(insults("死ね。二度と来るなと言われた").len(), 1);
}

#[test]
fn denied_words_are_kept_apart() {
    assert_eq!(insults("バカとは言っていない"), [("ばか".to_owned(), true)]);
    assert_eq!(insults("バカ。怒るつもりはない"), [("ばか".to_owned(), false)]);
}
