//! Which row is which: in, two tables; out, pairs of rows. By id first; what is left by evidence, the
//! strictest likeness first; then by words that overlap. All in row order, so the same every time.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::{renames::Renames, shape::Shape, table::Table};
use crate::Result;

/// For every new row its old one, and for every old row its new one.
#[derive(Debug)]
pub struct Pairs {
    /// By new row.
    pub old: Vec<Option<usize>>,
    /// By old row.
    pub new: Vec<Option<usize>>,
}

impl Pairs {
    /// Matches the rows of two tables of one kind.
    ///
    /// # Errors
    /// When two rows of a table have one key.
    pub fn of(shape: &Shape, old: &Table, new: &Table, renames: &Renames) -> Result<Pairs> {
        let mut pairs = Pairs { old: vec![None; new.len()], new: vec![None; old.len()] };
        let (old_keys, new_keys) = (keys(shape, old)?, keys(shape, new)?);
        if !shape.key_is_a_position() {
            for (key, row) in &new_keys {
                old_keys.get(key).into_iter().for_each(|before| pairs.join(*before, *row));
            }
        }
        shape.passes.iter().for_each(|pass| pairs.alike(pass, old, new, renames));
        if let Some(span) = &shape.span {
            pairs.overlapping(span, old, new, renames);
        }
        Ok(pairs)
    }

    fn join(&mut self, old: usize, new: usize) {
        self.old[new] = Some(old);
        self.new[old] = Some(new);
    }

    /// Matches what is left by these columns.
    fn alike(&mut self, pass: &[&str], old: &Table, new: &Table, renames: &Renames) {
        let known = |table: &Table| pass.iter().all(|column| table.column(column).is_some());
        if !known(old) || !known(new) {
            return;
        }
        let key = |table: &Table, row, renames: &Renames| {
            let cells = pass.iter().map(|c| renames.translate(c, table.cell(row, c)).into_owned());
            cells.collect::<Vec<_>>()
        };
        let mut waiting: HashMap<Vec<String>, Vec<usize>, FixedState> = HashMap::default();
        // from the last to the first, so that the first is taken first
        for row in free(&self.new).rev().filter(|row| !old.cell(*row, pass[0]).is_empty()) {
            waiting.entry(key(old, row, renames)).or_default().push(row);
        }
        for row in free(&self.old).collect::<Vec<_>>() {
            let before = waiting.get_mut(&key(new, row, &Renames::default())).and_then(Vec::pop);
            before.into_iter().for_each(|before| self.join(before, row));
        }
    }

    /// Matches what is left where the words overlap.
    fn overlapping(&mut self, span: &[&str; 4], old: &Table, new: &Table, renames: &Renames) {
        let before = spans(span, old, free(&self.new), renames);
        let mut after = spans(span, new, free(&self.old), &Renames::default());
        for (group, before) in before {
            let Some(after) = after.remove(&group) else { continue };
            let (mut before, mut after) =
                (before.into_iter().peekable(), after.into_iter().peekable());
            while let (Some(b), Some(a)) = (before.peek(), after.peek()) {
                if b.end <= a.start {
                    before.next();
                } else if a.end <= b.start {
                    after.next();
                } else {
                    self.join(b.row, a.row);
                    before.next();
                    after.next();
                }
            }
        }
    }
}

/// Rows without a partner.
fn free(partners: &[Option<usize>]) -> impl DoubleEndedIterator<Item = usize> {
    partners.iter().enumerate().filter(|(_, partner)| partner.is_none()).map(|(row, _)| row)
}

/// Rows by key.
fn keys(shape: &Shape, table: &Table) -> Result<HashMap<String, usize, FixedState>> {
    let mut keys = HashMap::with_capacity_and_hasher(table.len(), FixedState::default());
    let columns: Vec<usize> = shape.key.iter().filter_map(|name| table.column(name)).collect();
    for row in 0..table.len() {
        let cells: Vec<&str> = columns.iter().map(|column| table.at(row, *column)).collect();
        if let Some(first) = keys.insert(cells.join("\0"), row) {
            let (key, first) = (cells.join(", "), table.place_of(first));
            let name = shape.key.join(", ");
            let message = format!("duplicate key: {name} {key} is that of {first}, too");
            return Err(table.error(row, message));
        }
    }
    Ok(keys)
}

/// Where the words of a row stand.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    start: usize,
    end: usize,
    row: usize,
}

/// The spans of rows by document and kind, in text order.
fn spans(
    [document, kind, start, end]: &[&str; 4],
    table: &Table,
    rows: impl Iterator<Item = usize>,
    renames: &Renames,
) -> BTreeMap<(String, String), Vec<Span>> {
    let mut groups: BTreeMap<_, Vec<Span>> = BTreeMap::new();
    for row in rows {
        let at = |column| table.cell(row, column).parse();
        if let (Ok(start), Ok(end)) = (at(start), at(end)) {
            let id = renames.translate(document, table.cell(row, document)).into_owned();
            let group = (id, table.cell(row, kind).to_owned());
            groups.entry(group).or_default().push(Span { start, end, row });
        }
    }
    groups.values_mut().for_each(|spans| spans.sort());
    groups
}
