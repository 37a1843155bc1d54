//! Languages are data: in, the files of a pack folder; out, a compiled [`Pack`]. This file holds
//! the only list of languages.

mod build;
mod lexicon;
mod load;
mod overlay;
pub mod schema;

pub(crate) use build::Build;
pub use build::Rule;
pub use lexicon::{CliticRules, Clitics, Lexicon, Reading, Role, RoleSet, WordId};
pub use load::PackFile;
pub(crate) use load::{Layers, RuleFile, Words};
pub use overlay::Overlay;

use schema::{
    actors::ActorRules, casualties::CasualtyRules, dates::DateRules, events::EventRules,
    fields::FieldNames, numbers::NumberRules, people::PeopleRules, places::PlaceRules,
    speakers::SpeakerRules,
};
use serde::Deserialize;

use crate::{
    error::{Error, Result},
    recognise::phrase::Classes,
};

/// The files of one language, built into the program.
struct Source {
    code: &'static str,
    files: &'static [BuiltinFile],
}

struct BuiltinFile {
    name: &'static str,
    /// Below `src/lang`, for errors.
    path: &'static str,
    text: &'static str,
}

macro_rules! source {
    ($code:literal: $($file:literal),+ $(,)?) => {
        Source {
            code: $code,
            files: &[$(BuiltinFile {
                name: $file,
                path: concat!($code, "/", $file),
                text: include_str!(concat!($code, "/", $file)),
            }),+],
        }
    };
}

/// Every language there is.
const SOURCES: &[Source] = &[source!("ar":
    "pack.toml",
    "numbers.toml", "numbers.examples.toml",
    "dates.toml", "dates.examples.toml",
    "places.toml", "places.examples.toml",
    "people.toml",
    "casualties.toml", "casualties.examples.toml",
    "events.toml", "events.examples.toml",
    "actors.toml", "actors.examples.toml",
    "speakers.toml", "speakers.examples.toml",
    "fields.toml",
)];

/// The languages there are rules for, by ISO 639-1 code.
pub fn codes() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|source| source.code)
}

/// The articles that these languages write onto a word, as their packs spell them.
pub fn articles() -> Vec<String> {
    let heads = SOURCES.iter().flat_map(|source| source.files).filter(|f| f.name == "pack.toml");
    let head = |file: &BuiltinFile| toml::from_str::<PackHead>(file.text).ok();
    heads.filter_map(head).flat_map(|head| head.clitics.the).collect()
}

/// The names of the files of a pack.
pub fn file_names(language: &str) -> Vec<&'static str> {
    source(language).into_iter().flat_map(|source| source.files).map(|file| file.name).collect()
}

/// `pack.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackHead {
    code: String,
    name: String,
    clitics: CliticRules,
    open: WordList,
    function: WordList,
    thing: WordList,
}

/// `pack.toml` of an overlay: grammar is the language's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverlayHead {
    #[serde(default)]
    open: WordList,
    #[serde(default)]
    function: WordList,
    #[serde(default)]
    thing: WordList,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    words: Words,
}

/// The compiled rules of one language.
#[derive(Debug)]
pub struct Pack {
    /// ISO 639-1 code.
    pub code: String,
    /// English name of the language.
    pub name: String,
    /// Its words.
    pub lexicon: Lexicon,
    /// Number words and what bounds them.
    pub numbers: NumberRules,
    /// Months, weekdays and the phrases of dates.
    pub dates: DateRules,
    /// What announces a place.
    pub places: PlaceRules,
    /// Nouns for persons.
    pub people: PeopleRules,
    /// Phrases that report what happened to persons.
    pub casualties: CasualtyRules,
    /// Organisations and forces.
    pub actors: ActorRules,
    /// Triggers of events.
    pub events: EventRules,
    /// Who says so.
    pub speakers: SpeakerRules,
    /// What exports call their fields and columns.
    pub fields: FieldNames,
    /// Every rule that a file names, in the order they are tried.
    pub rules: Vec<Rule>,
    /// The word classes that patterns name.
    pub classes: Classes,
    /// What is laid over the built-in files, the lowest first.
    pub overlays: Vec<Overlay>,
}

impl Pack {
    /// The built-in pack of `language` (an ISO 639-1 code).
    ///
    /// # Errors
    /// When there is no such pack, or a file of it is faulty.
    pub fn builtin(language: &str) -> Result<Pack> {
        Pack::layered(language, Vec::new())
    }

    /// The built-in pack of `language` with `overlays` laid over it, the last on top.
    ///
    /// # Errors
    /// When there is no such pack, or a file of it or of an overlay is faulty.
    pub fn layered(language: &str, overlays: Vec<Overlay>) -> Result<Pack> {
        let files = Files { source: source(language)?, overlays: &overlays };
        let (head, mut build) = files.head()?;
        let numbers = NumberRules::compile(&files.layers("numbers.toml"), &mut build)?;
        let dates = DateRules::compile(&files.layers("dates.toml"), &mut build)?;
        let places = PlaceRules::compile(&files.layers("places.toml"), &mut build)?;
        let people = PeopleRules::compile(&files.layers("people.toml"), &mut build)?;
        let casualties = CasualtyRules::compile(&files.layers("casualties.toml"), &mut build)?;
        let events = EventRules::compile(&files.layers("events.toml"), &mut build)?;
        let actors = ActorRules::compile(&files.layers("actors.toml"), &mut build)?;
        let speakers = SpeakerRules::compile(&files.layers("speakers.toml"), &mut build)?;
        let fields = FieldNames::compile(&files.layers("fields.toml"))?;
        Ok(Pack {
            code: head.code,
            name: head.name,
            lexicon: build.lexicon,
            numbers,
            dates,
            places,
            people,
            casualties,
            actors,
            events,
            speakers,
            fields,
            rules: build.rules,
            classes: build.classes,
            overlays,
        })
    }

    /// The stable id of `rule` (kind.name) in this language: `ar.date.weekday`.
    pub fn rule_id(&self, rule: &str) -> String {
        format!("{}.{rule}", self.code)
    }

    /// The file of that name in all layers that have it, the built-in one first.
    pub fn files(&self, name: &str) -> Vec<PackFile<'_>> {
        let source = source(&self.code);
        let files = |source| Files { source, overlays: &self.overlays }.layers(name);
        source.map(files).unwrap_or_default()
    }

    /// SHA-256 over the names and texts of the pack's files, overlays included: it names the rules
    /// of a run.
    pub fn sha256(&self) -> String {
        let builtin = source(&self.code).into_iter().flat_map(|source| source.files);
        let builtin = builtin.flat_map(|file| [file.name, file.text]);
        let texts: Vec<_> = builtin.chain(self.overlays.iter().flat_map(Overlay::parts)).collect();
        crate::id::sha256(texts.join("\0").as_bytes())
    }
}

fn source(language: &str) -> Result<&'static Source> {
    SOURCES.iter().find(|source| source.code == language).ok_or_else(|| {
        let known: Vec<_> = codes().collect();
        Error::new(format!("no language {language:?}; there is: {}", known.join(", ")))
    })
}

/// The files of a pack in their layers.
#[derive(Clone, Copy)]
struct Files<'a> {
    source: &'static Source,
    overlays: &'a [Overlay],
}

impl<'a> Files<'a> {
    fn layers(&self, name: &str) -> Vec<PackFile<'a>> {
        let builtin = self.source.files.iter().filter(|file| file.name == name);
        let builtin =
            builtin.map(|file| PackFile { path: file.path, text: file.text, overlay: false });
        builtin.chain(self.overlays.iter().filter_map(|overlay| overlay.file(name))).collect()
    }

    /// What the other files rely on.
    fn head(&self) -> Result<(PackHead, Build)> {
        let files = self.layers("pack.toml");
        let (builtin, overlays) = files.split_first().expect("a pack has a head");
        let head: PackHead = builtin.parse()?;
        let mut build = Build::new(&head.code, Lexicon::new(&head.clitics));
        head.open.add(*builtin, Role::Open, &mut build)?;
        head.function.add(*builtin, Role::Function, &mut build)?;
        head.thing.add(*builtin, Role::Thing, &mut build)?;
        for file in overlays {
            let over: OverlayHead = file.parse()?;
            over.open.add(*file, Role::Open, &mut build)?;
            over.function.add(*file, Role::Function, &mut build)?;
            over.thing.add(*file, Role::Thing, &mut build)?;
        }
        Ok((head, build))
    }
}

impl WordList {
    fn add(&self, file: PackFile<'_>, role: Role, build: &mut Build) -> Result<()> {
        self.words.iter().try_for_each(|word| build.word(file, word, role, 0).map(|_| ()))
    }
}
