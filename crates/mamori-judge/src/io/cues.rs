//! Subtitles (WebVTT, SubRip) as speech recognisers write them: one cue, one turn; one file, one talk.

use std::io::{self, Read};

use super::charset::Charset;
use super::chunk::{Chunk, Draft, Source};
use super::lines::{Lines, Met};
use super::problem::Problem;
use super::text;
use crate::codes::{Channel, Speaker};
use crate::conversation::{Context, Turn};

/// One file of cues.
pub(super) struct Cues<R> {
    lines: Lines<R>,
    max_bytes: usize,
    staff_names: Vec<String>,
}

impl<R: Read> Cues<R> {
    pub(super) fn new(stream: R, max_bytes: usize, staff_names: Vec<String>) -> Self {
        Self { lines: Lines::new(stream, max_bytes.saturating_add(64)), max_bytes, staff_names }
    }

    /// A line of a cue: `<v NAME>words</v>`, `NAME: words`, or words that go on with what the cue said before.
    fn line(&self, cue: &mut Cue, line: &str) {
        let mut rest = line;
        while let Some((before, voice)) = rest.split_once("<v") {
            self.words(cue, before);
            let Some((tag, after)) = voice.split_once('>') else { return };
            let name = tag.trim_start_matches(|c: char| c == '.' || c.is_ascii_alphanumeric());
            let until = after.find("<v").unwrap_or(after.len());
            cue.say(self.named(name.trim()), &after[..until]);
            rest = &after[until..];
        }
        self.words(cue, rest);
    }

    fn words(&self, cue: &mut Cue, line: &str) {
        if let Some((speaker, words)) = text::label(line) {
            return cue.say(speaker, words);
        }
        match line.split_once([':', '：']).filter(|(name, _)| self.is_name(name.trim())) {
            Some((name, words)) => cue.say(self.named(name.trim()), words),
            None => cue.go_on(line),
        }
    }

    /// Without a list of our own people nobody can be told apart, except by the labels of plain text.
    fn named(&self, name: &str) -> Speaker {
        if let Some((speaker, _)) = text::label(&format!("{name}:")) {
            speaker
        } else if self.staff_names.iter().any(|staff| staff == name) {
            Speaker::Staff
        } else if self.staff_names.is_empty() {
            Speaker::Unknown
        } else {
            Speaker::Customer
        }
    }

    /// A short word without punctuation that does not end like a time of day.
    fn is_name(&self, name: &str) -> bool {
        self.staff_names.iter().any(|staff| staff == name)
            || (!name.is_empty()
                && name.chars().count() <= 16
                && !name.ends_with(|c: char| c.is_numeric())
                && !name.contains(|c: char| "。、，．！？「」,.!?/<>()（）".contains(c)))
    }
}

fn finish(cue: Option<Cue>, draft: &mut Draft, max_bytes: usize) {
    if let Some(cue) = cue {
        cue.finish(draft, max_bytes);
    }
}

/// The turns of one cue; mostly one.
struct Cue {
    at_s: f64,
    turns: Vec<(Speaker, String)>,
    /// What it holds so far, so that a cue without end does not fill the memory.
    bytes: usize,
}

impl Cue {
    fn say(&mut self, speaker: Speaker, words: &str) {
        let words = plain(words);
        self.bytes += words.len();
        if !words.is_empty() {
            self.turns.push((speaker, words));
        }
    }

    fn go_on(&mut self, words: &str) {
        match self.turns.last_mut() {
            None => self.say(Speaker::Unknown, words),
            Some((_, before)) => {
                let words = plain(words);
                self.bytes += words.len();
                if !words.is_empty() {
                    before.push('\n');
                    before.push_str(&words);
                }
            }
        }
    }

    fn finish(self, draft: &mut Draft, max_bytes: usize) {
        for (speaker, words) in self.turns {
            draft.push(Turn { at_s: Some(self.at_s), ..Turn::new(speaker, words) }, max_bytes);
        }
    }
}

impl<R: Read + Send> Source for Cues<R> {
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        let context = Context { channel: Channel::Phone, ..Context::default() };
        let mut draft = Draft::new(1, None, context);
        let (mut buffer, mut charset, mut cue) = (Vec::new(), Charset::default(), None::<Cue>);
        loop {
            buffer.clear();
            let met = self.lines.next(&mut buffer)?;
            if met == Met::End {
                break;
            }
            let number = self.lines.number();
            let Some(line) = charset.decode(&buffer).filter(|_| met == Met::Line) else {
                draft.fail(match met {
                    Met::TooLong => Problem::too_large(number, self.max_bytes),
                    _ => Problem::not_utf8(number),
                });
                continue;
            };
            if line.trim().is_empty() {
                finish(cue.take(), &mut draft, self.max_bytes);
            } else if let Some((from, _)) = line.split_once("-->") {
                finish(cue.take(), &mut draft, self.max_bytes);
                cue = seconds(from).map(|at_s| Cue { at_s, turns: Vec::new(), bytes: 0 });
            } else if let Some(cue) = &mut cue {
                self.line(cue, &line);
            }
            if let Some(long) = cue.take_if(|cue| cue.bytes > self.max_bytes) {
                finish(Some(long), &mut draft, self.max_bytes);
            }
        }
        finish(cue, &mut draft, self.max_bytes);
        let weight = draft.weight();
        chunk.push(draft.finish(), weight);
        Ok(false)
    }
}

/// `00:01:02.500`, `01:02.500` or `00:01:02,500` in seconds.
fn seconds(time: &str) -> Option<f64> {
    let mut total = 0.0;
    for part in time.trim().split(':') {
        total = total * 60.0 + part.trim().replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite())?;
    }
    Some(total)
}

/// The words without tags and entities.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>') else {
            rest = &rest[open..];
            break;
        };
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    let text = text
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&lrm;", "")
        .replace("&amp;", "&");
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_both_formats_are_seconds() {
        assert_eq!(seconds("00:01:02.500 "), Some(62.5));
        assert_eq!(seconds("01:02,500"), Some(62.5));
        assert_eq!(seconds("soon"), None);
    }

    #[test]
    fn tags_and_entities_are_taken_away() {
        assert_eq!(plain("<i>a</i> &lt;b&gt; <00:00:01.000>c &amp; 1 < 2"), "a <b> c & 1 < 2");
    }
}
