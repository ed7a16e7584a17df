//! The reading in words: what it is taken to be, and the three elements with the lines they rest on. No scores.

use askama::Template;
use mamori_core::people::Language;
use mamori_judge::{Evidence, Reading};

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
    asks: Vec<String>,
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
        let asks = reading.asks.iter().map(|ask| match shell.language {
            Language::Ja => format!("{} ({})", ask.action.ja(), ask.why),
            Language::En => format!("{} ({})", ask.action.en(), ask.why),
        });
        Self { three, care_check: reading.care_check, asks: asks.collect(), shell }
    }
}

/// The number of the line as people count, from 1, and its words.
fn quoted(evidence: &Evidence) -> Option<(usize, String)> {
    let turn = evidence.turn?;
    (!evidence.text.is_empty()).then(|| (turn + 1, evidence.text.clone()))
}
