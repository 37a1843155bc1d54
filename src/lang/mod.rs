//! Languages are data: in, the files of a pack folder; out, a compiled [`Pack`]. This file holds
//! the only list of languages.

#[cfg(test)]
pub(crate) mod examples;
mod lexicon;
mod load;
pub mod schema;

pub use lexicon::{CliticRules, Clitics, Lexicon, Reading, Role, RoleSet, WordId};
pub use load::PackFile;

use schema::{
    actors::ActorRules, casualties::CasualtyRules, dates::DateRules, events::EventRules,
    numbers::NumberRules, people::PeopleRules, places::PlaceRules, speakers::SpeakerRules,
};
use serde::Deserialize;

use crate::{
    error::{Error, Result},
    recognise::phrase::Classes,
};

/// The files of one language, built into the program.
struct Source {
    code: &'static str,
    files: &'static [(&'static str, &'static str)],
}

macro_rules! source {
    ($code:literal: $($file:literal),+ $(,)?) => {
        Source {
            code: $code,
            files: &[$(($file, include_str!(concat!($code, "/", $file)))),+],
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
)];

/// The languages there are rules for, by ISO 639-1 code.
pub fn codes() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().map(|source| source.code)
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
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    words: Vec<String>,
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
}

impl Pack {
    /// The built-in pack of `language` (an ISO 639-1 code).
    ///
    /// # Errors
    /// When there is no such pack, or a file of it is faulty.
    pub fn builtin(language: &str) -> Result<Pack> {
        let source = SOURCES.iter().find(|s| s.code == language).ok_or_else(|| {
            let known: Vec<_> = codes().collect();
            Error::new(format!("no language {language:?}; there is: {}", known.join(", ")))
        })?;
        Pack::compile(source)
    }

    /// The stable id of `rule` (kind.name) in this language: `ar.date.weekday`.
    pub fn rule_id(&self, rule: &str) -> String {
        format!("{}.{rule}", self.code)
    }

    fn compile(source: &Source) -> Result<Pack> {
        let head: PackHead = source.file("pack.toml").parse()?;
        let mut lexicon = Lexicon::new(&head.clitics);
        for word in &head.open.words {
            lexicon.add(word, Role::Open, 0)?;
        }
        for word in &head.function.words {
            lexicon.add(word, Role::Function, 0)?;
        }
        let numbers = NumberRules::compile(source.file("numbers.toml"), &mut lexicon)?;
        let dates = DateRules::compile(source.file("dates.toml"), &mut lexicon)?;
        let places = PlaceRules::compile(source.file("places.toml"), &mut lexicon)?;
        let people = PeopleRules::compile(source.file("people.toml"), &mut lexicon)?;
        let mut classes = Classes::default();
        let casualties = CasualtyRules::compile(
            source.file("casualties.toml"),
            &head.code,
            &mut classes,
            &mut lexicon,
        )?;
        let events = EventRules::compile(
            source.file("events.toml"),
            &head.code,
            &mut classes,
            &mut lexicon,
        )?;
        let actors = ActorRules::compile(
            source.file("actors.toml"),
            &head.code,
            &mut classes,
            &mut lexicon,
        )?;
        let speakers = SpeakerRules::compile(
            source.file("speakers.toml"),
            &head.code,
            &classes,
            &mut lexicon,
        )?;
        let PackHead { code, name, .. } = head;
        Ok(Pack {
            code,
            name,
            lexicon,
            numbers,
            dates,
            places,
            people,
            casualties,
            actors,
            events,
            speakers,
        })
    }
}

/// The text of a file of a built-in pack, for tests of its examples.
#[cfg(test)]
pub(crate) fn builtin_file(language: &str, name: &str) -> PackFile<'static> {
    SOURCES.iter().find(|s| s.code == language).expect("a known language").file(name)
}

impl Source {
    fn file(&self, name: &str) -> PackFile<'static> {
        let (path, text) =
            self.files.iter().find(|(file, _)| *file == name).expect("the list names the file");
        PackFile { path, text }
    }
}

impl Pack {
    /// SHA-256 over the names and texts of the pack's files: it names the rules of a run.
    pub fn sha256(&self) -> String {
        let source = SOURCES.iter().find(|s| s.code == self.code);
        let files = source.into_iter().flat_map(|s| s.files);
        let texts: Vec<_> = files.flat_map(|(name, text)| [*name, *text]).collect();
        crate::id::sha256(texts.join("\0").as_bytes())
    }
}
