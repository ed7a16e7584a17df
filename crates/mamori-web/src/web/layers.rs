//! What happens to every request, in order; see [`crate::router`].

use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use mamori_core::random;
use mamori_store::sessions;

use crate::App;
use crate::web::error::{BackTo, ErrorPage};
use crate::web::{Shell, Visitor, cookies};

const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Headers that every answer carries.
pub(crate) async fn security_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    if app.settings.is_https() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // A shared PC must not show a page again after its person has left.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Finds out who asks, once, for the handlers and for the error page.
pub(crate) async fn find_visitor(
    State(app): State<App>,
    jar: CookieJar,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = match visitor(&app, &jar, &parts).await {
        Ok(visitor) => visitor,
        Err(error) => return crate::web::Error::from(error).into_response(),
    };
    parts.extensions.insert(visitor.clone());
    let wants_json = wants_json(&parts);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if visitor.flash.is_some() {
        let cookie = cookies::forget(&app.settings, cookies::FLASH).to_string();
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    match response.extensions().get::<ErrorPage>().cloned() {
        Some(page) => error_answer(&visitor, &page, wants_json, &response),
        None => response,
    }
}

async fn visitor(app: &App, jar: &CookieJar, parts: &Parts) -> mamori_store::Result<Visitor> {
    let mut visitor = Visitor {
        session: None,
        token_hash: Arc::from([]),
        language: Visitor::language_of(parts),
        flash: jar.get(cookies::FLASH).map(|cookie| cookie.value().to_owned()),
        path: parts.uri.path().to_owned(),
        address: address(app, parts),
    };
    let Some(token) = jar.get(cookies::session_name(&app.settings)) else { return Ok(visitor) };
    let now = app.clock.now();
    let hash = random::token_hash(token.value());
    let mut tx = app.db.glance().await?;
    let Some(session) = sessions::find(&mut tx, &hash, now).await? else { return Ok(visitor) };
    drop(tx);
    if session.stale {
        let mut tx = app.db.begin().await?;
        sessions::touch(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    visitor.language = session.who.language;
    visitor.session = Some(Arc::new(session));
    visitor.token_hash = Arc::from(hash);
    Ok(visitor)
}

fn address(app: &App, parts: &Parts) -> String {
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let nearest = forwarded.and_then(|list| list.rsplit(',').next()).map(|text| text.trim().to_owned());
    match nearest {
        Some(address) if app.settings.behind_proxy => address,
        _ => parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip().to_string())
            .unwrap_or_default(),
    }
}

fn wants_json(parts: &Parts) -> bool {
    let accepts = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    parts.uri.path().starts_with("/api/") || accepts.starts_with("application/json")
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorTemplate {
    shell: Shell,
    title: String,
    help: String,
}

/// The answer to an error: JSON for programs, the door for strangers, else a page that says what to do.
fn error_answer(visitor: &Visitor, page: &ErrorPage, wants_json: bool, original: &Response) -> Response {
    let shell = Shell::outside(visitor);
    let title = shell.t(page.key).to_owned();
    let help_key = format!("{}-help", page.key);
    let help = shell.t(&help_key).to_owned();
    let status = original.status();
    if wants_json {
        let body = serde_json::json!({ "error": page.code, "message": title, "help": help });
        return (status, Json(body)).into_response();
    }
    if let Some(BackTo(path)) = original.extensions().get::<BackTo>() {
        return Redirect::to(&format!("/login?next={path}")).into_response();
    }
    let html = ErrorTemplate { shell, title, help }.render().unwrap_or_default();
    let mut response = (status, Html(html)).into_response();
    // Cookies that the handler set on its way stay set.
    for cookie in original.headers().get_all(SET_COOKIE) {
        response.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    response
}
