//! Where a legal claim comes from, how far it can be trusted, and when it was last looked at.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use crate::Text;

/// How a source was read. Claims without an opened source have no mark and cannot be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// The primary text, in the Official Gazette.
    P,
    /// A page or paper of a public authority.
    G,
    /// An explanation or a news report.
    S,
}

impl Mark {
    /// The words that a reader sees beside the source.
    pub fn text(self) -> Text {
        let (ja, en) = match self {
            Self::P => ("条文で確認", "Read in the statute"),
            Self::G => ("官公庁の資料で確認", "Read in an official paper"),
            Self::S => ("解説・報道で確認", "Read in an explanation or the news"),
        };
        Text { ja: ja.to_owned(), en: en.to_owned() }
    }
}

/// The day on which somebody last compared a claim with its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct AsOf(Date);

impl AsOf {
    /// The day itself.
    pub fn date(self) -> Date {
        self.0
    }

    /// True when more than twelve months lie between this day and `on`.
    pub fn is_stale(self, on: Date) -> bool {
        self.0.saturating_add(12.months()) < on
    }
}

impl TryFrom<String> for AsOf {
    type Error = jiff::Error;
    fn try_from(text: String) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl Serialize for AsOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A source that a lesson rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name that questions refer to.
    pub id: String,
    /// What it is quoted for, in our words.
    pub claim: Text,
    /// Its title.
    pub title: String,
    /// Where it can be read.
    pub url: String,
    /// How it was read.
    pub mark: Mark,
    /// When it was read.
    pub as_of: AsOf,
}

/// One legal claim somewhere in the content, with its citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<'a> {
    /// Where it stands, for instance `duty A1`.
    pub place: String,
    /// What is claimed.
    pub text: &'a Text,
    /// The address of the source.
    pub url: &'a str,
    /// How it was read.
    pub mark: Mark,
    /// When it was read.
    pub as_of: AsOf,
}
