//! `rasd schema`: in, the name of a table; out, the JSON Schema of its records on standard output.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Args, builder::PossibleValuesParser};
use rasd::{Error, Result, write::schema};

use super::{status, unless_closed};

/// What to describe.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Table whose records to describe; without it all of them, under $defs
    #[arg(value_name = "TABLE", value_parser = PossibleValuesParser::new(schema::TABLES_WITH_SCHEMA))]
    table: Option<String>,
}

pub(super) fn run(args: &SchemaArgs) -> Result<ExitCode> {
    let schema = match &args.table {
        Some(table) => schema::of_record(table)
            .ok_or_else(|| Error::new(format!("no table is called {table:?}")))?,
        None => schema::of_all(),
    };
    writeln!(io::stdout().lock(), "{schema:#}").or_else(unless_closed)?;
    Ok(status(0))
}
