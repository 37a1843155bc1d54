//! What changed between two runs: in, two directories that `extract` wrote, or two of its files of one
//! kind; out, the rows that were added, removed, changed or moved, field by field.
//!
//! Rows are matched by id, then by evidence, so that a row whose id moved is no noise; cells that
//! point to a moved row follow it.
//!
//! ```
//! use std::path::Path;
//! use rasd::diff::{self, Format, Options, Table};
//!
//! let before = "event_id,event_kind,killed_low\nev_a,ambush,4\nev_b,clash,\n";
//! let after = "event_id,event_kind,killed_low\nev_a,ambush,5\nev_c,coup,\n";
//! let old = Table::parse(Path::new("old.csv"), before.as_bytes())?;
//! let new = Table::parse(Path::new("new.csv"), after.as_bytes())?;
//!
//! let diff = diff::tables(old, new, &Options::default())?;
//! let counts = diff.tables[0].counts();
//! assert_eq!((counts.added, counts.removed, counts.changed), (1, 1, 1));
//!
//! let mut report = Vec::new();
//! diff.write(Format::Text { colour: false }, &mut report)?;
//! assert!(String::from_utf8_lossy(&report).contains("killed_low  4 → 5"));
//! # Ok::<(), rasd::Error>(())
//! ```

mod areas;
mod compare;
mod csv;
pub(crate) mod html;
mod json;
mod markdown;
mod matching;
mod notes;
mod read;
mod renames;
pub mod shape;
mod summary;
mod table;
mod text;

use std::{collections::BTreeSet, io, path::Path};

use serde::Serialize;

pub use self::{
    summary::{Counts, Line, Summary},
    table::Table,
};
use crate::Result;

/// What to compare.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Columns that do not matter.
    pub ignore: BTreeSet<String>,
    /// Tables of a directory; none: all.
    pub tables: BTreeSet<String>,
    /// Read files that are not what run.json vouches for.
    pub unchecked: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For reading in a terminal.
    Text {
        /// With ANSI colours.
        colour: bool,
    },
    /// One JSON object, a change a line.
    Json,
    /// One row per changed field.
    Csv,
    /// Tables for a pull request or a letter.
    Markdown,
    /// A page of its own.
    Html,
}

/// Two sets, compared.
#[derive(Debug)]
pub struct Diff {
    /// Table by table, the events first.
    pub tables: Vec<TableDiff>,
}

/// Two tables, compared.
#[derive(Debug)]
pub struct TableDiff {
    /// What their rows are.
    pub name: &'static str,
    /// Before.
    pub old: Table,
    /// After.
    pub new: Table,
    /// Columns that only the new one has.
    pub columns_added: Vec<String>,
    /// Columns that only the old one has.
    pub columns_removed: Vec<String>,
    /// What is different, in the order of the new rows; removed ones behind those they followed.
    pub changes: Vec<Change>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its values are others.
    Changed,
    /// It has another id and the same values.
    Moved,
}

impl Fate {
    /// The word that stands in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Added => "added",
            Fate::Removed => "removed",
            Fate::Changed => "changed",
            Fate::Moved => "moved",
        }
    }
}

/// A row that is different.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// What became of it.
    pub change: Fate,
    /// Its key; of a removed row the old one.
    pub id: String,
    /// Its old key, where that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_id: Option<String>,
    /// Document it belongs to.
    pub document_id: String,
    /// Kind of event or mention, effect of a statement, role of a place.
    pub kind: String,
    /// The words it was read from.
    pub words: String,
    /// Rules that account for it, as far as can be told from the row.
    pub rules: Vec<String>,
    /// Fields with other values, in column order; of added and removed rows none.
    pub fields: Vec<FieldChange>,
    /// Its row in the old table.
    #[serde(skip)]
    pub old_row: Option<usize>,
    /// Its row in the new table.
    #[serde(skip)]
    pub new_row: Option<usize>,
}

/// A field with another value; empty is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Column.
    pub field: String,
    /// Before.
    pub old: String,
    /// After.
    pub new: String,
}

/// Compares two directories of runs, or two files.
///
/// # Errors
/// When one cannot be read, holds a key twice, is of another version of the contract or of another
/// kind, or `options` name a column or table that is not there.
pub fn paths(old: &Path, new: &Path, options: &Options) -> Result<Diff> {
    read::paths(old, new, options)
}

/// Compares two tables of one kind.
///
/// # Errors
/// When they are of different kinds, or hold a key twice.
pub fn tables(old: Table, new: Table, options: &Options) -> Result<Diff> {
    let tables = compare::compare(old, new, options, &mut renames::Renames::default())?;
    let diff = Diff { tables: tables.into_iter().collect() };
    diff.has_columns(options)?;
    Ok(diff)
}

impl Diff {
    /// Whether nothing is different.
    pub fn is_same(&self) -> bool {
        self.tables.iter().all(TableDiff::is_same)
    }

    /// Counts by table, kind, field and rule.
    pub fn summary(&self) -> Summary {
        Summary::of(self)
    }

    /// Writes every change.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, format: Format, out: &mut impl io::Write) -> io::Result<()> {
        match format {
            Format::Text { colour } => text::changes(self, colour, out),
            Format::Json => json::changes(self, out),
            Format::Csv => csv::changes(self, out),
            Format::Markdown => markdown::changes(self, out),
            Format::Html => html::changes(self, out),
        }
    }

    /// Writes what the users of a dataset should know, as CSV: incidents and totals added, removed and
    /// with revised figures, and why.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_release_notes(&self, out: &mut impl io::Write) -> io::Result<()> {
        notes::write(self, out)
    }

    /// Writes the counts by table, kind, field and rule instead of the changes.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_summary(&self, format: Format, out: &mut impl io::Write) -> io::Result<()> {
        let summary = self.summary();
        match format {
            Format::Text { .. } => text::summary(&summary, out),
            Format::Json => json::summary(&summary, out),
            Format::Csv => csv::summary(&summary, out),
            Format::Markdown => markdown::summary(&summary, out),
            Format::Html => html::summary(&summary, out),
        }
    }

    fn has_columns(&self, options: &Options) -> Result<()> {
        let known = |name: &String| {
            self.tables.iter().any(|t| t.old.column(name).or(t.new.column(name)).is_some())
        };
        match options.ignore.iter().find(|name| !self.tables.is_empty() && !known(name)) {
            Some(name) => Err(crate::Error::new(format!("no column to ignore is called {name}"))),
            None => Ok(()),
        }
    }
}

impl TableDiff {
    /// Whether nothing is different.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty() && self.columns_added.is_empty() && self.columns_removed.is_empty()
    }

    /// How many rows became what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        self.changes.iter().for_each(|change| counts.add(change.change));
        counts
    }
}
