//! A lesson that can be taught tomorrow: length, questions, minutes, transcripts.

use mamori_judge::{HarassmentType, Speaker, Verdict};

use crate::content;

#[test]
fn courses_and_chapters_name_each_other() {
    let content = content();
    let listed: usize = content.courses.iter().map(|course| course.chapters.len()).sum();
    assert_eq!(listed, content.lessons.len());
    for course in &content.courses {
        for chapter in &course.chapters {
            assert!(content.lesson(&course.id, chapter).is_some(), "{}/{chapter} does not exist", course.id);
        }
    }
    assert!(content.lesson("1-customer-harassment", "nothing").is_none());
}

#[test]
fn a_lesson_opens_with_a_scene_and_can_be_read_in_minutes() {
    for lesson in content().lessons {
        let text: String = lesson.sections.iter().map(|section| without_tags(&section.html)).collect();
        let letters = text.chars().filter(|letter| !letter.is_whitespace()).count();
        assert!((1_200..=2_000).contains(&letters), "{} has {letters} letters", lesson.chapter.id);
        assert_eq!(lesson.sections[0].title, "場面");
        assert!(!text.contains("**"), "{}: bold that was not rendered", lesson.chapter.id);
        assert!(lesson.sections.iter().all(|section| !section.title.is_empty() && !section.html.is_empty()));
    }
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

#[test]
fn questions_have_one_best_answer_and_a_source() {
    for lesson in content().lessons {
        assert!(lesson.questions.len() >= 5);
        for question in &lesson.questions {
            assert_eq!(question.options.len(), 4, "{}", question.id);
            assert!(question.answer < 4, "{}", question.id);
            assert!(lesson.sources.iter().any(|source| source.id == question.source), "{}", question.id);
        }
        let first = lesson.questions[0].answer;
        assert!(
            lesson.questions.iter().any(|question| question.answer != first),
            "the answer is always {first}"
        );
    }
}

#[test]
fn the_class_fills_its_minutes() {
    for lesson in content().lessons {
        let planned: u32 = lesson.facilitator.iter().map(|note| note.minutes).sum();
        assert_eq!(planned, lesson.chapter.minutes, "{}", lesson.chapter.id);
    }
}

#[test]
fn transcripts_carry_times_and_an_expert_for_every_customer_line() {
    for lesson in content().lessons {
        assert_eq!(lesson.transcripts.len(), 3);
        for talk in &lesson.transcripts {
            let customer: Vec<usize> =
                (0..talk.turns().len()).filter(|&i| talk.turns()[i].speaker == Speaker::Customer).collect();
            let judged: Vec<usize> = talk.expert.iter().map(|line| line.turn).collect();
            assert_eq!(judged, customer, "{}", talk.conversation.id);
            assert!(talk.turns().iter().all(|turn| turn.at_s.is_some()));
            let crossed =
                talk.expert.iter().find(|line| line.verdict == Verdict::Harassment).map(|line| line.turn);
            assert_eq!(crossed, talk.first_trigger_turn, "{}", talk.conversation.id);
        }
        assert!(lesson.transcripts.iter().any(|talk| talk.verdict == Verdict::Complaint));
        assert!(lesson.transcripts.iter().any(|talk| talk.verdict == Verdict::Harassment));
    }
}

#[test]
fn a_lesson_is_suggested_after_every_type() {
    let content = content();
    for kind in HarassmentType::ALL {
        let hint = content.suggested_lesson(&[*kind]).expect("a lesson for every type");
        assert!(content.lesson(&hint.course, &hint.chapter).is_some(), "{}", hint.id);
    }
    let of = |kinds: &[HarassmentType]| content.suggested_lesson(kinds).map(|hint| hint.id.as_str());
    assert_eq!(of(&[HarassmentType::Threat]), Some("veiled-telling-apart"));
    assert_eq!(of(&[]), Some("any-telling-apart"));
}
