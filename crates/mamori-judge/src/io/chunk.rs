//! What travels from the reader to a worker: a block of inputs, in order.

use std::io;

use super::lines::BLOCK;
use super::problem::Problem;
use crate::codes::Channel;
use crate::conversation::{Body, Context, Conversation, Turn};

/// A block of inputs; JSON is parsed by the worker, the other formats by the reader.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Lines of JSON, end to end.
    pub(super) bytes: Vec<u8>,
    pub(super) items: Vec<Item>,
    /// Why the stream could not be read.
    pub(super) failed: Option<String>,
    weight: usize,
}

/// One input.
#[derive(Debug)]
pub(super) enum Item {
    /// A line of JSON: where it stands in the chunk's bytes.
    Json { line: u64, start: usize, end: usize },
    /// A conversation that is already parsed.
    Conversation(Conversation),
    /// An input that could not be read.
    Problem(Problem),
}

impl Chunk {
    /// No inputs, but the news that a stream could not be read.
    pub(super) fn failed(message: String) -> Self {
        Self { failed: Some(message), ..Self::default() }
    }

    pub(super) fn push(&mut self, item: Item, bytes: usize) {
        self.items.push(item);
        self.weight += bytes;
    }

    /// Enough for one worker to be busy with for a while.
    pub(super) fn is_full(&self) -> bool {
        self.weight >= BLOCK || self.items.len() >= 1024
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.items.clear();
        self.weight = 0;
    }
}

/// A stream of inputs in one format.
pub(super) trait Source: Send {
    /// Adds inputs to the chunk until it is full or the sender pauses; false at the end of the stream.
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool>;
}

/// More turns than any talk has; a guard for the memory, as empty turns weigh nothing in bytes of text.
const MOST_TURNS: usize = 200_000;

/// A conversation that grows turn by turn, within the limit.
#[derive(Debug)]
pub(super) struct Draft {
    line: u64,
    id: Option<String>,
    context: Context,
    /// Each turn with the number that its sender gave it; they may come out of order.
    turns: Vec<(usize, Turn)>,
    text_bytes: usize,
    problem: Option<Problem>,
}

impl Draft {
    /// A conversation that begins at `line`.
    pub(super) fn new(line: u64, id: Option<String>, context: Context) -> Self {
        Self { line, id, context, turns: Vec::new(), text_bytes: 0, problem: None }
    }

    /// Adds the next turn.
    pub(super) fn push(&mut self, turn: Turn, max_bytes: usize) {
        self.push_as(self.turns.len(), turn, max_bytes);
    }

    /// Adds turn `number`; what is over the limit is let go, and the conversation ends as a problem.
    pub(super) fn push_as(&mut self, number: usize, turn: Turn, max_bytes: usize) {
        self.text_bytes += turn.text.len();
        if self.text_bytes > max_bytes || self.turns.len() >= MOST_TURNS {
            self.fail(Problem::too_large(self.line, max_bytes));
        }
        if self.problem.is_none() {
            self.turns.push((number, turn));
        }
    }

    /// The whole conversation becomes a problem; the first one counts.
    pub(super) fn fail(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
        self.turns = Vec::new();
    }

    pub(super) fn set_channel(&mut self, channel: Channel) {
        self.context.channel = channel;
    }

    pub(super) fn weight(&self) -> usize {
        self.text_bytes
    }

    /// The conversation, or why it could not be read.
    pub(super) fn finish(mut self) -> Item {
        let id = self.id.unwrap_or_else(|| format!("line-{}", self.line));
        match self.problem {
            Some(problem) => Item::Problem(problem.of(id)),
            None if self.turns.is_empty() => Item::Problem(Problem::empty(self.line).of(id)),
            None => {
                self.turns.sort_by_key(|(number, _)| *number);
                let turns = in_time(self.turns.into_iter().map(|(_, turn)| turn));
                Item::Conversation(Conversation { id, context: self.context, body: Body::Turns(turns) })
            }
        }
    }
}

/// Turns whose times never fall.
pub(super) fn in_time(turns: impl Iterator<Item = Turn>) -> Vec<Turn> {
    let mut last = 0.0_f64;
    let clamped = turns.map(|mut turn| {
        turn.at_s = turn.at_s.map(|at_s| at_s.max(last));
        last = turn.at_s.unwrap_or(last);
        turn
    });
    clamped.collect()
}
