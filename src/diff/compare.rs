//! Two tables of one kind: in, their rows and what is known of ids that moved; out, what is different.

use super::{
    Change, Fate, FieldChange, Options, Table, TableDiff, areas, matching::Pairs, renames::Renames,
    shape::Shape,
};
use crate::{Error, Result};

/// Compares two tables and notes which ids moved; two empty files give nothing.
pub(super) fn compare(
    old: Table,
    new: Table,
    options: &Options,
    renames: &mut Renames,
) -> Result<Option<TableDiff>> {
    let Some(shape) = old.shape.or(new.shape) else { return Ok(None) };
    if old.shape.or(new.shape) != new.shape.or(old.shape) {
        let name = |table: &Table| table.shape.map_or("nothing", |shape| shape.name).to_owned();
        let message = format!(
            "cannot compare {} with {}: different tables, or CSV with JSON",
            name(&old),
            name(&new)
        );
        return Err(Error::new(message));
    }
    let pairs = Pairs::of(shape, &old, &new, renames)?;
    let columns = Columns::of(&old, &new, options);
    let changes = Comparison { shape, old: &old, new: &new, columns: &columns, renames };
    let changes = changes.all(&pairs);
    note_moves(shape, &old, &new, &pairs, renames);
    let (columns_added, columns_removed) = (columns.added, columns.removed);
    Ok(Some(TableDiff { name: shape.name, old, new, columns_added, columns_removed, changes }))
}

/// Ids that are others now, where one column is the id.
fn note_moves(shape: &Shape, old: &Table, new: &Table, pairs: &Pairs, renames: &mut Renames) {
    let [id] = shape.key else { return };
    for (row, before) in pairs.old.iter().enumerate() {
        let Some(before) = before else { continue };
        let (before, after) = (old.cell(*before, id), new.cell(row, id));
        if before != after {
            renames.add(id, before, after);
        }
    }
}

/// Which columns are compared, and which only one table has.
struct Columns {
    /// Name, and where it stands in the old and the new table.
    common: Vec<(String, usize, usize)>,
    added: Vec<String>,
    removed: Vec<String>,
    /// The columns are the same, in one order, and none is ignored: rows can be compared whole.
    whole: bool,
}

impl Columns {
    fn of(old: &Table, new: &Table, options: &Options) -> Columns {
        // of an empty file it cannot be said that columns are missing
        let only = |table: &Table, other: &Table| {
            let alone = |name: &&String| {
                other.column(name).is_none() && !options.ignore.contains(name.as_str())
            };
            let none = other.columns.is_empty();
            table.columns.iter().filter(alone).filter(|_| !none).cloned().collect()
        };
        let common = new.columns.iter().enumerate();
        let common = common.filter(|(_, name)| !options.ignore.contains(name.as_str()));
        let common = common.filter_map(|(at, name)| Some((name.clone(), old.column(name)?, at)));
        Columns {
            common: common.collect(),
            added: only(new, old),
            removed: only(old, new),
            whole: old.columns == new.columns,
        }
    }
}

/// Two tables under comparison.
struct Comparison<'t> {
    shape: &'static Shape,
    old: &'t Table,
    new: &'t Table,
    columns: &'t Columns,
    renames: &'t Renames,
}

impl Comparison<'_> {
    /// All that is different, in the order of the new rows, each removed row behind the row that it
    /// followed.
    fn all(&self, pairs: &Pairs) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut behind = 0;
        for (row, partner) in pairs.new.iter().enumerate() {
            match partner {
                Some(new) => behind = new + 1,
                None => changes.push(((behind, 0), self.alone(Fate::Removed, row))),
            }
        }
        for (row, partner) in pairs.old.iter().enumerate() {
            let change = match partner {
                Some(old) => self.pair(*old, row),
                None => Some(self.alone(Fate::Added, row)),
            };
            changes.extend(change.map(|change| ((row, 1), change)));
        }
        // stable: removed rows keep their order
        changes.sort_by_key(|(place, _)| *place);
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// A row that only one table has.
    fn alone(&self, change: Fate, row: usize) -> Change {
        let table = if change == Fate::Added { self.new } else { self.old };
        let mut change = self.change(change, table, row);
        change.rules = areas::rules(self.shape, table, row);
        change
    }

    fn pair(&self, old: usize, new: usize) -> Option<Change> {
        if self.columns.whole && self.old.rows[old] == self.new.rows[new] {
            return None;
        }
        let fields = self.fields(old, new);
        if fields.is_empty() {
            return None;
        }
        let named = |field: &FieldChange| self.shape.names.contains(&field.field.as_str());
        let fate = if fields.iter().all(named) { Fate::Moved } else { Fate::Changed };
        let mut change = self.change(fate, self.new, new);
        let old_id = self.id(self.old, old);
        change.old_id = (old_id != change.id).then_some(old_id);
        change.old_row = Some(old);
        change.rules = areas::behind(
            &fields,
            areas::rules(self.shape, self.old, old),
            areas::rules(self.shape, self.new, new),
        );
        change.fields = fields;
        Some(change)
    }

    fn fields(&self, old: usize, new: usize) -> Vec<FieldChange> {
        let mut fields = Vec::new();
        for (name, before, after) in &self.columns.common {
            let (before, after) = (self.old.at(old, *before), self.new.at(new, *after));
            if before != after && !self.follows(name, before, after) {
                fields.push(FieldChange {
                    field: name.clone(),
                    old: before.to_owned(),
                    new: after.to_owned(),
                });
            }
        }
        fields
    }

    /// Whether a cell that points to another row just follows where that row moved.
    fn follows(&self, column: &str, old: &str, new: &str) -> bool {
        self.shape.key != [column] && self.renames.translate(column, old) == new
    }

    fn change(&self, change: Fate, table: &Table, row: usize) -> Change {
        let of = |column| table.cell(row, column).to_owned();
        Change {
            change,
            id: self.id(table, row),
            old_id: None,
            document_id: of("document_id"),
            kind: of(self.shape.kind),
            words: of(self.shape.words),
            rules: Vec::new(),
            fields: Vec::new(),
            old_row: (change == Fate::Removed).then_some(row),
            new_row: (change != Fate::Removed).then_some(row),
        }
    }

    fn id(&self, table: &Table, row: usize) -> String {
        self.shape.key.iter().map(|name| table.cell(row, name)).collect::<Vec<_>>().join("/")
    }
}
