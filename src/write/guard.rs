//! Reviewed work is not lost: in, an output directory; out, a refusal where a hand has filled in
//! review_status or review_note in one of its tables, or changed one of the copies for spreadsheets.

use std::{fs, io, path::Path};

use serde::Deserialize;

use super::{
    Extra,
    events::{AGGREGATES, EVENTS},
    stage::hash,
};
use crate::{Error, Result};

const FILLED_IN: [&str; 2] = ["review_status", "review_note"];

/// Refuses a directory whose tables hold reviewed rows.
///
/// # Errors
/// Also when a table cannot be read: a spreadsheet may have saved it in a form of its own.
pub fn check(output: &Path) -> Result<()> {
    for table in [EVENTS, AGGREGATES] {
        let path = output.join(format!("{}.csv", table.name));
        let reviewed = match std::fs::File::open(&path) {
            Ok(file) => reviewed_rows(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => Err(error.into()),
        };
        let refusal = match reviewed {
            Ok(0) => continue,
            Ok(rows) => Error::new(format!(
                "{rows} rows have been reviewed by hand; write elsewhere with -o, or overwrite \
                 them with --force"
            )),
            Err(error) => Error::caused(
                "cannot tell whether it holds reviewed rows; write elsewhere with -o, or \
                 overwrite it with --force",
                error,
            ),
        };
        return Err(refusal.in_file(path));
    }
    check_spreadsheets(output)
}

/// What is read of run.json: which files it vouches for.
#[derive(Default, Deserialize)]
struct Vouched {
    files: Vec<VouchedFile>,
}

#[derive(Deserialize)]
struct VouchedFile {
    path: String,
    sha256: String,
}

/// Refuses a directory with a spreadsheet that is not as it was written.
fn check_spreadsheets(output: &Path) -> Result<()> {
    let run = fs::read(output.join("run.json")).unwrap_or_default();
    let vouched: Vouched = serde_json::from_slice(&run).unwrap_or_default();
    for name in Extra::spreadsheets() {
        let path = output.join(name);
        let sha256 = match hash(&path) {
            Ok((_, sha256)) => sha256,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Error::from(error).in_file(path)),
        };
        let untouched = |file: &VouchedFile| file.path == name && file.sha256 == sha256;
        if !vouched.files.iter().any(untouched) {
            return Err(Error::new(
                "changed by hand since it was written; write elsewhere with -o, or overwrite it \
                 with --force",
            )
            .in_file(path));
        }
    }
    Ok(())
}

/// How many rows have a column of [`FILLED_IN`] that is not empty.
fn reviewed_rows(file: impl io::Read) -> Result<usize> {
    let unreadable = |error: csv::Error| Error::new(error.to_string());
    let mut table = csv::Reader::from_reader(file);
    let header = table.byte_headers().map_err(unreadable)?.clone();
    let columns = FILLED_IN.map(|name| header.iter().position(|cell| cell == name.as_bytes()));
    let [Some(status), Some(note)] = columns else {
        return Err(Error::new(format!("it has no columns {}", FILLED_IN.join(", "))));
    };
    let (mut row, mut reviewed) = (csv::ByteRecord::new(), 0);
    while table.read_byte_record(&mut row).map_err(unreadable)? {
        let filled = |column| row.get(column).is_some_and(|cell| !cell.trim_ascii().is_empty());
        reviewed += usize::from(filled(status) || filled(note));
    }
    Ok(reviewed)
}
