//! People walk through the running program.

mod calls;
mod live;
mod pages;
mod reports;
mod rules;
mod talks;
mod the_loop;
