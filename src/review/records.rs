//! The records of a run: in, its folder; out, what every document gave, as `extract` had it.

use std::{collections::BTreeMap, path::Path};

use serde::de::DeserializeOwned;

use crate::{
    Error, Result,
    dataset::Dataset,
    record::{DocumentRecord, Event, Extraction, Mention, ReadError},
};

/// Reads the records of a run, in its order.
///
/// # Errors
/// When a file cannot be read, is not the one that run.json vouches for, or has a record that is
/// none, or one of a document that is not there.
pub fn read(folder: &Path) -> Result<Vec<Extraction>> {
    let set = Dataset::open(folder)?;
    let documents: Vec<DocumentRecord> = lines(&set, "documents.jsonl")?;
    let mentions: Vec<Mention> = lines(&set, "mentions.jsonl")?;
    let events: Vec<Event> = array(&set, "events.json")?;
    let mut places = BTreeMap::new();
    let mut all = Vec::with_capacity(documents.len());
    for document in documents {
        places.insert(document.document_id.clone(), all.len());
        all.push(Extraction { document, mentions: Vec::new(), events: Vec::new() });
    }
    let stranger = |id: &str, file: &str| {
        Error::new(format!("document {id} is not in documents.jsonl")).in_file(set.path(file))
    };
    for mention in mentions {
        let at = places.get(&mention.document_id);
        let at = *at.ok_or_else(|| stranger(&mention.document_id, "mentions.jsonl"))?;
        all[at].mentions.push(mention);
    }
    for event in events {
        let at = places.get(&event.document_id);
        let at = *at.ok_or_else(|| stranger(&event.document_id, "events.json"))?;
        all[at].events.push(event);
    }
    Ok(all)
}

/// What the run could not read.
///
/// # Errors
/// When the file that says so cannot be read.
pub fn unread(folder: &Path) -> Result<Vec<ReadError>> {
    let set = Dataset::open(folder)?;
    if set.has("errors.jsonl") { lines(&set, "errors.jsonl") } else { Ok(Vec::new()) }
}

fn lines<T: DeserializeOwned>(set: &Dataset, name: &str) -> Result<Vec<T>> {
    let bytes = set.read(name)?;
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_slice(line).map_err(|error| {
                Error::caused("not a record", error).in_file(set.path(name)).at_line(number)
            })
        })
        .collect()
}

fn array<T: DeserializeOwned>(set: &Dataset, name: &str) -> Result<Vec<T>> {
    serde_json::from_slice(&set.read(name)?)
        .map_err(|error| Error::caused("not records", error).in_file(set.path(name)))
}
