//! Pages: structs with a template.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::web::Result;

/// Renders a page or a named partial of one.
pub(crate) fn render(page: &impl Template) -> Result<Response> {
    Ok(Html(page.render()?).into_response())
}
