use super::Normal;
use proptest::prelude::*;

fn folded(text: &str) -> String {
    let mut normal = Normal::default();
    normal.fold(text);
    normal.text().to_owned()
}

/// The original words behind the first occurrence of `word`.
fn behind(text: &str, word: &str) -> String {
    let mut normal = Normal::default();
    normal.fold(text);
    let start = normal.text().find(word).expect("the word is in the folded text");
    let span = normal.original(&(start..start + word.len()));
    text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect()
}

#[test]
fn half_width_and_katakana_become_one_spelling() {
    for spelling in ["ばか", "バカ", "ﾊﾞｶ", "ば か", "バ.カ", "ば　か", "は\u{3099}か", "バ\u{200B}カ"]
    {
        assert_eq!(folded(spelling), "ばか", "{spelling}");
    }
}

#[test]
fn long_marks_are_folded_but_not_lost() {
    assert_eq!(folded("バーーーカ〜〜！！！"), "ばーかー!");
    assert_eq!(folded("こらぁ"), "こらあ");
}

#[test]
fn english_keeps_its_word_spaces() {
    assert_eq!(folded("You  IDIOT.  Ｓｔｏｐ"), "you idiot. stop");
    assert_eq!(folded("𝐛𝐚𝐝 ①"), "bad 1");
}

#[test]
fn spans_point_at_the_words_as_they_were_written() {
    assert_eq!(behind("この ﾊﾞ ｶ が", "ばか"), "ﾊﾞ ｶ");
    assert_eq!(behind("㈱もＮＧ", "ng"), "ＮＧ");
    assert_eq!(behind("お🙇前、ハ\u{309A}か", "ぱか"), "ハ\u{309A}か");
}

proptest! {
    #[test]
    fn origins_are_in_range_and_never_go_back(text in "\\PC{0,80}|[ァ-ヶｦ-ﾟーぁ-ん 　〜\u{3099}.・!]{0,60}") {
        let mut normal = Normal::default();
        normal.fold(&text);
        prop_assert_eq!(normal.origins.len(), normal.text.len());
        let length = text.chars().count();
        let mut last = 0;
        for origin in &normal.origins {
            prop_assert!(origin.start < origin.end && origin.end as usize <= length);
            prop_assert!(origin.start >= last);
            last = origin.start;
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in "[ァ-ヶぁ-ん一-三A-Za-z]{0,40}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once);
    }
}
