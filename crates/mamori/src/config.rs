//! The configuration: one TOML file, each key of which `MAMORI__SECTION__KEY` in the environment overrides.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Everything that can be configured. Every key has a default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// `[server]`
    pub(crate) server: Server,
    /// `[data]`
    pub(crate) data: Data,
    /// `[organisation]`
    pub(crate) organisation: Organisation,
}

/// How the program is reached.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// `server.listen`: address and port. Change it when a proxy on another machine must reach us.
    pub(crate) listen: String,
    /// `server.public_url`: what people type, for links and QR codes; with `https://` cookies are bound to HTTPS.
    pub(crate) public_url: String,
    /// `server.behind_proxy`: true when a proxy of our own stands before us and sets `X-Forwarded-For`.
    pub(crate) behind_proxy: bool,
}

/// Where everything is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Data {
    /// `data.folder`: the embedded databases and the care key.
    pub(crate) folder: PathBuf,
    /// `data.database`: `postgres://USER@HOST/NAME`; empty for the embedded one.
    pub(crate) database: String,
    /// `data.care_database`: the same for the care house; empty for the embedded one.
    pub(crate) care_database: String,
    /// `data.care_key`: the file with the care house's key; empty for `keys/care.key` in the folder. Not in any backup.
    pub(crate) care_key: PathBuf,
}

/// The organisation that the first start creates.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Organisation {
    /// `organisation.name`
    pub(crate) name: String,
    /// `organisation.sector`: an industry code of the engine, such as `retail`.
    pub(crate) sector: String,
}

impl Default for Server {
    fn default() -> Self {
        let (listen, public_url) = ("127.0.0.1:8787".to_owned(), "http://127.0.0.1:8787".to_owned());
        Self { listen, public_url, behind_proxy: false }
    }
}

impl Default for Data {
    fn default() -> Self {
        let (database, care_database) = (String::new(), String::new());
        Self { folder: PathBuf::from("mamori-data"), database, care_database, care_key: PathBuf::new() }
    }
}

impl Default for Organisation {
    fn default() -> Self {
        Self { name: "わたしたちの組織".into(), sector: "other".into() }
    }
}

impl Data {
    /// The main store's address.
    pub(crate) fn database_address(&self) -> String {
        if self.database.is_empty() { self.embedded("mamori.db") } else { self.database.clone() }
    }

    /// The care house's address.
    pub(crate) fn care_address(&self) -> String {
        if self.care_database.is_empty() { self.embedded("care.db") } else { self.care_database.clone() }
    }

    /// The care house's key file.
    pub(crate) fn care_key_file(&self) -> PathBuf {
        if self.care_key.as_os_str().is_empty() {
            self.folder.join("keys").join("care.key")
        } else {
            self.care_key.clone()
        }
    }

    fn embedded(&self, file: &str) -> String {
        format!("sqlite:{}", self.folder.join(file).display())
    }
}

/// Which configuration a command works on.
#[derive(Debug, clap::Args)]
pub(crate) struct Where {
    /// 設定ファイル (configuration file)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// データを置くフォルダ (data folder)
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// データベース (postgres://USER@HOST/NAME; default: embedded)
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Where {
    /// The file, with what was typed put over it.
    pub(crate) fn config(self) -> Result<Config, Wrong> {
        let mut config = load(self.config.as_deref())?;
        if let Some(folder) = self.data {
            config.data.folder = folder;
        }
        if let Some(database) = self.database {
            config.data.database = database;
        }
        Ok(config)
    }
}

/// What is wrong with a configuration, in Japanese and English, with the line.
#[derive(Debug)]
pub(crate) struct Wrong {
    place: String,
    why: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "設定を読み取れませんでした: {}", self.place)?;
        writeln!(f, "  {}", self.why)?;
        write!(f, "The configuration could not be read ({}): {}", self.place, self.why)
    }
}

impl std::error::Error for Wrong {}

/// Reads `file` (the defaults when it is `None`) and what the environment overrides.
pub(crate) fn load(file: Option<&Path>) -> Result<Config, Wrong> {
    let text = match file {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Wrong { place: path.display().to_string(), why: error.to_string() })?,
        None => String::new(),
    };
    let name = file.map_or_else(String::new, |path| path.display().to_string());
    // Once by itself, for errors with a line; then again with what the environment says.
    let from_file: Result<Config, _> = toml::from_str(&text);
    from_file.map_err(|error| in_file(&name, &text, &error))?;
    let mut table: toml::Table = toml::from_str(&text).map_err(|error| in_file(&name, &text, &error))?;
    let mut variables: Vec<_> = std::env::vars().filter(|(key, _)| key.starts_with("MAMORI__")).collect();
    variables.sort_unstable();
    for (key, value) in variables {
        put(&mut table, &key, value)?;
    }
    table.try_into().map_err(|error: toml::de::Error| Wrong {
        place: "MAMORI__…".into(),
        why: error.message().to_owned(),
    })
}

fn in_file(name: &str, text: &str, error: &toml::de::Error) -> Wrong {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    Wrong { place: format!("{name} {line}行目 (line {line})"), why: error.message().to_owned() }
}

/// Puts the value of `MAMORI__SERVER__LISTEN` at `server.listen`.
fn put(table: &mut toml::Table, variable: &str, value: String) -> Result<(), Wrong> {
    let path = variable.trim_start_matches("MAMORI__").to_lowercase();
    let Some((section, key)) = path.split_once("__") else {
        return Err(Wrong {
            place: variable.to_owned(),
            why: "MAMORI__SECTION__KEY の形で書いてください".into(),
        });
    };
    let value = value.parse::<bool>().map_or(toml::Value::String(value), toml::Value::Boolean);
    let section = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let Some(section) = section.as_table_mut() {
        section.insert(key.to_owned(), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mamori.toml");
        std::fs::write(&path, text).expect("a file");
        load(Some(&path)).expect_err("it is wrong").to_string()
    }

    #[test]
    fn a_wrong_key_is_explained_with_its_line() {
        let told = explained("[server]\nlisten = \"127.0.0.1:1\"\nlistem = \"x\"\n");
        assert!(told.contains("3行目") && told.contains("listem"), "{told}");
    }

    #[test]
    fn a_wrong_type_and_a_broken_line_are_explained_with_their_line() {
        assert!(explained("[server]\nbehind_proxy = \"yes\"\n").contains("2行目"));
        assert!(explained("[server]\n\nlisten = \n").contains("3行目"));
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let mut table = toml::Table::new();
        put(&mut table, "MAMORI__SERVER__BEHIND_PROXY", "true".into()).expect("a key");
        let config: Config = table.try_into().expect("a configuration");
        assert!(config.server.behind_proxy);
        assert_eq!(config.data.database_address(), "sqlite:mamori-data/mamori.db");
    }
}
