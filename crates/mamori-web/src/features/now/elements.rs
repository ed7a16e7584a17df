//! The reading in words: what it is taken to be, and the three elements with the lines they rest on. No scores.

use askama::Template;
use mamori_core::people::Language;
use mamori_judge::{Action, Evidence, Reading};

use crate::web::Shell;

/// One of the three elements.
struct Element {
    name: String,
    value: &'static str,
    why: String,
    lines: Vec<(usize, String)>,
}

/// The reading as the page shows it.
#[derive(Template)]
#[template(path = "now/talk_elements.html")]
pub(super) struct Elements {
    shell: Shell,
    three: [Element; 3],
    care_check: bool,
}

/// Asks that stand there at once; the others are folded away.
const AT_ONCE: usize = 2;

/// What the rulebook asks for now, most urgent first, each action once.
#[derive(Template)]
#[template(path = "now/talk_asks.html")]
pub(super) struct Asks {
    shell: Shell,
    first: Vec<String>,
    more: Vec<String>,
}

impl Asks {
    /// Nothing is asked for.
    pub(super) fn none(shell: Shell) -> Self {
        Self { shell, first: Vec::new(), more: Vec::new() }
    }

    pub(super) fn of(shell: Shell, reading: &Reading) -> Self {
        let mut by_action: Vec<(Action, Vec<&str>)> = Vec::new();
        for ask in &reading.asks {
            match by_action.iter_mut().find(|(action, _)| *action == ask.action) {
                Some((_, whys)) => whys.push(&ask.why),
                None => by_action.push((ask.action, vec![&ask.why])),
            }
        }
        by_action.sort_by_key(|(action, _)| rank(*action));
        let mut words = by_action.into_iter().map(|(action, whys)| {
            let name = match shell.language {
                Language::Ja => action.ja(),
                Language::En => action.en(),
            };
            format!("{name} ({})", whys.join(" / "))
        });
        let first = words.by_ref().take(AT_ONCE).collect();
        Self { first, more: words.collect(), shell }
    }
}

/// People first, then the talk itself, then paper.
fn rank(action: Action) -> u8 {
    match action {
        Action::Takeover | Action::CallSupervisor | Action::Police => 0,
        Action::CareCheck => 1,
        Action::AskToLeave | Action::EndContact | Action::EndNotice | Action::StopRequest => 2,
        Action::ShowSentence | Action::Record | Action::Report | Action::Legal | Action::Aftercare => 3,
    }
}

/// The whole in a few words, for the line that opens the rest.
pub(super) fn summary(reading: &Reading, language: Language) -> String {
    let (verdict, conduct) = match language {
        Language::Ja => (reading.verdict.ja(), &reading.conduct.why),
        Language::En => (reading.verdict.en(), &reading.conduct.why),
    };
    if conduct.is_empty() { verdict.to_owned() } else { format!("{verdict} · {conduct}") }
}

impl Elements {
    pub(super) fn of(shell: Shell, reading: &Reading) -> Self {
        let (demand, conduct, harm) = (&reading.demand, &reading.conduct, &reading.harm);
        let values = match shell.language {
            Language::Ja => [demand.value.ja(), conduct.value.ja(), harm.value.ja()],
            Language::En => [demand.value.en(), conduct.value.en(), harm.value.en()],
        };
        let element = |key: &str, value, why: &str, evidence: &[usize]| Element {
            name: shell.t(key).to_owned(),
            value,
            why: why.to_owned(),
            lines: evidence.iter().filter_map(|index| quoted(reading.evidence.get(*index)?)).collect(),
        };
        let three = [
            element("talk-demand", values[0], &demand.why, &demand.evidence),
            element("talk-conduct", values[1], &conduct.why, &conduct.evidence),
            element("talk-harm", values[2], &harm.why, &harm.evidence),
        ];
        Self { three, care_check: reading.care_check, shell }
    }
}

/// The number of the line as people count, from 1, and its words.
fn quoted(evidence: &Evidence) -> Option<(usize, String)> {
    let turn = evidence.turn?;
    (!evidence.text.is_empty()).then(|| (turn + 1, evidence.text.clone()))
}
