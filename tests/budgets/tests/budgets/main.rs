//! The limits this repository keeps, one test each; every message says what to do.

mod arrows;
mod code;
mod migrations;
mod sizes;
mod snapshots;
mod templates;
mod texts;
