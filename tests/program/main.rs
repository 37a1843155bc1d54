//! The built program, run as a user runs it.

mod cli;
mod config;
mod contract;
mod diff;
mod inputs;
mod output;
mod outputs;
mod packs;
#[cfg(feature = "parquet")]
mod parquet;
mod place;
mod profiles;
mod readme;
mod review;
mod scale;
mod schema;
mod score;
