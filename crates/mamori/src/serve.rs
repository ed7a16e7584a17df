//! `mamori serve`: for real use.

use mamori_core::Clock;
use mamori_web::{Settings, first_start};

use crate::config::{Config, Where};
use crate::{running, tell};

/// 実際に使うために動かします (serves for real use)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    at: Where,
    /// 待ち受けるアドレス (address and port to listen on)
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

/// Serves until stopped.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    let config = args.at.config()?;
    let (db, care) = running::open(&config).await?;
    let (listener, bound) = running::listen(args.listen.as_deref().unwrap_or(&config.server.listen)).await?;
    // An address that was typed is how people reach us, unless the file knows better.
    let is_default = config.server.public_url == Config::default().server.public_url;
    let public_url = if is_default { format!("http://{bound}") } else { config.server.public_url };
    let organisation = &config.organisation;
    if let Some(token) =
        first_start(&db, &organisation.name, &organisation.sector, Clock::system().now()).await?
    {
        tell(&format!(
            "はじめての起動です。次のリンクを開いて、管理者を登録してください（24時間、1回だけ使えます）。\n\
             First start. Open this link to register the administrator (valid for 24 hours, once).\n\n  {public_url}/invite/{token}\n",
        ));
    }
    tell(&format!("動いています (serving): {public_url}  [{bound}]"));
    let settings = Settings { public_url, behind_proxy: config.server.behind_proxy };
    running::serve(running::app(db, care, settings), listener).await
}
