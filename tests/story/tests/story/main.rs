//! Stories of the whole program on both engines.

mod kill;
