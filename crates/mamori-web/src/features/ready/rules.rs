//! The versions of the rulebook: which holds, which held, who approved them, and each as a file.

use askama::Template;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use mamori_core::UnixMs;
use mamori_core::access::Action;
use mamori_core::rulebook::{Change, Rulebook, RulebookState};
use mamori_store::rulebooks::{self, InForce, Version};

use super::sees_drafts;
use crate::App;
use crate::web::{Error, Member, Path, Result, Shell, render};

/// A version as pages show it.
pub(super) struct Row {
    pub(super) number: i64,
    pub(super) state: String,
    pub(super) tone: &'static str,
    pub(super) note: String,
    /// When it was last saved, and by whom.
    pub(super) drafted: String,
    pub(super) drafter: String,
    /// Empty when it was never approved.
    pub(super) approved: String,
    pub(super) approver: String,
    pub(super) effective: String,
}

impl Row {
    /// `version` in the words of `shell`, as it stands at `now`.
    pub(super) fn of(version: Version, in_force: &InForce, now: UnixMs, shell: &Shell) -> Self {
        let waits = version.version > in_force.version && version.effective_at.is_some_and(|at| at > now);
        let (key, tone) = match version.state {
            RulebookState::Approved if version.version == in_force.version => {
                ("ready-state-in-force", "good")
            }
            RulebookState::Approved if waits => ("ready-state-waits", "soft"),
            RulebookState::Approved => ("ready-state-past", ""),
            RulebookState::Draft => ("ready-state-draft", "warn"),
            RulebookState::Discarded => ("ready-state-discarded", ""),
        };
        let from_program = |name: String, is_there: bool| {
            if is_there && name.is_empty() { shell.t("ready-from-program").to_owned() } else { name }
        };
        let date = |at: Option<UnixMs>| at.map(UnixMs::minute_text).unwrap_or_default();
        Self {
            number: version.version,
            state: shell.t(key).to_owned(),
            tone,
            note: version.note,
            drafted: version.drafted_at.minute_text(),
            drafter: from_program(version.drafter, true),
            approved: date(version.approved_at),
            approver: from_program(version.approver, version.approved_at.is_some()),
            effective: date(version.effective_at),
        }
    }
}

#[derive(Template)]
#[template(path = "ready/rules.html")]
struct RulesPage {
    shell: Shell,
    in_force: String,
    drafts: bool,
    has_draft: bool,
    rows: Vec<Row>,
}

/// `GET /ready/rules`
pub(super) async fn list(app: App, member: Member) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let found = rulebooks::in_force(&mut tx, member.org, now).await?;
    let shell = Shell::of(&member);
    let mut versions = rulebooks::versions(&mut tx, member.org).await?;
    versions.retain(|version| version.state == RulebookState::Approved || sees_drafts(&member));
    let has_draft = versions.iter().any(|version| version.state == RulebookState::Draft);
    let since = found.effective_at.date_text();
    render(&RulesPage {
        in_force: shell.f2("ready-in-force-since", "version", found.version, "date", since),
        drafts: member.may(Action::DraftRules),
        has_draft,
        rows: versions.into_iter().map(|version| Row::of(version, &found, now, &shell)).collect(),
        shell,
    })
}

#[derive(Template)]
#[template(path = "ready/version.html")]
struct VersionPage {
    shell: Shell,
    row: Row,
    is_draft: bool,
    based_on: Option<i64>,
    changes: Vec<Change>,
}

/// `GET /ready/rules/{version}`
pub(super) async fn version(app: App, member: Member, Path(number): Path<i64>) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let in_force = rulebooks::in_force(&mut tx, member.org, now).await?;
    let (version, text) = seen(&mut tx, &member, number).await?;
    let mut changes = Vec::new();
    if let Some(base) = version.based_on
        && let Some((_, before)) = rulebooks::by_version(&mut tx, member.org, base).await?
    {
        changes = Rulebook::parse(&before)?.changes_to(&Rulebook::parse(&text)?, member.language);
    }
    let shell = Shell::of(&member);
    render(&VersionPage {
        is_draft: version.state == RulebookState::Draft,
        based_on: version.based_on,
        changes,
        row: Row::of(version, &in_force, now, &shell),
        shell,
    })
}

/// `GET /ready/rules/{version}/toml`
pub(super) async fn download(app: App, member: Member, Path(number): Path<i64>) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let (version, text) = seen(&mut tx, &member, number).await?;
    let name = format!("attachment; filename=\"rulebook-v{}.toml\"", version.version);
    let headers = [(CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}

/// The version, if the person may see it: what is not approved exists only for those who write or approve.
async fn seen(tx: &mut mamori_store::Tx, member: &Member, number: i64) -> Result<(Version, String)> {
    let found = rulebooks::by_version(tx, member.org, number).await?.ok_or(Error::NotFound)?;
    if found.0.state == RulebookState::Approved || sees_drafts(member) {
        Ok(found)
    } else {
        Err(Error::NotFound)
    }
}
