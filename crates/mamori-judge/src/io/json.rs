//! One line of JSON to one conversation, with every rule of the interface about what may be absent.

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, IgnoredAny, Visitor};
use serde_json::Value;

use super::chunk::in_time;
use super::problem::Problem;
use crate::codes::{Care, Channel, Fact, Industry, Lang, ProblemCode, Speaker, UnknownCode};
use crate::conversation::{Asr, Body, Context, Conversation, History, Turn};

/// A conversation as it was read, and what was read with a grain of salt.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) conversation: Conversation,
    /// A sector that the interface does not know; it is read as `other`.
    pub(crate) odd_industry: Option<String>,
}

/// Reads one line, `line` of its file; text over `max_bytes` is refused.
pub(crate) fn conversation(bytes: &[u8], line: u64, max_bytes: usize) -> Result<Parsed, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::not_utf8(line))?;
    let raw: RawConversation = parse(text, line)?;
    let id = raw.id.map_or_else(|| format!("line-{line}"), |Name(name)| name);
    let named = |problem: Problem| problem.of(id.clone());
    let unknown = |code: UnknownCode| Problem::unknown_code(line, &code).of(id.clone());

    let turns = raw.turns.filter(|turns| !turns.is_empty() || raw.report.is_none());
    let body = match (turns, raw.report) {
        (Some(_), Some(_)) => {
            let message = "turns と report はどちらか一方だけにしてください (give turns or report, not both)";
            return Err(named(Problem::new(line, ProblemCode::BothTurnsAndReport, message)));
        }
        (None, None) => return Err(named(Problem::missing(line, "turns"))),
        (None, Some(report)) if report.trim().is_empty() => return Err(named(Problem::empty(line))),
        (None, Some(report)) => Body::Report(report),
        (Some(turns), None) if turns.is_empty() => return Err(named(Problem::empty(line))),
        (Some(turns), None) => Body::Turns(self::turns(turns, line).map_err(named)?),
    };
    if text_bytes(&body) > max_bytes {
        return Err(named(Problem::too_large(line, max_bytes)));
    }

    let (industry, odd_industry) = match raw.industry {
        None => (Industry::Other, None),
        Some(word) => match Industry::parse(&word) {
            Ok(industry) => (industry, None),
            Err(unknown) => (Industry::Other, Some(unknown.code)),
        },
    };
    let default_channel = if matches!(body, Body::Report(_)) { Channel::Report } else { Channel::Chat };
    let context = Context {
        channel: optional(raw.channel).map_err(unknown)?.unwrap_or(default_channel),
        industry,
        lang: optional(raw.lang).map_err(unknown)?,
        history: raw.history.map(History::from).unwrap_or_default(),
        care: list(raw.care).map_err(unknown)?,
        minutes: raw.minutes.map(|minutes| minutes.max(0.0)),
    };
    Ok(Parsed { conversation: Conversation { id, context, body }, odd_industry })
}

/// Reads a line into any shape; tells broken JSON from a shape that does not fit.
pub(crate) fn parse<T: DeserializeOwned>(text: &str, line: u64) -> Result<T, Problem> {
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // A field that is there twice is no error: the last one counts, as in most programs that read JSON.
    if error.is_data()
        && error.to_string().starts_with("duplicate field")
        && let Ok(value) = serde_json::from_str::<Value>(text).and_then(serde_json::from_value)
    {
        return Ok(value);
    }
    let is_object = text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok();
    if !is_object {
        let message = format!("JSON のオブジェクト 1 行として読めません (not a JSON object: {error})");
        return Err(Problem::new(line, ProblemCode::NotJson, message));
    }
    let named = serde_json::from_str::<OnlyName>(text).ok().and_then(|name| name.id);
    let id = named.map_or_else(|| format!("line-{line}"), |Name(name)| name);
    let message = format!("項目の形が違うか、必要な項目がありません (missing or wrong shape: {error})");
    Err(Problem::new(line, ProblemCode::MissingField, message).of(id))
}

fn turns(raw: Vec<RawTurn>, line: u64) -> Result<Vec<Turn>, Problem> {
    let mut turns = Vec::with_capacity(raw.len());
    for (index, turn) in raw.into_iter().enumerate() {
        let unknown = |code: UnknownCode| Problem::unknown_code(line, &code);
        let Some(speaker) = optional(turn.speaker).map_err(unknown)? else {
            return Err(Problem::missing(line, &format!("turns[{index}].speaker")));
        };
        if turn.text.is_none() && turn.facts.is_none() && turn.asr.is_none() {
            return Err(Problem::missing(line, &format!("turns[{index}].text")));
        }
        turns.push(Turn {
            speaker,
            text: turn.text.unwrap_or_default(),
            at_s: turn.at_s,
            facts: list(turn.facts).map_err(unknown)?,
            asr: turn.asr.map(|asr| Asr {
                confidence: asr.confidence.map(|confidence| confidence.clamp(0.0, 1.0)),
                no_speech: asr.no_speech.unwrap_or(false),
            }),
        });
    }
    Ok(in_time(turns.into_iter()))
}

/// Bytes of the words in a body: what the limit speaks of.
pub(crate) fn text_bytes(body: &Body) -> usize {
    match body {
        Body::Turns(turns) => turns.iter().map(|turn| turn.text.len()).sum(),
        Body::Report(report) => report.len(),
    }
}

fn optional<T>(code: Option<Coded<T>>) -> Result<Option<T>, UnknownCode> {
    code.map(|Coded(code)| code).transpose()
}

fn list<T>(codes: Option<Vec<Coded<T>>>) -> Result<Vec<T>, UnknownCode> {
    codes.unwrap_or_default().into_iter().map(|Coded(code)| code).collect()
}

#[derive(Deserialize)]
struct OnlyName {
    id: Option<Name>,
}

#[derive(Deserialize)]
struct RawConversation {
    id: Option<Name>,
    channel: Option<Coded<Channel>>,
    industry: Option<String>,
    lang: Option<Coded<Lang>>,
    turns: Option<Vec<RawTurn>>,
    report: Option<String>,
    history: Option<RawHistory>,
    care: Option<Vec<Coded<Care>>>,
    minutes: Option<f64>,
}

#[derive(Deserialize)]
struct RawTurn {
    speaker: Option<Coded<Speaker>>,
    text: Option<String>,
    at_s: Option<f64>,
    facts: Option<Vec<Coded<Fact>>>,
    asr: Option<RawAsr>,
}

#[derive(Deserialize)]
struct RawAsr {
    confidence: Option<f64>,
    no_speech: Option<bool>,
}

#[derive(Deserialize)]
struct RawHistory {
    contacts_7d: Option<f64>,
    contacts_30d: Option<f64>,
    same_point: Option<f64>,
}

impl From<RawHistory> for History {
    fn from(raw: RawHistory) -> Self {
        Self {
            contacts_7d: count(raw.contacts_7d),
            contacts_30d: count(raw.contacts_30d),
            same_point: count(raw.same_point),
        }
    }
}

/// A number of contacts: what is below nothing is nothing, and more than a million says no more than a million.
fn count(number: Option<f64>) -> u32 {
    const MOST: f64 = 1_000_000.0;
    let number = number.unwrap_or(0.0).clamp(0.0, MOST).floor();
    format!("{number:.0}").parse().unwrap_or(0)
}

/// The sender's name for a line: a text, or a number that becomes its text.
pub(crate) struct Name(pub(super) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrNumber;
        impl Visitor<'_> for TextOrNumber {
            type Value = Name;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a number")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Name, E> {
                Ok(Name(text.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Name, E> {
                Ok(Name(number.to_string()))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Name, E> {
                Ok(Name(number.to_string()))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Name, E> {
                Ok(Name(number.to_string()))
            }
        }
        deserializer.deserialize_any(TextOrNumber)
    }
}

/// A code that may turn out to be unknown without ending the parse, so that the error can name the conversation.
pub(crate) struct Coded<T>(pub(super) Result<T, UnknownCode>);

impl<'de, T: std::str::FromStr<Err = UnknownCode>> Deserialize<'de> for Coded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code<T>(std::marker::PhantomData<T>);
        impl<T: std::str::FromStr<Err = UnknownCode>> Visitor<'_> for Code<T> {
            type Value = Coded<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a code")
            }
            fn visit_str<E: de::Error>(self, code: &str) -> Result<Coded<T>, E> {
                Ok(Coded(code.parse()))
            }
        }
        deserializer.deserialize_str(Code(std::marker::PhantomData))
    }
}
