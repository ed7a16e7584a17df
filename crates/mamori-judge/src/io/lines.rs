//! Lines of bytes from a stream, with a limit, so that no line can fill the memory.

use std::io::{self, BufRead, BufReader, Read};

/// How much is read from a stream at once, and so how much goes to a thread at once.
pub(crate) const BLOCK: usize = 64 * 1024;

/// Reads a stream line by line: without line end, without byte order mark, counting from 1.
pub(crate) struct Lines<R> {
    reader: BufReader<R>,
    number: u64,
    limit: usize,
}

/// What was met where a line was looked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Met {
    /// A line, now at the end of the buffer that was handed over.
    Line,
    /// A line over the limit: passed over, the buffer is as before.
    TooLong,
    /// The end of the stream.
    End,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(stream: R, limit: usize) -> Self {
        Self { reader: BufReader::with_capacity(BLOCK, stream), number: 0, limit }
    }

    /// The number of the line met last.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// True when the next line may have to wait for the sender: a good moment to answer.
    pub(crate) fn drained(&self) -> bool {
        self.reader.buffer().is_empty()
    }

    /// Appends the next line to `buffer`.
    pub(crate) fn next(&mut self, buffer: &mut Vec<u8>) -> io::Result<Met> {
        let start = buffer.len();
        let room = u64::try_from(self.limit).unwrap_or(u64::MAX).saturating_add(2);
        let read = self.reader.by_ref().take(room).read_until(b'\n', buffer)?;
        if read == 0 {
            return Ok(Met::End);
        }
        self.number += 1;
        let ended = buffer.last() == Some(&b'\n');
        if ended {
            buffer.pop();
        }
        if buffer.len() > start && buffer.last() == Some(&b'\r') {
            buffer.pop();
        }
        if self.number == 1 && buffer[start..].starts_with(b"\xEF\xBB\xBF") {
            buffer.drain(start..start + 3);
        }
        if buffer.len() - start > self.limit {
            buffer.truncate(start);
            if !ended {
                self.reader.skip_until(b'\n')?;
            }
            return Ok(Met::TooLong);
        }
        Ok(Met::Line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8], limit: usize) -> Vec<String> {
        let mut lines = Lines::new(bytes, limit);
        let mut found = Vec::new();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match lines.next(&mut buffer).expect("memory does not fail") {
                Met::End => return found,
                Met::TooLong => found.push(format!("{} too long", lines.number())),
                Met::Line => found.push(format!("{} {}", lines.number(), String::from_utf8_lossy(&buffer))),
            }
        }
    }

    #[test]
    fn mark_line_ends_and_a_last_line_without_end_are_understood() {
        assert_eq!(all(b"\xEF\xBB\xBFa\r\n\nb\rc\nd", 9), ["1 a", "2 ", "3 b\rc", "4 d"]);
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_and_counted() {
        assert_eq!(
            all(b"abc\nabcd\nabcdefghijkl\nx\nabcde", 3),
            ["1 abc", "2 too long", "3 too long", "4 x", "5 too long"]
        );
        assert_eq!(all(b"abc\r\nabcd\r\n", 3), ["1 abc", "2 too long"]);
    }
}
