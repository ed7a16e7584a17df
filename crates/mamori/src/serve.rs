//! `mamori serve`: for real use.

use std::path::PathBuf;

use mamori_core::access::{Membership, Role};
use mamori_core::{Clock, DAY, InvitationId, OrgId, UnitId, random};
use mamori_store::invitations::{self, NewInvitation};
use mamori_store::units::{self, Unit};
use mamori_store::{Db, orgs, people};
use mamori_web::Settings;

use crate::config::{self, Config};
use crate::{running, tell};

/// 実際に使うために動かします (serves for real use)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// 設定ファイル (configuration file)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// データを置くフォルダ (data folder)
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// データベース (postgres://USER@HOST/NAME; default: embedded)
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// 待ち受けるアドレス (address and port to listen on)
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

impl Args {
    /// The file, with what was typed put over it.
    fn config(self) -> anyhow::Result<Config> {
        let mut config = config::load(self.config.as_deref())?;
        if let Some(folder) = self.data {
            config.data.folder = folder;
        }
        if let Some(database) = self.database {
            config.data.database = database;
        }
        if let Some(listen) = self.listen {
            config.server.public_url = format!("http://{listen}");
            config.server.listen = listen;
        }
        Ok(config)
    }
}

/// Serves until stopped.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    let config = args.config()?;
    let (db, care) = running::open(&config).await?;
    let (listener, bound) = running::listen(&config.server.listen).await?;
    let settings =
        Settings { public_url: config.server.public_url.clone(), behind_proxy: config.server.behind_proxy };
    if let Some(token) = first_start(&db, &config).await? {
        tell(&format!(
            "はじめての起動です。次のリンクを開いて、管理者を登録してください（24時間、1回だけ使えます）。\n\
             First start. Open this link to register the administrator (valid for 24 hours, once).\n\n  {}/invite/{token}\n",
            settings.public_url
        ));
    }
    tell(&format!("動いています (serving): {}  [{bound}]", settings.public_url));
    running::serve(running::app(db, care, settings), listener).await
}

/// Creates the organisation when there is none, and an administrator's invitation while nobody has an account.
async fn first_start(db: &Db, config: &Config) -> anyhow::Result<Option<String>> {
    let now = Clock::system().now();
    let mut tx = db.begin().await?;
    let org = if let Some((org, _)) = orgs::all(&mut tx).await?.into_iter().next() {
        org
    } else {
        let org = OrgId::new(now);
        orgs::create(&mut tx, org, &config.organisation.name, &config.organisation.sector, now).await?;
        let root = Unit { id: UnitId::new(now), parent_id: None, name: config.organisation.name.clone() };
        units::create(&mut tx, org, &root, now).await?;
        org
    };
    if !people::all(&mut tx, org).await?.is_empty() {
        return Ok(None);
    }
    let units = units::all(&mut tx, org).await?;
    let root =
        units.iter().find(|unit| unit.parent_id.is_none()).ok_or_else(|| anyhow::anyhow!("no root unit"))?;
    let token = random::token();
    let invitation = NewInvitation {
        id: InvitationId::new(now),
        token_hash: &random::token_hash(&token),
        gives: Membership { unit: root.id, role: Role::ItAdmin },
        note: "",
        created_by: None,
        expires_at: now.plus(DAY),
    };
    invitations::create(&mut tx, org, invitation, now).await?;
    tx.commit().await?;
    Ok(Some(token))
}
