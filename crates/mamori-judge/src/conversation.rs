//! What the engine is given: a conversation of turns or a report, and what is known around it.

use serde::{Deserialize, Serialize};

use crate::codes::{Care, Channel, Fact, Industry, Lang, Speaker};

/// One input: a conversation or a report, under the name that its sender gave it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conversation {
    /// The sender's name for it; need not be unique.
    pub id: String,
    /// What is known around the words.
    #[serde(flatten)]
    pub context: Context,
    /// The words.
    #[serde(flatten)]
    pub body: Body,
}

/// The words of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// A talk, turn by turn.
    Turns(Vec<Turn>),
    /// An account in the third person, by staff; it may contain quoted speech.
    Report(String),
}

/// What is known around the words of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The way the contact came in.
    pub channel: Channel,
    /// The sector.
    pub industry: Industry,
    /// The language; found out from the text when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// What was before this contact.
    #[serde(skip_serializing_if = "History::is_empty")]
    pub history: History,
    /// Needs that the person named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub care: Vec<Care>,
    /// Length in minutes, used where no `at_s` is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<f64>,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            channel: Channel::Chat,
            industry: Industry::Other,
            lang: None,
            history: History::default(),
            care: Vec::new(),
            minutes: None,
        }
    }
}

/// Contacts before this one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// Contacts in the last seven days.
    pub contacts_7d: u32,
    /// Contacts in the last thirty days.
    pub contacts_30d: u32,
    /// How many of them were about the same point.
    pub same_point: u32,
}

impl History {
    /// True when nothing was before.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One turn of a talk; a fact alone is a turn with empty text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Who speaks.
    pub speaker: Speaker,
    /// The words, untouched: evidence points into them.
    #[serde(default)]
    pub text: String,
    /// Seconds since the talk began; never negative, never falls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_s: Option<f64>,
    /// What was seen or done at this turn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// What the speech recogniser said about itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asr: Option<Asr>,
}

impl Turn {
    /// A turn of words alone.
    pub fn new(speaker: Speaker, text: impl Into<String>) -> Self {
        Self { speaker, text: text.into(), at_s: None, facts: Vec::new(), asr: None }
    }
}

/// What a speech recogniser said about its own turn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asr {
    /// How sure it was, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// It heard no speech; what it wrote is then never evidence.
    pub no_speech: bool,
}
