//! Answers requests until it is asked to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::{App, router};

/// How long running requests may go on after the program was asked to stop; live streams end at once.
const GRACE: Duration = Duration::from_secs(5);

/// Serves on `listener` until `stopped` ends, then lets running requests finish.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (tell, told) = watch::channel(false);
    let live = app.live.clone();
    tokio::spawn(async move {
        stopped.await;
        live.close();
        let _ = tell.send(true);
    });
    let mut for_web = told.clone();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let web = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = for_web.wait_for(|stop| *stop).await;
    });
    let mut for_grace = told;
    tokio::select! {
        ended = web => ended,
        () = async {
            let _ = for_grace.wait_for(|stop| *stop).await;
            tokio::time::sleep(GRACE).await;
        } => Ok(()),
    }
}
