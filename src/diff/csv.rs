//! CSV: in, what is different; out, a row for each changed field, and one for each row that was added
//! or removed.

use std::io::{self, Write};

use super::{Change, Diff, Summary};

const COLUMNS: [&str; 11] = [
    "table",
    "change",
    "id",
    "old_id",
    "document_id",
    "kind",
    "words",
    "field",
    "old",
    "new",
    "rules",
];

pub(super) fn changes(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(COLUMNS)?;
    for table in &diff.tables {
        for change in &table.changes {
            for [field, old, new] in fields(change) {
                out.write_record([
                    table.name,
                    change.change.as_str(),
                    &change.id,
                    change.old_id.as_deref().unwrap_or_default(),
                    &change.document_id,
                    &change.kind,
                    &change.words,
                    field,
                    old,
                    new,
                    &change.rules.join(";"),
                ])?;
            }
        }
    }
    out.flush()
}

/// Field, old and new; empty for a row that only one set has.
fn fields(change: &Change) -> Vec<[&str; 3]> {
    match change.fields.as_slice() {
        [] => vec![[""; 3]],
        fields => fields.iter().map(|f| [&*f.field, &*f.old, &*f.new]).collect(),
    }
}

pub(super) fn summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    let mut out = ::csv::Writer::from_writer(out);
    out.write_record(["table", "by", "name", "added", "removed", "changed", "moved"])?;
    for line in &summary.lines {
        let counts = &line.counts;
        let counts = [counts.added, counts.removed, counts.changed, counts.moved];
        let counts = counts.map(|count| count.to_string());
        let [added, removed, changed, moved] = &counts;
        out.write_record([line.table, line.by, &line.name, added, removed, changed, moved])?;
    }
    out.flush()
}
