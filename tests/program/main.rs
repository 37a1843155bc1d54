//! The built program, run as a user runs it.

mod cli;
mod contract;
mod output;
mod place;
mod readme;
