//! The next sentence to say: from the rulebook, by what is happening now.

use mamori_core::people::Language;
use mamori_core::rulebook::{Rulebook, SentenceKind, Situation};
use mamori_judge::{Action, HarassmentType, Reading, Verdict};

/// A sentence, and why it stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Say {
    pub(super) words: String,
    pub(super) why: String,
}

/// What to say while somebody is on the way to take over; `None` when the rulebook has no such sentence.
pub(super) fn handover(rules: &Rulebook, language: Language) -> Option<String> {
    let found = rules.sentences.iter().find(|sentence| sentence.kind == SentenceKind::Handover);
    found.map(|sentence| rules.text(&sentence.text, language))
}

/// The sentences that fit now, best first; never empty, because a rulebook has four steps with sentences. Counted are the
/// turns, and how often the worker asked to stop.
pub(super) fn fitting(
    rules: &Rulebook,
    reading: &Reading,
    (turns, stops): (i64, i64),
    language: Language,
) -> Vec<Say> {
    let mut found = Vec::new();
    let enough = i64::from(rules.yardsticks.stop_requests);
    for situation in situations(reading, stops, enough) {
        for sentence in rules.sentences_for(situation) {
            let words = rules.text(&sentence.text, language);
            found.push(Say { words, why: situation.label(language).to_owned() });
        }
    }
    let calm = found.is_empty();
    let step = step_of(turns).min(rules.steps.len().saturating_sub(1));
    for step in rules.steps.iter().skip(step).take(1) {
        for line in &step.sentences {
            let why = rules.text(&step.aim, language);
            found.push(Say { words: rules.text(&line.text, language), why });
        }
    }
    if calm {
        for sentence in rules.sentences_for(Situation::Calm) {
            let why = Situation::Calm.label(language).to_owned();
            found.push(Say { words: rules.text(&sentence.text, language), why });
        }
    }
    found
}

/// The four steps follow each other as the talk goes on.
fn step_of(turns: i64) -> usize {
    match turns {
        ..4 => 0,
        4..10 => 1,
        10..24 => 2,
        _ => 3,
    }
}

/// A request to stop is made once, then a second time, then the end is announced.
fn after_stops(stops: i64, enough: i64) -> Situation {
    match stops {
        0 => Situation::StopFirst,
        count if count >= enough.max(2) => Situation::EndNotice,
        _ => Situation::StopSecond,
    }
}

fn situations(reading: &Reading, stops: i64, enough: i64) -> Vec<Situation> {
    use HarassmentType as Type;
    let mut found = Vec::new();
    let mut add = |applies: bool, situations: &[Situation]| {
        if applies {
            found.extend_from_slice(situations);
        }
    };
    let any = |types: &[Type]| reading.types.iter().any(|kind| types.contains(kind));
    let asked = |action| reading.asks.iter().any(|ask| ask.action == action);
    add(reading.care_check, &[Situation::Care]);
    // Once asked to stop, the next step comes before everything that was said again.
    add(stops > 0 && asked(Action::StopRequest), &[after_stops(stops, enough)]);
    add(any(&[Type::Sexual]), &[Situation::Sexual]);
    add(any(&[Type::Threat, Type::Violence]), &[Situation::Threat]);
    add(
        after_stops(stops, enough) != Situation::EndNotice && asked(Action::EndNotice),
        &[Situation::EndNotice],
    );
    add(any(&[Type::Dogeza]), &[Situation::Dogeza]);
    add(any(&[Type::OnlineDefamation]), &[Situation::Online]);
    add(any(&[Type::StalkingFilming]), &[Situation::Filming]);
    add(any(&[Type::VerbalAbuse, Type::PersonalAttack, Type::Discrimination]), &[Situation::Insult]);
    add(stops == 0 && asked(Action::StopRequest), &[Situation::StopFirst]);
    add(any(&[Type::Repetition]), &[Situation::Repetition]);
    add(any(&[Type::TimeRestraint]), &[Situation::Time]);
    let angry = matches!(reading.verdict, Verdict::Complaint | Verdict::Grey);
    add(angry, &[Situation::Angry]);
    found
}
