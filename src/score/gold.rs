//! Annotations: in, JSON Lines with an annotated document each; out, what should be read from them.
//! Also the shape of events and places that annotations and output share.

use std::path::Path;

use serde::Deserialize;

use super::reviewed;
use crate::{Error, Result, dataset};

/// Annotated documents.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// In the order of the file.
    pub(super) documents: Vec<GoldDocument>,
    /// Nothing is known of mentions.
    pub(super) events_only: bool,
}

impl Gold {
    /// Reads a file of annotations; of a folder of reviewed tables the events that stand in the
    /// documents whose rows have all been decided.
    ///
    /// # Errors
    /// When it cannot be read, or a line or status is none.
    pub fn read(path: &Path) -> Result<Gold> {
        if path.is_dir() {
            return reviewed::read(path);
        }
        let text = String::from_utf8(dataset::read(path)?)
            .map_err(|error| Error::caused("not UTF-8", error).in_file(path))?;
        Gold::parse(&text).map_err(|error| error.in_file(path))
    }

    /// The same, of a text.
    ///
    /// # Errors
    /// When a line is no annotated document.
    pub fn parse(text: &str) -> Result<Gold> {
        let documents = lines(text, "not an annotated document")?;
        Ok(Gold { documents, events_only: false })
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The ids of the documents.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().map(|document| document.id.as_str())
    }
}

/// The records of JSON Lines; empty lines are none.
pub(super) fn lines<T: for<'d> Deserialize<'d>>(text: &str, wrong: &str) -> Result<Vec<T>> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| Error::caused(wrong, error).at_line(number))
        })
        .collect()
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct GoldDocument {
    pub(super) id: String,
    pub(super) dates: Vec<GoldDate>,
    pub(super) places: Vec<Place>,
    pub(super) casualties: Vec<GoldCasualty>,
    pub(super) events: Vec<Incident>,
}

impl GoldDocument {
    /// A document of which only the events are known.
    pub(super) fn of_events(id: String, events: Vec<Incident>) -> GoldDocument {
        GoldDocument { id, events, ..GoldDocument::default() }
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct GoldDate {
    pub(super) quote: String,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct GoldCasualty {
    pub(super) quote: String,
    pub(super) begin: i64,
    pub(super) finish: i64,
    #[serde(flatten)]
    pub(super) toll: Toll,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Toll {
    pub(super) effect: String,
    pub(super) low: Option<i64>,
    pub(super) high: Option<i64>,
}

/// A place as annotated, or as read: names of fields are those of both.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default, alias = "text")]
    pub(super) quote: String,
    /// What an annotation says it is.
    #[serde(default)]
    pub(super) kind: Option<String>,
    /// What the output says it is.
    #[serde(default = "country")]
    pub(super) feature: Option<String>,
    /// Of an annotation the code, of the output the name.
    #[serde(default)]
    pub(super) country: Option<String>,
    #[serde(default)]
    pub(super) country_code: Option<String>,
    #[serde(default, alias = "lat")]
    pub(super) latitude: Option<f64>,
    #[serde(default, alias = "lon")]
    pub(super) longitude: Option<f64>,
}

/// A place that does not say what it is may be a country.
fn country() -> Option<String> {
    Some("country".to_owned())
}

/// An event as annotated or as read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "GoldEvent")]
pub(super) struct Incident {
    pub(super) kind: String,
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) places: Vec<Place>,
    pub(super) casualties: Vec<Toll>,
    /// Name and words.
    pub(super) actor: String,
    pub(super) target: String,
    pub(super) aggregate: bool,
    pub(super) evidence: String,
    pub(super) rules: Vec<String>,
}

#[derive(Deserialize)]
struct GoldEvent {
    kind: String,
    start: Option<String>,
    end: Option<String>,
    #[serde(default)]
    places: Vec<Place>,
    #[serde(default)]
    casualties: Vec<Toll>,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    aggregate: bool,
    #[serde(default)]
    evidence: String,
}

impl From<GoldEvent> for Incident {
    fn from(event: GoldEvent) -> Incident {
        Incident {
            kind: event.kind,
            start: event.start,
            end: event.end,
            places: event.places,
            casualties: event.casualties,
            actor: event.actor.unwrap_or_default(),
            target: event.target.unwrap_or_default(),
            aggregate: event.aggregate,
            evidence: event.evidence,
            rules: Vec::new(),
        }
    }
}
