//! What the law asks of an employer (講ずべき措置), as dated and cited data.

use serde::Deserialize;

use crate::sources::{AsOf, Mark};
use crate::text::Text;

/// The whole list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct DutiesFile {
    pub(crate) about: DutyAbout,
    #[serde(rename = "group")]
    pub(crate) groups: Vec<DutyGroup>,
    #[serde(rename = "duty")]
    pub(crate) duties: Vec<Duty>,
}

/// What must be said above the list, always.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DutyAbout {
    /// The title of the page.
    pub title: Text,
    /// That the notice itself was not read and a person must check the wording.
    pub note: Text,
    /// The guideline that the list paraphrases.
    pub guideline: Guideline,
    /// When the list was made.
    pub as_of: AsOf,
}

/// The guideline of the ministry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Guideline {
    /// Its number and dates.
    pub title: String,
    /// Where it can be read.
    pub url: String,
    /// How it was read.
    pub mark: Mark,
}

/// One of the five groups of duties.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DutyGroup {
    /// `A` to `E`.
    pub id: String,
    /// Its title.
    pub title: Text,
}

/// One duty, paraphrased.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Duty {
    /// `A1` to `E2`.
    pub id: String,
    /// The group it belongs to.
    pub group: String,
    /// What is to be done, in our words.
    pub title: Text,
    /// What in Mamori counts as evidence, in words.
    pub evidence: Vec<Text>,
    /// The events that prove it, as codes such as `case_judged`.
    pub events: Vec<String>,
    /// The source of the wording.
    pub source_title: String,
    /// Where it can be read.
    pub source_url: String,
    /// How it was read.
    pub mark: Mark,
    /// The article at the root of it.
    pub statute: String,
    /// Where the article can be read.
    pub statute_url: String,
    /// How the article was read.
    pub statute_mark: Mark,
    /// When it was read.
    pub as_of: AsOf,
}
