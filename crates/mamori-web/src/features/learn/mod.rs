//! 学び: the chapters that exist. A scene, an idea, questions, and talks to mark beside the live engine and experts.
//!
//! What a learner answers is for the learner alone; others learn only that somebody finished a chapter in a month.

mod exercise;
mod home;
mod lesson;
mod progress;
mod question;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use mamori_content::Lesson;

use crate::App;
use crate::web::{Error, Result};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/learn", get(home::page))
        .route("/learn/{course}/{chapter}", get(lesson::page))
        .route("/learn/{course}/{chapter}/questions/{id}", get(question::page).post(question::answer))
        .route("/learn/{course}/{chapter}/exercise/{id}", get(exercise::page).post(exercise::mark))
}

/// A chapter that exists.
fn find<'c>(app: &'c App, course: &str, chapter: &str) -> Result<&'c Lesson> {
    app.content.lesson(course, chapter).ok_or(Error::NotFound)
}

/// The name of a chapter in the store and in hints.
fn name(lesson: &Lesson) -> String {
    format!("{}/{}", lesson.chapter.course, lesson.chapter.id)
}

/// Where a chapter is.
fn path(lesson: &Lesson) -> String {
    format!("/learn/{}", name(lesson))
}
