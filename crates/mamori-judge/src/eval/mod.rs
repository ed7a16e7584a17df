//! Compares readings with labels: `mamori eval`.

mod case;
mod groups;
mod print;
mod report;
mod score;

use std::io::{self, Read};

pub use report::{Accommodation, Bin, Calibration, Classes, FalseAlarms, Group, Missed, Report};
pub use score::{Estimate, Score};

use case::Case;

use crate::Judge;
use crate::io::Problem;
use crate::io::lines::{Lines, Met};

/// Reads labelled JSON lines and scores them together; a line that cannot be read is listed and left out.
pub fn run<R: Read>(
    judge: &Judge,
    streams: impl IntoIterator<Item = R>,
    max_bytes: usize,
) -> io::Result<Report> {
    let (mut cases, mut problems) = (Vec::new(), Vec::new());
    for stream in streams {
        read(judge, stream, max_bytes, &mut cases, &mut problems)?;
    }
    Ok(report::report(&cases, problems))
}

fn read(
    judge: &Judge,
    stream: impl Read,
    max_bytes: usize,
    cases: &mut Vec<Case>,
    problems: &mut Vec<Problem>,
) -> io::Result<()> {
    let limit = max_bytes.saturating_mul(8).saturating_add(1 << 20);
    let (mut lines, mut buffer) = (Lines::new(stream, limit), Vec::new());
    loop {
        buffer.clear();
        match lines.next(&mut buffer)? {
            Met::End => return Ok(()),
            Met::TooLong => problems.push(Problem::too_large(lines.number(), max_bytes)),
            Met::Line if buffer.trim_ascii().is_empty() => {}
            Met::Line => match case::read(judge, &buffer, lines.number(), max_bytes) {
                Ok(case) => cases.push(case),
                Err(problem) => problems.push(problem),
            },
        }
    }
}
