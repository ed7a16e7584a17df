//! How far a learner is in a chapter, and what finishing it proves.

use mamori_content::Lesson;
use mamori_core::access::SignedIn;
use mamori_core::{OrgId, UnixMs};
use mamori_store::duties::{self, Proof};
use mamori_store::learning::{self, Done};
use mamori_store::{Tx, learning::keep};

use super::name;
use crate::App;
use crate::web::Result;

/// Kept once, when everything was done for the first time.
const FINISHED: &str = "finished";

/// What was done in a chapter.
pub(super) struct Progress(Vec<Done>);

impl Progress {
    pub(super) async fn load(tx: &mut Tx, member: &SignedIn, lesson: &Lesson) -> Result<Self> {
        Ok(Self(learning::done(tx, member.org, member.user, &name(lesson)).await?))
    }

    /// What was answered in a step, if it was done.
    pub(super) fn answers(&self, step: &str) -> Option<&str> {
        self.0.iter().find(|done| done.step == step).map(|done| done.answers.as_str())
    }

    /// How many of the chapter's steps were done.
    pub(super) fn count(&self, lesson: &Lesson) -> usize {
        steps(lesson).iter().filter(|step| self.answers(step).is_some()).count()
    }

    fn is_finished(&self) -> bool {
        self.answers(FINISHED).is_some()
    }
}

/// The step of a question.
pub(super) fn question(id: &str) -> String {
    format!("question:{id}")
}

/// The step of a talk to mark.
pub(super) fn talk(id: &str) -> String {
    format!("talk:{id}")
}

/// Everything there is to do in a chapter.
pub(super) fn steps(lesson: &Lesson) -> Vec<String> {
    let questions = lesson.questions.iter().map(|one| question(&one.id));
    let talks = lesson.transcripts.iter().map(|one| talk(&one.conversation.id));
    questions.chain(talks).collect()
}

/// Keeps a step; the last one finishes the chapter.
pub(super) async fn done(
    app: &App,
    member: &SignedIn,
    lesson: &Lesson,
    step: &str,
    answers: &str,
) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    keep(&mut tx, member.org, member.user, &name(lesson), step, answers, now).await?;
    let progress = Progress::load(&mut tx, member, lesson).await?;
    if progress.count(lesson) == steps(lesson).len() && !progress.is_finished() {
        keep(&mut tx, member.org, member.user, &name(lesson), FINISHED, "", now).await?;
        prove(app, &mut tx, member.org, lesson, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// That somebody finished the chapter in this month: no name, no number.
async fn prove(app: &App, tx: &mut Tx, org: OrgId, lesson: &Lesson, now: UnixMs) -> Result<()> {
    const EVENT: &str = "lesson_finished";
    let month: String = now.date_text().chars().take(7).collect();
    let subject = format!("{} {month}", name(lesson));
    for duty in app.content.duties_proved_by(EVENT) {
        let note = &lesson.chapter.title.ja;
        let proof = Proof { duty: &duty.id, kind: EVENT, subject: &subject, case: None, at: now, note };
        duties::prove(tx, org, proof).await?;
    }
    Ok(())
}
