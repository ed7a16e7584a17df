//! Style sheets, scripts and icons, built into the binary.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::web::{Error, Path, Result};

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

/// `GET /assets/{path}`: asked again each time with its ETag, so that an upgrade shows at once.
pub(crate) async fn get(headers: HeaderMap, Path(path): Path<String>) -> Result<Response> {
    let file = Assets::get(&path).ok_or(Error::NotFound)?;
    let hash = file.metadata.sha256_hash();
    let tag =
        format!("\"{:016x}\"", hash.iter().take(8).fold(0_u64, |tag, byte| tag << 8 | u64::from(*byte)));
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    let kind = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    };
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag)];
    Ok((headers, file.data).into_response())
}
