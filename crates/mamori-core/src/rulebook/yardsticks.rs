//! The numbers of a rulebook. They are yardsticks (目安), not standards of any law.

use serde::{Deserialize, Serialize};

use crate::people::text_enum;

text_enum! {
    /// What a yardstick counts.
    pub enum Unit {
        /// Minutes.
        Minutes = "minutes" "分" "minutes",
        /// Seconds.
        Seconds = "seconds" "秒" "seconds",
        /// How often.
        Times = "times" "回" "times",
        /// How many people.
        People = "people" "人" "people",
    }
}

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
}

macro_rules! yardsticks {
    ($($(#[$doc:meta])* $field:ident: $unit:ident $least:literal..=$most:literal $ja:literal $en:literal),* $(,)?) => {
        /// The numbers of a rulebook.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct Yardsticks {
            $($(#[$doc])* pub $field: u32,)*
            /// Under this confidence of a speech recogniser a turn is doubtful and never evidence.
            #[serde(default = "least_confidence")]
            pub asr_confidence: f64,
        }

        impl Yardsticks {
            /// Every number with its name, in the order in which people read them.
            pub fn all(&self) -> Vec<(Yardstick, u32)> {
                vec![$((Yardstick {
                    name: stringify!($field), unit: Unit::$unit,
                    limits: Limits { least: $least, most: $most }, ja: $ja, en: $en,
                }, self.$field)),*]
            }

            /// Sets the number called `name`, unchecked until the rulebook is parsed; `false` when there is none.
            pub fn set(&mut self, name: &str, number: u32) -> bool {
                match name {
                    $(stringify!($field) => self.$field = number,)*
                    _ => return false,
                }
                true
            }

            /// The number called `name`.
            pub fn number(&self, name: &str) -> Option<u32> {
                match name {
                    $(stringify!($field) => Some(self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

yardsticks! {
    /// Minutes of talk after which the person responsible is told.
    minutes_warn: Minutes 1..=60 "責任者に知らせる時間" "Tell the person responsible after",
    /// Minutes of talk after which the end is announced.
    minutes_end: Minutes 1..=60 "終わりを告げる時間" "Announce the end after",
    /// How often one demand is repeated after the final answer.
    same_point_repeats: Times 1..=20 "最終のお答えの後の、同じ要求の繰り返し" "The same demand after the final answer",
    /// Contacts on one matter in a week.
    calls_per_week: Times 1..=50 "同じ件での1週間の連絡" "Contacts on one matter in a week",
    /// Minutes of a talk on a visit, theirs or ours.
    visit_minutes: Minutes 1..=60 "訪問・来店での話し合い" "A talk on a visit",
    /// How often one asks to stop.
    stop_requests: Times 1..=5 "やめてくださいとお願いする数" "Requests to stop",
    /// Insults at a person after which the supervisor comes.
    insults: Times 1..=5 "責任者を呼ぶ、個人への侮辱の数" "Insults until the supervisor is called",
    /// People who go together on a visit outside.
    outside_visit_people: People 2..=10 "外へうかがうときの最少の人数" "People on a visit outside, at least",
    /// Seconds without 「行く」 after which the next person is called.
    ack_seconds: Seconds 10..=600 "応援要請に返事がなければ次の人へ" "No answer to a call for help: next person after",
    /// Seconds from 「行く」 to the takeover.
    takeover_seconds: Seconds 10..=1800 "「行く」から交代まで" "From “I am coming” to the takeover",
}

/// A yardstick: what is counted, and within which limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// Its name in the file and in `{places}`.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// What it may be.
    pub limits: Limits,
    ja: &'static str,
    en: &'static str,
}

impl Yardstick {
    /// What people read beside the number.
    pub fn label(&self, language: crate::people::Language) -> &'static str {
        match language {
            crate::people::Language::Ja => self.ja,
            crate::people::Language::En => self.en,
        }
    }
}

fn least_confidence() -> f64 {
    0.3
}
