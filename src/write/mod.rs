//! Writing: in, what every document gave, in input order; out, the files of the output contract
//! (docs/records.md). Rows are written as they come, so memory does not grow with the corpus.

pub mod casualties;
pub mod documents;
pub mod events;
mod guard;
pub mod json;
pub mod mentions;
pub mod package;
pub mod places;
mod run;
mod stage;
pub mod table;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

pub use run::{Config, Run, Totals};

use crate::{
    Result,
    pipeline::Engine,
    record::{DocumentRecord, Event, Extraction, Mention, ReadError},
};
use casualties::{EVENT_CASUALTIES, StatementRow};
use documents::DOCUMENTS;
use events::{AGGREGATES, EVENTS};
use mentions::MENTIONS;
use places::{EVENT_PLACES, PlaceRow};
use stage::{Stage, StagedFile};
use table::{Table, TableWriter};

/// Major version of the output contract.
pub const CONTRACT: u32 = 1;

/// Every file there may be, in the order they are put in place: run.json, which vouches for the
/// others, last.
const FILES: [&str; 12] = [
    "events.csv",
    "aggregates.csv",
    "events.json",
    "event_places.csv",
    "event_casualties.csv",
    "mentions.csv",
    "mentions.jsonl",
    "documents.csv",
    "documents.jsonl",
    "errors.jsonl",
    "datapackage.json",
    "run.json",
];

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to.
    pub directory: PathBuf,
    /// Overwrite reviewed rows.
    pub force: bool,
    /// Put the bodies into documents.jsonl.
    pub text: bool,
}

type TableFile<R> = TableWriter<StagedFile, R>;

/// The files of a run, open.
pub struct Output {
    stage: Stage,
    text: bool,
    events: TableFile<Event>,
    aggregates: TableFile<Event>,
    events_json: json::Array<StagedFile>,
    event_places: TableFile<PlaceRow>,
    event_casualties: TableFile<StatementRow>,
    mentions: TableFile<Mention>,
    mentions_jsonl: StagedFile,
    documents: TableFile<DocumentRecord>,
    documents_jsonl: StagedFile,
    errors: Option<StagedFile>,
    totals: Totals,
    /// First document with a text, by the text's hash.
    first_with: HashMap<String, String>,
}

impl Output {
    /// Opens the files, before any work is done.
    ///
    /// # Errors
    /// When the directory cannot be written, or holds reviewed rows and `force` is not given.
    pub fn create(options: &Options) -> Result<Output> {
        let stage = Stage::new(&options.directory)?;
        if !options.force {
            guard::check(&options.directory)?;
        }
        Ok(Output {
            text: options.text,
            events: table(&stage, EVENTS)?,
            aggregates: table(&stage, AGGREGATES)?,
            events_json: json::Array::new(stage.create("events.json")?),
            event_places: table(&stage, EVENT_PLACES)?,
            event_casualties: table(&stage, EVENT_CASUALTIES)?,
            mentions: table(&stage, MENTIONS)?,
            mentions_jsonl: stage.create("mentions.jsonl")?,
            documents: table(&stage, DOCUMENTS)?,
            documents_jsonl: stage.create("documents.jsonl")?,
            errors: None,
            totals: Totals::default(),
            first_with: HashMap::new(),
            stage,
        })
    }

    /// Writes what one document gave.
    pub fn document(&mut self, mut extraction: Extraction) -> Result<()> {
        self.mark_duplicate(&mut extraction.document);
        self.totals.add(&extraction);
        for mention in &extraction.mentions {
            self.mentions.row(mention)?;
            json::line(&mut self.mentions_jsonl, mention)?;
        }
        let by_id = extraction.mentions.iter().map(|m| (m.mention_id.as_str(), m)).collect();
        for event in &extraction.events {
            self.event(event, &by_id)?;
        }
        self.documents.row(&extraction.document)?;
        if !self.text {
            extraction.document.text = None;
        }
        json::line(&mut self.documents_jsonl, &extraction.document)
    }

    fn event(&mut self, event: &Event, mentions: &HashMap<&str, &Mention>) -> Result<()> {
        match event.aggregate {
            true => self.aggregates.row(event)?,
            false => self.events.row(event)?,
        }
        self.events_json.push(event)?;
        for row in places::rows(event) {
            self.event_places.row(&row)?;
        }
        for row in casualties::rows(event, mentions) {
            self.event_casualties.row(&row)?;
        }
        Ok(())
    }

    /// Names the earlier document with the same body, if there is one.
    fn mark_duplicate(&mut self, document: &mut DocumentRecord) {
        match self.first_with.get(&document.sha256) {
            Some(first) => document.duplicate_of = Some(first.clone()),
            None => {
                let id = document.document_id.clone();
                self.first_with.insert(document.sha256.clone(), id);
            }
        }
    }

    /// Writes down what could not be read.
    pub fn error(&mut self, error: &ReadError) -> Result<()> {
        self.totals.errors += 1;
        let file = match &mut self.errors {
            Some(file) => file,
            none => none.insert(self.stage.create("errors.jsonl")?),
        };
        json::line(file, error)
    }

    /// Sums so far.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Ends the files and puts them in place.
    ///
    /// # Errors
    /// When a file cannot be written; the output is then as it was, or holds a run.json that does
    /// not match, which readers refuse.
    pub fn finish(self, run: &Run, engine: &Engine) -> Result<Totals> {
        let mut stage = self.stage;
        stage.close(self.events.finish()?)?;
        stage.close(self.aggregates.finish()?)?;
        stage.close(self.events_json.finish()?)?;
        stage.close(self.event_places.finish()?)?;
        stage.close(self.event_casualties.finish()?)?;
        stage.close(self.mentions.finish()?)?;
        stage.close(self.mentions_jsonl)?;
        stage.close(self.documents.finish()?)?;
        stage.close(self.documents_jsonl)?;
        if let Some(errors) = self.errors {
            stage.close(errors)?;
        }
        pretty(&mut stage, "datapackage.json", &package::descriptor())?;
        let files = stage.done().to_vec();
        let record = run::RunRecord::new(run, engine, &self.totals, &files);
        pretty(&mut stage, "run.json", &record)?;
        stage.publish(&FILES)?;
        Ok(self.totals)
    }
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output").field("stage", &self.stage).finish_non_exhaustive()
    }
}

fn table<R: table::Row>(stage: &Stage, table: Table) -> Result<TableFile<R>> {
    TableWriter::new(stage.create(format!("{}.csv", table.name))?)
}

/// Writes a JSON file for people to read, too.
fn pretty(stage: &mut Stage, name: &str, value: &impl serde::Serialize) -> Result<()> {
    let mut file = stage.create(name)?;
    let failed = |error: serde_json::Error| crate::Error::new(error.to_string()).in_file(name);
    serde_json::to_writer_pretty(&mut file, value).map_err(failed)?;
    std::io::Write::write_all(&mut file, b"\n")?;
    stage.close(file)
}

/// Whether `directory` holds the files of an earlier run.
pub fn holds_a_run(directory: &Path) -> bool {
    directory.join("run.json").exists()
}
