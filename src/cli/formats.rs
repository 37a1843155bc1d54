//! What `rasd extract` writes beside the canonical files: in, `--format`, `--profile` and `--excel` or
//! what the file of settings says instead; out, the set of extras.

use std::collections::BTreeSet;

use clap::{Args, builder::PossibleValuesParser};
use rasd::{
    Error, Result,
    write::{Extra, Profile},
};

/// Formats that are always written, so that naming them changes nothing.
const ALWAYS: [&str; 2] = ["csv", "json"];

/// Which files to write.
#[derive(Debug, Args)]
pub(super) struct FormatArgs {
    /// Formats, separated by commas (repeatable); csv and json are always written, parquet where the
    /// program was built with it
    #[arg(long, value_name = "FORMAT", value_delimiter = ',',
        value_parser = PossibleValuesParser::new(formats()))]
    pub(super) format: Vec<String>,
    /// The incidents with the columns and codes of another dataset, to acled.csv, ucdp.csv, hxl.csv
    /// (repeatable)
    #[arg(long = "profile", value_name = "NAME", value_delimiter = ',',
        value_parser = PossibleValuesParser::new(profiles()))]
    pub(super) profiles: Vec<String>,
    /// Copies of the tables for Excel as *.excel.csv: byte order mark, CRLF, and no cell that
    /// Excel would run as a formula
    #[arg(long)]
    pub(super) excel: bool,
}

/// The names of all formats.
pub(super) fn formats() -> impl Iterator<Item = &'static str> {
    ALWAYS.into_iter().chain(Extra::FORMATS.into_iter().map(|(name, _)| name))
}

/// The names of all profiles.
pub(super) fn profiles() -> impl Iterator<Item = &'static str> {
    Profile::ALL.into_iter().map(|(name, _)| name)
}

/// The extras with these names; `text` tells whether bodies may be written.
///
/// # Errors
/// When one was left out of this program, or holds the bodies of the documents, and they are to be
/// left out.
pub(super) fn extras(
    formats: &[String],
    profiles: &[String],
    excel: bool,
    text: bool,
) -> Result<BTreeSet<Extra>> {
    let mut extras: BTreeSet<Extra> = named(&Extra::FORMATS, formats).collect();
    extras.extend(named(&Profile::ALL, profiles).map(Extra::Profile));
    extras.extend(excel.then_some(Extra::ExcelCsv));
    extras.iter().try_for_each(|extra| extra.check())?;
    if !text && extras.iter().any(|extra| extra.needs_text()) {
        return Err(Error::new(
            "--format label-studio holds the bodies: leave out --no-text (in a file of settings, text = false)",
        ));
    }
    Ok(extras)
}

/// Those of `all` that `names` has.
fn named<T: Copy>(all: &[(&str, T)], names: &[String]) -> impl Iterator<Item = T> {
    all.iter().filter(|(name, _)| names.iter().any(|named| named == name)).map(|(_, value)| *value)
}
