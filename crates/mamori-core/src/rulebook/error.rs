//! What is wrong with a rulebook, in words for the person who wrote it.

use super::{LevelId, Limits};
use crate::people::Language;

/// Why a rulebook is not taken: at least one fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulebookError {
    faults: Vec<Fault>,
}

impl RulebookError {
    pub(super) fn one(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }

    pub(super) fn of(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self { faults }) }
    }

    /// Everything that was found, in the order of the file.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

impl std::fmt::Display for RulebookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<_> = self.faults.iter().map(|fault| fault.message(Language::En)).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for RulebookError {}

/// One thing to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The part of the rulebook.
    pub place: Place,
    /// The line in the file, from 1, where it could be found.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

/// A part of a rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// The number with this name.
    Yardstick(&'static str),
    /// The entry with this id (`time-2`), or the key with this path.
    Entry(String),
}

/// What is wrong with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// More than is taken, in KiB.
    TooLarge(usize),
    /// It is not the TOML that is expected; the words are the parser's.
    Unreadable(String),
    /// A key that means nothing here.
    UnknownKey,
    /// A number outside its limits.
    OutOfRange(Limits),
    /// 知らせる comes after 終わりを告げる.
    WarnAfterEnd,
    /// A text is missing.
    Blank,
    /// A text has more characters than this.
    TooLong(usize),
    /// A text has control characters, which would not print.
    Unprintable,
    /// Something in braces that is no number's name.
    UnknownNumber(String),
    /// The id was used before.
    Twice,
    /// An id that is not made of letters, digits, `-` and `_`.
    OddId,
    /// A level that is named and not there.
    NoLevel(LevelId),
    /// One of the four steps, or a whole list, is not there.
    Missing,
    /// A takeover that must come at once was given time.
    GraveMustBeNow,
    /// A date that is none.
    NoDate,
}

impl Fault {
    /// The fault as a sentence, with its line and place.
    pub fn message(&self, language: Language) -> String {
        let line = self.line.map(|line| match language {
            Language::Ja => format!("{line}行目："),
            Language::En => format!("Line {line}: "),
        });
        let place = match &self.place {
            Place::File => String::new(),
            Place::Yardstick(name) => format!("{name} "),
            Place::Entry(id) => format!("{} ", id.chars().take(60).collect::<String>()),
        };
        format!("{}{place}{}", line.unwrap_or_default(), self.problem.message(language))
    }
}

impl Problem {
    /// What is wrong and what to do, as a sentence.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Ja => self.japanese(),
            Language::En => self.english(),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::TooLarge(most) => format!("大きすぎます。{most} KiBまでにしてください。"),
            Self::Unreadable(why) => format!("TOMLとして読めません（{why}）。"),
            Self::UnknownKey => "この名前の項目はありません。つづりを確かめるか、消してください。".into(),
            Self::OutOfRange(Limits { least, most }) => {
                format!("{least}から{most}までの整数にしてください。")
            }
            Self::WarnAfterEnd => {
                "責任者に知らせる時間は、終わりを告げる時間と同じか、その前にしてください。".into()
            }
            Self::Blank => "言葉が入っていません。日本語と英語の両方を書いてください。".into(),
            Self::TooLong(most) => format!("長すぎます。{most}文字までにしてください。"),
            Self::Unprintable => "印刷できない文字が入っています。取り除いてください。".into(),
            Self::UnknownNumber(name) => {
                format!("「{name}」という目安はありません。波かっこには目安の名前だけが使えます。")
            }
            Self::Twice => "同じidが2度使われています。".into(),
            Self::OddId => "idには、英字・数字・「-」「_」だけを40文字まで使ってください。".into(),
            Self::NoLevel(level) => {
                format!("段階{level}がありません。levelに足すか、別の段階にしてください。")
            }
            Self::Missing => "ありません。書き足してください。".into(),
            Self::GraveMustBeNow => {
                "重い行為では、すぐに替わります。grave = true、within_seconds = 0 のままにしてください。"
                    .into()
            }
            Self::NoDate => "日付は 2026-11-23 のように書いてください。".into(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::TooLarge(most) => format!("is too large: {most} KiB at most."),
            Self::Unreadable(why) => format!("cannot be read as TOML ({why})."),
            Self::UnknownKey => "is not a known key: check its spelling or delete it.".into(),
            Self::OutOfRange(Limits { least, most }) => {
                format!("must be a whole number from {least} to {most}.")
            }
            Self::WarnAfterEnd => "must not come after minutes_end.".into(),
            Self::Blank => "is empty: write both Japanese and English.".into(),
            Self::TooLong(most) => format!("is too long: {most} characters at most."),
            Self::Unprintable => "has characters that cannot be printed: remove them.".into(),
            Self::UnknownNumber(name) => {
                format!("names `{name}`, which is no yardstick; only these may stand in braces.")
            }
            Self::Twice => "is used twice as an id.".into(),
            Self::OddId => "is no id: letters, digits, `-` and `_`, 40 at most.".into(),
            Self::NoLevel(level) => format!("names level {level}, which is not there."),
            Self::Missing => "is missing.".into(),
            Self::GraveMustBeNow => "must come at once: leave grave = true and within_seconds = 0.".into(),
            Self::NoDate => "is no date: write it like 2026-11-23.".into(),
        }
    }
}
