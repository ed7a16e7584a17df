//! Every file of `content/` that the program carries, by its path in that folder.

macro_rules! file {
    ($path:literal) => {
        File { path: $path, text: include_str!(concat!("../../../content/", $path)) }
    };
}

/// A compiled-in file.
#[derive(Clone, Copy)]
pub(crate) struct File {
    /// The path below `content/`, for messages.
    pub(crate) path: &'static str,
    /// The whole text.
    pub(crate) text: &'static str,
}

/// A chapter's three files.
pub(crate) struct ChapterFiles {
    pub(crate) chapter: File,
    pub(crate) lesson: File,
    pub(crate) exercise: File,
}

/// An exercise's three files.
pub(crate) struct ExerciseFiles {
    pub(crate) steps: File,
    pub(crate) intro_ja: File,
    pub(crate) intro_en: File,
}

pub(crate) const RULEBOOK: File = file!("rulebook.toml");
pub(crate) const DUTIES: File = file!("duties.toml");
pub(crate) const LESSONS: File = file!("lessons.toml");
pub(crate) const CRISIS: File = file!("crisis.toml");
pub(crate) const FOLLOW_UPS: File = file!("followups.toml");
pub(crate) const GROUND_RULES: File = file!("ground_rules.toml");
pub(crate) const PREVENTION: File = file!("prevention.toml");
pub(crate) const REPORT: File = file!("report.toml");

pub(crate) const COURSES: [File; 1] = [file!("courses/1-customer-harassment/course.toml")];

pub(crate) const CHAPTERS: [ChapterFiles; 1] = [ChapterFiles {
    chapter: file!("courses/1-customer-harassment/4-telling-apart/chapter.toml"),
    lesson: file!("courses/1-customer-harassment/4-telling-apart/lesson.md"),
    exercise: file!("courses/1-customer-harassment/4-telling-apart/exercise.jsonl"),
}];

pub(crate) const EXERCISES: [ExerciseFiles; 1] = [ExerciseFiles {
    steps: file!("exercises/breath.toml"),
    intro_ja: file!("exercises/breath.md"),
    intro_en: file!("exercises/breath.en.md"),
}];

/// The default rulebook that a new organisation starts with, as TOML.
pub fn rulebook_toml() -> &'static str {
    RULEBOOK.text
}
