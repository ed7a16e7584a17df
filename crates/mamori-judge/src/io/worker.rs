//! What one thread does with a block of inputs: parse, judge, write down.

use super::chunk::{Chunk, Item};
use super::json::{self, Parsed};
use super::options::{Options, Output, Task};
use super::problem::Problem;
use super::staff;
use super::write::{self, ReadingLine};
use crate::Judge;
use crate::conversation::Conversation;

/// What goes out for a block.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) out: Vec<u8>,
    pub(super) notes: Vec<u8>,
    pub(super) good: u64,
    pub(super) bad: u64,
}

impl Answers {
    pub(super) fn clear(&mut self) {
        self.out.clear();
        self.notes.clear();
        (self.good, self.bad) = (0, 0);
    }

    pub(super) fn fail(&mut self, message: &str) {
        self.notes.extend_from_slice(message.as_bytes());
        self.bad += 1;
    }
}

/// One thread's share of the engine.
pub(super) struct Worker<'a> {
    judge: &'a Judge,
    options: &'a Options,
}

impl<'a> Worker<'a> {
    pub(super) fn new(judge: &'a Judge, options: &'a Options) -> Self {
        Self { judge, options }
    }

    /// Answers every input of the block, in order.
    pub(super) fn answer(&mut self, chunk: &mut Chunk, answers: &mut Answers) {
        if let Some(message) = chunk.failed.take() {
            answers.fail(&message);
        }
        for item in chunk.items.drain(..) {
            let result = match item {
                Item::Json { line, start, end } => self.json(&chunk.bytes[start..end], line, answers),
                Item::Conversation(conversation) => {
                    self.conversation(&conversation, answers);
                    Ok(())
                }
                Item::Problem(problem) => Err(problem),
            };
            match result {
                Ok(()) => answers.good += 1,
                Err(problem) => {
                    answers.bad += 1;
                    self.problem(&problem, answers);
                }
            }
        }
    }

    fn json(&mut self, bytes: &[u8], line: u64, answers: &mut Answers) -> Result<(), Problem> {
        if self.options.task == Task::StaffLines {
            return staff::answer(self.judge, bytes, line, self.options, &mut answers.out);
        }
        let Parsed { conversation, odd_industry } = json::conversation(bytes, line, self.options.max_bytes)?;
        if let Some(word) = odd_industry {
            let word = word.escape_debug();
            let note = format!("{line} 行目: industry「{word}」は other として読みました (read as other)\n");
            answers.notes.extend_from_slice(note.as_bytes());
        }
        self.conversation(&conversation, answers);
        Ok(())
    }

    fn conversation(&mut self, conversation: &Conversation, answers: &mut Answers) {
        let talk = self.judge.hear(conversation);
        let line = ReadingLine {
            id: &conversation.id,
            reading: talk.reading(),
            staff: talk.staff(),
            readings: self.options.readings.then_some(talk.readings()),
        };
        match self.options.output {
            Output::Jsonl => write::json(&line, &mut answers.out),
            Output::Csv => write::csv(&line, &mut answers.out),
            Output::Text(paint) => {
                write::text(&line, &conversation.body, paint, self.options.explain, &mut answers.out);
            }
        }
    }

    fn problem(&self, problem: &Problem, answers: &mut Answers) {
        match (self.options.output, self.options.task) {
            (Output::Jsonl, _) => write::json(problem, &mut answers.out),
            (Output::Csv, Task::Conversations) => write::csv_problem(problem, &mut answers.out),
            (Output::Csv, Task::StaffLines) => write::staff_csv_problem(problem, &mut answers.out),
            (Output::Text(_), _) => write::json(problem, &mut answers.notes),
        }
    }
}
