//! People walk through the running program.

mod pages;
