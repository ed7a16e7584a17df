//! Duties, aftercare, ground rules, causes and the report.

use mamori_content::FieldKind;

use crate::content;

#[test]
fn the_duties_are_the_fourteen_in_five_groups() {
    let content = content();
    let ids: Vec<&str> = content.duties.iter().map(|duty| duty.id.as_str()).collect();
    assert_eq!(ids, ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2", "E1", "E2"]);
    for duty in &content.duties {
        assert!(content.duty_groups.iter().any(|group| group.id == duty.group), "{}", duty.id);
        assert!(!duty.evidence.is_empty() && !duty.events.is_empty(), "{} cannot be shown", duty.id);
    }
    assert!(content.duty_about.note.ja.contains("原文で確かめてください"));
}

#[test]
fn a_judged_case_proves_a_duty() {
    let content = content();
    let proved: Vec<&str> = content.duties_proved_by("case_judged").map(|duty| duty.id.as_str()).collect();
    assert_eq!(proved, ["C1"]);
    assert_eq!(content.duties_proved_by("nothing").count(), 0);
}

#[test]
fn the_exercise_takes_three_minutes_and_promises_nothing() {
    for exercise in content().exercises {
        let seconds: u32 = exercise.steps.iter().map(|step| step.seconds).sum();
        assert_eq!(seconds, exercise.total_seconds);
        assert!(seconds <= 180);
        assert!(exercise.note.ja.contains("医療的診断・治療ではありません"));
        assert!(exercise.intro_html.ja.contains("医療的診断・治療ではありません"));
        assert!(exercise.intro_html.en.contains("not a medical diagnosis"));
    }
}

#[test]
fn follow_ups_come_after_a_day_three_days_two_weeks_and_four() {
    let content = content();
    let times: Vec<(&str, u64)> =
        content.follow_ups.iter().map(|f| (f.id.as_str(), f.after_seconds / 3_600)).collect();
    assert_eq!(times, [("h24", 24), ("h72", 72), ("w2", 336), ("w4", 672)]);
    for follow_up in &content.follow_ups {
        let faces: Vec<&str> = follow_up.faces.iter().map(|face| face.id.as_str()).collect();
        let replies: Vec<&str> = follow_up.replies.iter().map(|reply| reply.id.as_str()).collect();
        assert_eq!(faces, ["fine", "uneasy", "hard"]);
        assert_eq!(replies, faces);
    }
    assert!(content.follow_up_about.note.ja.contains("診断ではありません"));
}

#[test]
fn a_team_can_choose_among_six_to_eight_rules() {
    assert!((6..=8).contains(&content().ground_rules.len()));
}

#[test]
fn every_cause_offers_something_to_do() {
    let content = content();
    assert_eq!(content.causes.len(), 8);
    assert!(content.causes.iter().all(|cause| !cause.actions.is_empty()));
    let blames = |text: &str| text.contains("誰が悪");
    assert!(!content.causes.iter().any(|cause| blames(&cause.hint.ja) || blames(&cause.title.ja)));
}

#[test]
fn fields_that_choose_have_choices_and_the_others_none() {
    for field in content().report.fields {
        let chooses = matches!(field.kind, FieldKind::Choice | FieldKind::Check);
        assert_eq!(chooses, !field.choices.is_empty(), "{}", field.id);
    }
}
