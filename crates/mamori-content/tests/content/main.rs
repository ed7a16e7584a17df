//! What every text of `content/` must hold to, whoever edits it.

mod courses;
mod fixtures;
mod organisation;
mod rulebook;
mod wording;

use mamori_content::Content;

fn content() -> Content {
    Content::builtin().expect("the compiled-in content is readable")
}
