//! `mamori eval`: compares readings with labels.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use mamori_judge::io::DEFAULT_MAX_BYTES;

use crate::judge::{check, engine, input, wrong_call};
use crate::tell;

/// 正解つきの会話と判定を比べます (compares readings with labelled conversations)
///
/// 終了コード: 0 すべて読めた、1 読めない行があった、2 呼び出しに誤りがあった。
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 正解（gold）つきの JSON Lines。- は標準入力 (labelled JSON lines; - is standard input)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 出力の形式 (output format)
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    format: String,
    /// 対応ルールのファイル。なければ標準のルール (rulebook; the built-in one by default)
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// 1 件の文章の上限バイト数 (limit on the text of one input)
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_MAX_BYTES)]
    max_bytes: usize,
}

/// Runs the command; 0 all was read, 1 some line was bad, 2 the call was wrong.
pub(crate) fn run(args: &Args) -> ExitCode {
    eval(args).unwrap_or_else(|error| wrong_call(&error))
}

fn eval(args: &Args) -> Result<ExitCode> {
    let judge = engine(args.rulebook.as_deref())?;
    check(&args.files)?;
    let open = |path: &PathBuf| (input(path, &ProgressBar::hidden()).open)();
    let streams = args.files.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let report =
        mamori_judge::eval::run(&judge, streams, args.max_bytes).context("読めません (cannot be read)")?;
    let json = args.format == "json";
    tell(&if json { serde_json::to_string_pretty(&report)? } else { report.to_string() });
    Ok(ExitCode::from(u8::from(!report.problems.is_empty())))
}
