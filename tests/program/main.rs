//! The built program, run as a user runs it.

mod cli;
mod config;
mod contract;
mod output;
mod packs;
mod place;
mod readme;
