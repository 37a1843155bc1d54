//! Writing: in, what every document gave, in input order; out, the files of the output contract
//! (docs/records.md). Rows are written as they come, so memory does not grow with the corpus.

mod append;
pub mod casualties;
mod csv;
pub mod documents;
pub mod events;
mod extra;
mod geojson;
mod guard;
pub mod json;
mod label_studio;
pub mod mentions;
pub mod package;
#[cfg(feature = "parquet")]
mod parquet;
pub mod places;
mod profile;
mod recover;
mod replay;
mod run;
pub mod schema;
mod stage;
pub mod table;
pub mod tables;
mod xlsx;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use append::Earlier;
pub use append::{Known, Standing};
pub(crate) use csv::STARTS_A_FORMULA;
pub use extra::Extra;
pub use profile::Profile;
pub(crate) use run::of_folder;
pub use run::{Config, Made, Reviewed, Run, Totals};

use crate::{
    Result,
    read::Texts,
    record::{Extraction, ReadError},
};
pub use stage::Staging;
use stage::{Stage, StagedFile};
use table::Cell;
use tables::{Index, Tables};

/// Major version of the output contract.
pub const CONTRACT: u32 = 1;

/// Every file of the contract, in the order run.json lists them.
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

/// Something the user should know of a file that was written.
pub type Note = String;

/// A format of the output: takes what the documents gave and ends as one or more files.
trait Format {
    /// Takes a row of a table.
    fn row(&mut self, _table: Index, _cells: &[Cell<'_>]) -> Result<()> {
        Ok(())
    }

    /// Takes what a document gave, whose rows it has taken before.
    fn document(&mut self, _extraction: &Extraction) -> Result<()> {
        Ok(())
    }

    /// Ends the files.
    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>>;
}

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to.
    pub directory: PathBuf,
    /// Overwrite reviewed rows.
    pub force: bool,
    /// Put the bodies into documents.jsonl.
    pub text: bool,
    /// What to write beside the canonical files.
    pub extras: BTreeSet<Extra>,
    /// Add to what is there, if it was made with this.
    pub append: Option<Made>,
}

impl Options {
    /// What is there to be added to.
    fn earlier(&self) -> Result<Option<Earlier>> {
        let Some(made) = self.append.as_ref().filter(|_| holds_a_run(&self.directory)) else {
            return Ok(None);
        };
        let extras = self.extras.iter().flat_map(|extra| extra.names());
        let names: Vec<&str> = FILES.iter().chain(extras).copied().collect();
        Earlier::open(&self.directory, made, &names, self.force).map(Some)
    }
}

/// The files of a run, open.
pub struct Output {
    stage: Stage,
    text: bool,
    tables: Tables,
    formats: Vec<Box<dyn Format>>,
    errors: Option<StagedFile>,
    totals: Totals,
    earlier: Option<Earlier>,
    known: Known,
    texts: Texts,
}

impl Output {
    /// Opens the files, before any work is done.
    ///
    /// # Errors
    /// When the directory cannot be written, or holds reviewed rows and `force` is not given, or
    /// what is there cannot be added to.
    pub fn create(options: &Options) -> Result<Output> {
        let stage = Stage::new(&options.directory, &every_file())?;
        let mut texts = Texts::default();
        let earlier = options.earlier()?;
        let known = match &earlier {
            Some(earlier) => earlier.documents(&mut texts)?,
            None => Known::default(),
        };
        if earlier.is_none() && !options.force {
            guard::check(&options.directory)?;
        }
        let tables = Tables::new();
        let fields = tables.fields();
        let mut formats: Vec<Box<dyn Format>> = vec![
            Box::new(csv::Canonical::create(&stage, &fields)?),
            Box::new(json::Canonical::create(&stage)?),
        ];
        for extra in &options.extras {
            let mut format = extra.create(&stage, &fields)?;
            if let Some(earlier) = earlier.as_ref().filter(|_| extra.is_whole()) {
                earlier.replay(&fields, |table, cells| format.row(table, cells))?;
            }
            formats.push(format);
        }
        Ok(Output {
            text: options.text,
            tables,
            formats,
            errors: None,
            totals: Totals::default(),
            earlier,
            known,
            texts,
            stage,
        })
    }

    /// Writes what one document gave.
    pub fn document(&mut self, mut extraction: Extraction) -> Result<()> {
        self.totals.add(&extraction);
        if !self.text {
            extraction.document.text = None;
        }
        let formats = &mut self.formats;
        self.tables.rows(&extraction, |table, cells| {
            formats.iter_mut().try_for_each(|format| format.row(table, cells))
        })?;
        formats.iter_mut().try_for_each(|format| format.document(&extraction))
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

    /// The documents that it has already, whose rows stay as they are.
    pub fn known(&self) -> Known {
        self.known.clone()
    }

    /// The texts of these, for the reader to know them again.
    pub fn texts(&mut self) -> Texts {
        std::mem::take(&mut self.texts)
    }

    /// What is staged, for those who may have to end the run from elsewhere.
    pub fn staging(&self) -> Staging {
        self.stage.staging()
    }

    /// Sums so far.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Ends the files and puts them in place; with the sums, what the user should know of them.
    ///
    /// # Errors
    /// When a file cannot be written; the output is then as it was, or holds a run.json that does
    /// not match, which readers refuse.
    pub fn finish(self, mut run: Run) -> Result<(Totals, Vec<Note>)> {
        let mut stage = self.stage;
        let mut notes = Vec::new();
        for format in self.formats {
            notes.extend(format.finish(&mut stage)?);
        }
        if let Some(errors) = self.errors {
            stage.close(errors)?;
        }
        let mut totals = self.totals;
        if let Some(earlier) = self.earlier {
            earlier.precede(&mut stage)?;
            notes.push(format!("{} of the documents are new", totals.documents));
            totals = earlier.totals(&totals);
            run.inputs = earlier.inputs(&run.inputs);
        }
        pretty(&mut stage, "datapackage.json", &package::descriptor(&self.tables))?;
        let all = every_file();
        let mut files = stage.done().to_vec();
        files.sort_by_key(|file| all.iter().position(|name| *name == file.path));
        let record = run::RunRecord::new(&run, &totals, &files);
        // last of all, because it vouches for the others
        pretty(&mut stage, "run.json", &record)?;
        stage.publish(&all)?;
        Ok((totals, notes))
    }
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output").field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// Every file that a run may write, in the order run.json lists them.
fn every_file() -> Vec<&'static str> {
    FILES.into_iter().chain(Extra::files()).collect()
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
