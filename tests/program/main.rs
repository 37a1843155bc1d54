//! The built program, run as a user runs it.

mod cli;
mod contract;
mod place;
mod readme;
