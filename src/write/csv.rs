//! CSV: in, cells; out, the tables of the output contract, or with `--excel` copies of them that
//! Excel opens as they are: with a byte order mark and CRLF, and with no cell that it would run.

use std::{borrow::Cow, io::Write};

use super::{
    Format, Note,
    stage::{Stage, StagedFile},
    table::{Cell, Field},
    tables::{Index, TABLES},
};
use crate::{Error, Result};

/// What a spreadsheet takes for the beginning of a formula, or skips before one.
pub(crate) const STARTS_A_FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// The copies for Excel, in the order of the tables.
pub(super) const EXCEL_FILES: [&str; TABLES.len()] = [
    "events.excel.csv",
    "aggregates.excel.csv",
    "event_places.excel.csv",
    "event_casualties.excel.csv",
    "mentions.excel.csv",
    "documents.excel.csv",
];

/// Rows as CSV, quoted only where they must be.
pub(super) struct Rows<W: Write>(csv::Writer<W>);

impl<W: Write> Rows<W> {
    /// Writes the header.
    pub(super) fn new<'f>(
        out: W,
        header: impl IntoIterator<Item = &'f str>,
        line_end: csv::Terminator,
    ) -> Result<Rows<W>> {
        let mut rows = Rows(csv::WriterBuilder::new().terminator(line_end).from_writer(out));
        rows.row(header.into_iter().map(Cow::Borrowed))?;
        Ok(rows)
    }

    /// Writes a row.
    pub(super) fn row<'c>(&mut self, cells: impl Iterator<Item = Cow<'c, str>>) -> Result<()> {
        for cell in cells {
            self.0.write_field(&*cell).map_err(failed)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(failed)
    }

    /// The file, everything written.
    pub(super) fn finish(self) -> Result<W> {
        self.0.into_inner().map_err(|error| error.into_error().into())
    }
}

fn failed(error: csv::Error) -> Error {
    Error::new(error.to_string())
}

fn names(fields: &[Field]) -> impl Iterator<Item = &str> {
    fields.iter().map(|field| field.name)
}

/// The canonical tables.
pub(super) struct Canonical(Vec<Rows<StagedFile>>);

impl Canonical {
    /// Opens a file for each table.
    pub(super) fn create(stage: &Stage, fields: &[Vec<Field>]) -> Result<Canonical> {
        let files = TABLES.iter().zip(fields).map(|(table, fields)| {
            let file = stage.create(format!("{}.csv", table.name))?;
            Rows::new(file, names(fields), csv::Terminator::Any(b'\n'))
        });
        Ok(Canonical(files.collect::<Result<_>>()?))
    }
}

impl Format for Canonical {
    fn row(&mut self, table: Index, cells: &[Cell<'_>]) -> Result<()> {
        self.0[table].row(cells.iter().map(Cell::text))
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        for rows in self.0 {
            stage.close(rows.finish()?)?;
        }
        Ok(None)
    }
}

/// The copies for Excel.
pub(super) struct Excel {
    files: Vec<Rows<StagedFile>>,
    neutralised: u64,
}

impl Excel {
    /// Opens a file for each table.
    pub(super) fn create(stage: &Stage, fields: &[Vec<Field>]) -> Result<Excel> {
        let files = EXCEL_FILES.iter().zip(fields).map(|(name, fields)| {
            let mut file = stage.create(*name)?;
            file.write_all("\u{feff}".as_bytes())?;
            Rows::new(file, names(fields), csv::Terminator::CRLF)
        });
        Ok(Excel { files: files.collect::<Result<_>>()?, neutralised: 0 })
    }
}

impl Format for Excel {
    fn row(&mut self, table: Index, cells: &[Cell<'_>]) -> Result<()> {
        let neutralised = &mut self.neutralised;
        self.files[table].row(cells.iter().map(|cell| {
            let harmless = harmless(cell);
            *neutralised += u64::from(harmless.is_some());
            harmless.map_or_else(|| cell.text(), Cow::Owned)
        }))
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        for rows in self.files {
            stage.close(rows.finish()?)?;
        }
        Ok((self.neutralised > 0).then(|| {
            format!(
                "*.excel.csv: {} cells that Excel would run as formulas begin with ' there",
                self.neutralised
            )
        }))
    }
}

/// A text that would be run, with an apostrophe before it; numbers are not run, not even negative
/// ones.
fn harmless(cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Text(text) if text.starts_with(STARTS_A_FORMULA) => Some(format!("'{text}")),
        _ => None,
    }
}
