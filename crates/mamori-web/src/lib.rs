//! Pages, forms, the HTTP interface and live updates.
//!
//! Start reading at `routes.rs` (every URL in one list), then `features/cases/`, whose shape the others copy.
//! What every feature uses is in `web/`: extractors, errors, texts, the shell around a page.

pub mod demo;
mod features;
mod founding;
mod routes;
mod serve;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
mod web;

use std::sync::Arc;

use mamori_care::Care;
use mamori_content::Content;
use mamori_core::Clock;
use mamori_store::Db;

pub use founding::first_start;
pub use routes::router;
pub use serve::serve;
pub use web::judges::Judges;
pub use web::live::Live;
pub use web::password::hash as hash_password;
pub use web::texts::Texts;

/// Everything that a request may need. Cloning shares it.
#[derive(Clone)]
pub struct App {
    /// The main store.
    pub db: Db,
    /// The care house.
    pub care: Care,
    /// The written material.
    pub content: Arc<Content>,
    /// The time.
    pub clock: Clock,
    /// How the program is reached.
    pub settings: Arc<Settings>,
    /// What live pages share.
    pub live: Arc<Live>,
    /// The engine with each organisation's rules.
    pub judges: Arc<Judges>,
}

impl App {
    /// A program over these parts; what it keeps in memory starts empty.
    pub fn new(db: Db, care: Care, clock: Clock, settings: Settings) -> Self {
        let content = Content::builtin().expect("the built-in material is parsed by its crate's tests");
        let (content, settings) = (Arc::new(content), Arc::new(settings));
        Self { db, care, content, clock, settings, live: Arc::default(), judges: Arc::default() }
    }
}

/// How the program is reached from outside.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Scheme, host and port as people type them, without a slash at the end: for links and QR codes.
    pub public_url: String,
    /// Whether a proxy of our own stands before us, so that its `X-Forwarded-For` tells the visitor's address.
    pub behind_proxy: bool,
}

impl Settings {
    /// Whether people reach us by HTTPS, so that cookies may be bound to it.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
