//! Every text on the screen, from the Fluent files in `texts/{ja,en}`: one file a feature and language.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use mamori_core::people::Language;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "texts"]
struct Files;

/// The texts of both languages.
pub struct Texts {
    ja: Book,
    en: Book,
}

struct Book {
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once.
    plain: HashMap<String, String>,
}

impl Texts {
    /// The built-in texts. A file that does not parse is a fault of the build, found by the tests.
    pub fn builtin() -> &'static Self {
        static TEXTS: OnceLock<Texts> = OnceLock::new();
        TEXTS.get_or_init(|| Self { ja: Book::load("ja"), en: Book::load("en") })
    }

    fn book(&self, language: Language) -> &Book {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }

    /// The text of `key`; the key itself when there is none, which a test forbids.
    pub fn get<'t>(&'t self, language: Language, key: &'t str) -> &'t str {
        self.book(language).plain.get(key).map_or(key, String::as_str)
    }

    /// The text of `key` with arguments put in.
    pub fn format(&self, language: Language, key: &str, arguments: &[(&str, &str)]) -> String {
        let book = self.book(language);
        let Some(pattern) = book.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            // A plain whole number may choose a plural form; anything else is text.
            match value.parse::<i64>() {
                Ok(number) if number.to_string() == *value => values.set(*name, number),
                _ => values.set(*name, FluentValue::String(Cow::Borrowed(value))),
            }
        }
        book.bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }

    /// Every key of a language.
    pub fn keys(&self, language: Language) -> Vec<&str> {
        let mut keys: Vec<_> = self.book(language).plain.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }
}

impl Book {
    fn load(folder: &str) -> Self {
        let language = folder.parse().expect("ja and en are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks around arguments would end up in copied text and in searches.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for path in Files::iter().filter(|path| path.starts_with(folder) && path.ends_with(".ftl")) {
            let file = Files::get(&path).expect("the file that was just listed");
            let source = String::from_utf8_lossy(&file.data).into_owned();
            keys.extend(source.lines().filter_map(key_of));
            let resource = match FluentResource::try_new(source) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    tracing::error!(?errors, %path, "a text file has faults");
                    resource
                }
            };
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(?errors, %path, "a text is defined twice");
            }
        }
        let plain = keys.into_iter().filter_map(|key| Self::plain(&bundle, key)).collect();
        Self { bundle, plain }
    }

    fn plain(bundle: &FluentBundle<FluentResource>, key: String) -> Option<(String, String)> {
        let pattern = bundle.get_message(&key)?.value()?;
        let text = bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned();
        Some((key, text))
    }
}

/// The key that a line of a Fluent file begins to define.
fn key_of(line: &str) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let fits = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    fits.then(|| key.to_owned())
}
