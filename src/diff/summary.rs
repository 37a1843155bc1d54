//! Counts: in, what is different; out, how many rows were added, removed, changed and moved, by table,
//! kind, field and rule.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Change, Diff, Fate};

/// How many rows became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New rows.
    pub added: u64,
    /// Rows that are gone.
    pub removed: u64,
    /// Rows with other values.
    pub changed: u64,
    /// Rows with another id and the same values.
    pub moved: u64,
}

impl Counts {
    /// Counts a row.
    pub fn add(&mut self, fate: Fate) {
        *match fate {
            Fate::Added => &mut self.added,
            Fate::Removed => &mut self.removed,
            Fate::Changed => &mut self.changed,
            Fate::Moved => &mut self.moved,
        } += 1;
    }

    /// In words, without those that are none: `1 added, 2 changed`.
    pub fn words(&self) -> String {
        let counts = [
            (self.added, Fate::Added),
            (self.removed, Fate::Removed),
            (self.changed, Fate::Changed),
            (self.moved, Fate::Moved),
        ];
        let told = counts.iter().filter(|(count, _)| *count > 0);
        let told = told.map(|(count, fate)| format!("{count} {}", fate.as_str()));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// A line of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Table.
    pub table: &'static str,
    /// What is counted by: all, kind, field or rule.
    pub by: &'static str,
    /// Which kind, field or rule; empty for all.
    pub name: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Counts by table, kind, field and rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// In the order of the tables, then by what is counted, then by name; tables without a change
    /// have none.
    pub lines: Vec<Line>,
}

/// What is counted by, in the order of the lines.
const BY: [&str; 4] = ["all", "kind", "field", "rule"];

impl Summary {
    pub(super) fn of(diff: &Diff) -> Summary {
        let mut lines = Vec::new();
        for table in &diff.tables {
            let mut counts: BTreeMap<(usize, String), Counts> = BTreeMap::new();
            for change in &table.changes {
                for key in keys(change) {
                    counts.entry(key).or_default().add(change.change);
                }
            }
            lines.extend(counts.into_iter().map(|((by, name), counts)| Line {
                table: table.name,
                by: BY[by],
                name,
                counts,
            }));
        }
        Summary { lines }
    }
}

/// What a change counts for.
fn keys(change: &Change) -> impl Iterator<Item = (usize, String)> {
    let kind = Some(change.kind.clone()).filter(|kind| !kind.is_empty());
    let all = [(0, String::new())].into_iter().chain(kind.map(|kind| (1, kind)));
    let fields = change.fields.iter().map(|field| (2, field.field.clone()));
    all.chain(fields).chain(change.rules.iter().map(|rule| (3, rule.clone())))
}
