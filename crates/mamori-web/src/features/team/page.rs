//! The ground rules of a unit: agreed, under discussion, suggested, and what was before.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_core::UnitId;
use mamori_store::ground_rules::{self, GroundRule};
use mamori_store::units;

use super::must_work_in;
use crate::App;
use crate::web::{Error, FieldError, Member, Path, Result, Shell, render};

#[derive(Template)]
#[template(path = "team/page.html")]
pub(super) struct TeamPage {
    shell: Shell,
    unit_name: String,
    base: String,
    /// Other units in which the person works.
    elsewhere: Vec<(String, String)>,
    /// More than half of the unit agreed.
    agreed: Vec<Row>,
    /// Fewer did, so far.
    proposed: Vec<Row>,
    retired: Vec<(String, String, String)>,
    suggestions: Vec<Suggestion>,
    draft: String,
    draft_key: String,
    errors: Vec<FieldError>,
}

struct Row {
    text: String,
    since: String,
    votes: String,
    own: bool,
    path: String,
}

struct Suggestion {
    id: String,
    text: String,
    why: String,
}

/// `GET /team`: the unit in which one works.
pub(super) async fn own(app: App, member: Member) -> Result<Response> {
    let unit = member.home_unit().ok_or(Error::NotFound)?;
    render(&build(&app, &member, unit, String::new(), Vec::new()).await?)
}

/// `GET /team/{unit}`
pub(super) async fn page(app: App, member: Member, Path(unit): Path<UnitId>) -> Result<Response> {
    must_work_in(&member, unit)?;
    render(&build(&app, &member, unit, String::new(), Vec::new()).await?)
}

/// Back to the unit's page.
pub(super) fn back(unit: UnitId) -> Response {
    Redirect::to(&format!("/team/{unit}")).into_response()
}

pub(super) async fn build(
    app: &App,
    member: &Member,
    unit: UnitId,
    draft: String,
    errors: Vec<FieldError>,
) -> Result<TeamPage> {
    let shell = Shell::of(member);
    let mut tx = app.db.read().await?;
    let unit_name = units::by_id(&mut tx, member.org, unit).await?.ok_or(Error::NotFound)?.name;
    let rules = ground_rules::of_unit(&mut tx, member.org, unit, member.user).await?;
    let people = ground_rules::people_in(&mut tx, member.org, unit).await?;
    let mut elsewhere = Vec::new();
    for other in member.memberships.iter().map(|membership| membership.unit).filter(|other| *other != unit) {
        let name = units::by_id(&mut tx, member.org, other).await?.map(|unit| unit.name).unwrap_or_default();
        elsewhere.push((format!("/team/{other}"), name));
    }
    elsewhere.dedup();
    let words = |text: &str| in_language(app, &shell, text);
    let row = |rule: &GroundRule| Row {
        text: words(&rule.text),
        since: rule.proposed_at.date_text(),
        votes: shell.f2("team-votes", "agreed", rule.agreed, "people", people),
        own: rule.own > 0,
        path: format!("/team/{unit}/rules/{}", rule.id),
    };
    let (open, retired): (Vec<_>, Vec<_>) = rules.iter().partition(|rule| rule.retired_at.is_none());
    let (agreed, proposed): (Vec<_>, Vec<_>) = open.iter().partition(|rule| rule.agreed * 2 > people);
    let suggestions =
        app.content.ground_rules.iter().filter(|rule| !open.iter().any(|open| open.text == rule.text.ja));
    let suggestion = |rule: &mamori_content::GroundRule| Suggestion {
        id: rule.id.clone(),
        text: shell.say(&rule.text).to_owned(),
        why: shell.say(&rule.why).to_owned(),
    };
    let past = |rule: &&GroundRule| {
        let until = rule.retired_at.map(mamori_core::UnixMs::date_text).unwrap_or_default();
        (rule.proposed_at.date_text(), until, words(&rule.text))
    };
    Ok(TeamPage {
        unit_name,
        base: format!("/team/{unit}"),
        elsewhere,
        agreed: agreed.into_iter().map(row).collect(),
        proposed: proposed.into_iter().map(row).collect(),
        retired: retired.iter().map(past).collect(),
        suggestions: suggestions.map(suggestion).collect(),
        draft,
        draft_key: format!("ground-rule-{unit}"),
        errors,
        shell,
    })
}

/// A rule that came from the material reads in the page's language; one's own words stay as they are.
fn in_language(app: &App, shell: &Shell, text: &str) -> String {
    let known = app.content.ground_rules.iter().find(|rule| rule.text.ja == text);
    known.map_or_else(|| text.to_owned(), |rule| shell.say(&rule.text).to_owned())
}
