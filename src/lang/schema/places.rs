//! `places.toml`: in, generic nouns, bearings and the words around names of places; out, each in the
//! lexicon by its first word with what it does to the name behind it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role, WordId},
    record::Feature,
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    noun: Vec<NounSource>,
    bearing: Vec<BearingSource>,
    words: Words,
    demonyms: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NounSource {
    kind: Feature,
    #[serde(default)]
    one: Vec<String>,
    #[serde(default)]
    many: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BearingSource {
    to: Bearing,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    around: Vec<String>,
    countryside: Vec<String>,
    between: Vec<String>,
    inside: Vec<String>,
    prepositions: Vec<String>,
    kilometres: Vec<String>,
    metres: Vec<String>,
    owners: Vec<String>,
    governs: Vec<String>,
    organisations: Vec<String>,
    adjectives: Vec<String>,
    origin: Vec<String>,
    openers: Vec<String>,
    regions: Vec<String>,
    capital: Vec<String>,
    common: Vec<String>,
    frequent: Vec<String>,
    led: Vec<String>,
    demonym_endings: Vec<String>,
}

/// A direction from a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub enum Bearing {
    N,
    NE,
    E,
    SE,
    S,
    SW,
    W,
    NW,
}

impl Bearing {
    /// The letters of the compass.
    pub fn as_str(self) -> &'static str {
        match self {
            Bearing::N => "N",
            Bearing::NE => "NE",
            Bearing::E => "E",
            Bearing::SE => "SE",
            Bearing::S => "S",
            Bearing::SW => "SW",
            Bearing::W => "W",
            Bearing::NW => "NW",
        }
    }
}

/// What an entry does to the name of a place behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceWord {
    /// Announces a place of a kind; several may follow.
    Noun(Feature, bool),
    /// Says which way from it.
    Bearing(Bearing),
    /// Near it, in it, around it.
    Around,
    /// In the governorate named like it.
    Countryside,
    /// Opens a pair.
    Between,
    /// In it.
    Inside,
    /// May stand before any place.
    Preposition,
    /// Kilometres of a distance.
    Kilometres,
    /// Metres of a distance.
    Metres,
    /// Makes it the owner of something.
    Owner,
    /// Makes it a government.
    Governs,
    /// Makes it part of the name of an organisation or street.
    Organisation,
    /// Describes the noun before it and is no name.
    Adjective,
    /// Opens a name of several words.
    Opener,
    /// Makes it where somebody comes from.
    Origin,
    /// Before a nationality: the capital of that country.
    Capital,
    /// A region larger than a country, which is no place of the records.
    Region,
    /// Nationality of a country: row of [`PlaceRules::countries`].
    Demonym(u16),
}

/// An entry; payload of [`Role::PlaceCue`] under its first word.
#[derive(Clone, Debug)]
pub struct PlaceEntry {
    /// The words after the first.
    pub rest: Vec<WordId>,
    /// What it does.
    pub word: PlaceWord,
}

/// The compiled rules.
#[derive(Debug, Default)]
pub struct PlaceRules {
    /// Entries.
    pub entries: Vec<PlaceEntry>,
    /// Countries of the demonyms, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Folded names that are also ordinary words.
    common: Vec<String>,
    /// Folded names that need a word before them that leads to a place.
    led: Vec<String>,
}

impl PlaceRules {
    /// Compiles the file and adds its words to `lexicon`.
    ///
    /// # Errors
    /// When the file does not have the shape described above.
    pub fn compile(file: PackFile<'_>, lexicon: &mut Lexicon) -> Result<PlaceRules> {
        let source: Source = file.parse()?;
        let mut rules = PlaceRules::default();
        rules.add_all(&source, lexicon).map_err(|error| error.in_file(file.path))?;
        let keys = |words: &[String]| {
            let mut keys: Vec<String> = words.iter().map(|w| crate::gazetteer::key(w)).collect();
            keys.sort_unstable();
            keys
        };
        let common = [source.words.common.as_slice(), &source.words.frequent].concat();
        (rules.common, rules.led) = (keys(&common), keys(&source.words.led));
        Ok(rules)
    }

    /// Whether a name (folded) needs a generic noun to be one.
    pub fn is_common(&self, name: &str) -> bool {
        self.common.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    /// Whether a name (folded) needs a preposition, bearing or noun to be one.
    pub fn needs_lead(&self, name: &str) -> bool {
        self.led.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    fn add_all(&mut self, source: &Source, lexicon: &mut Lexicon) -> Result<()> {
        for noun in &source.noun {
            self.add(&noun.one, PlaceWord::Noun(noun.kind, false), lexicon)?;
            self.add(&noun.many, PlaceWord::Noun(noun.kind, true), lexicon)?;
        }
        for row in &source.bearing {
            self.add(&row.words, PlaceWord::Bearing(row.to), lexicon)?;
        }
        let w = &source.words;
        for (words, word) in [
            (&w.around, PlaceWord::Around),
            (&w.countryside, PlaceWord::Countryside),
            (&w.between, PlaceWord::Between),
            (&w.inside, PlaceWord::Inside),
            (&w.prepositions, PlaceWord::Preposition),
            (&w.kilometres, PlaceWord::Kilometres),
            (&w.metres, PlaceWord::Metres),
            (&w.owners, PlaceWord::Owner),
            (&w.governs, PlaceWord::Governs),
            (&w.organisations, PlaceWord::Organisation),
            (&w.adjectives, PlaceWord::Adjective),
            (&w.origin, PlaceWord::Origin),
            (&w.openers, PlaceWord::Opener),
            (&w.regions, PlaceWord::Region),
            (&w.capital, PlaceWord::Capital),
        ] {
            self.add(words, word, lexicon)?;
        }
        for (country, stems) in &source.demonyms {
            let row = self.countries.len() as u16;
            self.countries.push(country.clone());
            let forms = stems.iter().flat_map(|stem| {
                w.demonym_endings.iter().map(move |ending| format!("{stem}{ending}"))
            });
            self.add(&forms.collect::<Vec<_>>(), PlaceWord::Demonym(row), lexicon)?;
        }
        Ok(())
    }

    fn add(&mut self, names: &[String], word: PlaceWord, lexicon: &mut Lexicon) -> Result<()> {
        for name in names {
            let mut words = name.split_whitespace();
            let first = words.next().unwrap_or_default();
            lexicon.add(first, Role::PlaceCue, self.entries.len() as u32)?;
            let rest = words.map(|w| lexicon.add(w, Role::DateGlue, 0)).collect::<Result<_>>()?;
            self.entries.push(PlaceEntry { rest, word });
        }
        Ok(())
    }
}
