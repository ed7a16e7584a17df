//! Readings as rows of a table.

use std::fmt::Display;

use super::super::problem::Problem;
use super::super::staff::StaffLine;
use super::ReadingLine;
use crate::reading::three_decimals;

/// The first row for conversations.
pub(in super::super) const CSV_HEADER: &str =
    "id,verdict,severity,confidence,types,first_trigger_turn,forecast,why,error\n";

/// The first row for sentences by staff.
pub(in super::super) const STAFF_CSV_HEADER: &str = "id,acts,inflaming,ok,rewrite,why,error\n";

/// One row for one reading.
pub(in super::super) fn csv(line: &ReadingLine<'_>, out: &mut Vec<u8>) {
    let reading = line.reading;
    let whys = [&reading.demand.why, &reading.conduct.why, &reading.harm.why];
    let whys: Vec<&str> = whys.into_iter().map(AsRef::as_ref).filter(|why| !why.is_empty()).collect();
    row(
        &[
            line.id,
            reading.verdict.as_str(),
            &reading.severity.to_string(),
            &three_decimals(reading.confidence).to_string(),
            &joined(&reading.types),
            &reading.first_trigger_turn.map(|turn| turn.to_string()).unwrap_or_default(),
            &three_decimals(reading.forecast).to_string(),
            &whys.join("／"),
            "",
        ],
        out,
    );
}

/// The row that takes a reading's place.
pub(in super::super) fn csv_problem(problem: &Problem, out: &mut Vec<u8>) {
    let (id, why) = (problem.id.as_deref().unwrap_or_default(), why(problem));
    row(&[id, "", "", "", "", "", "", &why, problem.code.as_str()], out);
}

/// One row for one sentence by staff.
pub(in super::super) fn staff_csv(line: &StaffLine<'_>, out: &mut Vec<u8>) {
    let reading = line.reading;
    let ok = if reading.ok { "true" } else { "false" };
    let (acts, inflaming) = (joined(&reading.acts), joined(&reading.inflaming));
    row(
        &[line.id, &acts, &inflaming, ok, reading.rewrite.as_deref().unwrap_or_default(), &reading.why, ""],
        out,
    );
}

/// The row that takes a sentence's place.
pub(in super::super) fn staff_csv_problem(problem: &Problem, out: &mut Vec<u8>) {
    let (id, why) = (problem.id.as_deref().unwrap_or_default(), why(problem));
    row(&[id, "", "", "", "", &why, problem.code.as_str()], out);
}

fn why(problem: &Problem) -> String {
    format!("{} 行目: {}", problem.line, problem.message)
}

fn joined(codes: &[impl Display]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")
}

fn row(cells: &[&str], out: &mut Vec<u8>) {
    for (column, cell) in cells.iter().enumerate() {
        if column > 0 {
            out.push(b',');
        }
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push(b'"');
            out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.push(b'\n');
}
