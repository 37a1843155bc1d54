//! Which rules account for a change: in, the changed fields of a row and its rules before and after;
//! out, rules. A rule's id says in its second part what the rule reads.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Change, Fate, FieldChange, Table, TableDiff,
    renames::Renames,
    shape::{EVENTS, MENTIONS, Shape},
};

/// What the fields that begin so are read by.
const AREAS: [(&str, &str); 18] = [
    ("date", "date"),
    ("place", "place"),
    ("latitude", "place"),
    ("longitude", "place"),
    ("admin", "place"),
    ("country", "place"),
    ("gazetteer_id", "place"),
    ("other_places", "place"),
    ("killed", "casualty"),
    ("injured", "casualty"),
    ("abducted", "casualty"),
    ("missing", "casualty"),
    ("detained", "casualty"),
    ("displaced", "casualty"),
    ("casualties", "casualty"),
    ("actor", "actor"),
    ("target", "actor"),
    ("attribution", "speaker"),
];

/// The rules of a row.
pub(super) fn rules(shape: &Shape, table: &Table, row: usize) -> Vec<String> {
    let cell = shape.rules.map_or("", |column| table.cell(row, column));
    cell.split(';').filter(|rule| !rule.is_empty()).map(str::to_owned).collect()
}

/// The rules behind a changed row: those that came or went; where none did, those that read the
/// changed fields.
pub(super) fn behind(fields: &[FieldChange], old: Vec<String>, new: Vec<String>) -> Vec<String> {
    let (old, new): (BTreeSet<_>, BTreeSet<_>) =
        (old.into_iter().collect(), new.into_iter().collect());
    let other: Vec<String> = old.symmetric_difference(&new).cloned().collect();
    if !other.is_empty() {
        return other;
    }
    let areas: BTreeSet<&str> = fields.iter().map(|field| area(&field.field)).collect();
    let reads = |rule: &&String| rule.split('.').nth(1).is_some_and(|area| areas.contains(area));
    new.iter().filter(reads).cloned().collect()
}

/// Finds the rules behind changed events whose own rules do not tell: those of their mentions that are
/// different, too, and of the kind that the changed fields are read from.
pub(super) fn from_mentions(tables: &mut [TableDiff], renames: &Renames) {
    let mentions = tables.iter().find(|table| table.name == MENTIONS.name);
    let by_event = mentions.map(|table| rules_by_event(table, renames)).unwrap_or_default();
    let events = tables.iter_mut().filter(|table| table.name == EVENTS.name);
    for change in events.flat_map(|table| &mut table.changes) {
        if change.change == Fate::Changed && change.rules.is_empty() {
            let areas: BTreeSet<&str> = change.fields.iter().map(|f| area(&f.field)).collect();
            let known = by_event.get(&change.id).into_iter().flatten();
            let behind = known.filter(|(kind, _)| areas.contains(kind.as_str()));
            change.rules = behind.map(|(_, rule)| rule.clone()).collect();
        }
    }
}

/// Kind and rule of the mentions that are different, by the event they belong to.
fn rules_by_event(
    mentions: &TableDiff,
    renames: &Renames,
) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let mut by_event: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let different = |change: &&Change| change.change != Fate::Moved;
    for change in mentions.changes.iter().filter(different) {
        let old = change.old_row.map(|row| mentions.old.cell(row, "event_ids"));
        let old = renames.translate("event_ids", old.unwrap_or_default());
        let new = change.new_row.map(|row| mentions.new.cell(row, "event_ids"));
        for event in old.split(';').chain(new.unwrap_or_default().split(';')) {
            let rules = change.rules.iter().map(|rule| (change.kind.clone(), rule.clone()));
            by_event.entry(event.to_owned()).or_default().extend(rules);
        }
    }
    by_event
}

fn area(field: &str) -> &'static str {
    AREAS.iter().find(|(prefix, _)| field.starts_with(prefix)).map_or("event", |(_, area)| area)
}
