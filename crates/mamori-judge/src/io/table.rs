//! CSV: `id,channel,turn,speaker,at_s,text,facts`, one turn a row, the rows of one id together.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::ByteRecord;

use super::charset::Charset;
use super::chunk::{Chunk, Draft, Item, Source};
use super::lines::BLOCK;
use super::problem::Problem;
use crate::codes::{Channel, Fact, ProblemCode, Speaker, UnknownCode};
use crate::conversation::{Context, Turn};

/// A stream of rows.
pub(super) struct Rows<R> {
    reader: csv::Reader<Guard<R>>,
    served: Arc<AtomicUsize>,
    charset: Charset,
    max_bytes: usize,
    columns: Option<Columns>,
    record: ByteRecord,
    draft: Option<(Vec<u8>, Draft)>,
}

/// Where each column stands; a column that is not there reads as absent.
struct Columns([Option<usize>; 7]);

const NAMES: [&str; 7] = ["id", "channel", "speaker", "at_s", "text", "facts", "turn"];
const ID: usize = 0;
const CHANNEL: usize = 1;
const SPEAKER: usize = 2;
const AT_S: usize = 3;
const TEXT: usize = 4;
const FACTS: usize = 5;
const TURN: usize = 6;

impl Columns {
    fn find(header: &ByteRecord) -> Self {
        Self(NAMES.map(|name| {
            header.iter().position(|cell| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        }))
    }

    fn cell<'a>(&self, record: &'a ByteRecord, column: usize) -> &'a [u8] {
        self.0[column].and_then(|at| record.get(at)).unwrap_or_default()
    }
}

impl<R: Read> Rows<R> {
    pub(super) fn new(stream: R, max_bytes: usize) -> Self {
        let served = Arc::new(AtomicUsize::new(0));
        let limit = max_bytes.saturating_mul(2).saturating_add(4 * BLOCK);
        let guard = Guard { stream, served: Arc::clone(&served), limit };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BLOCK)
            .from_reader(guard);
        Self {
            reader,
            served,
            charset: Charset::default(),
            max_bytes,
            columns: None,
            record: ByteRecord::new(),
            draft: None,
        }
    }

    fn close(&mut self, chunk: &mut Chunk) {
        if let Some((_, draft)) = self.draft.take() {
            let weight = draft.weight();
            chunk.push(draft.finish(), weight);
        }
    }

    fn row(&mut self, chunk: &mut Chunk, columns: &Columns) {
        let line = self.record.position().map_or(0, csv::Position::line);
        let name = columns.cell(&self.record, ID);
        if self.draft.as_ref().is_some_and(|(open, _)| open.as_slice() != name) {
            self.close(chunk);
        }
        let name = columns.cell(&self.record, ID);
        let (charset, max_bytes) = (&mut self.charset, self.max_bytes);
        let (_, draft) = self.draft.get_or_insert_with(|| {
            let id = charset.decode(name).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
            (name.to_owned(), Draft::new(line, id, Context::default()))
        });
        let number = std::str::from_utf8(columns.cell(&self.record, TURN)).ok();
        let number = number.and_then(|number| number.trim().parse().ok());
        match turn(columns, &self.record, charset, line) {
            Ok((channel, turn)) => {
                if let Some(channel) = channel {
                    draft.set_channel(channel);
                }
                match number {
                    Some(number) => draft.push_as(number, turn, max_bytes),
                    None => draft.push(turn, max_bytes),
                }
            }
            Err(problem) => draft.fail(problem),
        }
    }
}

fn turn(
    columns: &Columns,
    record: &ByteRecord,
    charset: &mut Charset,
    line: u64,
) -> Result<(Option<Channel>, Turn), Problem> {
    let mut cell = |column: usize| {
        let text = charset.decode(columns.cell(record, column)).ok_or_else(|| Problem::not_utf8(line))?;
        let text = if column == TEXT { &text } else { text.trim() };
        Ok(text.to_owned())
    };
    let unknown = |code: UnknownCode| Problem::unknown_code(line, &code);
    let (channel, speaker, at_s, text, facts) =
        (cell(CHANNEL)?, cell(SPEAKER)?, cell(AT_S)?, cell(TEXT)?, cell(FACTS)?);
    if speaker.is_empty() {
        return Err(Problem::missing(line, "speaker"));
    }
    let channel = (!channel.is_empty()).then(|| Channel::parse(&channel)).transpose().map_err(unknown)?;
    let facts = facts.split('|').map(str::trim).filter(|fact| !fact.is_empty());
    let turn = Turn {
        speaker: Speaker::parse(&speaker).map_err(unknown)?,
        text,
        at_s: at_s.parse().ok().filter(|at_s: &f64| at_s.is_finite()),
        facts: facts.map(Fact::parse).collect::<Result<_, _>>().map_err(unknown)?,
        asr: None,
    };
    Ok((channel, turn))
}

impl<R: Read + Send> Source for Rows<R> {
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        loop {
            let line = self.reader.position().line();
            self.served.store(0, Ordering::Relaxed);
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => {
                    self.close(chunk);
                    return Ok(false);
                }
                Err(error) if is_guard(&error) => {
                    self.close(chunk);
                    chunk.push(Item::Problem(Problem::too_large(line, self.max_bytes)), 1);
                    return Ok(false);
                }
                Err(error) => return Err(io::Error::other(error)),
            }
            if let Some(columns) = self.columns.take() {
                self.row(chunk, &columns);
                self.columns = Some(columns);
            } else {
                let columns = Columns::find(&self.record);
                if let Some(missing) = [SPEAKER, TEXT].into_iter().find(|column| columns.0[*column].is_none())
                {
                    let message = format!(
                        "1 行目に列 {0} がありません。列: id,channel,turn,speaker,at_s,text,facts (no column {0})",
                        NAMES[missing]
                    );
                    chunk.push(Item::Problem(Problem::new(line, ProblemCode::MissingField, message)), 1);
                    return Ok(false);
                }
                self.columns = Some(columns);
            }
            if chunk.is_full() {
                return Ok(true);
            }
        }
    }
}

/// Stops a record that never ends, as after a quotation mark that nobody closed, before it fills the memory.
struct Guard<R> {
    stream: R,
    served: Arc<AtomicUsize>,
    limit: usize,
}

const ENDLESS: &str = "a record without end";

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.served.load(Ordering::Relaxed) > self.limit {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, ENDLESS));
        }
        let read = self.stream.read(buffer)?;
        self.served.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}

fn is_guard(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge)
}
