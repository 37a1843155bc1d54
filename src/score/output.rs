//! What was extracted: in, mentions.jsonl and events.json; out, mentions and events by document.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::gold::{Incident, Place, Toll, lines};
use crate::{Error, Result, dataset::Dataset};

/// Mentions and events of a run.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    documents: BTreeMap<String, Read>,
}

/// What was read from a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub(super) dates: Vec<ReadDate>,
    pub(super) places: Vec<ReadPlace>,
    pub(super) casualties: Vec<ReadCasualty>,
    pub(super) events: Vec<Incident>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ReadDate {
    pub(super) text: String,
    pub(super) rule: String,
    pub(super) date_start: Option<String>,
    pub(super) date_end: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ReadPlace {
    pub(super) rule: String,
    #[serde(flatten)]
    pub(super) place: Place,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ReadCasualty {
    pub(super) text: String,
    pub(super) rule: String,
    pub(super) start: i64,
    pub(super) end: i64,
    #[serde(flatten)]
    pub(super) toll: Toll,
}

#[derive(Deserialize)]
struct Line {
    document_id: String,
    #[serde(flatten)]
    mention: Mention,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Mention {
    Date(ReadDate),
    Place(ReadPlace),
    Casualty(ReadCasualty),
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
pub(super) struct Event {
    document_id: String,
    kind: String,
    date: When,
    places: Vec<Place>,
    casualties: Vec<Toll>,
    actor: Option<Party>,
    target: Option<Party>,
    aggregate: bool,
    evidence: Vec<Sentence>,
    rules: Vec<String>,
}

#[derive(Deserialize)]
struct When {
    start: Option<String>,
    end: Option<String>,
}

#[derive(Deserialize)]
struct Party {
    name: String,
    text: String,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
}

impl Extracted {
    /// Reads what a run wrote.
    ///
    /// # Errors
    /// When the files cannot be read, or are not those that run.json vouches for.
    pub fn read(set: &Dataset) -> Result<Extracted> {
        let text = |name: &str| {
            String::from_utf8(set.read(name)?)
                .map_err(|error| Error::caused("not UTF-8", error).in_file(set.path(name)))
        };
        let (mentions, events) = (text("mentions.jsonl")?, text("events.json")?);
        let mut extracted = Extracted::default();
        let in_file = |name: &str| {
            let path = set.path(name);
            move |error: Error| error.in_file(path)
        };
        extracted.add_mentions(&mentions).map_err(in_file("mentions.jsonl"))?;
        extracted.add_events(&events).map_err(in_file("events.json"))?;
        Ok(extracted)
    }

    /// The same, of the texts of mentions.jsonl and events.json.
    ///
    /// # Errors
    /// When they are none.
    pub fn parse(mentions: &str, events: &str) -> Result<Extracted> {
        let mut extracted = Extracted::default();
        extracted.add_mentions(mentions)?;
        extracted.add_events(events)?;
        Ok(extracted)
    }

    /// Whether anything was read from a document.
    pub fn has(&self, id: &str) -> bool {
        self.documents.contains_key(id)
    }

    /// What was read from a document, where anything was.
    pub(super) fn of(&self, id: &str) -> Option<&Read> {
        self.documents.get(id)
    }

    fn add_mentions(&mut self, text: &str) -> Result<()> {
        for line in lines::<Line>(text, "not a mention")? {
            let document = self.documents.entry(line.document_id).or_default();
            match line.mention {
                Mention::Date(date) => document.dates.push(date),
                Mention::Place(place) => document.places.push(place),
                Mention::Casualty(casualty) => document.casualties.push(casualty),
                Mention::Other => {}
            }
        }
        Ok(())
    }

    fn add_events(&mut self, text: &str) -> Result<()> {
        let events: Vec<Event> =
            serde_json::from_str(text).map_err(|error| Error::caused("not events", error))?;
        for event in events {
            let document = self.documents.entry(event.document_id.clone()).or_default();
            document.events.push(event.into());
        }
        Ok(())
    }
}

impl From<Event> for Incident {
    fn from(event: Event) -> Incident {
        let words = |party: Option<Party>| {
            let both = party.map(|party| format!("{} {}", party.name, party.text));
            both.unwrap_or_default().trim().to_owned()
        };
        let sentences: Vec<String> = event.evidence.into_iter().map(|s| s.text).collect();
        Incident {
            kind: event.kind,
            start: event.date.start,
            end: event.date.end,
            places: event.places,
            casualties: event.casualties,
            actor: words(event.actor),
            target: words(event.target),
            aggregate: event.aggregate,
            evidence: sentences.join(" "),
            rules: event.rules,
        }
    }
}
