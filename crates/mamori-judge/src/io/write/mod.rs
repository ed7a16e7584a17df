//! Readings as bytes: JSON lines, rows of a table, text for people.

mod people;
mod rows;

use serde::Serialize;

pub(super) use people::{staff_text, text};
pub(super) use rows::{CSV_HEADER, STAFF_CSV_HEADER, csv, csv_problem, staff_csv, staff_csv_problem};

use crate::reading::{Reading, StaffTurn, TurnReading};

/// A reading under its sender's name, with what is only for the person who asked.
#[derive(Debug, Serialize)]
pub(super) struct ReadingLine<'a> {
    pub(super) id: &'a str,
    #[serde(flatten)]
    pub(super) reading: &'a Reading,
    pub(super) staff: &'a [StaffTurn],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) readings: Option<&'a [TurnReading]>,
}

/// One JSON object and a line end.
pub(super) fn json(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, value).expect("memory takes every write and every key is a text");
    out.push(b'\n');
}
