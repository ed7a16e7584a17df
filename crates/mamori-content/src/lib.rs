//! The written material of Mamori: lessons, duties, follow-ups, ground rules, the default rulebook, fixtures.
//!
//! The files lie in `content/` at the root of the repository, so that people who do not program can read and
//! mend them. They are compiled in, parsed once by [`Content::builtin`], and checked by this crate's tests.

mod aftercare;
mod content;
mod courses;
mod crisis;
mod duties;
mod files;
mod fixtures;
mod markdown;
mod organisation;
mod sources;
mod text;

pub use aftercare::{Exercise, Face, FollowUpAbout, FollowUpText, Reply, Step};
pub use content::{Content, ContentError};
pub use courses::{
    Applies, Chapter, Course, ExpertLine, FacilitatorNote, Lesson, LessonHint, Question, Section, Transcript,
};
pub use crisis::CrisisWords;
pub use duties::{Duty, DutyAbout, DutyGroup, Guideline};
pub use files::rulebook_toml;
pub use fixtures::{FIXTURES, fixture, talks};
pub use organisation::{Cause, CauseAction, Choice, Field, FieldKind, GroundRule, ReportAbout, ReportForm};
pub use sources::{AsOf, Claim, Mark, Source};
pub use text::{Text, fill};
