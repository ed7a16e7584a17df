//! One folder is one feature, with everything about it: pages, forms, templates, interface, tests.

pub(crate) mod admin;
pub(crate) mod board;
pub(crate) mod care;
pub(crate) mod cases;
pub(crate) mod door;
pub(crate) mod learn;
pub(crate) mod now;
pub(crate) mod ready;
pub(crate) mod team;
