//! A talk to mark line by line: the learner, the live engine and people of experience side by side.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mamori_content::{Lesson, Transcript};
use mamori_core::people::Language;
use mamori_judge::{Judge, Speaker, Talk, Verdict};
use mamori_store::{Tx, rulebooks};
use serde::{Deserialize, Serialize};

use super::progress::{self, Progress};
use super::{find, path};
use crate::App;
use crate::web::{Error, FieldError, Form, Member, Path, Query, Result, Shell, render};

/// What the field `changed` says when the talk never crossed the line.
const NEVER: &str = "never";

#[derive(Template)]
#[template(path = "learn/exercise.html")]
struct ExercisePage {
    shell: Shell,
    back: String,
    chapter: String,
    title: String,
    lines: Vec<Line>,
    /// Customer lines with their time, for the choice of where it changed.
    moments: Vec<Moment>,
    never: bool,
    action: String,
    errors: Vec<FieldError>,
}

struct Line {
    ours: bool,
    time: String,
    words: String,
    /// The field of this line; empty for our own side.
    field: String,
    verdicts: Vec<(&'static str, &'static str, bool)>,
}

struct Moment {
    value: String,
    label: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "learn/compared.html")]
struct ComparedPage {
    shell: Shell,
    back: String,
    chapter: String,
    title: String,
    rows: Vec<Row>,
    changed: [String; 3],
    changed_differs: bool,
    differences: usize,
    again: String,
    japanese_only: bool,
}

struct Row {
    ours: bool,
    time: String,
    words: String,
    learner: &'static str,
    engine: &'static str,
    expert: &'static str,
    why_expert: String,
    /// Quote and reason, from the engine.
    evidence: Vec<(String, String)>,
    differs: bool,
}

/// What a learner marked: a verdict for each customer line, and the line at which the talk changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Marks {
    verdicts: BTreeMap<usize, Verdict>,
    changed: Option<usize>,
}

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    again: bool,
}

/// `GET /learn/{course}/{chapter}/exercise/{id}`: the talk to mark, or what was marked beside the others.
pub(super) async fn page(
    app: App,
    member: Member,
    Path((course, chapter, id)): Path<(String, String, String)>,
    Query(Shown { again }): Query<Shown>,
) -> Result<Response> {
    let lesson = find(&app, &course, &chapter)?;
    let transcript = talk(lesson, &id)?;
    let mut tx = app.db.read().await?;
    let marks = kept(&mut tx, &member, lesson, &id).await?;
    match marks {
        Some(marks) if !again => {
            let rules = rulebooks::in_force(&mut tx, member.org, app.clock.now()).await?;
            drop(tx);
            let judge = app.judges.of(member.org, &rules);
            render(&compare(&member, &judge, lesson, transcript, &marks))
        }
        marks => {
            let changed = marks.as_ref().map(|marks| marks.changed.map_or(NEVER.into(), |at| at.to_string()));
            let verdicts = marks.unwrap_or_default().verdicts;
            render(&to_mark(&member, lesson, transcript, &verdicts, &changed.unwrap_or_default(), Vec::new()))
        }
    }
}

fn talk<'l>(lesson: &'l Lesson, id: &str) -> Result<&'l Transcript> {
    lesson.transcripts.iter().find(|talk| talk.conversation.id == id).ok_or(Error::NotFound)
}

async fn kept(tx: &mut Tx, member: &Member, lesson: &Lesson, id: &str) -> Result<Option<Marks>> {
    let progress = Progress::load(tx, member, lesson).await?;
    Ok(progress.answers(&progress::talk(id)).and_then(|answers| serde_json::from_str(answers).ok()))
}

fn to_mark(
    member: &Member,
    lesson: &Lesson,
    transcript: &Transcript,
    chosen: &BTreeMap<usize, Verdict>,
    changed: &str,
    errors: Vec<FieldError>,
) -> ExercisePage {
    let shell = Shell::of(member);
    let line = |(at, turn): (usize, &mamori_judge::Turn)| {
        let ours = turn.speaker == Speaker::Staff;
        let verdict = |verdict: &Verdict| {
            (verdict.as_str(), label(*verdict, shell.language), chosen.get(&at) == Some(verdict))
        };
        Line {
            ours,
            time: time(turn.at_s),
            words: turn.text.clone(),
            field: if ours { String::new() } else { field(at) },
            verdicts: Verdict::ALL.iter().map(verdict).collect(),
        }
    };
    let moment = |at: usize| Moment {
        value: at.to_string(),
        label: moment_words(transcript, at),
        checked: changed == at.to_string(),
    };
    ExercisePage {
        back: path(lesson),
        chapter: shell.say(&lesson.chapter.title).to_owned(),
        title: shell.say(&transcript.title).to_owned(),
        lines: transcript.turns().iter().enumerate().map(line).collect(),
        moments: customer_lines(transcript).map(moment).collect(),
        never: changed == NEVER,
        action: format!("{}/exercise/{}", path(lesson), transcript.conversation.id),
        errors,
        shell,
    }
}

/// `POST /learn/{course}/{chapter}/exercise/{id}`: keeps the marks, for the learner alone.
pub(super) async fn mark(
    app: App,
    member: Member,
    Path((course, chapter, id)): Path<(String, String, String)>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Result<Response> {
    let lesson = find(&app, &course, &chapter)?;
    let transcript = talk(lesson, &id)?;
    let verdict = |at| Some((at, Verdict::parse(fields.get(&field(at))?).ok()?));
    let verdicts: BTreeMap<_, _> = customer_lines(transcript).filter_map(verdict).collect();
    let given = fields.get("changed").map(String::as_str).unwrap_or_default();
    let changed = customer_lines(transcript).find(|at| at.to_string() == given);
    let all_marked = verdicts.len() == customer_lines(transcript).count();
    if !all_marked || (changed.is_none() && given != NEVER) {
        let message = Shell::of(&member).t("learn-mark-all").to_owned();
        let errors = vec![FieldError { field: "talk", message }];
        let page = to_mark(&member, lesson, transcript, &verdicts, given, errors);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response());
    }
    let marks = serde_json::to_string(&Marks { verdicts, changed })?;
    progress::done(&app, &member, lesson, &progress::talk(&id), &marks).await?;
    Ok(Redirect::to(&format!("{}/exercise/{id}", path(lesson))).into_response())
}

fn compare(
    member: &Member,
    judge: &Judge,
    lesson: &Lesson,
    transcript: &Transcript,
    marks: &Marks,
) -> ComparedPage {
    let shell = Shell::of(member);
    // The same engine as in a real talk, with the same rules, and it reads now: nothing here was written beforehand.
    let heard = judge.hear(&transcript.conversation);
    let rows: Vec<_> =
        (0..transcript.turns().len()).map(|at| row(&shell, transcript, &heard, marks, at)).collect();
    let engine = heard.reading().first_trigger_turn;
    let expert = transcript.first_trigger_turn;
    let moment = |at: Option<usize>| match at {
        Some(at) => moment_words(transcript, at),
        None => shell.t("learn-never").to_owned(),
    };
    ComparedPage {
        back: path(lesson),
        chapter: shell.say(&lesson.chapter.title).to_owned(),
        title: shell.say(&transcript.title).to_owned(),
        changed: [moment(marks.changed), moment(engine), moment(expert)],
        changed_differs: marks.changed != engine || engine != expert,
        differences: rows.iter().filter(|row| row.differs).count(),
        rows,
        again: format!("{}/exercise/{}?again=true", path(lesson), transcript.conversation.id),
        japanese_only: shell.language != Language::Ja,
        shell,
    }
}

fn row(shell: &Shell, transcript: &Transcript, heard: &Talk, marks: &Marks, at: usize) -> Row {
    let turn = &transcript.turns()[at];
    let expert = transcript.expert.iter().find(|line| line.turn == at);
    let engine = heard.readings().iter().find(|reading| reading.turn == at).map(|reading| reading.verdict);
    let (learner, experts) = (marks.verdicts.get(&at).copied(), expert.map(|line| line.verdict));
    let word = |verdict: Option<Verdict>| verdict.map(|one| label(one, shell.language)).unwrap_or_default();
    let found = heard.reading().evidence.iter().filter(|evidence| evidence.turn == Some(at));
    let ours = turn.speaker == Speaker::Staff;
    Row {
        ours,
        time: time(turn.at_s),
        words: turn.text.clone(),
        learner: word(learner),
        engine: if ours { "" } else { word(engine) },
        expert: word(experts),
        why_expert: expert.map(|line| shell.say(&line.reason).to_owned()).unwrap_or_default(),
        evidence: found.map(|evidence| (evidence.text.clone(), evidence.why.to_string())).collect(),
        differs: !ours && (learner != engine || engine != experts),
    }
}

fn customer_lines(transcript: &Transcript) -> impl Iterator<Item = usize> {
    let turns = transcript.turns().iter().enumerate();
    turns.filter(|(_, turn)| turn.speaker != Speaker::Staff).map(|(at, _)| at)
}

/// The name of the field that holds the verdict on a line.
fn field(at: usize) -> String {
    format!("line-{at}")
}

/// `6:06`, and the beginning of the words said then.
fn moment_words(transcript: &Transcript, at: usize) -> String {
    let turn = transcript.turns().get(at);
    let words: String = turn.map(|turn| turn.text.chars().take(24).collect()).unwrap_or_default();
    format!("{} {words}", time(turn.and_then(|turn| turn.at_s)))
}

/// Minutes and seconds since the talk began.
fn time(at_s: Option<f64>) -> String {
    let Some(seconds) = at_s else { return String::new() };
    let minutes = (seconds / 60.0).floor();
    format!("{minutes}:{:02.0}", (seconds - minutes * 60.0).floor())
}

fn label(verdict: Verdict, language: Language) -> &'static str {
    match language {
        Language::Ja => verdict.ja(),
        Language::En => verdict.en(),
    }
}
