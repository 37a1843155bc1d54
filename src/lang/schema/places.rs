//! `places.toml`: in, generic nouns, bearings and the words around names of places; out, each in the
//! lexicon by its first word with what it does to the name behind it.

use std::collections::{BTreeMap, HashSet};

use foldhash::fast::FixedState;
use serde::Deserialize;

use crate::{
    error::Result,
    lang::{self, Build, Layers, PackFile, Role, WordId},
    normalise::fold,
    record::Feature,
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    noun: Vec<NounSource>,
    bearing: Vec<BearingSource>,
    words: Words,
    demonyms: BTreeMap<String, lang::Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NounSource {
    kind: Feature,
    #[serde(default)]
    one: lang::Words,
    #[serde(default)]
    many: lang::Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BearingSource {
    to: Bearing,
    words: lang::Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Words {
    around: lang::Words,
    countryside: lang::Words,
    between: lang::Words,
    inside: lang::Words,
    prepositions: lang::Words,
    kilometres: lang::Words,
    metres: lang::Words,
    owners: lang::Words,
    governs: lang::Words,
    organisations: lang::Words,
    kin: lang::Words,
    clubs: lang::Words,
    aspects: lang::Words,
    adjectives: lang::Words,
    origin: lang::Words,
    openers: lang::Words,
    regions: lang::Words,
    capital: lang::Words,
    common: Vec<String>,
    frequent: Vec<String>,
    led: Vec<String>,
    demonym_endings: Vec<String>,
    owned_endings: Vec<String>,
    not_nouns: Vec<String>,
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
    /// Right behind it makes it the name of a club, unless it is a country's: "Mexico City".
    Club,
    /// "As to": the noun that ends it announces only names that are known.
    Aspect,
    /// Makes it part of the name of a person: "son of".
    Kin,
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

/// Folded names.
type Names = HashSet<String, FixedState>;

/// The compiled rules.
#[derive(Debug, Default)]
pub struct PlaceRules {
    /// Entries.
    pub entries: Vec<PlaceEntry>,
    /// Countries of the demonyms, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Folded names that are also ordinary words.
    common: Names,
    /// Folded names that need a word before them that leads to a place.
    led: Names,
    /// Endings of words that something is owned by, folded.
    owned_endings: Vec<String>,
    /// Words as written that fold to a noun and are none.
    not_nouns: Vec<String>,
}

impl PlaceRules {
    /// Compiles the file in its layers; its words join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<PlaceRules> {
        let layers = Layers::<Source>::parse(files)?;
        let words = |of: fn(&Words) -> &Vec<String>| {
            layers.upwards().flat_map(move |(_, source)| of(&source.words))
        };
        let key = |word: &String| crate::gazetteer::key(word);
        let mut rules = PlaceRules {
            common: words(|w| &w.common).chain(words(|w| &w.frequent)).map(key).collect(),
            led: words(|w| &w.led).map(key).collect(),
            not_nouns: words(|w| &w.not_nouns).cloned().collect(),
            owned_endings: words(|w| &w.owned_endings).map(|ending| fold(ending)).collect(),
            ..PlaceRules::default()
        };
        let endings: Vec<&String> = words(|w| &w.demonym_endings).collect();
        for (file, source) in layers.downwards() {
            for (names, word) in source.lists() {
                names.iter().try_for_each(|name| rules.add(file, name, word, build))?;
            }
            for (country, stems) in &source.demonyms {
                rules.add_demonyms(file, (country, stems), &endings, build)?;
            }
        }
        Ok(rules)
    }

    /// Whether a name (folded) needs a generic noun to be one.
    pub fn is_common(&self, name: &str) -> bool {
        self.common.contains(name)
    }

    /// Whether a name (folded) needs a preposition, bearing or noun to be one.
    pub fn needs_lead(&self, name: &str) -> bool {
        self.led.contains(name)
    }

    /// Whether a folded word without the article ends like one with a pronoun ("its restoration"):
    /// only names that are known do.
    pub fn is_owned(&self, word: &str) -> bool {
        self.owned_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether a word as written is another than the noun with its letters.
    pub fn is_no_noun(&self, written: &str) -> bool {
        self.not_nouns.iter().any(|word| written.ends_with(word.as_str()))
    }

    fn add_demonyms(
        &mut self,
        file: PackFile<'_>,
        (country, stems): (&str, &lang::Words),
        endings: &[&String],
        build: &mut Build,
    ) -> Result<()> {
        let row = self.countries.iter().position(|c| c == country).unwrap_or(self.countries.len());
        if row == self.countries.len() {
            self.countries.push(country.to_owned());
        }
        for stem in stems {
            for ending in endings {
                let form = toml::Spanned::new(stem.span(), format!("{}{ending}", stem.get_ref()));
                self.add(file, &form, PlaceWord::Demonym(row as u16), build)?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        file: PackFile<'_>,
        name: &toml::Spanned<String>,
        word: PlaceWord,
        build: &mut Build,
    ) -> Result<()> {
        let place = (Role::PlaceCue, self.entries.len() as u32);
        let (_, rest) = build.name(file, name, place, Role::DateGlue)?;
        self.entries.push(PlaceEntry { rest, word });
        Ok(())
    }
}

impl Source {
    /// Every list of words, with what its words do.
    fn lists(&self) -> Vec<(&lang::Words, PlaceWord)> {
        let mut lists = Vec::new();
        for noun in &self.noun {
            lists.push((&noun.one, PlaceWord::Noun(noun.kind, false)));
            lists.push((&noun.many, PlaceWord::Noun(noun.kind, true)));
        }
        lists.extend(self.bearing.iter().map(|row| (&row.words, PlaceWord::Bearing(row.to))));
        let w = &self.words;
        lists.extend([
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
            (&w.kin, PlaceWord::Kin),
            (&w.clubs, PlaceWord::Club),
            (&w.aspects, PlaceWord::Aspect),
            (&w.adjectives, PlaceWord::Adjective),
            (&w.origin, PlaceWord::Origin),
            (&w.openers, PlaceWord::Opener),
            (&w.regions, PlaceWord::Region),
            (&w.capital, PlaceWord::Capital),
        ]);
        lists
    }
}
