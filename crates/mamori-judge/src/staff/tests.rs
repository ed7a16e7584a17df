use crate::{Inflaming, Judge, StaffAct};

#[test]
fn rules_are_rules_is_marked_and_rewritten() {
    let reading = Judge::builtin().staff_line("そう言われましても、規則ですので。", None);
    assert!(!reading.ok);
    assert!(
        reading.inflaming.contains(&Inflaming::Dismissive) || reading.inflaming.contains(&Inflaming::Rote)
    );
    assert!(reading.rewrite.is_some_and(|better| !better.contains("規則ですので")));
}

#[test]
fn a_kind_sentence_is_fine_as_it_is() {
    let reading = Judge::builtin().staff_line("お待たせして申し訳ございません。すぐにお調べします。", None);
    assert!(reading.ok && reading.rewrite.is_none());
    assert!(reading.acts.contains(&StaffAct::ApologyLimited));
}

#[test]
fn the_same_phrase_again_is_rote() {
    let judge = Judge::builtin();
    let line = "審査の結果についてはお答えいたしかねますのでご了承ください。";
    assert!(judge.staff_line(line, Some(line)).inflaming.contains(&Inflaming::Rote));
}
