//! The key file: 32 random bytes that only the owner of the process can read.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;

use mamori_core::random;

use crate::{Error, Result};

/// The length of a key in bytes.
pub(crate) const LENGTH: usize = 32;

/// Reads the key; a missing one is refused.
pub(crate) fn read(path: &Path) -> Result<[u8; LENGTH]> {
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::KeyMissing(path.into()),
        _ => Error::KeyFile(path.into(), error),
    })?;
    refuse_if_exposed(path, &file)?;
    let mut bytes = Vec::with_capacity(LENGTH);
    // One byte more than a key, so that a longer file is noticed and a huge one is not read.
    let most = u64::try_from(LENGTH + 1).unwrap_or(u64::MAX);
    file.take(most).read_to_end(&mut bytes).map_err(|error| Error::KeyFile(path.into(), error))?;
    let length = bytes.len();
    bytes.try_into().map_err(|_| Error::KeyLength(path.into(), length))
}

/// Reads the key, and makes it when there is none. Only for a care house without data.
pub(crate) fn read_or_make(path: &Path) -> Result<[u8; LENGTH]> {
    match read(path) {
        Err(Error::KeyMissing(_)) => {
            make(path).map_err(|error| Error::KeyFile(path.into(), error))?;
            read(path)
        }
        other => other,
    }
}

/// Writes a new key so that it is whole on disk or not there at all. When another process made one first, that one stays.
fn make(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder)?;
    }
    let beside = path.with_extension("new");
    let _ = fs::remove_file(&beside);
    let mut file = private_file(&beside)?;
    file.write_all(&random::bytes::<LENGTH>())?;
    file.sync_all()?;
    // A link, unlike a rename, never replaces a key that is there.
    let made = match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    };
    fs::remove_file(&beside)?;
    made
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(unix)]
fn refuse_if_exposed(path: &Path, file: &File) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = file.metadata().map_err(|error| Error::KeyFile(path.into(), error))?;
    let mode = metadata.permissions().mode() & 0o777;
    let of_others = mode & 0o077;
    if of_others == 0 { Ok(()) } else { Err(Error::KeyExposed(path.into(), mode)) }
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

/// Elsewhere than on Unix the folder's own protection counts.
#[cfg(not(unix))]
fn refuse_if_exposed(_: &Path, _: &File) -> Result<()> {
    Ok(())
}
