//! The settings of a run: in, the configuration file and the arguments, which win; out, what is in
//! force. A new setting is a field of [`Settings`], read from the file under its name.

mod values;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs, io,
    num::NonZero,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use rasd::{
    Error, Result,
    gazetteer::{OwnPlace, Preferences},
    id,
    lang::{self, PackFile},
    pipeline::Engine,
    read::{self, InputFormat},
    write::{Config, Extra},
};
use serde::{Deserialize, Serialize};
use toml::{Spanned, de::DeTable};

use super::{ExtractArgs, InputArgs, LANGUAGE, formats, layered, places};

/// The file that is read where `--config` names none.
const FILE: &str = "rasd.toml";

/// The folder that is written to where nothing names one.
const OUTPUT: &str = "output";

/// What is in force. The fields are the keys of the file, docs/config.md describes them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "values::day")]
    published: Option<NaiveDate>,
    lang: Spanned<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "values::named",
        deserialize_with = "values::input_format"
    )]
    input_format: Option<InputFormat>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "values::encoding")]
    encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_field: Option<String>,
    #[serde(deserialize_with = "values::size")]
    max_document_size: u64,
    keep_duplicates: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    jobs: Option<NonZero<usize>>,
    output: Option<PathBuf>,
    #[serde(deserialize_with = "values::formats")]
    formats: Vec<String>,
    #[serde(deserialize_with = "values::profiles")]
    profiles: Vec<String>,
    excel: bool,
    text: bool,
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
    /// The keys that arguments stand over.
    #[serde(skip)]
    arguments: BTreeSet<&'static str>,
}

/// The file that was read.
#[derive(Debug)]
struct File {
    path: PathBuf,
    text: String,
    /// Where its keys stand.
    lines: BTreeMap<String, u64>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            published: None,
            lang: argument(LANGUAGE),
            input_format: None,
            encoding: None,
            text_field: None,
            date_field: None,
            date_format: None,
            id_field: None,
            max_document_size: 10_000_000,
            keep_duplicates: false,
            jobs: None,
            output: None,
            formats: ["csv", "json"].map(str::to_owned).into(),
            profiles: Vec::new(),
            excel: false,
            text: true,
            packs: Vec::new(),
            gazetteers: Vec::new(),
            supplement: true,
            countries: Vec::new(),
            allow: Vec::new(),
            deny: Vec::new(),
            places: Vec::new(),
            file: None,
            arguments: BTreeSet::new(),
        }
    }
}

/// Puts the values of arguments, where they were given, over those of the settings.
macro_rules! over {
    ($settings:ident, { $($key:ident: $argument:expr,)+ }) => {$(
        if let Some(value) = $argument {
            $settings.$key = value;
            $settings.arguments.insert(stringify!($key));
        }
    )+};
}

impl Settings {
    /// The file, under the arguments.
    pub(super) fn of(args: &InputArgs) -> Result<Settings> {
        let mut settings = Settings::read(args.config.as_deref())?;
        let reading = &args.reading;
        let countries = args.country.iter().map(|code| argument(code)).collect::<Vec<_>>();
        over!(settings, {
            published: args.published.map(Some),
            lang: args.packs.lang.as_deref().map(argument),
            input_format: reading.input_format.map(Some),
            encoding: reading.encoding.map(|encoding| Some(encoding.name().to_owned())),
            text_field: reading.text_field.clone().map(Some),
            date_field: reading.date_field.clone().map(Some),
            date_format: reading.date_format.clone().map(Some),
            id_field: reading.id_field.clone().map(Some),
            max_document_size: args.max_document_size,
            packs: given(&args.packs.overlays),
            gazetteers: given(&args.places.gazetteer),
            supplement: args.places.no_supplement.then_some(false),
            countries: given(&countries),
        });
        settings.output.get_or_insert_with(|| OUTPUT.into());
        Ok(settings)
    }

    /// The same for `rasd extract`, with its own arguments.
    pub(super) fn of_extract(args: &ExtractArgs) -> Result<Settings> {
        let mut settings = Settings::of(&args.input)?;
        over!(settings, {
            keep_duplicates: args.keep_duplicates.then_some(true),
            jobs: args.jobs.map(Some),
            output: args.output.clone().map(Some),
            formats: given(&args.formats.format),
            profiles: given(&args.formats.profiles),
            excel: args.formats.excel.then_some(true),
            text: args.no_text.then_some(false),
        });
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
        let lines = lines(&file);
        settings.file = Some(File { path: named.to_owned(), text, lines });
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

    /// How documents are read, with the rules of the run.
    pub(super) fn reading(&self, engine: &Engine) -> read::Options {
        let encoding = self.encoding.as_deref();
        read::Options {
            published: self.published,
            max_document_size: self.max_document_size,
            format: self.input_format,
            encoding: encoding.and_then(|name| read::parse_encoding(name).ok()),
            text_field: self.text_field.clone(),
            date_field: self.date_field.clone(),
            date_format: self.date_format.clone(),
            id_field: self.id_field.clone(),
            names: engine.pack.fields.clone(),
        }
    }

    /// Whether documents with the text of an earlier one are extracted, too.
    pub(super) fn keep_duplicates(&self) -> bool {
        self.keep_duplicates
    }

    /// How many documents to read at once, if that is said.
    pub(super) fn jobs(&self) -> Option<NonZero<usize>> {
        self.jobs
    }

    /// Whether bodies are written.
    pub(super) fn text(&self) -> bool {
        self.text
    }

    /// What is written beside the canonical files.
    ///
    /// # Errors
    /// When the program cannot write it, or not without the bodies.
    pub(super) fn extras(&self) -> Result<BTreeSet<Extra>> {
        formats::extras(&self.formats, &self.profiles, self.excel, self.text)
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

    /// What is in force, as a file would say it, and where each value comes from.
    pub(super) fn shown(&self) -> Result<String> {
        let toml =
            toml::to_string(self).map_err(|e| Error::caused("cannot show the settings", e))?;
        let (values, places) = toml.split_at(toml.find("[[").unwrap_or(toml.len()));
        let mut shown = String::new();
        for line in values.lines() {
            let origin = line.split_once(" = ").map(|(key, _)| self.origin(key));
            let _ = match origin {
                Some(origin) => writeln!(shown, "{line}  # {origin}"),
                None => writeln!(shown, "{line}"),
            };
        }
        Ok(shown + places)
    }

    /// Where the value of a key comes from.
    fn origin(&self, key: &str) -> String {
        let file = self.file.as_ref().and_then(|file| {
            let line = file.lines.get(key)?;
            Some(format!("{}:{line}", file.path.display()))
        });
        match self.arguments.contains(key) {
            true => "argument".to_owned(),
            false => file.unwrap_or_else(|| "default".to_owned()),
        }
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

/// Where the keys of a file stand.
fn lines(file: &PackFile<'_>) -> BTreeMap<String, u64> {
    let keys = DeTable::parse(file.text).map(Spanned::into_inner).unwrap_or_default();
    keys.keys().map(|key| (key.get_ref().to_string(), file.line_of(key.span().start))).collect()
}
