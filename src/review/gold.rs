//! How good an extraction was, by what reviewers made of it: in, a run with its decisions; out, how many
//! of the values that it gave hold, and how many of those that hold it gave, per field, and per rule
//! and field.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Reading, Review, fields, values::same};
use crate::record::{Event, Source};

/// A field, by what reviewers say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Its name; `event` for events as such.
    pub field: String,
    /// The rule, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Values that were given and hold.
    pub right: usize,
    /// Values that were given.
    pub got: usize,
    /// Values that hold; of a rule it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold: Option<usize>,
}

/// How good an extraction was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reviewed {
    /// Documents all of whose events are decided.
    pub documents: usize,
    /// Of these, those that somebody went through for what was missed.
    pub read_through: usize,
    /// In the order of events.csv.
    pub fields: Vec<Held>,
    /// By field, then by rule.
    pub rules: Vec<Held>,
}

/// What is to be found, in a document of which all is decided.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The document.
    pub document_id: String,
    /// Events that hold, those added included.
    pub events: Vec<Event>,
}

/// Fields that say what another one says, or how it was said.
const DERIVED: [&str; 9] = [
    "conflict_related",
    "date_text",
    "date_edtf",
    "date_basis",
    "place_text",
    "killed_text",
    "injured_text",
    "killed_best",
    "injured_best",
];

impl Review {
    /// The documents of which all is decided, with the events that hold.
    pub fn decided_documents(&self) -> Vec<Decided> {
        let ids = self.documents.iter().map(|extraction| &extraction.document.document_id);
        ids.filter_map(|id| self.decided_document(id)).collect()
    }

    fn decided_document(&self, id: &str) -> Option<Decided> {
        let ids = self.ids_of(id);
        if ids.is_empty() && !self.read_through(id) {
            return None;
        }
        let mut events = Vec::new();
        for event in ids.iter().filter_map(|id| self.held(id)) {
            match event.review.status.as_deref() {
                Some("accepted" | "corrected" | "added") => events.push(event),
                Some("rejected" | "duplicate") => {}
                _ => return None,
            }
        }
        Some(Decided { document_id: id.to_owned(), events })
    }

    /// Whether somebody says that all the events of a document are there.
    fn read_through(&self, id: &str) -> bool {
        let state = self.state.reading(id, "", false);
        state.is_some_and(|(state, _)| matches!(state, Reading::Done | Reading::NoEvents))
    }

    /// How much of what was extracted holds.
    pub fn scored(&self) -> Reviewed {
        let mut scored = Reviewed::default();
        let mut fields: BTreeMap<&str, Held> = BTreeMap::new();
        let mut rules: BTreeMap<(String, String), Held> = BTreeMap::new();
        for decided in self.decided_documents() {
            scored.documents += 1;
            scored.read_through += usize::from(self.read_through(&decided.document_id));
            let holding: BTreeMap<&str, &Event> =
                decided.events.iter().map(|event| (event.event_id.as_str(), event)).collect();
            let extraction = self.document(&decided.document_id);
            let extracted = || extraction.iter().flat_map(|extraction| &extraction.events);
            for event in extracted() {
                let holds = holding.get(event.event_id.as_str()).copied();
                compare(&mut fields, Some(event), holds);
                event.sources.iter().enumerate().for_each(|(at, source)| {
                    let key = (source.field.to_string(), source.rule.clone());
                    let sum = rules.entry(key).or_default();
                    sum.got += 1;
                    sum.right +=
                        usize::from(holds.is_some_and(|held| stands(event, held, at, source)));
                });
            }
            let extracted: Vec<&str> = extracted().map(|event| &*event.event_id).collect();
            let added = decided.events.iter();
            for event in added.filter(|event| !extracted.contains(&event.event_id.as_str())) {
                compare(&mut fields, None, Some(event));
            }
        }
        let order = ["event"].into_iter().chain(compared());
        scored.fields = order
            .filter_map(|name| Some(Held { field: name.to_owned(), ..fields.remove(name)? }))
            .collect();
        scored.rules = rules
            .into_iter()
            .map(|((field, rule), sum)| Held { field, rule: Some(rule), ..sum })
            .collect();
        scored
    }
}

/// The fields that are compared.
fn compared() -> impl Iterator<Item = &'static str> {
    let own = fields::names().filter(|name| *name != "places" && *name != "flags");
    own.filter(|name| !DERIVED.contains(name))
}

fn compare<'f>(sums: &mut BTreeMap<&'f str, Held>, got: Option<&Event>, holds: Option<&Event>) {
    let mut add = |name: &'f str, got: bool, gold: bool, right: bool| {
        let sum = sums.entry(name).or_default();
        sum.got += usize::from(got);
        sum.right += usize::from(right);
        *sum.gold.get_or_insert_default() += usize::from(gold);
    };
    add("event", got.is_some(), holds.is_some(), got.is_some() && holds.is_some());
    for name in compared() {
        let read = |event: Option<&Event>| event.map(|e| fields::read(e, name)).unwrap_or_default();
        let (got, gold) = (read(got), read(holds));
        let right = got != Value::Null && same(&got, &gold);
        add(name, got != Value::Null, gold != Value::Null, right);
    }
}

/// Whether what a rule read for an event holds.
fn stands(event: &Event, held: &Event, at: usize, source: &Source) -> bool {
    let same_field = |name: &str| same(&fields::read(event, name), &fields::read(held, name));
    match &*source.field {
        "place" => {
            let earlier = event.sources[..at].iter().filter(|other| other.field == "place");
            let place = event.places.get(earlier.count());
            place.is_none_or(|place| {
                let alike = |other: &crate::record::EventPlace| {
                    other.name == place.name
                        && (other.latitude, other.longitude) == (place.latitude, place.longitude)
                };
                held.places.iter().any(alike)
            })
        }
        of => {
            let part = |name: &&str| {
                name.strip_prefix(of).is_some_and(|r| r.is_empty() || r.starts_with('_'))
            };
            compared().filter(part).all(same_field)
        }
    }
}

impl Held {
    /// Share of the values given that hold.
    pub fn precision(&self) -> Option<f64> {
        (self.got > 0).then(|| self.right as f64 / self.got as f64)
    }

    /// Share of the values that hold that were given.
    pub fn recall(&self) -> Option<f64> {
        let gold = self.gold?;
        (gold > 0).then(|| self.right as f64 / gold as f64)
    }

    fn line(&self, out: &mut impl Write) -> io::Result<()> {
        let share = |share: Option<f64>| share.map_or("-".to_owned(), |s| format!("{s:.3}"));
        let (precision, recall) = (share(self.precision()), share(self.recall()));
        let (right, got) = (self.right, self.got);
        match (&self.rule, self.gold) {
            (Some(rule), _) => {
                let field = &self.field;
                writeln!(out, "  {field:16} {rule:40} {precision:>5}  {right:>5} of {got}")
            }
            (None, gold) => writeln!(
                out,
                "  {:26} {precision:>5} {recall:>5}  {right:>5} {got:>5} {:>5}",
                self.field,
                gold.unwrap_or_default()
            ),
        }
    }
}

impl Reviewed {
    /// For reading.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn text(&self, by_rule: bool, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "by the decisions on {} documents, {} of them gone through for what was missed:\n  \
             {:26} {:>5} {:>5}  {:>5} {:>5} {:>5}",
            self.documents, self.read_through, "field", "prec.", "rec.", "right", "got", "gold"
        )?;
        let told = |field: &&Held| field.got + field.gold.unwrap_or_default() > 0;
        self.fields.iter().filter(told).try_for_each(|field| field.line(out))?;
        if by_rule {
            writeln!(out, "of what a rule read for a field, so much holds:")?;
            self.rules.iter().try_for_each(|rule| rule.line(out))?;
        }
        Ok(())
    }

    /// As JSON.
    pub fn json(&self, by_rule: bool) -> Value {
        let share = |share: Option<f64>| share.map(|share| (share * 1e4).round() / 1e4);
        let held = |held: &Held| {
            json!({
                "field": held.field,
                "rule": held.rule,
                "precision": share(held.precision()),
                "recall": share(held.recall()),
                "right": held.right,
                "got": held.got,
                "gold": held.gold,
            })
        };
        let rules = by_rule.then(|| self.rules.iter().map(held).collect::<Vec<_>>());
        json!({
            "documents": self.documents,
            "read_through": self.read_through,
            "fields": self.fields.iter().map(held).collect::<Vec<_>>(),
            "rules": rules,
        })
    }
}
