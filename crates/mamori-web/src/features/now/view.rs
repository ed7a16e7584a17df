//! A talk as its page shows it: the parts that change by themselves, for the worker and for those who answer.

use std::sync::Arc;

use askama::Template;
use mamori_core::people::Language;
use mamori_core::{ConversationId, OrgId};
use mamori_judge::{Fact, Judge, Reading, StaffTurn};
use mamori_store::Tx;
use mamori_store::alerts::{self, Alert};
use mamori_store::conversations::{self, Conversation, Turn};
use mamori_store::live::Event;
use mamori_store::rulebooks::{self, InForce};

use super::elements::{Asks, Elements, summary};
use super::hearing::{own_side, reading_of};
use super::lines::{Lines, OwnSide, SHOWN};
use super::sentences::{self, Say};
use crate::App;
use crate::web::live;
use crate::web::shared::{Shelf, Sight};
use crate::web::{Error, Result, Shell};

/// Facts that are one tap away; the rest of the engine's list is behind 「ほかの事実」.
const FIRST_FACTS: usize = 5;
/// Facts that a worker taps: what the customer does, and what we did about it.
const FACTS: &[Fact] = &[
    Fact::Shouting,
    Fact::RefusesToLeave,
    Fact::Filming,
    Fact::Banging,
    Fact::AskedToStop,
    Fact::Blocking,
    Fact::Touching,
    Fact::Throwing,
    Fact::Surrounding,
    Fact::Weapon,
    Fact::Drunk,
    Fact::Follows,
    Fact::DogezaForced,
    Fact::AskedToLeave,
    Fact::FinalAnswerGiven,
    Fact::OurFault,
];

/// A talk as those who answer for its unit see it: the same for all of them.
#[derive(Clone, Debug)]
pub(crate) struct TalkView {
    /// The talk.
    pub(super) talk: Conversation,
    ja: Arc<str>,
    en: Arc<str>,
}

impl Sight for TalkView {
    type Key = (OrgId, ConversationId);

    async fn load(app: &App, (org, id): Self::Key) -> Result<Self> {
        let mut tx = app.db.read().await?;
        let talk = conversations::by_id(&mut tx, org, id).await?.ok_or(Error::NotFound)?;
        let (first, turns) = last_turns(&mut tx, org, &talk, talk.version).await?;
        let draw = |language| {
            others(Shell::plain(language), &talk, first, &turns).map(|parts| Arc::from(parts.message()))
        };
        let (ja, en) = (draw(Language::Ja)?, draw(Language::En)?);
        Ok(Self { talk, ja, en })
    }

    async fn after(&self, app: &App, key: Self::Key, event: &Event) -> Result<Option<Self>> {
        match event {
            Event::Conversation { org, id, .. } if (*org, *id) == key => Self::load(app, key).await.map(Some),
            _ => Ok(None),
        }
    }

    fn shelf(app: &App) -> &Shelf<Self> {
        &app.live.talks
    }
}

impl TalkView {
    /// The message for a live page.
    pub(super) fn html(&self, language: Language) -> Arc<str> {
        match language {
            Language::Ja => self.ja.clone(),
            Language::En => self.en.clone(),
        }
    }
}

/// The last lines before number `end`, with the number of the first of them.
pub(super) async fn last_turns(
    tx: &mut Tx,
    org: OrgId,
    talk: &Conversation,
    end: i64,
) -> Result<(usize, Vec<Turn>)> {
    let end = end.clamp(0, talk.version);
    let first = (end - SHOWN).max(0);
    let turns = conversations::some_turns(tx, org, talk.id, first, end - first).await?;
    Ok((usize::try_from(first)?, turns))
}

/// The parts of a talk's page that change by themselves, as HTML.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// What is going on around the talk: help on its way, its end.
    pub(super) now: String,
    /// The yardsticks in words; empty for everybody but the worker.
    pub(super) yardstick: String,
    /// The next sentence; empty for everybody but the worker.
    pub(super) say: String,
    /// The reading in a few words.
    pub(super) summary: String,
    /// The three elements.
    pub(super) elements: String,
    /// What the rulebook asks for.
    pub(super) asks: String,
    /// The transcript.
    pub(super) lines: String,
    /// One-tap facts; empty for everybody but the worker.
    pub(super) facts: String,
}

impl Parts {
    /// One message that swaps each part where it stands.
    pub(super) fn message(&self) -> String {
        let parts = [
            ("talk-now", &self.now),
            ("talk-yardstick", &self.yardstick),
            ("talk-say", &self.say),
            ("talk-summary", &self.summary),
            ("talk-elements", &self.elements),
            ("talk-asks", &self.asks),
            ("talk-lines", &self.lines),
            ("talk-facts", &self.facts),
        ];
        let mut message = String::new();
        for (id, html) in parts {
            if !html.is_empty() {
                message.push_str(&live::part(id, html));
            }
        }
        message
    }
}

#[derive(Template)]
#[template(path = "now/talk_now.html")]
struct Around {
    shell: Shell,
    drill: bool,
    ended: bool,
    alert: Option<Alert>,
    /// What to say while one waits to be relieved.
    handover: String,
}

#[derive(Template)]
#[template(path = "now/talk_say.html")]
struct SayPart {
    shell: Shell,
    id: ConversationId,
    say: Say,
    previous: usize,
    next: usize,
}

#[derive(Template)]
#[template(path = "now/talk_facts.html")]
struct FactsPart {
    shell: Shell,
    first: Vec<FactChip>,
    more: Vec<FactChip>,
}

struct FactChip {
    code: &'static str,
    label: &'static str,
    /// When it was tapped last, empty when it was not.
    time: String,
    /// How often, from the second time on; else 0.
    times: i64,
}

#[derive(Template)]
#[template(path = "now/talk_summary.html")]
struct Summary {
    words: String,
}

#[derive(Template)]
#[template(path = "now/talk_not_yet.html")]
struct NotYet {
    shell: Shell,
}

fn around(shell: Shell, talk: &Conversation, alert: Option<Alert>, handover: String) -> Result<String> {
    let around = Around { shell, drill: talk.drill, ended: !talk.is_live(), alert, handover };
    Ok(around.render()?)
}

/// The parts for somebody who answers for the unit.
pub(super) fn others(shell: Shell, talk: &Conversation, first: usize, turns: &[Turn]) -> Result<Parts> {
    let reading = reading_of(talk)?;
    let page = format!("/now/talks/{}", talk.id);
    let lines = Lines::for_others(shell.clone(), turns, first, &reading, &page)?;
    Ok(Parts {
        now: around(shell.clone(), talk, None, String::new())?,
        lines: lines.render()?,
        ..reading_parts(shell, talk, &reading)?
    })
}

fn reading_parts(shell: Shell, talk: &Conversation, reading: &Reading) -> Result<Parts> {
    if talk.version == 0 {
        // Nothing was heard: whatever the engine would say of silence is not shown.
        let words = shell.t("talk-not-yet").to_owned();
        return Ok(Parts {
            summary: Summary { words }.render()?,
            elements: NotYet { shell: shell.clone() }.render()?,
            asks: Asks::none(shell).render()?,
            ..Parts::default()
        });
    }
    let words = summary(reading, shell.language);
    Ok(Parts {
        summary: Summary { words }.render()?,
        elements: Elements::of(shell.clone(), reading).render()?,
        asks: Asks::of(shell, reading).render()?,
        ..Parts::default()
    })
}

/// What the worker's page is drawn from.
pub(super) struct OwnTalk {
    pub(super) talk: Conversation,
    pub(super) rules: InForce,
    first: usize,
    turns: Vec<Turn>,
    facts: Vec<(Fact, i64)>,
    alert: Option<Alert>,
    staff: Vec<StaffTurn>,
    judge: Judge,
    /// How often the worker noted to have asked to stop.
    stops: i64,
}

impl OwnTalk {
    /// Reads what the worker of `talk` sees, lines up to number `end`.
    pub(super) async fn load(
        app: &App,
        tx: &mut Tx,
        org: OrgId,
        talk: Conversation,
        end: i64,
    ) -> Result<Self> {
        let rules = rulebooks::in_force(tx, org, app.clock.now()).await?;
        let (first, turns) = last_turns(tx, org, &talk, end).await?;
        let (staff, judge) = own_side(app, tx, org, &talk).await?;
        let alert = match alerts::open_of(tx, org, talk.worker_id, talk.drill).await? {
            Some(id) => alerts::by_id(tx, org, id).await?,
            None => None,
        };
        let facts = tapped(&turns)?;
        let stops = conversations::count_fact(tx, org, talk.id, Fact::AskedToStop.as_str()).await?;
        Ok(Self { talk, rules, first, turns, facts, alert, staff, judge, stops })
    }

    /// The parts of the worker's page; `say` counts through the sentences that fit.
    pub(super) fn parts(&self, shell: &Shell, say: usize) -> Result<Parts> {
        let reading = reading_of(&self.talk)?;
        let page = format!("/now/talks/{}", self.talk.id);
        let own = OwnSide { staff: &self.staff, judge: &self.judge };
        let lines = Lines::for_worker(shell.clone(), &self.turns, self.first, &reading, &page, own)?;
        Ok(Parts {
            now: around(shell.clone(), &self.talk, self.alert.clone(), self.handover(shell))?,
            yardstick: yardstick(shell, &self.rules),
            say: self.say(shell, &reading, say)?,
            lines: lines.render()?,
            facts: self.facts(shell)?,
            ..reading_parts(shell.clone(), &self.talk, &reading)?
        })
    }

    fn handover(&self, shell: &Shell) -> String {
        sentences::handover(&self.rules.rulebook, shell.language)
            .unwrap_or_else(|| shell.t("talk-handover").to_owned())
    }

    fn say(&self, shell: &Shell, reading: &Reading, number: usize) -> Result<String> {
        let found = sentences::fitting(
            &self.rules.rulebook,
            reading,
            (self.talk.version, self.stops),
            shell.language,
        );
        let count = found.len().max(1);
        let Some(say) = found.get(number % count).cloned() else { return Ok(String::new()) };
        let (previous, next) = ((number + count - 1) % count, (number + 1) % count);
        Ok(SayPart { shell: shell.clone(), id: self.talk.id, say, previous, next }.render()?)
    }

    fn facts(&self, shell: &Shell) -> Result<String> {
        let chip = |fact: &Fact| FactChip {
            code: fact.as_str(),
            label: match shell.language {
                Language::Ja => fact.ja(),
                Language::En => fact.en(),
            },
            time: self
                .facts
                .iter()
                .rfind(|(tapped, _)| tapped == fact)
                .map(|(_, at)| super::sos::clock_text(*at))
                .unwrap_or_default(),
            times: if *fact == Fact::AskedToStop && self.stops > 1 { self.stops } else { 0 },
        };
        let (first, more) = FACTS.split_at(FIRST_FACTS);
        let (first, more) = (first.iter().map(chip).collect(), more.iter().map(chip).collect());
        Ok(FactsPart { shell: shell.clone(), first, more }.render()?)
    }
}

/// The yardsticks of the rulebook in force, in words.
pub(super) fn yardstick(shell: &Shell, rules: &InForce) -> String {
    let numbers = &rules.rulebook.yardsticks;
    shell.f2("talk-yardstick", "warn", numbers.minutes_warn, "end", numbers.minutes_end)
}

fn tapped(turns: &[Turn]) -> Result<Vec<(Fact, i64)>> {
    let mut found = Vec::new();
    for turn in turns {
        let facts: Vec<Fact> = serde_json::from_str(&turn.facts)?;
        found.extend(facts.into_iter().map(|fact| (fact, turn.at_ms)));
    }
    Ok(found)
}
