//! One row: an alert or a live talk, in words.

use askama::Template;
use mamori_core::alerts::AlertState;
use mamori_core::people::Language;
use mamori_core::{UnitId, UnixMs, UserId};
use mamori_store::alerts::Alert;

use crate::web::{Result, Shell};

/// Stands for the moment of sending in a row that was drawn before.
pub(super) const NOW: &str = "@now@";

/// A row drawn in both languages, with what decides who sees it and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    pub(super) unit: UnitId,
    /// Whose alert or talk it is; nobody watches themselves.
    pub(super) owner: UserId,
    /// People who may see it although the unit is not theirs.
    pub(super) called: Vec<UserId>,
    /// 0 is the most urgent.
    pub(super) rank: u8,
    pub(super) since: UnixMs,
    /// The line on other pages while somebody still has to answer, by language; empty otherwise.
    pub(super) alarm: [String; 2],
    ja: String,
    en: String,
}

impl Drawn {
    /// Draws a row in both languages.
    pub(super) fn of(
        (unit, owner, called): (UnitId, UserId, Vec<UserId>),
        (rank, since): (u8, UnixMs),
        row: impl Fn(Language) -> Row,
    ) -> Result<Self> {
        let (ja, en) = (row(Language::Ja).render()?, row(Language::En).render()?);
        Ok(Self { unit, owner, called, rank, since, alarm: Default::default(), ja, en })
    }

    /// The row in a language.
    pub(super) fn html(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// What the template needs.
#[derive(Template)]
#[template(path = "board/row.html")]
pub(super) struct Row {
    pub(super) shell: Shell,
    pub(super) id: String,
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) badge: String,
    pub(super) badge_tone: &'static str,
    /// Where, and by which channel.
    pub(super) place: String,
    pub(super) since: UnixMs,
    /// Against which yardstick the time is held, empty for an alert.
    pub(super) yardstick: String,
    pub(super) why: String,
    /// Where 「行く」 posts to, empty when it is not offered.
    pub(super) go: String,
    pub(super) look: String,
    pub(super) answered: bool,
}

/// Draws an alert.
pub(super) fn alert(alert: &Alert, called: Vec<UserId>) -> Result<Drawn> {
    let calling = alert.state == AlertState::Calling;
    let rank = match (alert.drill, calling) {
        (false, true) => 0,
        (false, false) => 3,
        (true, true) => 8,
        (true, false) => 9,
    };
    let whose = (alert.unit_id, alert.raised_by, called);
    let mut drawn = Drawn::of(whose, (rank, alert.raised_at), |language| {
        alert_row(Shell::plain(language), alert, calling)
    })?;
    if calling {
        let line = |language| Alarm { shell: Shell::plain(language), alert }.render();
        drawn.alarm = [line(Language::Ja)?, line(Language::En)?];
    }
    Ok(drawn)
}

/// The quiet line on every other page.
#[derive(Template)]
#[template(path = "board/alarm.html")]
struct Alarm<'a> {
    shell: Shell,
    alert: &'a Alert,
}

fn alert_row(shell: Shell, alert: &Alert, calling: bool) -> Row {
    let helper = alert.helper.as_deref().unwrap_or_default();
    let name = if calling {
        shell.f("board-needs", "name", &alert.raiser)
    } else {
        shell.f2("board-coming", "helper", helper, "name", &alert.raiser)
    };
    let why = match (calling, alert.silent) {
        (_, true) => shell.t("board-silent").to_owned(),
        (true, false) if alert.takeover => shell.f("now-takeover-wanted", "name", &alert.raiser),
        (true, false) => shell.f("board-waiting", "step", alert.step.label(shell.language)),
        (false, false) => String::new(),
    };
    let (badge, badge_tone) = if alert.drill {
        ("board-drill", "drill")
    } else {
        ("board-sos", if calling { "danger" } else { "" })
    };
    Row {
        id: format!("alert-{}", alert.id),
        class: match (calling, alert.drill) {
            (true, false) => "calling",
            (true, true) => "calling drill",
            (false, false) => "calm",
            (false, true) => "drill",
        },
        name,
        badge: shell.t(badge).to_owned(),
        badge_tone,
        place: alert.unit.clone(),
        since: alert.raised_at,
        yardstick: String::new(),
        why,
        go: if calling { format!("/now/sos/{}/go", alert.id) } else { String::new() },
        look: format!("/now/sos/{}", alert.id),
        answered: !calling,
        shell,
    }
}
