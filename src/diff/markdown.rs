//! Markdown: in, what is different; out, a heading and a table for each table. Cells are escaped: a
//! text makes no link, no row and no tag.

use std::io::{self, Write};

use super::{Change, Diff, Fate, Summary};

pub(super) fn changes(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    if diff.is_same() {
        return writeln!(out, "No difference.");
    }
    for table in diff.tables.iter().filter(|table| !table.is_same()) {
        writeln!(out, "## {}\n", table.name)?;
        let (old, new) = (table.old.len(), table.new.len());
        let mut said = vec![format!("{old} → {new} rows"), table.counts().words()];
        let only = |what, columns: &[String]| {
            (!columns.is_empty())
                .then(|| format!("{what} columns: {}", escape(&columns.join(", "))))
        };
        said.extend(only("new", &table.columns_added));
        said.extend(only("gone", &table.columns_removed));
        said.retain(|part| !part.is_empty());
        writeln!(out, "{}\n", said.join("; "))?;
        if !table.changes.is_empty() {
            writeln!(out, "| change | id | kind | field | old | new |\n|---|---|---|---|---|---|")?;
        }
        table.changes.iter().try_for_each(|change| rows(change, out))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The lines of a change: one a field; of a row that only one set has, its words.
fn rows(change: &Change, out: &mut impl Write) -> io::Result<()> {
    let start = format!(
        "| {} | {} | {} |",
        change.change.as_str(),
        escape(&change.id),
        escape(&change.kind)
    );
    let words = escape(&change.words);
    match change.change {
        Fate::Added => writeln!(out, "{start}  |  | {words} |"),
        Fate::Removed => writeln!(out, "{start}  | {words} |  |"),
        Fate::Changed | Fate::Moved => change.fields.iter().try_for_each(|field| {
            let cells = [&field.field, &field.old, &field.new].map(|cell| escape(cell));
            writeln!(out, "{start} {} |", cells.join(" | "))
        }),
    }
}

pub(super) fn summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "| table | by | name | added | removed | changed | moved |")?;
    writeln!(out, "|---|---|---|---:|---:|---:|---:|")?;
    summary.lines.iter().try_for_each(|line| {
        let (name, counts) = (escape(&line.name), line.counts);
        writeln!(
            out,
            "| {} | {} | {name} | {} | {} | {} | {} |",
            line.table, line.by, counts.added, counts.removed, counts.changed, counts.moved
        )
    })
}

/// A cell: on one line, and nothing in it is markup.
fn escape(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    for c in cell.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '[' | ']' | '!' | '#' | '~' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
