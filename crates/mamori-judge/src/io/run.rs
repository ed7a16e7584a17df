//! Reader, workers and writer: inputs go round the workers block by block and come back in the same order.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::chunk::{Chunk, Source};
use super::cues::Cues;
use super::detect::{self, Format};
use super::jsonl::JsonLines;
use super::mail::Mails;
use super::options::{Input, Options, Output, Summary, Task};
use super::table::Rows;
use super::text::LabelledText;
use super::worker::{Answers, Worker};
use super::write;
use crate::Judge;

/// Blocks that may wait before and behind each worker.
const WAITING: usize = 2;

/// Reads all inputs and writes one answer for each, in order; `notes` takes what a person should know besides.
pub fn run(
    judge: &Judge,
    inputs: Vec<Input>,
    options: &Options,
    out: &mut dyn Write,
    notes: &mut dyn Write,
) -> io::Result<Summary> {
    out.write_all(header(options).as_bytes())?;
    let mut desk = Desk { out, notes, summary: Summary::default() };
    if options.jobs.get() == 1 {
        let mut worker = Worker::new(judge, options);
        let mut answers = Answers::default();
        read_all(inputs, options, &mut Chunk::default(), &mut |parcel| {
            match parcel {
                Parcel::Chunk(chunk) => worker.answer(chunk, &mut answers),
                Parcel::Failed(message) => answers.fail(&message),
            }
            desk.put(&mut answers)
        })?;
    } else {
        in_threads(judge, inputs, options, &mut desk)?;
    }
    desk.out.flush()?;
    Ok(desk.summary)
}

fn header(options: &Options) -> &'static str {
    match (options.output, options.task) {
        (Output::Csv, Task::Conversations) => write::CSV_HEADER,
        (Output::Csv, Task::StaffLines) => write::STAFF_CSV_HEADER,
        _ => "",
    }
}

/// What the reader hands on.
enum Parcel<'a> {
    Chunk(&'a mut Chunk),
    /// A stream that could not be opened or read.
    Failed(String),
}

/// The end of the line: writes answers and counts.
struct Desk<'a> {
    out: &'a mut dyn Write,
    notes: &'a mut dyn Write,
    summary: Summary,
}

impl Desk<'_> {
    fn put(&mut self, answers: &mut Answers) -> io::Result<()> {
        if !answers.out.is_empty() {
            self.out.write_all(&answers.out)?;
            self.out.flush()?;
        }
        if !answers.notes.is_empty() {
            self.notes.write_all(&answers.notes)?;
        }
        self.summary.good += answers.good;
        self.summary.bad += answers.bad;
        answers.clear();
        Ok(())
    }
}

fn read_all(
    inputs: Vec<Input>,
    options: &Options,
    chunk: &mut Chunk,
    hand_on: &mut dyn FnMut(Parcel<'_>) -> io::Result<()>,
) -> io::Result<()> {
    for input in inputs {
        let Input { name, open } = input;
        let mut source = match open().and_then(|stream| source(&name, stream, options)) {
            Ok(source) => source,
            Err(error) => {
                hand_on(Parcel::Failed(unreadable(&name, &error)))?;
                continue;
            }
        };
        loop {
            chunk.clear();
            let more = source.fill(chunk);
            if !chunk.items.is_empty() {
                hand_on(Parcel::Chunk(chunk))?;
            }
            match more {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    hand_on(Parcel::Failed(unreadable(&name, &error)))?;
                    break;
                }
            }
        }
    }
    Ok(())
}

fn unreadable(name: &str, error: &io::Error) -> String {
    format!("{name}: 読めません (cannot be read: {error})\n")
}

fn source(name: &str, mut stream: Box<dyn Read + Send>, options: &Options) -> io::Result<Box<dyn Source>> {
    let max = options.max_bytes;
    let named = match options.task {
        Task::StaffLines => Some(Format::Jsonl),
        Task::Conversations => options.input.or_else(|| detect::by_name(name)),
    };
    let (format, stream): (_, Box<dyn Read + Send>) = if let Some(format) = named {
        (format, stream)
    } else {
        let head = detect::first_lines(&mut stream)?;
        (detect::by_look(&head), Box::new(io::Cursor::new(head).chain(stream)))
    };
    Ok(match format {
        Format::Jsonl => Box::new(JsonLines::new(stream, max)),
        Format::Text => Box::new(LabelledText::new(stream, max)),
        Format::Csv => Box::new(Rows::new(stream, max)),
        Format::Mail => Box::new(Mails::new(stream, max, options.staff_domains.clone())),
        Format::Cues => Box::new(Cues::new(stream, max, options.staff_names.clone())),
    })
}

/// One reader, `jobs` workers in turn, and the calling thread as the writer. All queues are short.
fn in_threads(judge: &Judge, inputs: Vec<Input>, options: &Options, desk: &mut Desk<'_>) -> io::Result<()> {
    thread::scope(|scope| {
        let mut doors: Vec<SyncSender<Box<Chunk>>> = Vec::new();
        let mut results: Vec<Receiver<Answers>> = Vec::new();
        for _ in 0..options.jobs.get() {
            let (door, chunks) = sync_channel::<Box<Chunk>>(WAITING);
            let (done, answers) = sync_channel(WAITING);
            scope.spawn(move || {
                let mut worker = Worker::new(judge, options);
                for mut chunk in chunks {
                    let mut answers = Answers::default();
                    worker.answer(&mut chunk, &mut answers);
                    if done.send(answers).is_err() {
                        return;
                    }
                }
            });
            doors.push(door);
            results.push(answers);
        }
        scope.spawn(move || {
            let mut turn = doors.iter().cycle();
            let mut hand_on = |parcel: Parcel<'_>| {
                let chunk = Box::new(match parcel {
                    Parcel::Chunk(chunk) => std::mem::take(chunk),
                    Parcel::Failed(message) => Chunk::failed(message),
                });
                let sent = turn.next().is_some_and(|door| door.send(chunk).is_ok());
                if sent { Ok(()) } else { Err(io::ErrorKind::BrokenPipe.into()) }
            };
            // An error here says that nobody listens any more: the writer already knows why.
            let _ = read_all(inputs, options, &mut Chunk::default(), &mut hand_on);
        });
        for results in results.iter().cycle() {
            match results.recv() {
                Ok(mut answers) => desk.put(&mut answers)?,
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    })
}
