//! Courses, their chapters, and what a learner reads, tries and answers in them.

use mamori_judge::{Body, Context, Conversation, HarassmentType, Turn, UnknownCode, Verdict};
use serde::Deserialize;

use crate::sources::Source;
use crate::text::Text;

/// A course, with the chapters that exist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Course {
    /// The folder's name and the part of the address.
    pub id: String,
    /// The number in the plan, from 1.
    pub order: u32,
    /// Its title.
    pub title: Text,
    /// One sentence about it.
    pub summary: Text,
    /// For whom it is.
    pub audience: Text,
    /// The chapters that are complete, in order.
    pub chapters: Vec<String>,
}

/// What a chapter is for, without its lesson.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Chapter {
    /// The folder's name and the part of the address.
    pub id: String,
    /// The course it belongs to.
    pub course: String,
    /// The number in the course, from 1.
    pub order: u32,
    /// Minutes in a class.
    pub minutes: u32,
    /// Minutes to read it alone.
    pub reading_minutes: u32,
    /// Its title.
    pub title: Text,
    /// One paragraph about it.
    pub summary: Text,
    /// What the learner can do afterwards.
    pub goal: Text,
    /// The one thing worth remembering.
    pub model: Text,
}

/// A chapter with everything in it.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// What it is for.
    pub chapter: Chapter,
    /// The lesson in Japanese, one part for each heading.
    pub sections: Vec<Section>,
    /// Questions at the end.
    pub questions: Vec<Question>,
    /// What its legal sentences rest on.
    pub sources: Vec<Source>,
    /// How to hold it as a class.
    pub facilitator: Vec<FacilitatorNote>,
    /// The talks to mark, line by line.
    pub transcripts: Vec<Transcript>,
}

/// One part of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The body as safe HTML.
    pub html: String,
}

/// A question from a situation, with one best answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Question {
    /// Its name in the chapter.
    pub id: String,
    /// What happens; may hold numbers of the rulebook such as `{minutes_end}`.
    pub situation: Text,
    /// Four things one could do.
    pub options: Vec<Text>,
    /// The index of the best one.
    pub answer: usize,
    /// Why it is the best.
    pub rationale: Text,
    /// The `id` of the source that it rests on.
    pub source: String,
}

/// One step of the class, for the trainer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FacilitatorNote {
    /// Its name in the chapter.
    pub id: String,
    /// Minutes to give it.
    pub minutes: u32,
    /// What to do.
    #[serde(flatten)]
    pub text: Text,
}

/// A talk in which the learner marks the turn at which it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// Its title.
    pub title: Text,
    /// The talk, ready for the engine.
    pub conversation: Conversation,
    /// The expert's verdict on the whole talk.
    pub verdict: Verdict,
    /// The first turn over the line, when there is one.
    pub first_trigger_turn: Option<usize>,
    /// The expert's verdict after each customer turn.
    pub expert: Vec<ExpertLine>,
}

impl Transcript {
    /// The turns of the talk.
    pub fn turns(&self) -> &[Turn] {
        match &self.conversation.body {
            Body::Turns(turns) => turns,
            Body::Report(_) => &[],
        }
    }
}

/// What an experienced person thinks after one customer turn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ExpertLine {
    /// The turn's index in the talk.
    pub turn: usize,
    /// The verdict on the talk so far.
    pub verdict: Verdict,
    /// Why.
    pub reason: Text,
}

/// Which chapter to suggest after which types of harassment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LessonHint {
    /// Its name.
    pub id: String,
    /// After what it is suggested.
    #[serde(rename = "types")]
    pub applies: Applies,
    /// The course of the chapter.
    pub course: String,
    /// The chapter.
    pub chapter: String,
    /// Why this one, told to the worker.
    pub why: Text,
}

/// After what a lesson is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub enum Applies {
    /// When nothing more precise fits; written as `["*"]`.
    Otherwise,
    /// After any of these types.
    To(Vec<HarassmentType>),
}

impl TryFrom<Vec<String>> for Applies {
    type Error = UnknownCode;
    fn try_from(codes: Vec<String>) -> Result<Self, UnknownCode> {
        if codes == ["*"] {
            return Ok(Self::Otherwise);
        }
        codes.iter().map(|code| HarassmentType::parse(code)).collect::<Result<_, _>>().map(Self::To)
    }
}

/// The shape of `chapter.toml`.
#[derive(Deserialize)]
pub(crate) struct ChapterFile {
    #[serde(flatten)]
    pub(crate) chapter: Chapter,
    pub(crate) source: Vec<Source>,
    pub(crate) facilitator: Vec<FacilitatorNote>,
    pub(crate) question: Vec<Question>,
}

/// The shape of `lessons.toml`.
#[derive(Deserialize)]
pub(crate) struct LessonsFile {
    pub(crate) lesson_hint: Vec<LessonHint>,
}

/// The shape of a line of `exercise.jsonl`.
#[derive(Deserialize)]
pub(crate) struct TranscriptLine {
    id: String,
    title: Text,
    #[serde(flatten)]
    context: Context,
    turns: Vec<Turn>,
    gold: Gold,
    expert: Vec<ExpertLine>,
}

#[derive(Deserialize)]
struct Gold {
    verdict: Verdict,
    first_trigger_turn: Option<usize>,
}

impl From<TranscriptLine> for Transcript {
    fn from(line: TranscriptLine) -> Self {
        Self {
            title: line.title,
            conversation: Conversation { id: line.id, context: line.context, body: Body::Turns(line.turns) },
            verdict: line.gold.verdict,
            first_trigger_turn: line.gold.first_trigger_turn,
            expert: line.expert,
        }
    }
}
