//! What can go wrong in the care house. What an operator must mend is said in Japanese and English.

use std::path::PathBuf;

/// The care house's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong in the care house.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data is here and its key is not.
    #[error(
        "こころのデータはありますが、鍵のファイル {0} がありません。元の鍵を戻してから起動してください。新しい鍵では読めないため、作りません。\n\
         There is care data, but its key file {0} is missing. Put the original key back; a new one could not read the data, so none is made."
    )]
    KeyMissing(PathBuf),
    /// The key file does not hold 32 bytes.
    #[error(
        "鍵のファイル {0} の長さが違います（32バイトのはずが {1} バイトです）。元の鍵を戻してください。\n\
         The key file {0} has the wrong length ({1} bytes instead of 32). Put the original key back."
    )]
    KeyLength(PathBuf, usize),
    /// Somebody besides the owner can reach the key.
    #[error(
        "鍵のファイル {0} が、ほかの利用者からも使えるようになっています（{1:o}）。所有者だけにしてください：chmod 600 {0}\n\
         The key file {0} can be reached by other users ({1:o}). Make it the owner's alone: chmod 600 {0}"
    )]
    KeyExposed(PathBuf, u32),
    /// The key file could not be read or made.
    #[error("鍵のファイル {0} を読み書きできません。\nThe key file {0} cannot be read or written.")]
    KeyFile(PathBuf, #[source] std::io::Error),
    /// The data was written with another key.
    #[error(
        "この鍵は、こころのデータの鍵ではありません。元の鍵を戻してください。\n\
         This is not the key of the care data. Put the original key back."
    )]
    OtherKey,
    /// A value was changed or moved outside the program.
    #[error(
        "こころのデータの一つが、プログラムの外で変えられています。\nA value of the care data was changed outside the program."
    )]
    Tampered,
    /// A value could not be encrypted.
    #[error("A value could not be encrypted.")]
    Seal,
    /// There is no answer of this person to show to anybody.
    #[error("There is no answer that could be shared.")]
    NothingToShare,
    /// The database refused or is gone.
    #[error(transparent)]
    Store(#[from] mamori_store::Error),
    /// A backup cannot be restored.
    #[error(transparent)]
    Backup(#[from] mamori_store::dump::Damaged),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
