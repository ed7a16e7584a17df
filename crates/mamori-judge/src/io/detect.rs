//! Finds out the format of an input from its name or its first lines.

use std::io::{self, Read};

/// A format of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines, one conversation a line.
    Jsonl,
    /// `客：…` / `店：…`.
    Text,
    /// A table, one turn a row.
    Csv,
    /// A message or an mbox.
    Mail,
    /// WebVTT or SubRip.
    Cues,
}

impl Format {
    /// The format of a name as it is typed; none for `auto` and for what is no format.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "jsonl" => Some(Self::Jsonl),
            "text" => Some(Self::Text),
            "csv" => Some(Self::Csv),
            "eml" => Some(Self::Mail),
            "vtt" | "srt" => Some(Self::Cues),
            _ => None,
        }
    }
}

/// How much of an input is looked at.
const LOOK: usize = 8 * 1024;

/// The format that a file name promises.
pub(super) fn by_name(name: &str) -> Option<Format> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "jsonl" | "ndjson" | "json" => Some(Format::Jsonl),
        "txt" | "text" => Some(Format::Text),
        "csv" => Some(Format::Csv),
        "eml" | "mbox" => Some(Format::Mail),
        "vtt" | "srt" => Some(Format::Cues),
        _ => None,
    }
}

/// Reads the first lines of a stream: a whole line at least, unless the stream ends before.
pub(super) fn first_lines(stream: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut block = vec![0; LOOK];
    while head.len() < LOOK && !head.trim_ascii_start().contains(&b'\n') {
        let read = match stream.read(&mut block) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if read == 0 {
            break;
        }
        head.extend_from_slice(&block[..read]);
    }
    Ok(head)
}

/// The format that the first lines look like; what looks like nothing is read as JSON, whose error says so.
pub(super) fn by_look(head: &[u8]) -> Format {
    let mut charset = super::charset::Charset::default();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let decoded: Vec<_> = head.split(|byte| *byte == b'\n').filter_map(|line| charset.decode(line)).collect();
    let mut lines = decoded.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    let first = lines.clone().next().unwrap_or_default();
    let cells: Vec<_> = first.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
    if first.starts_with('{') {
        Format::Jsonl
    } else if first.starts_with("WEBVTT") || lines.clone().take(2).any(|line| line.contains("-->")) {
        Format::Cues
    } else if cells.contains(&"speaker") && cells.contains(&"text") {
        Format::Csv
    } else if first.starts_with("From ") || is_header(first) {
        Format::Mail
    } else if lines.clone().any(|line| line.starts_with('{')) {
        Format::Jsonl
    } else if lines.any(|line| super::text::label(line).is_some()) {
        Format::Text
    } else {
        Format::Jsonl
    }
}

fn is_header(line: &str) -> bool {
    const NAMES: [&str; 14] = [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "content-type",
        "dkim-signature",
        "reply-to",
        "sender",
        "x-original-to",
    ];
    line.split_once(':').is_some_and(|(name, _)| NAMES.contains(&name.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_known_by_its_first_lines() {
        let looks = [
            ("\u{feff}{\"id\":1}\n", Format::Jsonl),
            ("\n客：まだか\n", Format::Text),
            ("id,channel,turn,speaker,at_s,text,facts\n", Format::Csv),
            ("From a@example.com Mon Jan  5 10:00:00 2026\n", Format::Mail),
            ("Subject: x\n\n", Format::Mail),
            ("WEBVTT\n", Format::Cues),
            ("1\n00:00:01,000 --> 00:00:02,000\n", Format::Cues),
            ("garbage\n{\"id\":1}\n", Format::Jsonl),
            ("garbage", Format::Jsonl),
            ("", Format::Jsonl),
        ];
        for (head, format) in looks {
            assert_eq!(by_look(head.as_bytes()), format, "{head}");
        }
        assert_eq!(by_look(b"\x8Bq\x81F\x8A\xD4\x88\xE1\n"), Format::Text);
    }
}
