//! The real program, started and killed, driven over HTTP as people and other programs drive it.

mod person;
mod server;

pub use person::{Answer, Person};
pub use server::{Place, Server, mamori_command as mamori};

/// Runs a story on SQLite and, when `TEST_PG` is set as `cargo xtask test` always does, on PostgreSQL.
#[macro_export]
macro_rules! story {
    ($(#[$meta:meta])* async fn $name:ident($place:ident: Place) $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($place: $crate::Place) -> anyhow::Result<()> $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() -> anyhow::Result<()> {
                story($crate::Place::sqlite()?).await
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() -> anyhow::Result<()> {
                match $crate::Place::postgres().await? {
                    Some(place) => story(place).await,
                    None => Ok(()),
                }
            }
        }
    };
}
