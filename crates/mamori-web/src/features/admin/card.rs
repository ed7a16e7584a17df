//! The page that shows a one-time link once: as text, as QR code, and as a card to print.

use askama::Template;
use axum::response::Response;
use mamori_core::UnixMs;
use mamori_core::people::Language;
use qrcode::QrCode;
use qrcode::render::svg;

use crate::Texts;
use crate::web::{Result, Shell, render};

/// What stands on the card.
#[derive(Debug)]
pub(super) struct Card<'c> {
    /// Key of what the link is for.
    pub(super) title: &'static str,
    /// For whom, may be empty.
    pub(super) whom: String,
    /// Organisation, unit and role.
    pub(super) place: String,
    /// The link.
    pub(super) url: String,
    /// Until when it holds.
    pub(super) until: UnixMs,
    /// The language of the card, which is that of the person who gets the card.
    pub(super) language: Language,
    /// Keys of the steps after opening the link.
    pub(super) last_steps: &'c [&'static str],
    /// Where the administrator goes on.
    pub(super) back: String,
}

#[derive(Template)]
#[template(path = "admin/card.html")]
struct CardPage<'c> {
    shell: Shell,
    card: Card<'c>,
    title: &'static str,
    code: String,
    steps: Vec<&'static str>,
    once: String,
    lang: &'static str,
}

/// Renders the page. It is never stored: every answer says so to the browser.
pub(super) fn show(shell: Shell, card: Card<'_>) -> Result<Response> {
    let texts = Texts::builtin();
    let first_steps = ["admin-step-camera", "admin-step-open"];
    let steps = first_steps.iter().chain(card.last_steps).map(|key| texts.get(card.language, key)).collect();
    let once = texts.format(card.language, "admin-card-once", &[("until", &card.until.minute_text())]);
    let code = svg_of(&card.url)?;
    let title = texts.get(card.language, card.title);
    render(&CardPage { title, shell, code, steps, once, lang: card.language.as_str(), card })
}

/// The QR code as an `svg` element, without the XML declaration that has no place inside a page.
fn svg_of(url: &str) -> Result<String> {
    let drawn = QrCode::new(url)?.render::<svg::Color<'_>>().build();
    Ok(drawn.split_once("?>").map_or(drawn.as_str(), |(_, element)| element).to_owned())
}
