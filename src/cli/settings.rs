//! The settings of a run: in, the configuration file and the arguments, which win; out, what is in
//! force. A new setting is a field of [`Settings`], read from the file under its name.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use rasd::{
    Error, Result,
    gazetteer::{OwnPlace, Preferences},
    id,
    lang::{self, PackFile},
    pipeline::Engine,
    read,
    write::Config,
};
use serde::{Deserialize, Deserializer, Serialize};
use toml::Spanned;

use super::{InputArgs, LANGUAGE, layered, parse_size, places};

/// The file that is read where `--config` names none.
const FILE: &str = "rasd.toml";

/// The folder that is written to where nothing names one.
const OUTPUT: &str = "output";

/// What is in force. The fields are the keys of the file, docs/config.md describes them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    published: Option<NaiveDate>,
    lang: Spanned<String>,
    #[serde(deserialize_with = "size")]
    max_document_size: u64,
    output: Option<PathBuf>,
    packs: Vec<PathBuf>,
    gazetteers: Vec<PathBuf>,
    supplement: bool,
    countries: Vec<Spanned<String>>,
    allow: Vec<String>,
    deny: Vec<String>,
    #[serde(rename = "place")]
    places: Vec<Spanned<OwnPlace>>,
    #[serde(skip)]
    file: Option<File>,
}

/// The file that was read.
#[derive(Debug)]
struct File {
    path: PathBuf,
    text: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            published: None,
            lang: argument(LANGUAGE),
            max_document_size: 10_000_000,
            output: None,
            packs: Vec::new(),
            gazetteers: Vec::new(),
            supplement: true,
            countries: Vec::new(),
            allow: Vec::new(),
            deny: Vec::new(),
            places: Vec::new(),
            file: None,
        }
    }
}

impl Settings {
    /// The file, under the arguments.
    pub(super) fn of(args: &InputArgs, output: Option<&Path>) -> Result<Settings> {
        let mut settings = Settings::read(args.config.as_deref())?;
        settings.published = args.published.or(settings.published);
        set(&mut settings.max_document_size, args.max_document_size);
        set(&mut settings.lang, args.packs.lang.as_deref().map(argument));
        let output = output.map(Path::to_owned).or(settings.output);
        settings.output = Some(output.unwrap_or_else(|| OUTPUT.into()));
        set(&mut settings.packs, given(&args.packs.overlays));
        set(&mut settings.gazetteers, given(&args.places.gazetteer));
        settings.supplement &= !args.places.no_supplement;
        let countries = args.country.iter().map(|code| argument(code)).collect::<Vec<_>>();
        set(&mut settings.countries, given(&countries));
        Ok(settings)
    }

    fn read(path: Option<&Path>) -> Result<Settings> {
        let named = path.unwrap_or(Path::new(FILE));
        let text = match fs::read_to_string(named) {
            Err(error) if path.is_none() && error.kind() == io::ErrorKind::NotFound => {
                return Ok(Settings::default());
            }
            read => read.map_err(|error| Error::from(error).in_file(named))?,
        };
        let shown = named.to_string_lossy();
        let file = PackFile { path: &shown, text: &text, overlay: true };
        let mut settings: Settings = file.parse()?;
        let folder = named.parent().unwrap_or(Path::new(""));
        let paths = settings.packs.iter_mut().chain(&mut settings.gazetteers);
        paths.chain(&mut settings.output).for_each(|path| *path = folder.join(&*path));
        settings.file = Some(File { path: named.to_owned(), text });
        if !lang::codes().any(|code| code == settings.lang.as_ref()) {
            let known = lang::codes().collect::<Vec<_>>().join(", ");
            let unknown = Error::new(format!("no rules for {:?}: {known}", settings.lang.as_ref()));
            return Err(settings.fault(&settings.lang, unknown));
        }
        Ok(settings)
    }

    /// Folder to write to.
    pub(super) fn output(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new(OUTPUT))
    }

    /// How documents are read.
    pub(super) fn reading(&self) -> read::Options {
        read::Options {
            published: self.published,
            max_document_size: self.max_document_size,
            ..read::Options::default()
        }
    }

    /// The rules and places of the run.
    pub(super) fn engine(&self) -> Result<Engine> {
        let mut gazetteer = places(self.supplement, &self.gazetteers)?;
        if let Some(file) = self.file.as_ref().filter(|_| !self.places.is_empty()) {
            let line = |place: &Spanned<OwnPlace>| file.line_of(place.span().start);
            let own = self.places.iter().map(|place| (line(place), place.as_ref().clone()));
            gazetteer
                .lay_over_own(&file.path.to_string_lossy(), &own.collect::<Vec<_>>())
                .map_err(|error| error.in_file(&file.path))?;
        }
        let code = |code: &Spanned<String>| {
            gazetteer.country_code(code.as_ref()).map_err(|error| self.fault(code, error))
        };
        let countries = self.countries.iter().map(code).collect::<Result<_>>()?;
        gazetteer.prefer(Preferences::new(countries, &self.allow, &self.deny));
        Engine::new(layered(self.lang.as_ref(), &self.packs)?, gazetteer)
    }

    /// The file, for the record of the run.
    pub(super) fn config(&self) -> Option<Config> {
        let config = |file: &File| Config {
            path: file.path.to_string_lossy().into_owned(),
            sha256: id::sha256(file.text.as_bytes()),
        };
        self.file.as_ref().map(config)
    }

    /// What is in force, as a file would say it.
    pub(super) fn shown(&self) -> Result<String> {
        let from = self.file.as_ref().map_or("no file".into(), |file| file.path.to_string_lossy());
        let toml =
            toml::to_string(self).map_err(|e| Error::caused("cannot show the settings", e))?;
        Ok(format!("# {from}, under the arguments\n{toml}"))
    }

    /// `error` at the line of the file that `value` stands in, if it does.
    fn fault<T>(&self, value: &Spanned<T>, error: Error) -> Error {
        match self.file.as_ref().filter(|_| !value.span().is_empty()) {
            Some(file) => error.at_line(file.line_of(value.span().start)).in_file(&file.path),
            None => error,
        }
    }
}

impl File {
    fn line_of(&self, at: usize) -> u64 {
        PackFile { path: "", text: &self.text, overlay: true }.line_of(at)
    }
}

/// A value of an argument, which stands in no file.
fn argument(value: &str) -> Spanned<String> {
    Spanned::new(0..0, value.to_owned())
}

/// What an argument that may be repeated says, if it was given.
fn given<T: Clone>(values: &[T]) -> Option<Vec<T>> {
    (!values.is_empty()).then(|| values.to_vec())
}

fn set<T>(setting: &mut T, argument: Option<T>) {
    if let Some(argument) = argument {
        *setting = argument;
    }
}

/// A day, as a date of TOML or a text.
fn day<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a day, such as 2024-03-10")]
    enum Day {
        Date(toml::value::Datetime),
        Text(String),
    }
    let text = match Day::deserialize(deserializer)? {
        Day::Date(date) => date.to_string(),
        Day::Text(text) => text,
    };
    read::parse_published(&text).map(Some).map_err(serde::de::Error::custom)
}

/// A number of bytes, or a text with a unit.
fn size<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a size, such as \"10MB\"")]
    enum Size {
        Bytes(u64),
        Text(String),
    }
    match Size::deserialize(deserializer)? {
        Size::Bytes(bytes) => Ok(bytes),
        Size::Text(text) => parse_size(&text).map_err(serde::de::Error::custom),
    }
}
