//! A live talk as a row of the board: words and minutes, never a score.

use mamori_core::people::Language;
use mamori_core::rulebook::Rulebook;
use mamori_core::{MINUTE, UnixMs};
use mamori_judge::{Channel, Reading, Severity, Verdict};
use mamori_store::conversations::Conversation;

use super::row::{Drawn, Row};
use crate::web::{Result, Shell};

/// How a talk stands, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Grave,
    Help,
    Over,
    Watch,
    Near,
    Calm,
}

impl Standing {
    fn of(reading: &Reading, minutes: i64, rules: &Rulebook) -> Self {
        let yardsticks = &rules.yardsticks;
        if reading.severity >= Severity::ORGANISATION {
            Self::Grave
        } else if reading.severity >= Severity::SUPERVISOR {
            Self::Help
        } else if minutes >= i64::from(yardsticks.minutes_end) {
            Self::Over
        } else if reading.verdict == Verdict::Grey {
            Self::Watch
        } else if minutes >= i64::from(yardsticks.minutes_warn) {
            Self::Near
        } else {
            Self::Calm
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Grave => 1,
            Self::Help => 2,
            Self::Over => 4,
            Self::Watch => 5,
            Self::Near => 6,
            Self::Calm => 7,
        }
    }

    fn badge(self) -> (&'static str, &'static str) {
        match self {
            Self::Grave => ("board-grave", "danger"),
            Self::Help => ("board-help", "warn"),
            Self::Over => ("board-over", "warn"),
            Self::Watch => ("board-watch", "warn"),
            Self::Near => ("board-near", "warn"),
            Self::Calm => ("board-calm", "soft"),
        }
    }
}

/// Draws a talk.
pub(super) fn draw(talk: &Conversation, rules: &Rulebook, now: UnixMs) -> Result<Drawn> {
    let reading: Reading = serde_json::from_str(&talk.reading)?;
    let standing = Standing::of(&reading, now.since(talk.started_at) / MINUTE, rules);
    let rank = if talk.drill { 10 } else { standing.rank() };
    let row = |language| words(Shell::plain(language), talk, &reading, standing, rules);
    Drawn::of((talk.unit_id, talk.worker_id, Vec::new()), (rank, talk.started_at), row)
}

fn words(shell: Shell, talk: &Conversation, reading: &Reading, standing: Standing, rules: &Rulebook) -> Row {
    let (badge, badge_tone) = if talk.drill { ("board-drill", "drill") } else { standing.badge() };
    let why = reading.asks.first().map(|ask| ask.why.to_string());
    Row {
        id: format!("talk-{}", talk.id),
        class: match (talk.drill, standing) {
            (true, _) => "drill",
            (false, Standing::Calm) => "calm",
            (false, _) => "warn",
        },
        name: shell.f("now-person", "name", &talk.worker),
        badge: shell.t(badge).to_owned(),
        badge_tone,
        place: place(&shell, talk),
        since: talk.started_at,
        yardstick: shell.f("board-yardstick", "minutes", rules.yardsticks.minutes_end),
        why: why.unwrap_or_else(|| line(reading)),
        go: format!("/now/talks/{}/go", talk.id),
        look: format!("/now/talks/{}", talk.id),
        answered: true,
        shell,
    }
}

fn place(shell: &Shell, talk: &Conversation) -> String {
    let channel = Channel::parse(&talk.channel).map(|channel| match shell.language {
        Language::Ja => channel.ja(),
        Language::En => channel.en(),
    });
    format!("{} · {}", talk.unit, channel.unwrap_or_default())
}

/// One line of why, from the element that says most.
fn line(reading: &Reading) -> String {
    let elements = [&reading.conduct.why, &reading.demand.why, &reading.harm.why];
    elements.into_iter().find(|why| !why.is_empty()).map(ToString::to_string).unwrap_or_default()
}
