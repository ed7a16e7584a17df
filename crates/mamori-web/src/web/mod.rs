//! What every feature uses.

pub(crate) mod assets;
pub(crate) mod cookies;
pub(crate) mod dates;
pub(crate) mod error;
pub(crate) mod extract;
pub(crate) mod flash;
pub(crate) mod judges;
pub(crate) mod layers;
pub(crate) mod live;
pub(crate) mod page;
pub(crate) mod password;
pub(crate) mod shared;
pub(crate) mod shell;
pub(crate) mod texts;
pub(crate) mod upload;
pub(crate) mod visitor;

pub(crate) use dates::dated;
pub(crate) use error::{Error, FieldError, Result};
pub(crate) use extract::{Button, Form, Path, Query};
pub(crate) use page::render;
pub(crate) use shell::Shell;
pub(crate) use upload::Upload;
pub(crate) use visitor::{Member, Visitor};
