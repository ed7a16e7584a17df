//! `mamori eval`: compares readings with labels.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;
use mamori_judge::eval::Report;
use mamori_judge::io::DEFAULT_MAX_BYTES;

use crate::judge::{engine, wrong_call};

/// 正解つきの会話と判定を比べます (compares readings with labelled conversations)
///
/// 終了コード: 0 すべて読めた、1 読めない行があった、2 呼び出しに誤りがあった。
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 正解（gold）つきの JSON Lines。- は標準入力 (labelled JSON lines; - is standard input)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 出力の形式 (output format)
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// 対応ルールのファイル。なければ標準のルール (rulebook; the built-in one by default)
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// 1 件の文章の上限バイト数 (limit on the text of one input)
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_MAX_BYTES)]
    max_bytes: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReportFormat {
    Text,
    Json,
}

/// Runs the command; 0 all was read, 1 some line was bad, 2 the call was wrong.
pub(crate) fn run(args: &Args) -> ExitCode {
    eval(args).unwrap_or_else(|error| wrong_call(&error))
}

fn eval(args: &Args) -> Result<ExitCode> {
    let judge = engine(args.rulebook.as_deref())?;
    let mut streams: Vec<Box<dyn Read>> = Vec::new();
    for path in &args.files {
        if path.as_os_str() == "-" {
            streams.push(Box::new(io::stdin()));
        } else {
            let name = path.display();
            let file = File::open(path).with_context(|| format!("{name}: 開けません (cannot be opened)"))?;
            streams.push(Box::new(file));
        }
    }
    let report =
        mamori_judge::eval::run(&judge, streams, args.max_bytes).context("読めません (cannot be read)")?;
    match write(args.format, &report) {
        // The reader of our output has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written.context("結果を書き出せません (cannot write the output)")?,
    }
    Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn write(format: ReportFormat, report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        ReportFormat::Text => write!(out, "{report}"),
        ReportFormat::Json => {
            serde_json::to_writer_pretty(&mut out, report)?;
            writeln!(out)
        }
    }
}
