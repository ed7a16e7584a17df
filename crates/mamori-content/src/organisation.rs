//! What a team and an organisation choose from: ground rules, causes and actions, the fields of a report.

use serde::Deserialize;

use crate::text::Text;

/// A ground rule that a team may take over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GroundRule {
    /// Its name.
    pub id: String,
    /// The rule.
    pub text: Text,
    /// Why it helps.
    pub why: Text,
}

/// Why a talk grew, without naming anybody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Cause {
    /// Its code, for instance `waiting`.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// What to look at.
    pub hint: Text,
    /// What could be done.
    pub actions: Vec<CauseAction>,
}

/// Something that could be done so that it does not happen again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CauseAction {
    /// Its code.
    pub id: String,
    /// The words.
    #[serde(flatten)]
    pub text: Text,
}

/// The 90-second report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReportForm {
    /// What stands above it.
    pub about: ReportAbout,
    /// Its fields, in order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// What stands above the report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReportAbout {
    /// The title.
    pub title: Text,
    /// How to go about it.
    pub lead: Text,
    /// Who can see it.
    pub who_sees: Text,
}

/// One field of the report.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Field {
    /// Its code.
    pub id: String,
    /// How it is filled in.
    pub kind: FieldKind,
    /// True when the case needs it in the end; an empty one never stops the sending.
    pub required: bool,
    /// Its label.
    pub title: Text,
    /// How to answer.
    pub hint: Text,
    /// What to choose from; empty for fields to write in.
    pub choices: Vec<Choice>,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A time of day or a span, in words.
    Time,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Check,
    /// A few words.
    ShortText,
    /// As much as one likes.
    LongText,
    /// A count.
    Number,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// Its code.
    pub id: String,
    /// The words.
    #[serde(flatten)]
    pub text: Text,
}

/// The shape of `ground_rules.toml`.
#[derive(Deserialize)]
pub(crate) struct GroundRulesFile {
    #[serde(rename = "ground_rule")]
    pub(crate) ground_rules: Vec<GroundRule>,
}

/// The shape of `prevention.toml`.
#[derive(Deserialize)]
pub(crate) struct PreventionFile {
    #[serde(rename = "cause")]
    pub(crate) causes: Vec<Cause>,
}
