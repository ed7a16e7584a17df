//! What the caller of the interface may choose.

use std::io::{self, Read};
use std::num::NonZeroUsize;

use super::detect::Format;

/// The limit on the text of one input, in bytes, unless the caller names another.
pub const DEFAULT_MAX_BYTES: usize = 1 << 20;

/// How inputs are read and readings written.
#[derive(Debug, Clone)]
pub struct Options {
    /// The format of the inputs; found out from name and first lines when none is named.
    pub input: Option<Format>,
    /// What the inputs hold.
    pub task: Task,
    /// The format of the readings.
    pub output: Output,
    /// Write what was thought after each turn.
    pub readings: bool,
    /// Write rule names, the course of the talk and our own side's turns in text output.
    pub explain: bool,
    /// Threads; the order of the output does not depend on it.
    pub jobs: NonZeroUsize,
    /// Bytes of text in one input above which it is refused.
    pub max_bytes: usize,
    /// Domains whose mail is by staff.
    pub staff_domains: Vec<String>,
    /// Names under which staff speak in subtitles.
    pub staff_names: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            input: None,
            task: Task::Conversations,
            output: Output::Jsonl,
            readings: true,
            explain: false,
            jobs: NonZeroUsize::MIN,
            max_bytes: DEFAULT_MAX_BYTES,
            staff_domains: Vec::new(),
            staff_names: Vec::new(),
        }
    }
}

/// What the inputs hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Conversations and reports.
    Conversations,
    /// Sentences and drafts by staff, as JSON lines.
    StaffLines,
}

/// The format of readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// For people.
    Text(Paint),
    /// One JSON object a line.
    Jsonl,
    /// One row a conversation.
    Csv,
}

impl Output {
    /// The format of a name as it is typed; text for any other.
    pub fn named(name: &str, paint: Paint) -> Self {
        match name {
            "jsonl" => Self::Jsonl,
            "csv" => Self::Csv,
            _ => Self::Text(paint),
        }
    }
}

/// Whether text may carry colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// For pipes and files.
    Plain,
    /// For terminals.
    Coloured,
}

/// A stream of inputs that is opened when its turn comes.
pub struct Input {
    /// The file's name, or `-`.
    pub name: String,
    /// Opens the stream.
    pub open: Opener,
}

/// Opens a stream.
pub type Opener = Box<dyn FnOnce() -> io::Result<Box<dyn Read + Send>> + Send>;

/// What became of the inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs that were read.
    pub good: u64,
    /// Inputs that could not be read, and streams that failed.
    pub bad: u64,
}
