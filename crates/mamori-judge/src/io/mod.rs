//! The engine's interface for machines: streams of conversations in, streams of readings out.
//!
//! Nothing here opens a file: the caller hands over streams. Memory does not grow with them.

mod charset;
mod chunk;
mod cues;
mod detect;
pub(crate) mod json;
mod jsonl;
pub(crate) mod lines;
mod mail;
mod options;
mod problem;
mod run;
mod schema;
pub(crate) mod staff;
mod table;
#[cfg(test)]
mod tests;
pub mod text;
mod worker;
mod write;

pub use detect::Format;
pub use options::{DEFAULT_MAX_BYTES, Input, Opener, Options, Output, Paint, Summary, Task};
pub use problem::Problem;
pub use run::run;
pub use schema::schema;
