//! Adding to the files of an earlier run: in, its directory; out, which documents it has, and its
//! files with new rows behind the old ones, which stay as they are, byte for byte.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Deserialize;

use super::{
    Extra,
    recover::holds,
    replay,
    run::{Made, Totals},
    stage::{OutputFile, Stage},
    table::{Cell, Field},
    tables::Index,
};
use crate::{
    Error, Result,
    id::{brief, brief_of},
    read::{Document, InputFile, Texts},
};

/// Files that are written anew: they say nothing of single documents, or are of this run.
const ANEW: [&str; 4] = ["errors.jsonl", "datapackage.json", "label-studio.xml", "run.json"];

/// Whether a file is written anew: also those that hold all rows in a form that cannot grow.
fn is_anew(name: &str) -> bool {
    ANEW.contains(&name) || is_whole(name)
}

fn is_whole(name: &str) -> bool {
    Extra::whole_files().any(|whole| whole == name)
}

/// The files of an earlier run.
pub(super) struct Earlier {
    folder: PathBuf,
    run: Run,
}

/// What is read of run.json.
#[derive(Deserialize)]
struct Run {
    #[serde(flatten)]
    made: Made,
    inputs: Vec<InputFile>,
    totals: Totals,
    files: Vec<OutputFile>,
}

/// The documents that an output has already.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<HashMap<u128, u128>>);

/// What a document is to an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has no rows yet.
    New,
    /// Its rows are there.
    Same,
    /// There are rows of a document with its id and another text.
    Changed,
}

impl Known {
    /// What a document is to the output.
    pub fn standing(&self, document: &Document) -> Standing {
        match self.0.get(&brief(&document.id)) {
            None => Standing::New,
            Some(text) if *text == brief(&document.text) => Standing::Same,
            Some(_) => Standing::Changed,
        }
    }
}

impl Earlier {
    /// Opens the output in `folder`, to which a run as `made` is to add the files `names`.
    ///
    /// # Errors
    /// When it has other files; without `force` also when it was made otherwise or was changed.
    pub(super) fn open(folder: &Path, made: &Made, names: &[&str], force: bool) -> Result<Earlier> {
        let path = folder.join("run.json");
        let wrong = |error| Error::caused("not the record of a run", error).in_file(&path);
        let run: Run = serde_json::from_slice(&fs::read(&path)?).map_err(wrong)?;
        same_files(&run.files, names).map_err(|error| error.in_file(folder))?;
        if !force {
            same_origin(&run.made, made).map_err(|error| error.in_file(&path))?;
            for file in &run.files {
                unchanged(folder, file).map_err(|error| error.in_file(folder.join(&file.path)))?;
            }
        }
        Ok(Earlier { folder: folder.to_owned(), run })
    }

    /// Reads which documents there are, and puts their texts into `texts`.
    pub(super) fn documents(&self, texts: &mut Texts) -> Result<Known> {
        let path = self.folder.join("documents.csv");
        let mut known = HashMap::new();
        let mut read = || {
            let mut table = csv::Reader::from_path(&path)?;
            for row in table.deserialize() {
                let DocumentRow { document_id, sha256 } = row?;
                let text = brief_of(&sha256);
                known.insert(brief(&document_id), text);
                texts.first(text, &document_id);
            }
            Ok(())
        };
        read().map_err(|e: csv::Error| Error::new(e.to_string()).in_file(&path))?;
        Ok(Known(Arc::new(known)))
    }

    /// Hands on the old rows, for files that cannot grow.
    pub(super) fn replay(
        &self,
        fields: &[Vec<Field>],
        take: impl FnMut(Index, &[Cell<'_>]) -> Result<()>,
    ) -> Result<()> {
        replay::rows(&self.folder, fields, take)
    }

    /// Puts the old rows before those of the staged files.
    pub(super) fn precede(&self, stage: &mut Stage) -> Result<()> {
        let names: Vec<String> = stage.done().iter().map(|file| file.path.clone()).collect();
        for name in names.iter().filter(|name| !is_anew(name)) {
            let old = self.folder.join(name);
            let seam = seam(name).ok_or_else(|| cannot_grow(name))?;
            stage
                .rewrite(name, |new, out| seam.join(File::open(&old)?, new, out))
                .map_err(|error| error.in_file(&old))?;
        }
        Ok(())
    }

    /// The sums over the old rows and the new ones; what could not be read is said of this run.
    pub(super) fn totals(&self, new: &Totals) -> Totals {
        self.run.totals.clone().and(new)
    }

    /// The files that all rows come from, by path.
    pub(super) fn inputs(&self, new: &[InputFile]) -> Vec<InputFile> {
        let again = |old: &&InputFile| new.iter().all(|file| file.path != old.path);
        let mut all: Vec<InputFile> = self.run.inputs.iter().filter(again).cloned().collect();
        all.extend_from_slice(new);
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }
}

/// What is read of documents.csv.
#[derive(Deserialize)]
struct DocumentRow {
    document_id: String,
    sha256: String,
}

/// Refuses what was made with other words, places or settings.
fn same_origin(old: &Made, new: &Made) -> Result<()> {
    match old.difference(new) {
        None => Ok(()),
        Some(other) => Err(Error::new(format!(
            "made with another {other}: run without --append to read everything anew, or add to it \
             all the same with --force"
        ))),
    }
}

fn unchanged(folder: &Path, file: &OutputFile) -> Result<()> {
    match holds(folder, file).map_err(|error| Error::caused("cannot read", error))? {
        true => Ok(()),
        false if is_whole(&file.path) => Err(Error::new(
            "changed by hand since its run: --force writes it anew, from the tables",
        )),
        false => Err(Error::new(
            "changed since its run: --force adds to it as it is, rows reviewed by hand included",
        )),
    }
}

/// Refuses files that cannot grow, and sets of other files than `names`.
fn same_files(old: &[OutputFile], names: &[&str]) -> Result<()> {
    let grows = |name: &&str| !is_anew(name);
    let missing = |name: &&&str| old.iter().all(|file| file.path != ***name);
    if let Some(name) = names.iter().filter(|name| grows(name)).find(missing) {
        return Err(Error::new(format!(
            "cannot add to it: it has no {name}; ask for the formats it was written with"
        )));
    }
    let kept = |name: &&str| !ANEW.contains(name);
    for name in old.iter().map(|file| file.path.as_str()).filter(kept) {
        if !names.contains(&name) {
            return Err(Error::new(format!(
                "cannot add to it: {name} would stay behind; ask for the formats it was written with"
            )));
        }
        if grows(&name) {
            seam(name).ok_or_else(|| cannot_grow(name))?;
        }
    }
    Ok(())
}

fn cannot_grow(name: &str) -> Error {
    Error::new(format!("cannot add to {name}: run without --append to write it anew"))
}

/// Where the rows of a file stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seam {
    /// Behind so many lines.
    Lines(usize),
    /// In an array, before these bytes at the end of the file.
    Array(&'static str),
}

/// How a file grows; `None` where it cannot.
fn seam(name: &str) -> Option<Seam> {
    match name {
        "hxl.csv" => Some(Seam::Lines(2)),
        "events.json" | "label-studio.json" => Some(Seam::Array("]\n")),
        "events.geojson" => Some(Seam::Array("]\n}\n")),
        _ if name.ends_with(".csv") => Some(Seam::Lines(1)),
        _ if name.ends_with(".jsonl") => Some(Seam::Lines(0)),
        _ => None,
    }
}

impl Seam {
    /// Writes the old file and the rows of the new one as one file.
    fn join(self, old: File, new: File, out: &mut impl Write) -> Result<()> {
        match self {
            Seam::Lines(header) => lines(header, old, new, out),
            Seam::Array(tail) => array(tail, old, new, out),
        }
    }
}

fn lines(header: usize, mut old: File, new: File, out: &mut impl Write) -> Result<()> {
    let open = old.metadata()?.len() > 0 && !ends_with(&mut old, b"\n")?;
    let (mut old, mut new) = (BufReader::new(old), BufReader::new(new));
    for _ in 0..header {
        same_start(b'\n', &mut old, &mut new, out)?;
    }
    io::copy(&mut old, out)?;
    // a hand may have left the last line open
    out.write_all(if open { b"\n" } else { b"" })?;
    io::copy(&mut new, out)?;
    Ok(())
}

fn array(tail: &str, mut old: File, new: File, out: &mut impl Write) -> Result<()> {
    if !ends_with(&mut old, tail.as_bytes())? {
        return Err(Error::new("cannot add to it: its list does not end as this program ends it"));
    }
    let (mut lengths, tail) = ([old.metadata()?.len(), new.metadata()?.len()], tail.len() as u64);
    let (mut old, mut new) = (BufReader::new(old), BufReader::new(new));
    let head = same_start(b'[', &mut old, &mut new, out)?;
    lengths.iter_mut().for_each(|length| *length -= head + tail);
    match lengths {
        [_, 0] => io::copy(&mut old, out)?,
        [0, _] => io::copy(&mut new, out)?,
        [length, _] => {
            // without the line end behind the last element
            io::copy(&mut old.take(length - 1), out)?;
            out.write_all(b",")?;
            io::copy(&mut new, out)?
        }
    };
    Ok(())
}

/// Copies what both files begin with, up to and with the first byte `end`; says how long it is.
fn same_start(
    end: u8,
    old: &mut impl BufRead,
    new: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<u64> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    old.read_until(end, &mut before)?;
    new.read_until(end, &mut after)?;
    if before != after {
        return Err(Error::new("cannot add to it: its columns are not those of this program"));
    }
    out.write_all(&before)?;
    Ok(before.len() as u64)
}

/// Whether a file ends with these bytes; it is read from its beginning again.
fn ends_with(file: &mut File, tail: &[u8]) -> io::Result<bool> {
    let Some(start) = file.metadata()?.len().checked_sub(tail.len() as u64) else {
        return Ok(false);
    };
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.read_to_end(&mut end)?;
    file.rewind()?;
    Ok(end == tail)
}
