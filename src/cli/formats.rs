//! What `rasd extract` writes beside the canonical files: in, `--format`, `--profile` and `--excel`;
//! out, the set of extras.

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
    /// Formats, separated by commas (repeatable); csv and json are always written
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "csv,json",
        value_parser = PossibleValuesParser::new(formats()))]
    format: Vec<String>,
    /// The incidents with the columns and codes of another dataset, to acled.csv, ucdp.csv, hxl.csv
    /// (repeatable)
    #[arg(long = "profile", value_name = "NAME", value_delimiter = ',',
        value_parser = PossibleValuesParser::new(Profile::ALL.map(|(name, _)| name)))]
    profiles: Vec<String>,
    /// Copies of the tables for Excel as *.excel.csv: byte order mark, CRLF, and no cell that
    /// Excel would run as a formula
    #[arg(long)]
    excel: bool,
}

fn formats() -> impl Iterator<Item = &'static str> {
    ALWAYS.into_iter().chain(Extra::FORMATS.into_iter().map(|(name, _)| name))
}

impl FormatArgs {
    /// The extras these arguments ask for.
    ///
    /// # Errors
    /// When one was left out of this program, or holds the bodies of the documents, and they are to
    /// be left out.
    pub(super) fn extras(&self, no_text: bool) -> Result<BTreeSet<Extra>> {
        let mut extras: BTreeSet<Extra> = named(&Extra::FORMATS, &self.format).collect();
        extras.extend(named(&Profile::ALL, &self.profiles).map(Extra::Profile));
        extras.extend(self.excel.then_some(Extra::ExcelCsv));
        extras.iter().try_for_each(|extra| extra.check())?;
        if no_text && extras.iter().any(|extra| extra.needs_text()) {
            return Err(Error::new("--format label-studio holds the bodies: leave out --no-text"));
        }
        Ok(extras)
    }
}

/// Those of `all` that `names` has.
fn named<T: Copy>(all: &[(&str, T)], names: &[String]) -> impl Iterator<Item = T> {
    all.iter().filter(|(name, _)| names.iter().any(|named| named == name)).map(|(_, value)| *value)
}
