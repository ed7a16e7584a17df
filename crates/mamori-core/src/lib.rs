//! The words of Mamori as types: ids, roles and what they may do, states, the rulebook, the audit chain.
//!
//! No I/O, no SQL, no HTTP. Time and randomness enter the program through [`Clock`] and [`random`] alone.

pub mod access;
pub mod alerts;
pub mod audit;
pub mod cases;
mod clock;
mod id;
pub mod people;
pub mod random;
pub mod rulebook;
mod secret;
mod time;

pub use clock::Clock;
pub use id::{
    AlertId, ApiKeyId, CareCheckId, CaseId, ConversationId, FollowUpId, GroundRuleId, InvitationId, JobId,
    JudgementId, MeasureId, OrgId, PreventionId, RulebookId, UnitId, UserId,
};
pub use secret::Secret;
pub use time::{DAY, HOUR, MINUTE, SECOND, UnixMs};
