//! A real browser in front of a real Mamori: what the walks under `tests/` are written with.
//!
//! ```no_run
//! # async fn walk() -> anyhow::Result<()> {
//! use mamori_e2e::{Demo, Device};
//!
//! let demo = Demo::start().await?;
//! let worker = demo.open_as("A", Device::Phone).await?;
//! worker.click("応援を呼ぶ").await?;
//! worker.sees("届きました").await?;
//! worker.picture("sos-worker").await?;
//! worker.assert_sound().await?;
//! worker.close().await
//! # }
//! ```
//!
//! Every process that is started here is ended when its value is dropped, by its own id.
//! `cargo xtask test` says where the programs are (`MAMORI_BIN`, `TEST_CHROMIUM`, `TEST_CHROMEDRIVER`).

mod accessibility;
mod browser;
mod by_css;
mod composition;
mod demo;
mod find;
mod keyboard;
mod pictures;
pub mod programs;

pub use accessibility::Violation;
pub use browser::{Browser, Device};
pub use demo::{Demo, Login};
pub use keyboard::Stop;
