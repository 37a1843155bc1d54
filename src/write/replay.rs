//! The rows of an earlier run, read back from its CSV tables: in, its folder; out, cells, for formats
//! whose files cannot grow and are written anew from all rows.

use std::path::Path;

use super::{
    table::{Cell, Field},
    tables::{Index, TABLES},
};
use crate::{Error, Result};

/// Hands on all rows of the tables in `folder`.
///
/// # Errors
/// When a table has other columns than `fields`, or a cell that its column cannot have.
pub(super) fn rows(
    folder: &Path,
    fields: &[Vec<Field>],
    mut take: impl FnMut(Index, &[Cell<'_>]) -> Result<()>,
) -> Result<()> {
    for (index, (table, fields)) in TABLES.iter().zip(fields).enumerate() {
        let path = folder.join(format!("{}.csv", table.name));
        let read = table_rows(&path, fields, |cells| take(index, cells));
        read.map_err(|error| error.in_file(&path))?;
    }
    Ok(())
}

fn table_rows(
    path: &Path,
    fields: &[Field],
    mut take: impl FnMut(&[Cell<'_>]) -> Result<()>,
) -> Result<()> {
    let unreadable = |error: csv::Error| Error::new(error.to_string());
    let mut table = csv::Reader::from_path(path).map_err(unreadable)?;
    let header = table.headers().map_err(unreadable)?;
    if !header.iter().eq(fields.iter().map(|field| field.name)) {
        return Err(Error::new("cannot add to it: its columns are not those of this program"));
    }
    let mut row = csv::StringRecord::new();
    while table.read_record(&mut row).map_err(unreadable)? {
        let line = row.position().map_or(0, csv::Position::line);
        let cells = fields.iter().zip(&row).map(|(field, text)| {
            field.read(text).ok_or_else(|| {
                let kind = field.kind.in_words();
                Error::new(format!("{}: {text:?} is no {kind}", field.name)).at_line(line)
            })
        });
        take(&cells.collect::<Result<Vec<_>>>()?)?;
    }
    Ok(())
}
