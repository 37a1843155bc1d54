//! Label Studio: in, documents with their mentions and events; out, label-studio.json, a task for each
//! document with what rasd read as a prediction, and label-studio.xml, the labelling interface that
//! the predictions belong to. Offsets are code points, as Label Studio counts since 1.5.

use std::io::Write;

use serde_json::{Value, json};

use super::{
    Format, Note,
    json::Array,
    stage::{Stage, StagedFile},
};
use crate::{
    Result,
    record::{Event, Extraction, Mention},
};

const INTERFACE: &str = include_str!("label-studio.xml");
const MODEL: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The tasks, open.
pub(super) struct LabelStudio {
    tasks: Array<StagedFile>,
    interface: StagedFile,
}

impl LabelStudio {
    /// Begins the list of tasks.
    pub(super) fn create(stage: &Stage) -> Result<LabelStudio> {
        let mut interface = stage.create("label-studio.xml")?;
        interface.write_all(INTERFACE.as_bytes())?;
        Ok(LabelStudio { tasks: Array::new(stage.create("label-studio.json")?), interface })
    }
}

impl Format for LabelStudio {
    fn document(&mut self, extraction: &Extraction) -> Result<()> {
        self.tasks.push(&task(extraction))
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        stage.close(self.tasks.finish()?)?;
        stage.close(self.interface)?;
        Ok(None)
    }
}

fn task(extraction: &Extraction) -> Value {
    let document = &extraction.document;
    let mut regions: Vec<_> = extraction.mentions.iter().map(mention).collect();
    regions.extend(extraction.events.iter().filter_map(event));
    json!({
        "data": {
            "text": document.text,
            "document_id": document.document_id,
            "published": document.published,
            "source": document.source,
            "url": document.url,
            "title": document.title,
        },
        "predictions": [{ "model_version": MODEL, "result": regions }],
    })
}

fn mention(mention: &Mention) -> Value {
    let label = mention.value.kind();
    region(&mention.mention_id, label, mention.start, mention.end, &mention.text)
}

/// The first sentence of an event, labelled as such.
fn event(event: &Event) -> Option<Value> {
    let sentence = event.evidence.first()?;
    let mut region = region(&event.event_id, "event", sentence.start, sentence.end, &sentence.text);
    region["meta"] = json!({ "text": [event.kind] });
    Some(region)
}

fn region(id: &str, label: &str, start: usize, end: usize, text: &str) -> Value {
    json!({
        "id": id,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": { "start": start, "end": end, "text": text, "labels": [label] },
    })
}
