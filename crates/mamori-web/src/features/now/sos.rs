//! 応援要請: one tap, who was called, who comes.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::access::Action;
use mamori_core::alerts::AlertState;
use mamori_core::{AlertId, SECOND, UnitId, UnixMs, UserId};
use mamori_store::alerts::{self, Alert, Call, NewAlert};
use mamori_store::audit::{self, Act};
use mamori_store::{Tx, conversations, units};
use serde::Deserialize;

use crate::App;
use crate::web::live::answered_units;
use crate::web::texts::Texts;
use crate::web::{Button, Error, Form, Member, Path, Result, Shell, render};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Tap {
    silent: String,
    drill: String,
    takeover: String,
}

/// `POST /now/sos`: one tap from any page. A second tap finds the first alert.
pub(super) async fn raise(app: App, member: Member, Form(tap): Form<Tap>) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let drill = !tap.drill.is_empty();
    let talk = conversations::newest_live(&mut tx, member.org, member.user, drill).await?;
    let new = NewAlert {
        unit: unit_of(&mut tx, &member).await?,
        raised_by: member.user,
        conversation: talk,
        drill,
        silent: !tap.silent.is_empty(),
        takeover: !tap.takeover.is_empty(),
    };
    let raised = alerts::raise(&mut tx, member.org, new, now).await?;
    tx.commit().await?;
    match talk {
        // Whoever asks to be relieved goes on talking until somebody comes.
        Some(talk) if new.takeover => Ok(Redirect::to(&super::talk::path(talk)).into_response()),
        _ => Ok(Redirect::to(&path(raised.id())).into_response()),
    }
}

fn path(id: AlertId) -> String {
    format!("/now/sos/{id}")
}

/// Where help is needed: the person's own unit; somebody without one still calls, for the whole organisation.
pub(super) async fn unit_of(tx: &mut Tx, member: &Member) -> Result<UnitId> {
    if let Some(unit) = member.home_unit() {
        return Ok(unit);
    }
    let all = units::all(tx, member.org).await?;
    all.iter().find(|unit| unit.parent_id.is_none()).map(|unit| unit.id).ok_or(Error::NotFound)
}

/// An alert as one person sees it.
#[derive(Template)]
#[template(path = "now/sos_state.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says which part of the page stands")]
pub(super) struct SosState {
    shell: Shell,
    alert: Alert,
    people: Vec<Called>,
    mine: bool,
    can_go: bool,
    can_close: bool,
    too_late: bool,
    clock: Clocks,
}

/// The times on the page, ready to show.
struct Clocks {
    now: UnixMs,
    answered_after: String,
    ack_seconds: i64,
    /// Seconds since somebody was called last.
    waited: i64,
    last_called: UnixMs,
}

/// A line of the list of people who were called.
struct Called {
    name: String,
    step: &'static str,
    what: String,
    time: String,
}

impl SosState {
    /// The alert as `member` sees it; `None` when the member has no need to know of it.
    pub(super) async fn find(app: &App, tx: &mut Tx, member: &Member, id: AlertId) -> Result<Option<Self>> {
        let Some(alert) = alerts::by_id(tx, member.org, id).await? else { return Ok(None) };
        let calls = alerts::calls(tx, member.org, id).await?;
        let mine = alert.raised_by == member.user;
        let called = calls.iter().any(|call| call.user_id == member.user);
        if !mine && !called && !answered_units(tx, member.org, member.user).await?.contains(&alert.unit_id) {
            return Ok(None);
        }
        let shell = Shell::of(member);
        let (now, last_called) =
            (app.clock.now(), calls.last().map_or(alert.raised_at, |call| call.called_at));
        let clock = Clocks {
            now,
            answered_after: alert
                .acknowledged_at
                .map(|at| clock_text(at.since(alert.raised_at)))
                .unwrap_or_default(),
            ack_seconds: alerts::ack_ms(tx, member.org, now).await? / SECOND,
            waited: now.since(last_called) / SECOND,
            last_called,
        };
        let helps = alert.acknowledged_by == Some(member.user);
        Ok(Some(Self {
            people: people(&shell, &alert, &calls),
            mine,
            can_go: !mine && member.may(Action::AnswerAlerts) && alert.state == AlertState::Calling,
            can_close: (mine || helps) && alert.state != AlertState::Closed,
            too_late: false,
            shell,
            alert,
            clock,
        }))
    }

    fn is_calling(&self) -> bool {
        self.alert.state == AlertState::Calling
    }

    fn is_closed(&self) -> bool {
        self.alert.state == AlertState::Closed
    }

    fn next_step(&self) -> &'static str {
        let next = self.alert.step.next().unwrap_or(self.alert.step);
        next.label(self.shell.language)
    }

    fn helper(&self) -> &str {
        self.alert.helper.as_deref().unwrap_or_default()
    }
}

/// One line a person, first called first: what is known last about each.
fn people(shell: &Shell, alert: &Alert, calls: &[Call]) -> Vec<Called> {
    let mut shown: Vec<UserId> = Vec::new();
    let mut lines = Vec::new();
    for call in calls {
        if shown.contains(&call.user_id) {
            continue;
        }
        shown.push(call.user_id);
        let seen = calls.iter().filter(|other| other.user_id == call.user_id).find_map(|other| other.seen_at);
        let (key, at) = match (alert.acknowledged_by == Some(call.user_id), seen) {
            (true, _) => ("now-sos-goes", alert.acknowledged_at.unwrap_or(call.called_at)),
            (false, Some(at)) => ("now-sos-seen", at),
            (false, None) => ("now-sos-reached", call.called_at),
        };
        lines.push(Called {
            name: call.family.clone(),
            step: call.step.label(shell.language),
            what: Texts::builtin().get(shell.language, key).to_owned(),
            time: clock_text(at.since(alert.raised_at)),
        });
    }
    lines
}

/// `1:05` for 65 seconds.
pub(super) fn clock_text(milliseconds: i64) -> String {
    let seconds = milliseconds / SECOND;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[derive(Template)]
#[template(path = "now/sos.html")]
struct SosPage {
    shell: Shell,
    id: AlertId,
    state: SosState,
}

/// `GET /now/sos/{id}`: for who called and who was called. Opening it tells the caller that it was seen.
pub(super) async fn page(app: App, member: Member, Path(id): Path<AlertId>) -> Result<Response> {
    mark_seen(&app, &member).await?;
    let state = found(&app, &member, id).await?;
    render(&SosPage { shell: Shell::of(&member), id, state })
}

/// Notes what this person has now seen; writes only when there is something to note.
pub(crate) async fn mark_seen(app: &App, member: &Member) -> Result<()> {
    let mut tx = app.db.read().await?;
    let any = alerts::unseen(&mut tx, member.org, member.user).await?;
    drop(tx);
    if any {
        let mut tx = app.db.begin().await?;
        alerts::mark_seen(&mut tx, member.org, member.user, app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The alert as `member` sees it; somebody without need to know gets 404, and the log a line.
async fn found(app: &App, member: &Member, id: AlertId) -> Result<SosState> {
    let mut tx = app.db.read().await?;
    if let Some(state) = SosState::find(app, &mut tx, member, id).await? {
        return Ok(state);
    }
    drop(tx);
    refuse(app, member, "alert.refused", &id.to_string()).await
}

/// Writes down that somebody asked for what they need not know, and answers as if it did not exist.
pub(super) async fn refuse<T>(app: &App, member: &Member, action: &str, subject: &str) -> Result<T> {
    let act =
        Act { org: member.org, actor: Some(member.user), at: app.clock.now(), action, subject, detail: "" };
    let mut tx = app.db.begin().await?;
    audit::append(&mut tx, act).await?;
    tx.commit().await?;
    Err(Error::NotFound)
}

/// `POST /now/sos/{id}/go`: 「行く」. The second who says it is told who was first.
pub(super) async fn go(
    app: App,
    member: Member,
    Path(id): Path<AlertId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let state = found(&app, &member, id).await?;
    member.must(Action::AnswerAlerts)?;
    if state.mine {
        return Err(Error::Forbidden);
    }
    let mut tx = app.db.begin().await?;
    let first = alerts::acknowledge(&mut tx, member.org, id, member.user, app.clock.now()).await?;
    tx.commit().await?;
    if first || found(&app, &member, id).await?.alert.acknowledged_by == Some(member.user) {
        return Ok(Redirect::to(&path(id)).into_response());
    }
    too_late(&app, &member, id).await
}

/// The page for whoever was not the first: who goes.
pub(super) async fn too_late(app: &App, member: &Member, id: AlertId) -> Result<Response> {
    let mut state = found(app, member, id).await?;
    state.too_late = true;
    let page = SosPage { shell: Shell::of(member), id, state };
    Ok((StatusCode::CONFLICT, render(&page)?).into_response())
}

/// `POST /now/sos/{id}/close`: もう大丈夫.
pub(super) async fn close(
    app: App,
    member: Member,
    Path(id): Path<AlertId>,
    Form(Button {}): Form<Button>,
) -> Result<Response> {
    let state = found(&app, &member, id).await?;
    if !state.can_close && !state.is_closed() {
        return Err(Error::Forbidden);
    }
    let mut tx = app.db.begin().await?;
    alerts::close(&mut tx, member.org, id, member.user, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&path(id)).into_response())
}
