//! Reviewed tables as annotations: in, a folder of a run in whose tables people have filled in
//! review_status; out, the events that stand in the documents they have gone through.

use std::{collections::BTreeMap, path::Path};

use super::gold::{Gold, GoldDocument, Incident, Place, Toll};
use crate::{
    Result,
    dataset::Dataset,
    diff::Table,
    record::Effect,
    write::{
        events::{AGGREGATES, EVENTS},
        places::EVENT_PLACES,
    },
};

/// What of a row is to be found again.
enum Verdict {
    /// The event as the row has it.
    Event,
    /// Nothing: it is no event, or another row has it.
    Nothing,
    /// It has not been decided, so its document cannot be scored.
    Open,
}

/// The reviewed events of a run.
///
/// # Errors
/// When a table cannot be read, or has a status that is none.
pub(super) fn read(folder: &Path) -> Result<Gold> {
    // what people have filled in is not what the run wrote
    let set = Dataset::open(folder)?.even_if_changed();
    let table = |name: &str| Table::of_set(&set, name);
    let places = table(EVENT_PLACES.name)?;
    let places = Places::of(&places);
    let mut documents: BTreeMap<String, Option<Vec<Incident>>> = BTreeMap::new();
    for (name, aggregate) in [(EVENTS.name, false), (AGGREGATES.name, true)] {
        let table = table(name)?;
        for row in 0..table.len() {
            let verdict = verdict(&table, row)?;
            let id = table.cell(row, "document_id").to_owned();
            let events = documents.entry(id).or_insert_with(|| Some(Vec::new()));
            match verdict {
                Verdict::Event => events.iter_mut().for_each(|events| {
                    events.push(Incident { aggregate, ..incident(&table, row, &places) });
                }),
                Verdict::Nothing => {}
                Verdict::Open => *events = None,
            }
        }
    }
    let decided = documents.into_iter().filter_map(|(id, events)| Some((id, events?)));
    let documents = decided.map(|(id, events)| GoldDocument::of_events(id, events)).collect();
    Ok(Gold { documents, events_only: true })
}

fn verdict(table: &Table, row: usize) -> Result<Verdict> {
    match table.cell(row, "review_status").trim() {
        "accepted" | "corrected" | "added" => Ok(Verdict::Event),
        "rejected" | "duplicate" | "stale" => Ok(Verdict::Nothing),
        "" | "unsure" => Ok(Verdict::Open),
        other => Err(table.error(row, format!("review_status: {other:?} is none"))),
    }
}

fn incident(table: &Table, row: usize, places: &Places<'_>) -> Incident {
    let cell = |column: &str| table.cell(row, column).to_owned();
    let filled = |column: &str| Some(cell(column)).filter(|text| !text.is_empty());
    Incident {
        kind: cell("event_kind"),
        start: filled("date_start"),
        end: filled("date_end"),
        places: places.of_event(table, row),
        casualties: tolls(table, row),
        actor: cell("actor"),
        target: cell("target"),
        evidence: cell("evidence"),
        ..Incident::default()
    }
}

/// The figures that a row has; an empty bound beside a figure is unbounded.
fn tolls(table: &Table, row: usize) -> Vec<Toll> {
    let toll = |effect: &Effect| {
        let bound = |side: &str| table.cell(row, &format!("{effect}_{side}")).parse().ok();
        let (low, high) = (bound("low"), bound("high"));
        let known = low.is_some() || high.is_some();
        known.then(|| Toll { effect: effect.to_string(), low, high })
    };
    Effect::ALL.iter().filter_map(toll).collect()
}

/// event_places.csv by event.
struct Places<'t> {
    table: &'t Table,
    rows: BTreeMap<&'t str, Vec<usize>>,
}

impl<'t> Places<'t> {
    fn of(table: &'t Table) -> Places<'t> {
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for row in 0..table.len() {
            rows.entry(table.cell(row, "event_id")).or_default().push(row);
        }
        Places { table, rows }
    }

    /// The places that the row of an event names: the first as the row has it, which may have been
    /// corrected, the others as they were read.
    fn of_event(&self, events: &Table, row: usize) -> Vec<Place> {
        let first = events.cell(row, "place_name");
        if first.is_empty() {
            return Vec::new();
        }
        let id = events.cell(row, "event_id");
        let mut place = self.named(id, first);
        place.latitude = events.cell(row, "latitude").parse().ok();
        place.longitude = events.cell(row, "longitude").parse().ok();
        place.country = Some(events.cell(row, "country_code").to_owned());
        if let kind @ ("country" | "admin") = events.cell(row, "place_precision") {
            place.kind = Some(kind.to_owned());
        }
        let others = events.cell(row, "other_places").split(';').filter(|name| !name.is_empty());
        [place].into_iter().chain(others.map(|name| self.named(id, name))).collect()
    }

    /// A place of an event by its name; of one that a reviewer put in only that is known.
    fn named(&self, event: &str, name: &str) -> Place {
        let mut place = Place { name: name.to_owned(), ..Place::default() };
        let rows = self.rows.get(event).into_iter().flatten();
        if let Some(row) = rows.copied().find(|row| self.table.cell(*row, "name") == name) {
            let cell = |column| self.table.cell(row, column);
            place.kind = Some(cell("feature").to_owned());
            place.country = Some(cell("country_code").to_owned());
            place.latitude = cell("latitude").parse().ok();
            place.longitude = cell("longitude").parse().ok();
        }
        place
    }
}
