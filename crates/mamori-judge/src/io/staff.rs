//! Sentences and drafts by staff: `{"id","text","context"?}` lines.

use serde::{Deserialize, Serialize};

use super::json::{self, Name};
use super::options::{Options, Output};
use super::problem::Problem;
use super::write;
use crate::Judge;
use crate::reading::StaffReading;

/// The reading of one sentence, under its sender's name.
#[derive(Debug, Serialize)]
pub(super) struct StaffLine<'a> {
    pub(super) id: &'a str,
    #[serde(flatten)]
    pub(super) reading: &'a StaffReading,
}

#[derive(Deserialize)]
struct RawLine {
    id: Option<Name>,
    text: Option<String>,
    context: Option<String>,
}

/// A sentence by staff and what went before it.
pub(crate) struct Sentence {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) context: Option<String>,
}

/// Reads one line; a sentence without words is refused.
pub(crate) fn sentence(bytes: &[u8], line: u64, max_bytes: usize) -> Result<Sentence, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::not_utf8(line))?;
    let raw: RawLine = json::parse(text, line)?;
    let id = raw.id.map_or_else(|| format!("line-{line}"), |Name(name)| name);
    let Some(text) = raw.text else { return Err(Problem::missing(line, "text").of(id)) };
    if text.trim().is_empty() {
        return Err(Problem::empty(line).of(id));
    }
    if text.len() + raw.context.as_ref().map_or(0, String::len) > max_bytes {
        return Err(Problem::too_large(line, max_bytes).of(id));
    }
    Ok(Sentence { id, text, context: raw.context })
}

pub(super) fn answer(
    judge: &Judge,
    bytes: &[u8],
    line: u64,
    options: &Options,
    out: &mut Vec<u8>,
) -> Result<(), Problem> {
    let Sentence { id, text, context } = sentence(bytes, line, options.max_bytes)?;
    let reading = judge.staff_line(&text, context.as_deref());
    let line = StaffLine { id: &id, reading: &reading };
    match options.output {
        Output::Jsonl => write::json(&line, out),
        Output::Csv => write::staff_csv(&line, out),
        Output::Text(paint) => write::staff_text(&line, &text, paint, out),
    }
    Ok(())
}
