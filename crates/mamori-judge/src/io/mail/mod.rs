//! E-mail: one message or an mbox; what it quotes becomes earlier turns.

mod quoted;

use std::borrow::Cow;
use std::io::{self, Read};

use mail_parser::{Message, MessageParser, PartType};

use super::charset::Charset;
use super::chunk::{Chunk, Draft, Source};
use super::lines::{Lines, Met};
use super::problem::Problem;
use crate::codes::{Channel, ProblemCode, Speaker};
use crate::conversation::{Context, Turn};
use quoted::Passage;

/// A message with its attachments may be this large; only its text counts against the limit of the call.
const MOST_RAW: usize = 32 << 20;

/// A stream of messages.
pub(super) struct Mails<R> {
    lines: Lines<R>,
    max_bytes: usize,
    staff_domains: Vec<String>,
    mailbox: bool,
    after_blank: bool,
    start: u64,
    raw: Vec<u8>,
    over: bool,
}

impl<R: Read> Mails<R> {
    pub(super) fn new(stream: R, max_bytes: usize, staff_domains: Vec<String>) -> Self {
        Self {
            lines: Lines::new(stream, MOST_RAW),
            max_bytes,
            staff_domains,
            mailbox: false,
            after_blank: true,
            start: 1,
            raw: Vec::new(),
            over: false,
        }
    }

    /// Ends the message that was being collected.
    fn close(&mut self, chunk: &mut Chunk) {
        if self.over || !self.raw.trim_ascii().is_empty() {
            let draft = self.read_message();
            let weight = draft.weight().max(self.raw.len() / 4);
            chunk.push(draft.finish(), weight);
        }
        self.raw.clear();
        self.over = false;
    }

    fn read_message(&self) -> Draft {
        let context = Context { channel: Channel::Email, ..Context::default() };
        let Some(message) = MessageParser::default().parse(&self.raw).filter(|_| !self.over) else {
            let mut draft = Draft::new(self.start, None, context);
            draft.fail(if self.over {
                Problem::too_large(self.start, self.max_bytes)
            } else {
                let text = "メールとして読めません (not a mail message)";
                Problem::new(self.start, ProblemCode::MissingField, text)
            });
            return draft;
        };
        let mut draft = Draft::new(self.start, message.message_id().map(str::to_owned), context);
        let text = body(&message);
        let from = message.from().and_then(|from| from.first()).and_then(|from| from.address());
        let mut passages = quoted::split(&text);
        if let (Some(own), Some(subject)) = (passages.last_mut(), message.subject()) {
            own.text.insert_str(0, &format!("件名：{subject}\n"));
            own.author = from.map(str::to_owned);
        }
        for Passage { author, text } in passages {
            let text = text.trim();
            if !text.is_empty() {
                draft.push(Turn::new(self.speaker(author.as_deref()), text), self.max_bytes);
            }
        }
        draft
    }

    /// Whose address it is; without an address nobody can say.
    fn speaker(&self, address: Option<&str>) -> Speaker {
        let Some((_, domain)) = address.and_then(|address| address.rsplit_once('@')) else {
            return Speaker::Unknown;
        };
        let domain = domain.to_lowercase();
        let ours = self.staff_domains.iter().any(|staff| {
            let staff = staff.trim_start_matches('@').to_lowercase();
            domain == staff || domain.strip_suffix(&staff).is_some_and(|front| front.ends_with('.'))
        });
        if ours { Speaker::Staff } else { Speaker::Customer }
    }
}

/// `From NAME Mon Jan  5 10:00:00 2026`: the line between the messages of a mailbox. A sentence has no time and year.
fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let mut words = rest.split(|byte| *byte == b' ');
    let time =
        |word: &[u8]| word.contains(&b':') && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
    let year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words.any(time) && rest.split(|byte| *byte == b' ').any(year)
}

/// The text of a message; 8-bit text without a declared charset is tried as CP932.
fn body<'a>(message: &'a Message<'_>) -> Cow<'a, str> {
    let text = message.body_text(0).unwrap_or_default();
    if !text.contains('\u{FFFD}') {
        return text;
    }
    let raw = message.text_part(0).filter(|part| matches!(part.body, PartType::Text(_))).and_then(|part| {
        let (start, end) = (part.raw_body_offset(), part.raw_end_offset());
        message.raw_message().get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    });
    raw.and_then(|raw| Charset::default().decode(raw)).unwrap_or(text)
}

impl<R: Read + Send> Source for Mails<R> {
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        loop {
            let before = self.raw.len();
            match self.lines.next(&mut self.raw)? {
                Met::End => {
                    self.close(chunk);
                    return Ok(false);
                }
                Met::TooLong => self.over = true,
                Met::Line => {
                    let line = &self.raw[before..];
                    let divides = self.after_blank && is_envelope(line);
                    self.after_blank = line.is_empty();
                    if self.lines.number() == 1 {
                        self.mailbox = divides;
                    }
                    if divides && self.mailbox {
                        self.raw.truncate(before);
                        self.close(chunk);
                        self.start = self.lines.number();
                        if chunk.is_full() {
                            return Ok(true);
                        }
                        continue;
                    }
                    let quote = line.iter().take_while(|byte| **byte == b'>').count();
                    if self.mailbox && quote > 0 && line[quote..].starts_with(b"From ") {
                        self.raw.remove(before);
                    }
                    self.raw.extend_from_slice(b"\r\n");
                    if self.raw.len() > MOST_RAW {
                        self.over = true;
                        self.raw.clear();
                    }
                }
            }
        }
    }
}
