//! Every URL in one list, and the order of the layers.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use crate::web::{Error, assets, layers};
use crate::{App, features};

/// The largest body that any form or file may have: 4 MiB. Texts have limits of their own.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// The whole program as a service.
pub fn router(app: App) -> Router {
    let rooms = Router::new()
        .merge(features::door::routes())
        .merge(features::now::routes())
        .merge(features::board::routes())
        .merge(features::ready::routes())
        .merge(features::cases::routes())
        .merge(features::learn::routes())
        .merge(features::care::routes())
        .merge(features::team::routes())
        .merge(features::admin::routes());
    // The first layer here is the innermost.
    rooms
        .fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(map_response(method_not_allowed))
        .layer(from_fn_with_state(app.clone(), layers::find_visitor))
        // Assets need no visitor, so they ask no database. Only they are compressed, because they hold no secret: a
        // compressed page would leak its CSRF token by its length (BREACH).
        .route("/assets/{*path}", get(assets::get).layer(CompressionLayer::new()))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), layers::security_headers))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// A path that exists with another method is answered like one that does not.
async fn method_not_allowed(response: Response) -> Response {
    if response.status() == axum::http::StatusCode::METHOD_NOT_ALLOWED {
        Error::NotFound.into_response()
    } else {
        response
    }
}
