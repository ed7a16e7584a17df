//! `mamori demo`: a demonstration organisation in a fresh folder, on this machine only.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use mamori_core::people::Language;
use mamori_core::{Clock, random};
use mamori_web::demo::{self, PERSONAS};
use mamori_web::{Settings, hash_password};
use serde_json::json;

use crate::config::Config;
use crate::{running, tell};

/// 見本の組織をつくって動かします (serves a demonstration organisation)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// ポート番号。0 は空いているもの (port; 0 takes a free one)
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// データを置くフォルダ。前の見本は消えます (folder; an earlier demonstration in it is removed)
    #[arg(long, value_name = "DIR", default_value = "mamori-demo")]
    data: PathBuf,
    /// データベース (postgres://USER@HOST/NAME, empty; default: embedded)
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// 表示のしかた (how the logins are printed)
    #[arg(long, value_enum, default_value_t = Print::Text)]
    print: Print,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Print {
    Text,
    Json,
}

/// Marks a folder that a later demonstration may remove.
const MARK: &str = "this-is-a-demonstration";

/// Serves until stopped.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    fresh_folder(&args.data)?;
    let mut config = Config::default();
    config.data.folder.clone_from(&args.data);
    config.data.database = args.database.unwrap_or_default();
    let (db, care) = running::open(&config).await?;
    let password = random::speakable();
    let hash = hash_password(password.clone()).await?;
    let mut tx = db.begin().await?;
    demo::found(&mut tx, &hash, Clock::system().now()).await?;
    tx.commit().await?;
    let (listener, bound) = running::listen(&format!("127.0.0.1:{}", args.port)).await?;
    let address = format!("http://{bound}");
    match args.print {
        Print::Json => tell(&as_json(&address, &password)),
        Print::Text => tell(&as_text(&address, &password)),
    }
    let settings = Settings { public_url: address, behind_proxy: false };
    running::serve(running::app(db, care, settings), listener).await
}

/// Empties a folder of an earlier demonstration; refuses any other folder with something in it.
fn fresh_folder(folder: &Path) -> anyhow::Result<()> {
    if folder.join(MARK).exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("{}", folder.display()))?;
    } else if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        bail!(
            "{} は空ではありません。--data で別のフォルダを選んでください (the folder is not empty; choose another)",
            folder.display()
        );
    }
    running::make_private_folder(folder)?;
    std::fs::write(folder.join(MARK), "")?;
    Ok(())
}

fn as_text(address: &str, password: &str) -> String {
    use std::fmt::Write as _;
    let mut text =
        format!("\n  守り Mamori の見本が動いています (the demonstration is running)\n\n    {address}\n\n");
    for persona in PERSONAS {
        let [family, given, ..] = persona.name;
        let role = persona.role.label(Language::Ja);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    {}  {:<8}  {family} {given}（{role}）", persona.letter, persona.login);
    }
    let _ = writeln!(text, "\n    パスワードは全員 (password for everybody): {password}\n");
    let _ = writeln!(
        text,
        "  この端末からだけ開けます。止めるときは Ctrl-C (this machine only; Ctrl-C stops it)"
    );
    text
}

fn as_json(address: &str, password: &str) -> String {
    let logins: Vec<_> = PERSONAS
        .iter()
        .map(|persona| {
            let name = format!("{} {}", persona.name[0], persona.name[1]);
            json!({ "persona": persona.letter, "name": name, "user": persona.login, "password": password, "role": persona.role })
        })
        .collect();
    json!({ "address": address, "logins": logins }).to_string()
}
