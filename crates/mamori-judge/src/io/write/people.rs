//! Readings as text for people.

use std::fmt::Display;

use super::super::options::Paint;
use super::super::staff::StaffLine;
use super::ReadingLine;
use crate::codes::Verdict;
use crate::conversation::Body;
use crate::reading::{Evidence, Reading, three_decimals};

/// A few lines for one reading; `explain` adds rule names, the course of the talk and our own side's turns.
pub(in super::super) fn text(
    line: &ReadingLine<'_>,
    body: &Body,
    paint: Paint,
    explain: bool,
    out: &mut Vec<u8>,
) {
    let mut page = Page { out, paint };
    let reading = line.reading;
    page.head(line.id, reading);
    page.elements(reading);
    if !reading.types.is_empty() {
        let types: Vec<_> = reading.types.iter().map(|kind| format!("{} {kind}", kind.ja())).collect();
        page.line("種類", types.join("、"));
    }
    if let Some(turn) = reading.first_trigger_turn {
        page.line("境目", format!("{turn} 番目の発言（0 から数えます）"));
    }
    for evidence in &reading.evidence {
        page.evidence(evidence, explain);
    }
    if !reading.doubtful.is_empty() {
        let turns: Vec<_> = reading.doubtful.iter().map(ToString::to_string).collect();
        page.line("不確か", format!("音声認識が不確かな発言（根拠にしていません）: {}", turns.join("、")));
    }
    if reading.care_check {
        page.line("配慮", "措置の前に配慮チェックをお願いします");
    }
    for ask in &reading.asks {
        page.line("次に", format!("{}（{}）{}", ask.action.ja(), ask.why, page.rule(&ask.rule, explain)));
    }
    if explain {
        page.course(line, body);
    }
    page.out.push(b'\n');
}

/// A few lines for one sentence by staff.
pub(in super::super) fn staff_text(line: &StaffLine<'_>, text: &str, paint: Paint, out: &mut Vec<u8>) {
    let mut page = Page { out, paint };
    let reading = line.reading;
    let (colour, word) = if reading.ok {
        (GREEN, "このままで大丈夫です")
    } else {
        (YELLOW, "言い換えをおすすめします")
    };
    let word = page.coloured(colour, word);
    page.put(&format!("{}  {word}\n", clean(line.id)));
    page.line("文", clean(text));
    let acts: Vec<_> = reading.acts.iter().map(|act| format!("{} {act}", act.ja())).collect();
    if !acts.is_empty() {
        page.line("働き", acts.join("、"));
    }
    let inflaming: Vec<_> = reading.inflaming.iter().map(|code| format!("{} {code}", code.ja())).collect();
    if !inflaming.is_empty() {
        page.line("気になる点", inflaming.join("、"));
    }
    if !reading.why.is_empty() {
        page.line("理由", &reading.why);
    }
    if let Some(rewrite) = &reading.rewrite {
        page.line("言い換え", clean(rewrite));
    }
    page.out.push(b'\n');
}

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[33m";
const GREEN: &str = "\u{1b}[32m";
const DIM: &str = "\u{1b}[2m";
const OFF: &str = "\u{1b}[0m";

struct Page<'a> {
    out: &'a mut Vec<u8>,
    paint: Paint,
}

impl Page<'_> {
    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn coloured(&self, colour: &str, text: &str) -> String {
        match self.paint {
            Paint::Plain => text.to_owned(),
            Paint::Coloured => format!("{colour}{text}{OFF}"),
        }
    }

    fn line(&mut self, name: &str, text: impl Display) {
        let name = self.coloured(DIM, &format!("{name}:"));
        self.put(&format!("  {name} {text}\n"));
    }

    fn rule(&self, rule: &str, explain: bool) -> String {
        if explain { self.coloured(DIM, &format!(" [{rule}]")) } else { String::new() }
    }

    fn head(&mut self, id: &str, reading: &Reading) {
        let colour = match reading.verdict {
            Verdict::Enquiry | Verdict::Complaint => GREEN,
            Verdict::Grey => YELLOW,
            Verdict::Harassment => RED,
        };
        let verdict = self.coloured(colour, &format!("{} {}", reading.verdict.ja(), reading.verdict));
        let severity = format!("重さ {}（{}）", reading.severity, reading.severity.ja());
        let confidence = three_decimals(reading.confidence);
        self.put(&format!("{}  {verdict}  {severity}  確かさ {confidence}\n", clean(id)));
    }

    fn elements(&mut self, reading: &Reading) {
        let (demand, conduct, harm) = (&reading.demand, &reading.conduct, &reading.harm);
        let kinds: Vec<_> = demand.kinds.iter().map(|kind| kind.ja()).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!("（{}）", kinds.join("、")) };
        self.line("要求", format!("{} {}{kinds} {}", demand.value.ja(), demand.value, demand.why));
        self.line("手段・態様", format!("{} {} {}", conduct.value.ja(), conduct.value, conduct.why));
        self.line("就業環境", format!("{} {} {}", harm.value.ja(), harm.value, harm.why));
    }

    fn evidence(&mut self, evidence: &Evidence, explain: bool) {
        let place = evidence.turn.map_or_else(|| "報告".to_owned(), |turn| format!("{turn} 番"));
        let words = if evidence.text.is_empty() {
            "（言葉なし）".to_owned()
        } else {
            format!("「{}」", clean(&evidence.text))
        };
        let rule = self.rule(&evidence.rule, explain);
        self.line("根拠", format!("{place} {words} {}{rule}", evidence.why));
    }

    /// Turn by turn: who said what, what was thought then, and what our own side did.
    fn course(&mut self, line: &ReadingLine<'_>, body: &Body) {
        let Body::Turns(turns) = body else { return };
        for (index, turn) in turns.iter().enumerate() {
            let facts: Vec<_> = turn.facts.iter().map(|fact| fact.ja()).collect();
            let facts = if facts.is_empty() { String::new() } else { format!("（{}）", facts.join("、")) };
            let then = line.readings.and_then(|readings| readings.get(index)).map(|reading| {
                let forecast = three_decimals(reading.forecast);
                format!("  → {} 重さ {} 見通し {forecast}", reading.verdict, reading.severity)
            });
            let then = self.coloured(DIM, &then.unwrap_or_default());
            self.line(
                &format!("{index} {}", turn.speaker.ja()),
                format!("{}{facts}{then}", clean(&turn.text)),
            );
            for staff in line.staff.iter().filter(|staff| staff.turn == index) {
                let acts = staff.acts.iter().map(|act| act.ja());
                let inflaming = staff.inflaming.iter().map(|code| code.ja());
                let words: Vec<_> = acts.chain(inflaming).collect();
                self.line("    この発言の働き", words.join("、"));
            }
        }
    }
}

/// Words of strangers on a terminal: without control characters, which could move its cursor or change its title.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '\n' {
                '⏎'
            } else if c.is_control() {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect()
}
