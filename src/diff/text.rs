//! For a terminal: in, what is different; out, a line for each row and, under it, one for each field.
//! Words are quoted, so that none reorders or colours what stands around it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Change, Diff, Fate, FieldChange, Summary, TableDiff};
use crate::quote::quote;

/// Characters of the evidence that are shown.
const SHOWN: usize = 100;

pub(super) fn changes(diff: &Diff, colour: bool, out: &mut impl Write) -> io::Result<()> {
    for table in diff.tables.iter().filter(|table| !table.is_same()) {
        heading(table, out)?;
        table.changes.iter().try_for_each(|change| row(change, colour, out))?;
    }
    Ok(())
}

fn heading(table: &TableDiff, out: &mut impl Write) -> io::Result<()> {
    let (old, new) = (table.old.len(), table.new.len());
    let counts = table.counts().words();
    let counts = if counts.is_empty() { "other columns" } else { &counts };
    writeln!(out, "{}  {old} → {new}: {counts}", table.name)?;
    for (what, columns) in [("new", &table.columns_added), ("gone", &table.columns_removed)] {
        if !columns.is_empty() {
            writeln!(out, "  {what} columns: {}", columns.join(", "))?;
        }
    }
    Ok(())
}

fn row(change: &Change, colour: bool, out: &mut impl Write) -> io::Result<()> {
    let (mark, style) = look(change.change, colour);
    let words: String = quote(&cut(&change.words));
    let about = [quote(&change.kind), quote(&change.document_id), words];
    let about: Vec<_> = about.into_iter().filter(|part| !part.is_empty()).collect();
    write!(out, "{style}{mark} {}{style:#}", quote(&change.id))?;
    if let Some(old) = &change.old_id {
        write!(out, "  was {}", quote(old))?;
    }
    writeln!(out, "  {}", about.join("  "))?;
    let told: Vec<&FieldChange> =
        change.fields.iter().filter(|_| change.change != Fate::Moved).collect();
    let width = told.iter().map(|field| field.field.len()).max().unwrap_or_default();
    told.iter().try_for_each(|field| {
        let (old, new) = (shown(&field.old), shown(&field.new));
        writeln!(out, "    {:width$}  {old} → {new}", field.field)
    })
}

fn shown(cell: &str) -> String {
    if cell.is_empty() { "(empty)".to_owned() } else { quote(cell) }
}

fn cut(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

fn look(fate: Fate, colour: bool) -> (char, Style) {
    let (mark, ansi) = match fate {
        Fate::Added => ('+', AnsiColor::Green),
        Fate::Removed => ('-', AnsiColor::Red),
        Fate::Changed => ('~', AnsiColor::Yellow),
        Fate::Moved => ('>', AnsiColor::Cyan),
    };
    (mark, if colour { ansi.on_default() } else { Style::new() })
}

pub(super) fn summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    let width = summary.lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
    for line in &summary.lines {
        match line.by {
            "all" => writeln!(out, "{}: {}", line.table, line.counts.words())?,
            by => writeln!(out, "  {by:5}  {:width$}  {}", line.name, line.counts.words())?,
        }
    }
    Ok(())
}
