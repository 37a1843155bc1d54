//! HTML: in, what is different; out, a page that needs nothing else. Cells find their own direction, and
//! nothing in them is markup.

use std::io::{self, Write};

use super::{Change, Diff, Fate, Summary};

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>What changed</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em; }
table { border-collapse: collapse; margin-bottom: 2em; }
th, td { border: 1px solid #bbb; padding: .2em .6em; text-align: start; vertical-align: top; }
.added { background: #e6f6e6; } .removed { background: #fbe6e6; }
.changed { background: #fdf6dc; } .moved { background: #e6f1fb; }
</style>
";

pub(super) fn changes(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    if diff.is_same() {
        writeln!(out, "<p>No difference.</p>")?;
    }
    for table in diff.tables.iter().filter(|table| !table.is_same()) {
        let (old, new) = (table.old.len(), table.new.len());
        writeln!(out, "<h2>{}</h2>", table.name)?;
        writeln!(out, "<p>{old} → {new} rows; {}</p>", table.counts().words())?;
        for (what, columns) in [("New", &table.columns_added), ("Gone", &table.columns_removed)] {
            if !columns.is_empty() {
                writeln!(out, "<p>{what} columns: {}</p>", escape(&columns.join(", ")))?;
            }
        }
        heading(&["change", "id", "document", "kind", "field", "old", "new", "rules"], out)?;
        table.changes.iter().try_for_each(|change| rows(change, out))?;
        writeln!(out, "</table>")?;
    }
    writeln!(out, "</html>")
}

fn rows(change: &Change, out: &mut impl Write) -> io::Result<()> {
    let rules = change.rules.join(" ");
    let mut row = |field: &str, old: &str, new: &str| {
        let cells = [&change.id, &change.document_id, &change.kind, field, old, new, &rules];
        cell_row(change.change, &cells, out)
    };
    match change.change {
        Fate::Added => row("", "", &change.words),
        Fate::Removed => row("", &change.words, ""),
        Fate::Changed | Fate::Moved => {
            change.fields.iter().try_for_each(|field| row(&field.field, &field.old, &field.new))
        }
    }
}

fn cell_row(fate: Fate, cells: &[&str], out: &mut impl Write) -> io::Result<()> {
    let fate = fate.as_str();
    write!(out, "<tr class=\"{fate}\"><td>{fate}</td>")?;
    for cell in cells {
        write!(out, "<td dir=\"auto\">{}</td>", escape(cell))?;
    }
    writeln!(out, "</tr>")
}

fn heading(names: &[&str], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<table>\n<tr><th>{}</th></tr>", names.join("</th><th>"))
}

pub(super) fn summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    heading(&["table", "by", "name", "added", "removed", "changed", "moved"], out)?;
    for line in &summary.lines {
        let counts = &line.counts;
        write!(out, "<tr><td>{}</td><td>{}</td>", line.table, line.by)?;
        write!(out, "<td dir=\"auto\">{}</td>", escape(&line.name))?;
        for count in [counts.added, counts.removed, counts.changed, counts.moved] {
            write!(out, "<td>{count}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>\n</html>")
}

/// A text as it may stand in HTML.
pub(crate) fn escape(cell: &str) -> String {
    cell.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
