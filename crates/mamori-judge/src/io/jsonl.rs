//! JSON Lines: cut into lines here, parsed by the workers.

use std::io::{self, Read};

use super::chunk::{Chunk, Item, Source};
use super::lines::{Lines, Met};
use super::problem::Problem;

/// A stream of JSON lines.
pub(super) struct JsonLines<R> {
    lines: Lines<R>,
    max_bytes: usize,
}

impl<R: Read> JsonLines<R> {
    /// Escapes and field names may make a line longer than its text; eight times is more than they can.
    pub(super) fn new(stream: R, max_bytes: usize) -> Self {
        let limit = max_bytes.saturating_mul(8).saturating_add(1 << 20);
        Self { lines: Lines::new(stream, limit), max_bytes }
    }
}

impl<R: Read + Send> Source for JsonLines<R> {
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        loop {
            let start = chunk.bytes.len();
            match self.lines.next(&mut chunk.bytes)? {
                Met::End => return Ok(false),
                Met::TooLong => {
                    chunk.push(Item::Problem(Problem::too_large(self.lines.number(), self.max_bytes)), 1);
                }
                Met::Line => {
                    let end = chunk.bytes.len();
                    if chunk.bytes[start..].trim_ascii().is_empty() {
                        chunk.bytes.truncate(start);
                    } else {
                        chunk.push(Item::Json { line: self.lines.number(), start, end }, end - start);
                    }
                }
            }
            if chunk.is_full() || (self.lines.drained() && !chunk.items.is_empty()) {
                return Ok(true);
            }
        }
    }
}
