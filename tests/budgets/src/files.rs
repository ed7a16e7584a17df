//! The files of the repository, as they lie in the work tree.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no source of ours.
const NOT_OURS: [&str; 4] = ["target", "vendor", "node_modules", "mamori-demo"];

/// A text file with its path from the root of the repository.
pub struct SourceFile {
    /// `crates/mamori-web/src/routes.rs`
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// The root of the repository.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("tests/budgets lies two folders below the root")
}

/// Every file under `folder` whose name ends with `ending`, in a fixed order.
pub fn files(folder: &str, ending: &str) -> Vec<SourceFile> {
    let mut paths = Vec::new();
    collect(&root().join(folder), ending, &mut paths);
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.expect("a folder of the repository can be listed");
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().expect("a file has a type").is_dir();
        if is_folder && !NOT_OURS.contains(&name.as_str()) && !name.starts_with('.') {
            collect(&entry.path(), ending, found);
        } else if !is_folder && name.ends_with(ending) {
            found.push(entry.path());
        }
    }
}

fn read(path: &Path) -> SourceFile {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let path = path.strip_prefix(root()).expect("the file lies in the repository");
    SourceFile { path: path.to_string_lossy().into_owned(), text }
}
