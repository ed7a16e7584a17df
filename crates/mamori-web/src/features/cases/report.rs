//! The 90-second report: what somebody typed becomes a report, its reading and its title.

use mamori_core::cases::{Confidentiality, OurFault};
use mamori_core::{DAY, UnixMs};
use mamori_judge::{Body, Care, Channel, Context, Conversation, Industry, Judge};
use serde::{Deserialize, Serialize};

use super::prose::{self, LONG, SHORT};
use crate::web::{FieldError, Shell};

/// What the form sends, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReportForm {
    pub(super) key: String,
    pub(super) safe_now: String,
    pub(super) happened_at: String,
    pub(super) span: String,
    pub(super) channel: String,
    pub(super) words: String,
    pub(super) demand: String,
    pub(super) our_fault: String,
    pub(super) promised: String,
    pub(super) stop_requests: String,
    pub(super) care: Vec<String>,
    pub(super) wish: String,
    pub(super) confidentiality: String,
}

/// What is kept of a report, beside the columns of the case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Report {
    pub(super) safe_now: String,
    pub(super) span: String,
    pub(super) words: String,
    pub(super) demand: String,
    pub(super) promised: String,
    pub(super) stop_requests: Option<u32>,
    pub(super) care: Vec<String>,
    pub(super) wish: String,
}

impl Report {
    /// What the engine reads and evidence points into: the words, then the demand on a line of its own.
    pub(super) fn account(&self) -> String {
        if self.demand.is_empty() { self.words.clone() } else { format!("{}\n{}", self.words, self.demand) }
    }
}

/// A report that can be sent.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) report: Report,
    pub(super) happened_at: UnixMs,
    pub(super) channel: Channel,
    pub(super) our_fault: OurFault,
    pub(super) confidentiality: Confidentiality,
    pub(super) key: String,
}

impl ReportForm {
    /// Takes what was typed; only the words themselves must be there, the rest can be filled in later.
    pub(super) fn parse(&self, shell: &Shell, now: UnixMs) -> Result<Parsed, Vec<FieldError>> {
        let mut faults = Vec::new();
        let mut words = |field, text: &str, limit| {
            prose::parse(text, limit).unwrap_or_else(|fault| {
                faults.push(fault.at(shell, field));
                String::new()
            })
        };
        let report = Report {
            safe_now: words("safe_now", &self.safe_now, SHORT),
            span: words("span", &self.span, SHORT),
            words: words("words", &self.words, LONG),
            demand: words("demand", &self.demand, SHORT),
            promised: words("promised", &self.promised, SHORT),
            stop_requests: None,
            care: self.care.iter().filter(|code| Care::parse(code).is_ok()).cloned().collect(),
            wish: words("wish", &self.wish, SHORT),
        };
        let mut fault = |field, key| faults.push(FieldError { field, message: shell.t(key).to_owned() });
        if self.words.trim().is_empty() {
            fault("words", "cases-report-no-words");
        }
        let happened_at = moment(&self.happened_at, now);
        if happened_at.is_none() {
            fault("happened_at", "cases-report-when-fault");
        }
        let stop_requests = count(&self.stop_requests);
        if stop_requests.is_err() {
            fault("stop_requests", "cases-report-count-fault");
        }
        let (Some(happened_at), Ok(stop_requests), true) = (happened_at, stop_requests, faults.is_empty())
        else {
            return Err(faults);
        };
        Ok(Parsed {
            report: Report { stop_requests, ..report },
            happened_at,
            channel: Channel::parse(&self.channel).unwrap_or(Channel::Counter),
            our_fault: self.our_fault.parse().unwrap_or(OurFault::Unknown),
            confidentiality: self.confidentiality.parse().unwrap_or(Confidentiality::DeskOnly),
            key: self.key.chars().take(100).collect(),
        })
    }
}

/// Empty means now. A phone whose clock runs ahead is believed for a day.
fn moment(text: &str, now: UnixMs) -> Option<UnixMs> {
    if text.trim().is_empty() {
        return Some(now);
    }
    UnixMs::from_local(text).filter(|moment| *moment <= now.plus(DAY) && moment.0 > 0)
}

fn count(text: &str) -> Result<Option<u32>, std::num::ParseIntError> {
    match text.trim() {
        "" => Ok(None),
        number => number.parse().map(Some),
    }
}

impl Parsed {
    /// A neutral title: what was demanded and how the contact came in; never a word about a person.
    pub(super) fn title(&self) -> String {
        match self.report.demand.lines().next() {
            Some(demand) if !demand.is_empty() => {
                format!("{} · {}", demand.chars().take(40).collect::<String>(), self.channel.ja())
            }
            _ => self.channel.ja().to_owned(),
        }
    }

    /// The engine's reading, as it is stored.
    pub(super) fn reading(&self, judge: &Judge, sector: &str) -> anyhow::Result<String> {
        let context = Context {
            channel: self.channel,
            industry: Industry::parse(sector).unwrap_or(Industry::Other),
            care: self.report.care.iter().filter_map(|code| Care::parse(code).ok()).collect(),
            ..Context::default()
        };
        let body = Body::Report(self.report.account());
        let conversation = Conversation { id: String::new(), context, body };
        Ok(serde_json::to_string(&judge.read(&conversation))?)
    }
}
