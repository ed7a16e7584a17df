//! `mamori judge`: conversations in, readings out.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use mamori_judge::io::{DEFAULT_MAX_BYTES, Format, Input, Options, Output, Paint, Task};
use mamori_judge::{Judge, Rules};

use crate::tell;

/// 会話を読み、判定を書き出します (reads conversations, writes readings)
///
/// 終了コード: 0 すべて読めた、1 読めない入力があった、2 呼び出しに誤りがあった。
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub(crate) struct Args {
    /// 入力ファイル。- は標準入力 (input files; - is standard input)
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,
    /// 出力の形式 (output format)
    #[arg(long, default_value = "text", value_parser = ["text", "jsonl", "csv"])]
    format: String,
    /// 対応ルールのファイル。なければ標準のルール (rulebook; the built-in one by default)
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// 入力の形式 (input format)
    #[arg(long, default_value = "auto", value_parser = ["auto", "jsonl", "text", "csv", "eml", "vtt", "srt"])]
    input: String,
    /// 発言ごとの判定を書かない (leave the readings of single turns out)
    #[arg(long)]
    no_readings: bool,
    /// 使うスレッドの数。なければ全コア (threads; all cores by default)
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// text 出力に規則名と発言ごとの経過も書く (text output: also rule names and the course of the talk)
    #[arg(long)]
    explain: bool,
    /// 1 件の文章の上限バイト数 (limit on the text of one input)
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_MAX_BYTES)]
    max_bytes: usize,
    /// メールで当方とみなすドメイン。くり返し可 (mail domain of our own side; may be repeated)
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',')]
    staff_domain: Vec<String>,
    /// 字幕で当方とみなす名前。くり返し可 (name of our own side in subtitles; may be repeated)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    staff_name: Vec<String>,
    /// 担当者の文や下書きを読む (read sentences and drafts by staff)
    #[arg(long)]
    staff: bool,
    /// JSON Schema を書いて終わる (print the JSON Schema)
    #[arg(long)]
    schema: bool,
}

const STDIN: &str = "-";

/// Runs the command; 0 all was read, 1 some input was bad, 2 the call was wrong.
pub(crate) fn run(args: Args) -> ExitCode {
    if args.schema {
        tell(&format!("{:#}", mamori_judge::io::schema()));
        return ExitCode::SUCCESS;
    }
    judge(args).unwrap_or_else(|error| wrong_call(&error))
}

/// Says what is wrong with the call.
pub(crate) fn wrong_call(error: &anyhow::Error) -> ExitCode {
    // Nobody can be told when standard error is closed.
    let _ = writeln!(io::stderr(), "mamori: {error:#}");
    ExitCode::from(2)
}

/// The engine with the rules of a file, or with the built-in ones.
pub(crate) fn engine(rulebook: Option<&Path>) -> Result<Judge> {
    let Some(path) = rulebook else { return Ok(Judge::builtin()) };
    let read = || anyhow::Ok(Judge::with_rules(Rules::parse(&fs::read_to_string(path)?)?)?);
    read().with_context(|| format!("{}: 対応ルールが読めません (rulebook)", path.display()))
}

fn judge(args: Args) -> Result<ExitCode> {
    let judge = engine(args.rulebook.as_deref())?;
    let progress = progress_bar(check(&args.files)?);
    let inputs = args.files.iter().map(|path| input(path, &progress)).collect();
    let options = options(args);
    let mut out = Shown(progress.clone(), io::stdout());
    let mut notes = Shown(progress.clone(), io::stderr());
    let summary = mamori_judge::io::run(&judge, inputs, &options, &mut out, &mut notes);
    progress.finish_and_clear();
    match summary {
        Ok(summary) => Ok(ExitCode::from(u8::from(summary.bad > 0))),
        // The reader of our output has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error).context("結果を書き出せません (cannot write the output)"),
    }
}

fn options(args: Args) -> Options {
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let plain = AutoStream::choice(&io::stdout()) == ColorChoice::Never;
    let paint = if plain { Paint::Plain } else { Paint::Coloured };
    Options {
        input: Format::named(&args.input),
        task: if args.staff { Task::StaffLines } else { Task::Conversations },
        output: Output::named(&args.format, paint),
        readings: !args.no_readings,
        explain: args.explain,
        jobs,
        max_bytes: args.max_bytes,
        staff_domains: args.staff_domain,
        staff_names: args.staff_name,
    }
}

/// A file that is not there is a wrong call, found before anything is read. Gives the bytes in all files.
pub(crate) fn check(files: &[PathBuf]) -> Result<Option<u64>> {
    let mut total = Some(0);
    for path in files.iter().filter(|path| path.as_os_str() != STDIN) {
        let name = path.display();
        let about = fs::metadata(path).with_context(|| format!("{name}: 開けません (cannot be opened)"))?;
        if about.is_dir() {
            bail!("{name}: フォルダです (is a folder)");
        }
        total = total.filter(|_| about.is_file()).map(|total| total + about.len());
    }
    Ok(total.filter(|_| !files.iter().any(|path| path.as_os_str() == STDIN)))
}

/// A bar on a terminal that is not also the keyboard of the input; nothing anywhere else.
fn progress_bar(total: Option<u64>) -> ProgressBar {
    let Some(total) = total.filter(|_| io::stderr().is_terminal()) else { return ProgressBar::hidden() };
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}");
    ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// A stream that is opened when its turn comes and moves the bar as it is read.
pub(crate) fn input(path: &Path, progress: &ProgressBar) -> Input {
    let name = path.display().to_string();
    if path.as_os_str() == STDIN {
        return Input { name, open: Box::new(|| Ok(Box::new(io::stdin()))) };
    }
    let (path, progress) = (path.to_owned(), progress.clone());
    let open = move || Ok(Box::new(progress.wrap_read(File::open(path)?)) as Box<dyn Read + Send>);
    Input { name, open: Box::new(open) }
}

/// A stream that shares a terminal with the bar: the bar steps aside while something is written.
struct Shown<W>(ProgressBar, W);

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.suspend(|| self.1.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.1.flush()
    }
}
