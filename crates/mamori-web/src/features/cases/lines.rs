//! What was said, line by line, with the places that the engine's reading rests on, and the reading in words.

use mamori_core::OrgId;
use mamori_core::people::Language;
use mamori_judge::{Evidence, Fact, HarassmentType, Reading, Speaker};
use mamori_store::Tx;
use mamori_store::cases::{CaseFile, talks};

use super::report::Report;
use crate::web::Result;

/// A line of a talk, or the whole account of a report.
pub(super) struct Line {
    /// Its place; evidence and judgements name it.
    pub(super) index: u32,
    /// Who spoke, empty for a report.
    pub(super) who: &'static str,
    /// Whether our side spoke.
    pub(super) ours: bool,
    /// Minutes and seconds since the talk began, empty for a report.
    pub(super) at: String,
    /// The words, cut where marks begin and end.
    pub(super) pieces: Vec<Piece>,
    /// Facts tapped at this line.
    pub(super) facts: Vec<&'static str>,
}

/// Some of the words of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
}

/// The name of what the words are evidence for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) label: &'static str,
    pub(super) grave: bool,
}

impl Line {
    /// The number that people see.
    pub(super) fn number(&self) -> u32 {
        self.index + 1
    }
}

/// The engine's reading as it was kept; a talk in which nothing was said has none.
pub(super) fn reading_of(case: &CaseFile) -> Option<Reading> {
    serde_json::from_str(&case.reading).ok()
}

/// The report behind a case; the default for a case made from a talk.
pub(super) fn report_of(case: &CaseFile) -> Report {
    serde_json::from_str(&case.report).unwrap_or_default()
}

/// The lines of a case with the reading's marks.
pub(super) async fn of_case(
    tx: &mut Tx,
    org: OrgId,
    case: &CaseFile,
    reading: Option<&Reading>,
    language: Language,
) -> Result<Vec<Line>> {
    let evidence = reading.map(|reading| reading.evidence.as_slice()).unwrap_or_default();
    let Some(conversation) = case.conversation_id else {
        let pieces = cut(&report_of(case).account(), evidence.iter(), language);
        return Ok(vec![Line {
            index: 0,
            who: "",
            ours: false,
            at: String::new(),
            pieces,
            facts: Vec::new(),
        }]);
    };
    let lines = talks::lines(tx, org, conversation).await?;
    Ok((0..).zip(lines).map(|(index, line)| spoken(index, &line, evidence, language)).collect())
}

fn spoken(index: u32, line: &talks::Line, evidence: &[Evidence], language: Language) -> Line {
    let speaker = Speaker::parse(&line.speaker).unwrap_or(Speaker::Unknown);
    let facts: Vec<Fact> = serde_json::from_str(&line.facts).unwrap_or_default();
    let here =
        evidence.iter().filter(|one| one.turn.and_then(|turn| u32::try_from(turn).ok()) == Some(index));
    let seconds = line.at_ms.max(0) / 1_000;
    Line {
        index,
        who: word(speaker.ja(), speaker.en(), language),
        ours: speaker == Speaker::Staff,
        at: format!("{:02}:{:02}", seconds / 60, seconds % 60),
        pieces: cut(&line.text, here, language),
        facts: facts.into_iter().map(|fact| word(fact.ja(), fact.en(), language)).collect(),
    }
}

/// Cuts `text` at the marks. Where marks overlap the one that begins first stays; offsets count characters.
fn cut<'e>(text: &str, evidence: impl Iterator<Item = &'e Evidence>, language: Language) -> Vec<Piece> {
    let characters: Vec<char> = text.chars().collect();
    let mut spans: Vec<_> = evidence
        .filter(|one| one.start < one.end && one.end <= characters.len())
        .filter_map(|one| one.kind.map(|kind| (one.start, one.end, kind)))
        .collect();
    spans.sort_unstable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut push = |from: usize, to: usize, mark| {
        if from < to {
            pieces.push(Piece { text: characters[from..to].iter().collect(), mark });
        }
    };
    for (start, end, kind) in spans {
        if start < at {
            continue;
        }
        push(at, start, None);
        push(start, end, Some(mark(kind, language)));
        at = end;
    }
    push(at, characters.len(), None);
    pieces
}

fn mark(kind: HarassmentType, language: Language) -> Mark {
    let grave = matches!(kind, HarassmentType::Violence | HarassmentType::Threat | HarassmentType::Sexual);
    Mark { label: word(kind.ja(), kind.en(), language), grave }
}

/// The reading in words, for whoever judges.
pub(super) struct ReadingView {
    pub(super) verdict: &'static str,
    pub(super) types: Vec<&'static str>,
    pub(super) demand: (&'static str, String),
    pub(super) conduct: (&'static str, String),
    pub(super) harm: (&'static str, String),
}

impl ReadingView {
    pub(super) fn of(reading: &Reading, language: Language) -> Self {
        let (demand, conduct, harm) = (&reading.demand, &reading.conduct, &reading.harm);
        Self {
            verdict: word(reading.verdict.ja(), reading.verdict.en(), language),
            types: reading.types.iter().map(|kind| word(kind.ja(), kind.en(), language)).collect(),
            demand: (word(demand.value.ja(), demand.value.en(), language), demand.why.to_string()),
            conduct: (word(conduct.value.ja(), conduct.value.en(), language), conduct.why.to_string()),
            harm: (word(harm.value.ja(), harm.value.en(), language), harm.why.to_string()),
        }
    }
}

/// One of two words, by language.
pub(super) fn word(ja: &'static str, en: &'static str, language: Language) -> &'static str {
    match language {
        Language::Ja => ja,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(start: usize, end: usize, kind: HarassmentType) -> Evidence {
        let (text, rule, why) = (String::new(), "".into(), "".into());
        Evidence { turn: None, start, end, text, kind: Some(kind), rule, why }
    }

    #[test]
    fn marks_stand_where_the_words_are_and_do_not_overlap() {
        let found = [
            evidence(3, 5, HarassmentType::VerbalAbuse),
            evidence(4, 6, HarassmentType::Threat),
            evidence(9, 99, HarassmentType::Other),
        ];
        let pieces = cut("髙﨑さ馬鹿👪です", found.iter(), Language::Ja);
        let texts: Vec<_> =
            pieces.iter().map(|piece| (piece.text.as_str(), piece.mark.map(|mark| mark.label))).collect();
        assert_eq!(texts, [("髙﨑さ", None), ("馬鹿", Some("暴言")), ("👪です", None)]);
    }
}
