//! How inputs are read: in, the arguments that say so; out, the list of paths.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser};
use encoding_rs::Encoding;
use rasd::{
    Error, Result,
    read::{self, InputFormat},
};

/// What is not said by the files themselves.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadingArgs {
    /// Read all files as this format, whatever their names and first bytes say
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    pub(super) input_format: Option<InputFormat>,
    /// Encoding of files without a byte order mark; by default UTF-8, UTF-16, Windows-1256 and
    /// ISO-8859-6 are told apart
    #[arg(long, value_name = "NAME", value_parser = read::parse_encoding)]
    pub(super) encoding: Option<&'static Encoding>,
    /// Read the paths, too, that stand in this file, one a line (- for standard input)
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Field or column with the text, in JSON and tables; by default text, body, content …
    #[arg(long, value_name = "NAME")]
    pub(super) text_field: Option<String>,
    /// The one with the day of publication; by default published, date …
    #[arg(long, value_name = "NAME")]
    pub(super) date_field: Option<String>,
    /// How it is written, if not like 2024-03-10; such as %d/%m/%Y
    #[arg(long, value_name = "FORMAT")]
    pub(super) date_format: Option<String>,
    /// The one with the id; by default id …
    #[arg(long, value_name = "NAME")]
    pub(super) id_field: Option<String>,
}

fn formats() -> impl TypedValueParser<Value = InputFormat> {
    PossibleValuesParser::new(InputFormat::names()).try_map(|name| name.parse::<InputFormat>())
}

impl ReadingArgs {
    /// The paths given and those listed in a file; `usual` when there is neither.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub(super) fn paths(&self, given: &[PathBuf], usual: Option<&str>) -> Result<Vec<PathBuf>> {
        let mut paths = given.to_vec();
        match &self.files_from {
            Some(list) => paths.extend(listed(list).map_err(|error| error.in_file(list))?),
            None if paths.is_empty() => paths.extend(usual.map(PathBuf::from)),
            None => {}
        }
        Ok(paths)
    }
}

/// The lines of a file that hold something.
fn listed(list: &Path) -> Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    if list.as_os_str() == "-" {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(list)?;
    }
    let text = String::from_utf8(bytes).map_err(|error| Error::caused("not UTF-8", error))?;
    let lines = text.trim_start_matches('\u{feff}').lines();
    Ok(lines.filter(|line| !line.trim().is_empty()).map(PathBuf::from).collect())
}
