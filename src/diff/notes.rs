//! Release notes: in, what is different; out, changes.csv for those who use the dataset: incidents and
//! totals that were added or removed, figures that were revised, and why.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{Change, Diff, Fate, FieldChange, TableDiff, shape};

const COLUMNS: [&str; 11] = [
    "change",
    "event_id",
    "former_id",
    "document_id",
    "event_kind",
    "date_start",
    "place_name",
    "field",
    "old",
    "new",
    "why",
];

/// Columns in which a user counts or looks up; counts of persons end in one of [`BOUNDS`].
const FIGURES: [&str; 12] = [
    "aggregate",
    "conflict_related",
    "event_kind",
    "date_start",
    "date_end",
    "place_name",
    "latitude",
    "longitude",
    "admin1",
    "country_code",
    "actor",
    "target",
];
const BOUNDS: [&str; 3] = ["_low", "_best", "_high"];

pub(super) fn write(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    let documents = documents(diff);
    for table in diff.tables.iter().filter(|table| table.name == shape::EVENTS.name) {
        for change in &table.changes {
            let why = why(change, documents.get(change.document_id.as_str()).copied());
            rows(table, change, &why, &mut out)?;
        }
    }
    out.flush()
}

fn rows(
    table: &TableDiff,
    change: &Change,
    why: &str,
    out: &mut ::csv::Writer<&mut impl Write>,
) -> io::Result<()> {
    let (rows, row) = match (change.new_row, change.old_row) {
        (Some(row), _) => (&table.new, row),
        (_, row) => (&table.old, row.unwrap_or_default()),
    };
    // in events.json the names are paths
    let cell = |csv: &str, json: &str| match rows.column(csv) {
        Some(column) => rows.at(row, column).to_owned(),
        None => rows.cell(row, json).to_owned(),
    };
    let date = cell("date_start", "date.start");
    let place = cell("place_name", "places.1.name");
    for (what, [field, old, new]) in told(change) {
        let former = change.old_id.as_deref().unwrap_or_default();
        let (id, document, kind) = (&change.id, &change.document_id, &change.kind);
        out.write_record([what, id, former, document, kind, &date, &place, field, old, new, why])?;
    }
    Ok(())
}

/// What a user is told of a change: none of it where only offsets, flags or rules are others.
fn told(change: &Change) -> Vec<(&'static str, [&str; 3])> {
    let figure = |field: &&FieldChange| {
        let name = field.field.as_str();
        FIGURES.contains(&name) || BOUNDS.iter().any(|bound| name.ends_with(bound))
    };
    match change.change {
        Fate::Changed => {
            let figures = change.fields.iter().filter(figure);
            figures.map(|f| ("revised", [&*f.field, &*f.old, &*f.new])).collect()
        }
        Fate::Moved if change.old_id.is_none() => Vec::new(),
        Fate::Added | Fate::Removed | Fate::Moved => vec![(change.change.as_str(), [""; 3])],
    }
}

/// What became of the documents that are different, by id.
fn documents(diff: &Diff) -> BTreeMap<&str, Fate> {
    let tables = diff.tables.iter().filter(|table| table.name == shape::DOCUMENTS.name);
    let changes = tables.flat_map(|table| &table.changes);
    let text = |change: &&Change| {
        change.change != Fate::Changed || change.fields.iter().any(|field| field.field == "sha256")
    };
    changes.filter(text).map(|change| (change.document_id.as_str(), change.change)).collect()
}

fn why(change: &Change, document: Option<Fate>) -> String {
    match (document, change.change) {
        (Some(Fate::Added), _) => "the document is new".into(),
        (Some(Fate::Removed), _) => "the document is no longer there".into(),
        (Some(Fate::Changed), _) => "the text of the document changed".into(),
        (_, Fate::Moved) => "the same incident under another id".into(),
        (_, _) if change.rules.is_empty() => "read otherwise".into(),
        (_, _) => format!("read otherwise: {}", change.rules.join(", ")),
    }
}
