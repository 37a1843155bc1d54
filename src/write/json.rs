//! JSON: in, records; out, JSON Lines, or one array with an element on each line, as events.json is.

use std::io::Write;

use serde::Serialize;

use super::{
    Format, Note,
    stage::{Stage, StagedFile},
};
use crate::{Error, Result, record::Extraction};

/// Writes `record` on a line of its own.
pub fn line(out: &mut impl Write, record: &impl Serialize) -> Result<()> {
    value(out, record)?;
    Ok(out.write_all(b"\n")?)
}

fn value(out: &mut impl Write, record: &impl Serialize) -> Result<()> {
    serde_json::to_writer(out, record).map_err(|error| Error::new(error.to_string()))
}

/// Writes an array, one element a line.
#[derive(Debug)]
pub struct Array<W> {
    out: W,
    begun: bool,
}

impl<W: Write> Array<W> {
    /// An array that goes to `out`.
    pub fn new(out: W) -> Array<W> {
        Array { out, begun: false }
    }

    /// Adds an element.
    pub fn push(&mut self, record: &impl Serialize) -> Result<()> {
        self.out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        self.begun = true;
        value(&mut self.out, record)
    }

    /// Ends the array.
    pub fn finish(mut self) -> Result<W> {
        self.out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })?;
        Ok(self.out)
    }
}

/// The canonical files: events.json, mentions.jsonl, documents.jsonl.
pub(super) struct Canonical {
    events: Array<StagedFile>,
    mentions: StagedFile,
    documents: StagedFile,
}

impl Canonical {
    /// Opens the files.
    pub(super) fn create(stage: &Stage) -> Result<Canonical> {
        Ok(Canonical {
            events: Array::new(stage.create("events.json")?),
            mentions: stage.create("mentions.jsonl")?,
            documents: stage.create("documents.jsonl")?,
        })
    }
}

impl Format for Canonical {
    fn document(&mut self, extraction: &Extraction) -> Result<()> {
        extraction.events.iter().try_for_each(|event| self.events.push(event))?;
        extraction.mentions.iter().try_for_each(|mention| line(&mut self.mentions, mention))?;
        line(&mut self.documents, &extraction.document)
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        stage.close(self.events.finish()?)?;
        stage.close(self.mentions)?;
        stage.close(self.documents)?;
        Ok(None)
    }
}

/// events.jsonl: what events.json has, without the array around it.
pub(super) struct Lines(pub(super) StagedFile);

impl Format for Lines {
    fn document(&mut self, extraction: &Extraction) -> Result<()> {
        extraction.events.iter().try_for_each(|event| line(&mut self.0, event))
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        stage.close(self.0)?;
        Ok(None)
    }
}
