//! 今すぐ: where a worker starts. The four steps, a new talk, the own talks, and exercises.

use askama::Template;
use axum::response::Response;
use mamori_core::access::Action;
use mamori_core::people::Language;
use mamori_judge::{Care, Channel};
use mamori_store::{conversations, rulebooks};

use crate::App;
use crate::web::{Member, Result, Shell, render};

/// Channels that a worker chooses from, with their icons.
const CHANNELS: [(Channel, &str); 4] = [
    (Channel::Phone, "phone"),
    (Channel::Counter, "counter"),
    (Channel::Chat, "chat"),
    (Channel::Email, "mail"),
];
/// Own talks that are listed.
const LISTED: i64 = 10;

struct Chip {
    code: &'static str,
    label: &'static str,
    icon: &'static str,
}

struct StepCard {
    title: String,
    aim: String,
}

struct OwnTalk {
    href: String,
    title: String,
    live: bool,
    drill: bool,
}

#[derive(Template)]
#[template(path = "now/home.html")]
struct HomePage {
    shell: Shell,
    answers: bool,
    channels: Vec<Chip>,
    care: Vec<Chip>,
    steps: Vec<StepCard>,
    talks: Vec<OwnTalk>,
    samples: [&'static str; 10],
}

/// `GET /now`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let shell = Shell::of(&member);
    let language = shell.language;
    let mut tx = app.db.read().await?;
    let rules = rulebooks::in_force(&mut tx, member.org, app.clock.now()).await?.rulebook;
    let talks = conversations::of_worker(&mut tx, member.org, member.user, LISTED).await?;
    let step = |step: &mamori_core::rulebook::Step| StepCard {
        title: rules.text(&step.title, language),
        aim: rules.text(&step.aim, language),
    };
    let talk = |talk: conversations::Conversation| OwnTalk {
        href: super::talk::path(talk.id),
        title: format!("{} {}", talk.started_at.minute_text(), channel_label(&talk.channel, language)),
        live: talk.is_live(),
        drill: talk.drill,
    };
    let care = Care::ALL.iter().map(|care| match language {
        Language::Ja => (care.as_str(), care.ja()),
        Language::En => (care.as_str(), care.en()),
    });
    render(&HomePage {
        answers: member.may(Action::AnswerAlerts),
        channels: CHANNELS
            .map(|(channel, icon)| chip(channel.as_str(), label(channel, language), icon))
            .into(),
        care: care.map(|(code, label)| chip(code, label, "")).collect(),
        steps: rules.steps.iter().map(step).collect(),
        talks: talks.into_iter().map(talk).collect(),
        samples: mamori_content::FIXTURES,
        shell,
    })
}

fn chip(code: &'static str, label: &'static str, icon: &'static str) -> Chip {
    Chip { code, label, icon }
}

fn label(channel: Channel, language: Language) -> &'static str {
    match language {
        Language::Ja => channel.ja(),
        Language::En => channel.en(),
    }
}

fn channel_label(code: &str, language: Language) -> &'static str {
    Channel::parse(code).map(|channel| label(channel, language)).unwrap_or_default()
}
