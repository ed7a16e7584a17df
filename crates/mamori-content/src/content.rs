//! Everything together: loading, finding, and the list of legal claims.

use jiff::civil::Date;
use mamori_judge::HarassmentType;
use serde::de::DeserializeOwned;

use crate::aftercare::{Exercise, FollowUpAbout, FollowUpText, FollowUpsFile};
use crate::courses::{
    Applies, ChapterFile, Course, Lesson, LessonHint, LessonsFile, Transcript, TranscriptLine,
};
use crate::crisis::{CrisisFile, CrisisWords};
use crate::duties::{DutiesFile, Duty, DutyAbout, DutyGroup};
use crate::files::{self, ChapterFiles, ExerciseFiles, File};
use crate::markdown;
use crate::organisation::{Cause, GroundRule, GroundRulesFile, PreventionFile, ReportForm};
use crate::sources::Claim;
use crate::text::Text;

/// A file that cannot be read; the message names it and the place in it.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// A TOML file is not of the shape that it must have.
    #[error("content/{path} を読めません。{source}")]
    Toml {
        /// The path below `content/`.
        path: &'static str,
        /// What is wrong, with the line.
        source: Box<toml::de::Error>,
    },
    /// A line of a JSON Lines file is not of the shape that it must have.
    #[error("content/{path} の{line}行目を読めません。{source}")]
    Json {
        /// The path below `content/`.
        path: &'static str,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
}

/// The material, parsed. Load it once and share it.
#[derive(Debug, Clone)]
pub struct Content {
    /// The courses that have at least one chapter.
    pub courses: Vec<Course>,
    /// The chapters that are complete.
    pub lessons: Vec<Lesson>,
    /// Which chapter to suggest after what.
    pub lesson_hints: Vec<LessonHint>,
    /// What must be said above the duties.
    pub duty_about: DutyAbout,
    /// The groups of duties.
    pub duty_groups: Vec<DutyGroup>,
    /// The duties.
    pub duties: Vec<Duty>,
    /// Exercises for after a bad talk.
    pub exercises: Vec<Exercise>,
    /// What is said around the follow-ups.
    pub follow_up_about: FollowUpAbout,
    /// The follow-ups, by time.
    pub follow_ups: Vec<FollowUpText>,
    /// Words after which people are shown whom to turn to, at once.
    pub crisis: CrisisWords,
    /// Ground rules to choose from.
    pub ground_rules: Vec<GroundRule>,
    /// Causes to choose from.
    pub causes: Vec<Cause>,
    /// The 90-second report.
    pub report: ReportForm,
}

impl Content {
    /// Parses what is compiled in. It fails only when a file was broken before the build; a test holds that.
    pub fn builtin() -> Result<Self, ContentError> {
        let duties: DutiesFile = toml(files::DUTIES)?;
        let follow_ups: FollowUpsFile = toml(files::FOLLOW_UPS)?;
        Ok(Self {
            courses: files::COURSES.into_iter().map(toml).collect::<Result<_, _>>()?,
            lessons: files::CHAPTERS.iter().map(lesson).collect::<Result<_, _>>()?,
            lesson_hints: toml::<LessonsFile>(files::LESSONS)?.lesson_hint,
            duty_about: duties.about,
            duty_groups: duties.groups,
            duties: duties.duties,
            exercises: files::EXERCISES.iter().map(exercise).collect::<Result<_, _>>()?,
            follow_up_about: follow_ups.about,
            follow_ups: follow_ups.follow_ups,
            crisis: toml::<CrisisFile>(files::CRISIS)?.into(),
            ground_rules: toml::<GroundRulesFile>(files::GROUND_RULES)?.ground_rules,
            causes: toml::<PreventionFile>(files::PREVENTION)?.causes,
            report: toml(files::REPORT)?,
        })
    }

    /// A chapter's lesson by the course's and the chapter's id.
    pub fn lesson(&self, course: &str, chapter: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.chapter.course == course && lesson.chapter.id == chapter)
    }

    /// The chapter to suggest after these types: the first that names one of them, else the one for everything.
    pub fn suggested_lesson(&self, types: &[HarassmentType]) -> Option<&LessonHint> {
        let fits = |hint: &&LessonHint| match &hint.applies {
            Applies::To(these) => these.iter().any(|kind| types.contains(kind)),
            Applies::Otherwise => false,
        };
        let otherwise = |hint: &&LessonHint| hint.applies == Applies::Otherwise;
        self.lesson_hints.iter().find(fits).or_else(|| self.lesson_hints.iter().find(otherwise))
    }

    /// The duties that an event such as `case_judged` proves.
    pub fn duties_proved_by<'a>(&'a self, event: &'a str) -> impl Iterator<Item = &'a Duty> {
        self.duties.iter().filter(move |duty| duty.events.iter().any(|known| known == event))
    }

    /// Every legal claim in the material with its citation.
    pub fn claims(&self) -> Vec<Claim<'_>> {
        let duties = self.duties.iter().map(|duty| Claim {
            place: format!("duty {}", duty.id),
            text: &duty.title,
            url: &duty.source_url,
            mark: duty.mark,
            as_of: duty.as_of,
        });
        let sources = self.lessons.iter().flat_map(|lesson| {
            lesson.sources.iter().map(|source| Claim {
                place: format!("{}/{} {}", lesson.chapter.course, lesson.chapter.id, source.id),
                text: &source.claim,
                url: &source.url,
                mark: source.mark,
                as_of: source.as_of,
            })
        });
        duties.chain(sources).collect()
    }

    /// The claims that nobody has compared with their source in the twelve months before `on`.
    pub fn stale_claims(&self, on: Date) -> Vec<Claim<'_>> {
        self.claims().into_iter().filter(|claim| claim.as_of.is_stale(on)).collect()
    }
}

fn toml<T: DeserializeOwned>(file: File) -> Result<T, ContentError> {
    toml::from_str(file.text)
        .map_err(|source| ContentError::Toml { path: file.path, source: Box::new(source) })
}

fn lesson(files: &ChapterFiles) -> Result<Lesson, ContentError> {
    let file: ChapterFile = toml(files.chapter)?;
    Ok(Lesson {
        chapter: file.chapter,
        sections: markdown::sections(files.lesson.text),
        questions: file.question,
        sources: file.source,
        facilitator: file.facilitator,
        transcripts: transcripts(files.exercise)?,
    })
}

fn transcripts(file: File) -> Result<Vec<Transcript>, ContentError> {
    let parse = |(index, line)| {
        serde_json::from_str::<TranscriptLine>(line)
            .map(Transcript::from)
            .map_err(|source| ContentError::Json { path: file.path, line: index + 1, source })
    };
    file.text.lines().enumerate().map(parse).collect()
}

fn exercise(files: &ExerciseFiles) -> Result<Exercise, ContentError> {
    let steps: Exercise = toml(files.steps)?;
    let intro_html =
        Text { ja: markdown::to_html(files.intro_ja.text), en: markdown::to_html(files.intro_en.text) };
    Ok(Exercise { intro_html, ..steps })
}
