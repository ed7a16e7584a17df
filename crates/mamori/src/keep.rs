//! `mamori backup`, `mamori restore`, `mamori audit` and `mamori config`: what an administrator runs.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use mamori_core::Clock;
use mamori_store::{MIGRATIONS, audit, dump};

use crate::config::{self, Where};
use crate::{running, tell};

/// 控えを取ります。動かしたままで取れます (takes a backup, also while serving)
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// 書き出すファイル (file to write)
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// Writes both databases to a file that appears only when it is whole.
pub(crate) async fn backup(args: Backup) -> anyhow::Result<()> {
    let config = args.at.config()?;
    let (db, care) = running::open(&config).await?;
    let partial = args.file.with_extension("partial");
    let mut out = BufWriter::new(private_file(&partial)?);
    let now = Clock::system().now();
    let rows = dump::dump(&db, &MIGRATIONS, "main", now, &mut out).await?;
    let care_rows = care.dump(now, &mut out).await?;
    out.into_inner()?.sync_all()?;
    std::fs::rename(&partial, &args.file)?;
    tell(&format!(
        "{} に控えを取りました（{rows} 行と、こころの {care_rows} 行）。鍵 {} は入っていません。別の場所に控えてください。\n\
         Backed up. The key file is not in it: keep a copy of it elsewhere.",
        args.file.display(),
        config.data.care_key_file().display()
    ));
    Ok(())
}

fn private_file(path: &Path) -> anyhow::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).with_context(|| format!("{} に書けませんでした (cannot be written)", path.display()))
}

/// 控えから戻します。空のデータフォルダへ戻します (restores a backup into an empty data folder)
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// 控えのファイル (the backup)
    file: PathBuf,
    #[command(flatten)]
    at: Where,
}

/// Reads both databases back, each all or nothing.
pub(crate) async fn restore(args: Restore) -> anyhow::Result<()> {
    let (db, care) = running::open(&args.at.config()?).await?;
    let file = File::open(&args.file)
        .with_context(|| format!("{} を開けませんでした (cannot be opened)", args.file.display()))?;
    let mut from = BufReader::new(file);
    let restored = dump::restore(&db, &MIGRATIONS, "main", &mut from).await?;
    let care_rows = care.restore(&mut from).await.context(
        "こころのデータを戻せませんでした。元の鍵を置いた新しいデータフォルダで、もう一度お試しください \
         (the care data could not be restored: try again with a new data folder that holds the original key)",
    )?;
    db.close().await;
    care.close().await;
    tell(&format!(
        "{} の控えから戻しました（{} 行と、こころの {care_rows} 行）。 (restored)",
        restored.head.taken_at, restored.rows
    ));
    Ok(())
}

/// 監査ログ (the audit log)
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Audit {
    /// 書き出します (writes it as JSON Lines)
    Export {
        /// 書き出すファイル (file to write)
        file: PathBuf,
        #[command(flatten)]
        at: Where,
    },
    /// 書き出したファイルを、サーバーなしで確かめます (checks an exported file with no server)
    Verify {
        /// 書き出したファイル (the exported file)
        file: PathBuf,
    },
}

/// Exports or verifies.
pub(crate) async fn audit(command: Audit) -> anyhow::Result<()> {
    match command {
        Audit::Export { file, at } => {
            let (db, _) = running::open(&at.config()?).await?;
            let mut out = BufWriter::new(private_file(&file)?);
            let count = audit::export(&db, &mut out).await?;
            out.flush()?;
            tell(&format!("{} に {count} 件を書き出しました (exported)", file.display()));
        }
        Audit::Verify { file } => tell(&verify(&file)?),
    }
    Ok(())
}

/// Follows every chain in the file; the error names the line and what is wrong with it.
fn verify(file: &Path) -> anyhow::Result<String> {
    let export = BufReader::new(File::open(file).with_context(|| file.display().to_string())?);
    let heads = mamori_core::audit::verify(export).context("鎖が切れています (the chain is broken)")?;
    if heads.is_empty() {
        bail!("記録がありません (the file has no entry)");
    }
    let told = heads
        .iter()
        .map(|(seq, hash)| format!("{seq} 件目まで、つながっています。最後のハッシュ {hash} (unbroken)"));
    Ok(told.collect::<Vec<_>>().join("\n"))
}

/// 設定 (the configuration)
#[derive(Debug, clap::Subcommand)]
pub(crate) enum ConfigCommand {
    /// 設定ファイルを確かめます (checks a configuration file)
    Check {
        /// 設定ファイル (configuration file)
        file: PathBuf,
    },
}

/// Says what the configuration means, or what is wrong with it.
pub(crate) fn check_config(ConfigCommand::Check { file }: &ConfigCommand) -> anyhow::Result<()> {
    let config = config::load(Some(file))?;
    let kept = if config.data.database.is_empty() { "embedded (SQLite)" } else { "PostgreSQL" };
    tell(&format!(
        "設定は読み取れました (the configuration is good)\n  server.listen = {}\n  server.public_url = {}\n  \
         data.folder = {}\n  data.database = {kept}\n  data.care_key = {}",
        config.server.listen,
        config.server.public_url,
        config.data.folder.display(),
        config.data.care_key_file().display()
    ));
    if !config.server.public_url.starts_with("https://") {
        tell(
            "注意: public_url が https:// ではありません。社内でも HTTPS で使ってください (use HTTPS for real use)",
        );
    }
    Ok(())
}
