//! Stories of the whole program on both engines.

mod keep;
mod kill;
