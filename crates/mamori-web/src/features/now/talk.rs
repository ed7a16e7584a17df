//! A talk: begun, looked at by its worker and by those who answer for its unit, ended.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::access::Action;
use mamori_core::{ConversationId, OrgId, UnitId, UnixMs, UserId, random};
use mamori_judge::{Care, Channel, Context, Industry};
use mamori_store::alerts::{self, NewAlert};
use mamori_store::audit::{self, Act};
use mamori_store::conversations::{self, Begun, Conversation, NewConversation};
use mamori_store::{Tx, orgs, rulebooks};
use serde::Deserialize;

use super::hearing::reading_of_nothing;
use super::sos::{refuse, too_late, unit_of};
use super::view::{OwnTalk, Parts, last_turns, others, yardstick};
use crate::App;
use crate::web::live::answered_units;
use crate::web::{Button, Error, Form, Member, Path, Query, Result, Shell, render};

/// As whom somebody looks at a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    /// Holds it.
    Worker,
    /// Answers for its unit.
    Helper,
}

/// The talk, if this person may see it.
pub(super) async fn find(
    tx: &mut Tx,
    org: OrgId,
    user: UserId,
    id: ConversationId,
) -> Result<Option<(Conversation, As)>> {
    let Some(talk) = conversations::by_id(tx, org, id).await? else { return Ok(None) };
    if talk.worker_id == user {
        return Ok(Some((talk, As::Worker)));
    }
    let covered = answered_units(tx, org, user).await?.contains(&talk.unit_id);
    Ok(covered.then_some((talk, As::Helper)))
}

/// The talk; somebody without need to know gets 404, and the log a line.
pub(super) async fn found(app: &App, member: &Member, id: ConversationId) -> Result<(Conversation, As)> {
    let mut tx = app.db.read().await?;
    if let Some(found) = find(&mut tx, member.org, member.user, id).await? {
        return Ok(found);
    }
    drop(tx);
    refuse(app, member, "conversation.refused", &id.to_string()).await
}

/// The talk of the person who asks; everybody else gets 404.
pub(super) async fn own(app: &App, member: &Member, id: ConversationId) -> Result<Conversation> {
    match found(app, member, id).await? {
        (talk, As::Worker) => Ok(talk),
        (_, As::Helper) => refuse(app, member, "conversation.refused", &id.to_string()).await,
    }
}

/// What a new talk begins with.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) org: OrgId,
    pub(super) unit: UnitId,
    pub(super) worker: UserId,
    pub(super) source: &'static str,
    pub(super) drill: bool,
    pub(super) context: Context,
    /// What the sender calls it; the same key of the same worker is the same talk.
    pub(super) key: String,
}

/// Begins a talk and writes it down.
pub(super) async fn begin(app: &App, tx: &mut Tx, new: Beginning) -> Result<Begun> {
    let (org, now) = (new.org, app.clock.now());
    let id = ConversationId::new(now);
    let rules = rulebooks::in_force(tx, org, now).await?;
    let talk = app.judges.of(org, &rules).conversation(new.context.clone());
    let row = NewConversation {
        id,
        unit: new.unit,
        worker: new.worker,
        channel: new.context.channel.as_str(),
        source: new.source,
        context: &serde_json::to_string(&new.context)?,
        drill: new.drill,
        reading: &reading_of_nothing(&talk)?,
        idempotency_key: &new.key,
    };
    let begun = conversations::create(tx, org, row, now).await?;
    if let Begun::Now(id) = begun {
        act(tx, org, new.worker, "conversation.begin", id, now).await?;
    }
    Ok(begun)
}

pub(super) async fn act(
    tx: &mut Tx,
    org: OrgId,
    user: UserId,
    action: &str,
    id: ConversationId,
    at: UnixMs,
) -> Result<()> {
    let subject = id.to_string();
    let act = Act { org, actor: Some(user), at, action, subject: &subject, detail: "" };
    Ok(audit::append(tx, act).await?)
}

#[derive(Deserialize)]
pub(super) struct Start {
    channel: String,
    #[serde(default)]
    care: Vec<String>,
}

/// `POST /now/talks`
pub(super) async fn start(app: App, member: Member, Form(start): Form<Start>) -> Result<Response> {
    let unreadable = |_| Error::Unreadable("error-form");
    let channel = Channel::parse(&start.channel).map_err(unreadable)?;
    let care = start.care.iter().map(|code| Care::parse(code)).collect::<Result<Vec<_>, _>>();
    let mut tx = app.db.begin().await?;
    let industry = industry(&mut tx, member.org).await?;
    let context = Context { channel, industry, care: care.map_err(unreadable)?, ..Context::default() };
    let unit = unit_of(&mut tx, &member).await?;
    let (worker, key) = (member.user, random::token());
    let new = Beginning { org: member.org, unit, worker, source: "typed", drill: false, context, key };
    let id = begin(&app, &mut tx, new).await?.id();
    tx.commit().await?;
    Ok(Redirect::to(&path(id)).into_response())
}

/// The organisation's sector as the engine knows it.
pub(super) async fn industry(tx: &mut Tx, org: OrgId) -> Result<Industry> {
    let sector = orgs::by_id(tx, org).await?.map(|(_, sector)| sector).unwrap_or_default();
    Ok(Industry::parse(&sector).unwrap_or(Industry::Other))
}

pub(super) fn path(id: ConversationId) -> String {
    format!("/now/talks/{id}")
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Shown {
    /// Which of the sentences that fit.
    say: usize,
    /// Lines before this number.
    before: Option<i64>,
}

/// What was typed and could not be taken, with the reason.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) words: String,
    pub(super) fault: String,
}

#[derive(Template)]
#[template(path = "now/talk.html")]
struct TalkPage {
    shell: Shell,
    talk: Conversation,
    parts: Parts,
    mine: bool,
    title: String,
    typed: Typed,
    key: String,
    now: UnixMs,
    yardstick: String,
    minutes_end: u32,
    /// Older lines are shown, which do not change by themselves.
    still: bool,
}

/// `GET /now/talks/{id}`
pub(super) async fn page(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Query(shown): Query<Shown>,
) -> Result<Response> {
    show(&app, &member, id, shown, Typed::default()).await
}

/// The page, also after words that could not be taken.
pub(super) async fn show(
    app: &App,
    member: &Member,
    id: ConversationId,
    shown: Shown,
    typed: Typed,
) -> Result<Response> {
    let (talk, role) = found(app, member, id).await?;
    if role == As::Helper && shown.before.is_none() {
        let mut tx = app.db.begin().await?;
        act(&mut tx, member.org, member.user, "conversation.read", id, app.clock.now()).await?;
        tx.commit().await?;
    }
    let shell = Shell::of(member);
    let mut tx = app.db.read().await?;
    let end = shown.before.unwrap_or(talk.version);
    let rules = rulebooks::in_force(&mut tx, member.org, app.clock.now()).await?;
    let (parts, talk) = if role == As::Worker {
        let own = OwnTalk::load(app, &mut tx, member.org, talk, end).await?;
        (own.parts(&shell, shown.say)?, own.talk)
    } else {
        let (first, turns) = last_turns(&mut tx, member.org, &talk, end).await?;
        (others(shell.clone(), &talk, first, &turns)?, talk)
    };
    let page = TalkPage {
        title: title(&shell, &talk, role),
        mine: role == As::Worker,
        typed,
        key: random::token(),
        now: app.clock.now(),
        yardstick: yardstick(&shell, &rules),
        minutes_end: rules.rulebook.yardsticks.minutes_end,
        still: shown.before.is_some(),
        shell,
        talk,
        parts,
    };
    render(&page)
}

fn title(shell: &Shell, talk: &Conversation, role: As) -> String {
    let channel = Channel::parse(&talk.channel).map(|channel| match shell.lang {
        "en" => channel.en(),
        _ => channel.ja(),
    });
    let channel = channel.unwrap_or_default();
    match role {
        As::Worker => shell.f("talk-title", "channel", channel),
        As::Helper => shell.f2("talk-title-of", "name", &talk.worker, "channel", channel),
    }
}

impl TalkPage {
    fn elapsed_seconds(&self) -> i64 {
        self.talk.ended_at.unwrap_or(self.now).since(self.talk.started_at) / 1_000
    }

    fn is_live(&self) -> bool {
        self.talk.is_live()
    }
}

/// `POST /now/talks/{id}/end`: by the worker. A replay stops with it.
pub(super) async fn end(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    own(&app, &member, id).await?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if conversations::end(&mut tx, member.org, id, now).await? {
        act(&mut tx, member.org, member.user, "conversation.end", id, now).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&path(id)).into_response())
}

/// `POST /now/talks/{id}/go`: 「行く」 to a talk whose worker has not called.
pub(super) async fn go(
    app: App,
    member: Member,
    Path(id): Path<ConversationId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let (talk, role) = found(&app, &member, id).await?;
    member.must(Action::AnswerAlerts)?;
    if role == As::Worker {
        return Err(Error::Forbidden);
    }
    let new = NewAlert {
        unit: talk.unit_id,
        raised_by: talk.worker_id,
        conversation: Some(id),
        drill: talk.drill,
        silent: false,
        takeover: false,
    };
    let mut tx = app.db.begin().await?;
    let (alert, first) = alerts::come(&mut tx, member.org, new, member.user, app.clock.now()).await?;
    tx.commit().await?;
    if !first {
        return too_late(&app, &member, alert).await;
    }
    Ok(Redirect::to(&path(id)).into_response())
}
