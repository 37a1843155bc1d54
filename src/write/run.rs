//! run.json: in, how a run went; out, the record of it. The only file with values that differ from
//! run to run (`started`, `finished`, `arguments`).

use std::{
    borrow::Cow,
    collections::BTreeMap,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::stage::OutputFile;
use crate::{
    Error, Result, dataset,
    pipeline::Engine,
    read::InputFile,
    record::{Extraction, Flag, Mention},
};

/// What the caller knows of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// When it began.
    pub started: SystemTime,
    /// Arguments of the command line, the program's name left out.
    pub arguments: Vec<String>,
    /// With what.
    pub made: Made,
    /// Files read.
    pub inputs: Vec<InputFile>,
    /// Of a reviewed dataset, what it was made of.
    pub reviewed: Option<Reviewed>,
}

/// What a reviewed dataset was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// SHA-256 of the run.json of the run that was reviewed.
    pub run: String,
    /// Number of the last action of its log.
    pub seq: i64,
    /// Who reviewed.
    pub reviewers: Vec<String>,
}

/// A file of settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// As it was named.
    pub path: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// A component with its version and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Component {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

/// Sums over a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Documents read.
    pub documents: u64,
    /// Documents and records that could not be read.
    pub errors: u64,
    /// Incidents.
    pub events: u64,
    /// Totals over several incidents.
    pub aggregates: u64,
    /// Mentions of all kinds.
    pub mentions: u64,
    /// Mentions by kind.
    pub mentions_by_kind: BTreeMap<Cow<'static, str>, u64>,
    /// Flags of events, and of documents as wholes.
    pub flags: BTreeMap<Flag, u64>,
}

impl Totals {
    /// Adds a document.
    pub(super) fn add(&mut self, extraction: &Extraction) {
        self.documents += 1;
        self.mentions += extraction.mentions.len() as u64;
        for Mention { value, .. } in &extraction.mentions {
            *self.mentions_by_kind.entry(value.kind().into()).or_default() += 1;
        }
        for event in &extraction.events {
            let sum = if event.aggregate { &mut self.aggregates } else { &mut self.events };
            *sum += 1;
        }
        let of_events = extraction.events.iter().flat_map(|event| &event.flags);
        for flag in of_events.chain(&extraction.document.flags) {
            *self.flags.entry(*flag).or_default() += 1;
        }
    }

    /// The sums over other documents and these; what could not be read is only said of these.
    pub(super) fn and(mut self, these: &Totals) -> Totals {
        self.documents += these.documents;
        self.errors = these.errors;
        self.events += these.events;
        self.aggregates += these.aggregates;
        self.mentions += these.mentions;
        for (kind, count) in &these.mentions_by_kind {
            *self.mentions_by_kind.entry(kind.clone()).or_default() += count;
        }
        for (flag, count) in &these.flags {
            *self.flags.entry(*flag).or_default() += count;
        }
        self
    }
}

/// What a run was made with: the same documents give the same rows where this is the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Made {
    contract: u32,
    program: Component,
    /// The rules, with the hash of all their layers; then the folders laid over them, the lowest
    /// first.
    packs: Vec<Component>,
    /// The layers of places, the lowest first.
    gazetteer: Vec<Component>,
    count_profile: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    config: Option<Config>,
}

/// What another run made is made anew with what reviewers decided.
#[derive(Deserialize)]
struct Earlier {
    #[serde(flatten)]
    made: Made,
    inputs: Vec<InputFile>,
}

/// What a run was made with, and what it read.
///
/// # Errors
/// When its run.json cannot be read or is none.
pub(crate) fn of_folder(folder: &Path) -> Result<(Made, Vec<InputFile>)> {
    let path = folder.join("run.json");
    let earlier: Earlier = serde_json::from_slice(&dataset::read(&path)?)
        .map_err(|error| Error::caused("not the record of a run", error).in_file(path))?;
    Ok((earlier.made, earlier.inputs))
}

impl Made {
    /// By this program, with an engine and a file of settings.
    pub fn with(engine: &Engine, config: Option<Config>) -> Made {
        let component = |name: &str, version: Option<&str>, sha256: Option<&str>| Component {
            name: name.to_owned(),
            version: version.map(str::to_owned),
            sha256: sha256.map(str::to_owned),
        };
        let program = env!("CARGO_PKG_VERSION");
        let pack = &engine.pack;
        let mut packs = vec![component(&pack.code, Some(program), Some(&pack.sha256()))];
        packs.extend(pack.overlays.iter().map(|overlay| {
            component(&overlay.path.to_string_lossy(), None, Some(&overlay.sha256()))
        }));
        let layers = engine.gazetteer.layers();
        Made {
            contract: super::CONTRACT,
            program: component(env!("CARGO_PKG_NAME"), Some(program), None),
            packs,
            gazetteer: layers.iter().map(|l| component(&l.label, None, Some(&l.sha256))).collect(),
            count_profile: "reported".to_owned(),
            config,
        }
    }

    /// What `other` was made otherwise with.
    pub(super) fn difference(&self, other: &Made) -> Option<&'static str> {
        let settings = |made: &Made| made.config.as_ref().map(|config| config.sha256.clone());
        let same = [
            (self.contract == other.contract, "version of the output contract"),
            (self.program == other.program, "version of the program"),
            (self.packs == other.packs, "set of words and rules"),
            (self.gazetteer == other.gazetteer, "set of places"),
            (self.count_profile == other.count_profile, "count profile"),
            (settings(self) == settings(other), "file of settings"),
        ];
        same.into_iter().find_map(|(same, what)| (!same).then_some(what))
    }
}

/// run.json.
#[derive(Debug, Serialize)]
pub(super) struct RunRecord<'r> {
    #[serde(flatten)]
    made: &'r Made,
    started: String,
    finished: String,
    arguments: &'r [String],
    inputs: &'r [InputFile],
    totals: &'r Totals,
    files: &'r [OutputFile],
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<&'r Reviewed>,
}

impl<'r> RunRecord<'r> {
    pub(super) fn new(run: &'r Run, totals: &'r Totals, files: &'r [OutputFile]) -> RunRecord<'r> {
        RunRecord {
            made: &run.made,
            started: timestamp(run.started),
            finished: timestamp(SystemTime::now()),
            arguments: &run.arguments,
            inputs: &run.inputs,
            totals,
            files,
            reviewed: run.reviewed.as_ref(),
        }
    }
}

/// UTC to the second.
fn timestamp(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let time = i64::try_from(seconds).ok().and_then(|s| DateTime::from_timestamp(s, 0));
    time.unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
