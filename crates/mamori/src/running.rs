//! The program while it serves: store, care house, timers and the web, wired together.

use std::net::SocketAddr;

use anyhow::Context as _;
use mamori_care::Care;
use mamori_core::Clock;
use mamori_jobs::Worker;
use mamori_store::{Db, MIGRATIONS};
use mamori_web::{App, Settings};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::Config;

/// Opens the stores, creating the data folder with access for its owner alone.
pub(crate) async fn open(config: &Config) -> anyhow::Result<(Db, Care)> {
    make_private_folder(&config.data.folder)?;
    let db = Db::open(&config.data.database_address(), &MIGRATIONS)
        .await
        .context("データベースを開けませんでした (the database could not be opened)")?;
    let care = Care::open(&config.data.care_address(), &config.data.care_key_file())
        .await
        .context("こころの家を開けませんでした (the care house could not be opened)")?;
    Ok((db, care))
}

/// Makes `folder` so that only its owner can enter it.
pub(crate) fn make_private_folder(folder: &std::path::Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("フォルダを作れませんでした (the folder could not be made): {}", folder.display())
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Takes the port before anything is printed, so that the address is true.
pub(crate) async fn listen(address: &str) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("{address} では始められませんでした。ほかのプログラムが使っていれば、別のポートを選んでください (the port is taken)")
    })?;
    let bound = listener.local_addr()?;
    Ok((listener, bound))
}

/// Builds what the handlers see.
pub(crate) fn app(db: Db, care: Care, settings: Settings) -> App {
    App::new(db, care, Clock::system(), settings)
}

/// Serves until the process is asked to stop (Ctrl-C or SIGTERM), then lets running requests finish.
pub(crate) async fn serve(app: App, listener: TcpListener) -> anyhow::Result<()> {
    let (db, care) = (app.db.clone(), app.care.clone());
    let (tell, mut told) = watch::channel(());
    let timers = Worker::new(db.clone(), app.clock.clone()).run(async move {
        // An error means that the sender is gone: the server has ended.
        let _ = told.changed().await;
    });
    let timers = tokio::spawn(timers);
    let served = mamori_web::serve(app, listener, asked_to_stop()).await;
    drop(tell);
    timers.await.context("the timers ended")?;
    served.context("the web server ended")?;
    tracing::info!("stopped");
    db.close().await;
    care.close().await;
    Ok(())
}

async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
