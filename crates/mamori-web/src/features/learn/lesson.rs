//! A chapter: scene, idea, the one thing to remember, and the way to its questions and talks.

use askama::Template;
use axum::response::Response;
use mamori_core::people::Language;

use super::progress::{self, Progress, steps};
use super::{find, path};
use crate::App;
use crate::web::{Member, Path, Result, Shell, render};

#[derive(Template)]
#[template(path = "learn/lesson.html")]
struct LessonPage {
    shell: Shell,
    title: String,
    summary: String,
    goal: String,
    model: String,
    /// Heading and safe HTML, in Japanese.
    sections: Vec<(String, String)>,
    japanese_only: bool,
    questions: Vec<(String, String, bool)>,
    talks: Vec<(String, String, bool)>,
    sources: Vec<Source>,
    done: usize,
    of: usize,
}

struct Source {
    claim: String,
    title: String,
    url: String,
    mark: String,
    as_of: String,
}

/// `GET /learn/{course}/{chapter}`
pub(super) async fn page(
    app: App,
    member: Member,
    Path((course, chapter)): Path<(String, String)>,
) -> Result<Response> {
    let lesson = find(&app, &course, &chapter)?;
    let shell = Shell::of(&member);
    let mut tx = app.db.read().await?;
    let progress = Progress::load(&mut tx, &member, lesson).await?;
    let base = path(lesson);
    let questions = lesson.questions.iter().enumerate().map(|(index, question)| {
        let label = shell.f2("learn-question-of", "number", index + 1, "of", lesson.questions.len());
        let is_done = progress.answers(&progress::question(&question.id)).is_some();
        (format!("{base}/questions/{}", question.id), label, is_done)
    });
    let talks = lesson.transcripts.iter().map(|talk| {
        let id = &talk.conversation.id;
        let is_done = progress.answers(&progress::talk(id)).is_some();
        (format!("{base}/exercise/{id}"), shell.say(&talk.title).to_owned(), is_done)
    });
    let sources = lesson.sources.iter().map(|source| Source {
        claim: shell.say(&source.claim).to_owned(),
        title: source.title.clone(),
        url: source.url.clone(),
        mark: shell.say(&source.mark.text()).to_owned(),
        as_of: source.as_of.date().to_string(),
    });
    let sections = lesson.sections.iter().map(|section| (section.title.clone(), section.html.clone()));
    render(&LessonPage {
        title: shell.say(&lesson.chapter.title).to_owned(),
        summary: shell.say(&lesson.chapter.summary).to_owned(),
        goal: shell.say(&lesson.chapter.goal).to_owned(),
        model: shell.say(&lesson.chapter.model).to_owned(),
        sections: sections.collect(),
        japanese_only: member.language != Language::Ja,
        questions: questions.collect(),
        talks: talks.collect(),
        sources: sources.collect(),
        done: progress.count(lesson),
        of: steps(lesson).len(),
        shell,
    })
}
