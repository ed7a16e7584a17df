//! The courses, with the chapters that exist, and what is suggested.

use askama::Template;
use axum::response::Response;
use mamori_content::Lesson;
use mamori_store::learning;

use super::progress::{Progress, steps};
use super::{name, path};
use crate::App;
use crate::web::{Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "learn/home.html")]
struct HomePage {
    shell: Shell,
    suggested: Vec<Row>,
    courses: Vec<Course>,
}

struct Course {
    title: String,
    summary: String,
    audience: String,
    chapters: Vec<Row>,
}

#[derive(Clone)]
struct Row {
    href: String,
    title: String,
    why: String,
    minutes: u32,
    done: usize,
    of: usize,
}

/// `GET /learn`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let shell = Shell::of(&member);
    let mut tx = app.db.read().await?;
    let mut rows = Vec::new();
    for lesson in &app.content.lessons {
        let progress = Progress::load(&mut tx, &member, lesson).await?;
        rows.push((lesson, row(&shell, lesson, &progress)));
    }
    let hints = learning::suggested(&mut tx, member.org, member.user).await?;
    let suggested = hints.iter().filter_map(|hint| {
        let (lesson, row) = rows.iter().find(|(lesson, _)| name(lesson) == *hint)?;
        let why = app
            .content
            .lesson_hints
            .iter()
            .find(|one| one.course == lesson.chapter.course && one.chapter == lesson.chapter.id);
        Some(Row { why: why.map(|why| shell.say(&why.why).to_owned()).unwrap_or_default(), ..row.clone() })
    });
    let suggested = suggested.filter(|row| row.done < row.of).collect();
    let courses = app.content.courses.iter().map(|course| Course {
        title: shell.say(&course.title).to_owned(),
        summary: shell.say(&course.summary).to_owned(),
        audience: shell.say(&course.audience).to_owned(),
        chapters: rows
            .iter()
            .filter(|(lesson, _)| lesson.chapter.course == course.id)
            .map(|(_, row)| row.clone())
            .collect(),
    });
    render(&HomePage { suggested, courses: courses.collect(), shell })
}

fn row(shell: &Shell, lesson: &Lesson, progress: &Progress) -> Row {
    Row {
        href: path(lesson),
        title: shell.say(&lesson.chapter.title).to_owned(),
        why: shell.say(&lesson.chapter.summary).to_owned(),
        minutes: lesson.chapter.reading_minutes,
        done: progress.count(lesson),
        of: steps(lesson).len(),
    }
}
