//! JSON: in, what is different; out, one object; each change stands on a line of its own.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Change, Counts, Diff, Fate, Summary, TableDiff};

/// A change, and of an added or removed row its cells.
#[derive(Serialize)]
struct Line<'d> {
    #[serde(flatten)]
    change: &'d Change,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<Filled<'d>>,
}

/// The cells of a row that are not empty.
struct Filled<'d>(&'d TableDiff, &'d Change);

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Filled(table, change) = self;
        let (table, row) = match (change.new_row, change.old_row) {
            (Some(row), _) => (&table.new, row),
            (_, row) => (&table.old, row.unwrap_or_default()),
        };
        let mut map = out.serialize_map(None)?;
        for (column, cell) in table.filled(row) {
            map.serialize_entry(column, cell)?;
        }
        map.end()
    }
}

/// What is said of a table before its changes.
#[derive(Serialize)]
struct Head<'d> {
    table: &'static str,
    old_rows: usize,
    new_rows: usize,
    #[serde(flatten)]
    counts: Counts,
    columns_added: &'d [String],
    columns_removed: &'d [String],
}

pub(super) fn changes(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{{\"same\":{},\"tables\":[", diff.is_same())?;
    for (number, table) in diff.tables.iter().enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        one(table, out)?;
    }
    out.write_all(b"\n]}\n")
}

fn one(table: &TableDiff, out: &mut impl Write) -> io::Result<()> {
    let head = serde_json::to_string(&Head {
        table: table.name,
        old_rows: table.old.len(),
        new_rows: table.new.len(),
        counts: table.counts(),
        columns_added: &table.columns_added,
        columns_removed: &table.columns_removed,
    })?;
    // the changes go into the same object
    write!(out, "{},\"changes\":[", head.trim_end_matches('}'))?;
    for (number, change) in table.changes.iter().enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        let alone = matches!(change.change, Fate::Added | Fate::Removed);
        let row = alone.then_some(Filled(table, change));
        serde_json::to_writer(&mut *out, &Line { change, row })?;
    }
    out.write_all(b"]}")
}

pub(super) fn summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, summary)?;
    out.write_all(b"\n")
}
