//! The engine: reads a talk between a customer and a worker and says what it takes it to be, and why.
//!
//! The same text and rules give the same reading on every machine: no clock, no file, no locale.
//!
//! ```
//! use mamori_judge::{Channel, Context, Judge, Speaker, Turn, Verdict};
//!
//! let judge = Judge::builtin();
//! let mut talk = judge.conversation(Context { channel: Channel::Phone, ..Context::default() });
//! talk.hear(&Turn::new(Speaker::Staff, "お電話ありがとうございます。"));
//! let reading = talk.hear(&Turn::new(Speaker::Customer, "まだ終わってないぞ、この役立たず。土下座しろ。"));
//!
//! assert_eq!(reading.verdict, Verdict::Harassment);
//! assert_eq!(reading.first_trigger_turn, Some(1));
//! assert!(reading.evidence.iter().any(|line| line.text == "土下座しろ"));
//! ```
//!
//! A turn goes this way: `normal` folds the spelling, `lexicon` finds words, `signals` drops what is idiom, quoted or
//! denied and matches the rules, `state` remembers, `weigh` says what it amounts to. The words and rules are in `data/`,
//! for reviewers who do not program.

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
