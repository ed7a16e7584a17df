//! What is said in a reading's place when an input cannot be read.

use serde::Serialize;

use crate::codes::{ProblemCode, UnknownCode};

/// The error line of one input; the run goes on after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The sender's name for the input, where it could be read.
    pub id: Option<String>,
    /// The line of its file, from 1.
    pub line: u64,
    /// What is wrong.
    #[serde(rename = "error")]
    pub code: ProblemCode,
    /// What is wrong, in a sentence.
    pub message: String,
}

impl Problem {
    /// A problem of an input whose name is not known.
    pub fn new(line: u64, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { id: None, line, code, message: message.into() }
    }

    /// The same problem, under the name of its input.
    #[must_use]
    pub fn of(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    pub(crate) fn not_utf8(line: u64) -> Self {
        Self::new(line, ProblemCode::NotUtf8, "文字コードが UTF-8 ではありません (invalid UTF-8)")
    }

    pub(crate) fn too_large(line: u64, limit: usize) -> Self {
        let message =
            format!("文章が {limit} バイトを超えています。--max-bytes で変えられます (text over the limit)");
        Self::new(line, ProblemCode::TooLarge, message)
    }

    pub(crate) fn empty(line: u64) -> Self {
        Self::new(line, ProblemCode::Empty, "発言も報告文もありません (no turns and no report)")
    }

    pub(crate) fn missing(line: u64, field: &str) -> Self {
        Self::new(line, ProblemCode::MissingField, format!("{field} がありません ({field} is missing)"))
    }

    pub(crate) fn unknown_code(line: u64, unknown: &UnknownCode) -> Self {
        Self::new(line, ProblemCode::UnknownCode, unknown.to_string())
    }
}
