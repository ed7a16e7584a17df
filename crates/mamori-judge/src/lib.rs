//! The engine: reads a talk between a customer and a worker and says what it takes it to be, and why.
//!
//! The same text and rules give the same reading on every machine: no clock, no file, no locale.

pub mod codes;
pub mod conversation;
pub mod eval;
pub mod io;
mod judge;
mod lexicon;
mod model;
mod normal;
pub mod reading;
pub mod rules;
mod signals;
mod staff;
mod state;
mod talk;
mod weigh;

pub use codes::{
    Action, Care, Channel, ConductValue, DemandKind, DemandValue, Fact, HarassmentType, HarmValue, Industry,
    Inflaming, Lang, Speaker, StaffAct, UnknownCode, Verdict,
};
pub use conversation::{Asr, Body, Context, Conversation, History, Turn};
pub use judge::Judge;
pub use reading::{
    Ask, Conduct, Demand, Evidence, Harm, Reading, Severity, StaffReading, StaffTurn, TurnReading,
};
pub use rules::{Rules, RulesError, Yardsticks};
pub use talk::Talk;
