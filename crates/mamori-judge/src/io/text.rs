//! Plain text: `客：…` and `店：…`, one turn a line, a blank line between conversations.

use std::io::{self, Read};

use super::charset::Charset;
use super::chunk::{Chunk, Draft, Source};
use super::lines::{Lines, Met};
use super::problem::Problem;
use crate::codes::Speaker;
use crate::conversation::{Context, Turn};

/// The turns of one pasted talk; blank lines are passed over.
pub fn turns(text: &str) -> Vec<Turn> {
    let mut last = Speaker::Unknown;
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| turn(line, &mut last)).collect()
}

/// A line without a label goes on with the speaker of the line before.
fn turn(line: &str, last: &mut Speaker) -> Turn {
    let (speaker, words) = label(line).unwrap_or((*last, line.trim()));
    *last = speaker;
    Turn::new(speaker, words)
}

/// The speaker that a line names before its colon, and the words after it.
pub(super) fn label(line: &str) -> Option<(Speaker, &str)> {
    let (name, words) = line.split_once([':', '：'])?;
    Some((speaker(name.trim())?, words.trim()))
}

fn speaker(name: &str) -> Option<Speaker> {
    match name {
        "客" | "お客" | "お客様" | "お客さま" | "お客さん" | "顧客" | "C" | "c" | "Ｃ" | "customer"
        | "Customer" => Some(Speaker::Customer),
        "店" | "店員" | "スタッフ" | "担当" | "担当者" | "職員" | "オペレーター" | "S" | "s" | "Ｓ"
        | "staff" | "Staff" => Some(Speaker::Staff),
        "不明" | "?" | "？" | "unknown" | "Unknown" => Some(Speaker::Unknown),
        _ => None,
    }
}

/// A stream of labelled talks.
pub(super) struct LabelledText<R> {
    lines: Lines<R>,
    charset: Charset,
    max_bytes: usize,
    buffer: Vec<u8>,
    draft: Option<Draft>,
    last: Speaker,
}

impl<R: Read> LabelledText<R> {
    pub(super) fn new(stream: R, max_bytes: usize) -> Self {
        Self {
            lines: Lines::new(stream, max_bytes.saturating_add(64)),
            charset: Charset::default(),
            max_bytes,
            buffer: Vec::new(),
            draft: None,
            last: Speaker::Unknown,
        }
    }

    fn close(&mut self, chunk: &mut Chunk) {
        if let Some(draft) = self.draft.take() {
            let weight = draft.weight();
            chunk.push(draft.finish(), weight);
        }
        self.last = Speaker::Unknown;
    }
}

impl<R: Read + Send> Source for LabelledText<R> {
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        loop {
            self.buffer.clear();
            let met = self.lines.next(&mut self.buffer)?;
            let line = self.lines.number();
            if met == Met::End {
                self.close(chunk);
                return Ok(false);
            }
            if met == Met::Line && self.buffer.trim_ascii().is_empty() {
                self.close(chunk);
            } else {
                let draft = self.draft.get_or_insert_with(|| Draft::new(line, None, Context::default()));
                match self.charset.decode(&self.buffer) {
                    _ if met == Met::TooLong => draft.fail(Problem::too_large(line, self.max_bytes)),
                    Some(text) => draft.push(turn(&text, &mut self.last), self.max_bytes),
                    None => draft.fail(Problem::not_utf8(line)),
                }
            }
            if chunk.is_full() || (self.lines.drained() && !chunk.items.is_empty()) {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_both_sides_are_understood() {
        let talk =
            "お客様：まだですか\nスタッフ: 確認します\nC:早く\nもう待てない\n10:30 に来ました\n店：はい";
        let speakers: Vec<_> =
            turns(talk).into_iter().map(|turn| (turn.speaker.as_str(), turn.text)).collect();
        let expected = [
            ("customer", "まだですか"),
            ("staff", "確認します"),
            ("customer", "早く"),
            ("customer", "もう待てない"),
            ("customer", "10:30 に来ました"),
            ("staff", "はい"),
        ];
        assert_eq!(speakers, expected.map(|(speaker, text)| (speaker, text.to_owned())));
    }

    #[test]
    fn a_first_line_without_label_is_by_nobody_known() {
        assert_eq!(turns("こんにちは")[0].speaker, Speaker::Unknown);
    }
}
