use super::{Entry, Lexicon, LexiconFile, Signs};
use crate::normal::Normal;

fn found(toml: &str, text: &str) -> Vec<String> {
    let file: LexiconFile = toml::from_str(toml).expect("the test's list is TOML");
    let entries: Vec<Entry> = file.entry;
    let mut signs = Signs::default();
    let lexicon = Lexicon::compile(&entries, &mut signs).expect("the test's list compiles");
    let mut normal = Normal::default();
    normal.fold(text);
    let mut hits = Vec::new();
    lexicon.find(&normal, &mut hits);
    hits.iter().map(|hit| normal.text()[hit.start as usize..hit.end as usize].to_owned()).collect()
}

#[test]
fn a_word_inside_a_longer_katakana_word_is_not_found() {
    let list = "[[entry]]\nsign='insult'\nwords=['カス','バカ']\nwritten='katakana'";
    assert!(found(list, "カラカスでバカリズムを見た").is_empty());
    assert_eq!(found(list, "このｶｽ、ﾊﾞｶ野郎"), ["かす", "ばか"]);
    assert!(found(list, "動かすばかりです").is_empty());
}

#[test]
fn latin_words_need_word_borders_and_alone_words_need_room() {
    let list = "[[entry]]\nsign='insult'\nwords=['ass']\n[[entry]]\nsign='death'\nwords=['しね']\nalone=true";
    assert!(found(list, "a first class assistant").is_empty());
    assert_eq!(found(list, "you ass! しね。"), ["ass", "しね"]);
    assert!(found(list, "おいしね").is_empty());
}
