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
    ja: String,
    en: String,
}

impl Drawn {
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
struct Row {
    shell: Shell,
    id: String,
    class: &'static str,
    name: String,
    badge: String,
    badge_tone: &'static str,
    unit: String,
    since: UnixMs,
    why: String,
    /// Where 「行く」 posts to, empty when it is not offered.
    go: String,
    look: String,
    answered: bool,
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
    let draw = |language| alert_row(Shell::plain(language), alert, calling).render();
    Ok(Drawn {
        unit: alert.unit_id,
        owner: alert.raised_by,
        called,
        rank,
        since: alert.raised_at,
        ja: draw(Language::Ja)?,
        en: draw(Language::En)?,
    })
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
        unit: alert.unit.clone(),
        since: alert.raised_at,
        why,
        go: if calling { format!("/now/sos/{}/go", alert.id) } else { String::new() },
        look: format!("/now/sos/{}", alert.id),
        answered: !calling,
        shell,
    }
}
