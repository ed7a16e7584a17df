//! What a worker is offered after a bad talk. Words only: answers live in the care house.

use serde::Deserialize;

use crate::text::Text;

/// A short exercise; nothing about its use is kept for others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Exercise {
    /// Its name in addresses.
    pub id: String,
    /// The sum of its steps.
    pub total_seconds: u32,
    /// Its title.
    pub title: Text,
    /// One sentence about it.
    pub summary: Text,
    /// That it is no diagnosis or treatment.
    pub note: Text,
    /// The word on the button that skips it.
    pub skip: Text,
    /// What is said at the end.
    pub done: Text,
    /// What to do, in order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// What stands above it, as safe HTML; not in the TOML file but in the Markdown beside it.
    #[serde(skip, default = "no_text")]
    pub intro_html: Text,
}

fn no_text() -> Text {
    Text { ja: String::new(), en: String::new() }
}

/// One step of an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Step {
    /// Its name in the exercise.
    pub id: String,
    /// How long to stay with it.
    pub seconds: u32,
    /// What to do.
    #[serde(flatten)]
    pub text: Text,
}

/// What is said around every follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FollowUpAbout {
    /// The title of the list.
    pub title: Text,
    /// Who can see the answers.
    pub privacy: Text,
    /// That it is no diagnosis.
    pub note: Text,
    /// What to do in danger.
    pub urgent: Text,
}

/// The words of one follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FollowUpText {
    /// `h24`, `h72`, `w2` or `w4`.
    pub id: String,
    /// Seconds after the case was closed.
    pub after_seconds: u64,
    /// Its title.
    pub title: Text,
    /// The question.
    pub question: Text,
    /// Three faces to choose from, from light to heavy.
    pub faces: Vec<Face>,
    /// What is said to each answer.
    pub replies: Vec<Reply>,
    /// The word on the button that skips it.
    pub skip: Text,
    /// Whom to turn to.
    pub desk_hint: Text,
}

/// One of the three answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Face {
    /// `fine`, `uneasy` or `hard`.
    pub id: String,
    /// The words under the face.
    #[serde(flatten)]
    pub text: Text,
}

/// What is said to an answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reply {
    /// The face it answers.
    pub id: String,
    /// The words.
    #[serde(flatten)]
    pub text: Text,
}

/// The shape of `followups.toml`.
#[derive(Deserialize)]
pub(crate) struct FollowUpsFile {
    pub(crate) about: FollowUpAbout,
    #[serde(rename = "followup")]
    pub(crate) follow_ups: Vec<FollowUpText>,
}
