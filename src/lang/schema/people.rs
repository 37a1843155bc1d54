//! `people.toml`: in, groups of nouns for persons with their inflection; out, every form of every
//! noun in the lexicon, with its number and group.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    error::Result,
    lang::{Lexicon, PackFile, Role},
    record::{AgeSex, Effect, Who},
};

/// The file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    inflection: Inflection,
    others: Others,
    one_of: Vec<String>,
    partitive: Vec<String>,
    adjectives: Vec<String>,
    group: Vec<GroupSource>,
}

/// Endings by which forms are made; the stem is the singular.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inflection {
    /// Endings of the accusative singular.
    accusative: Vec<String>,
    /// The feminine singular ending, and what it becomes before another.
    feminine: (String, String),
    /// Endings of the dual that are never plural.
    dual: Vec<String>,
    /// Endings that are dual on nouns with a plural of their own, plural on the rest.
    dual_or_plural: Vec<String>,
    /// Endings of the sound plural alone.
    plural: Vec<String>,
    /// The plural ending before a genitive: "gunmen of".
    construct: String,
    /// The feminine plural ending.
    feminine_plural: String,
}

/// Words for "others".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Others {
    one: Vec<String>,
    two: Vec<String>,
    many: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupSource {
    id: String,
    who: Who,
    #[serde(default)]
    age_sex: Option<AgeSex>,
    #[serde(default)]
    effect: Option<Effect>,
    /// The forms make a noun phrase only with a count, or in plural and dual.
    #[serde(default)]
    weak: bool,
    /// Nouns with a sound plural; a feminine is made of each.
    #[serde(default)]
    sound: Vec<String>,
    /// Nouns with plurals of their own.
    #[serde(default)]
    broken: BTreeMap<String, Vec<String>>,
    /// Feminine nouns that end in the feminine ending.
    #[serde(default)]
    feminine: BTreeMap<String, Vec<String>>,
    /// Words without a singular.
    #[serde(default)]
    plural_only: Vec<String>,
    /// Words for one person that take no ending.
    #[serde(default)]
    singular_only: Vec<String>,
}

/// A group of nouns that say the same about a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name in the pack.
    pub id: String,
    /// Who they are.
    pub who: Who,
    /// Age and sex.
    pub age_sex: AgeSex,
    /// What happened to them, where the noun itself says so ("the dead").
    pub effect: Option<Effect>,
    /// A singular needs a count to be a noun phrase.
    pub weak: bool,
}

/// How many a form speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One; the accusative is told apart because it looks like other words.
    One {
        /// It has the accusative ending.
        accusative: bool,
    },
    /// Two.
    Two,
    /// Three or more.
    Many,
}

/// A form of a noun; payload of [`Role::People`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleWord {
    /// A noun of a group.
    Noun {
        /// Row of [`PeopleRules::groups`].
        group: usize,
        /// How many.
        number: Number,
        /// A feminine form.
        feminine: bool,
    },
    /// "Another", "two others", "others".
    Others(Number),
    /// "One of".
    OneOf,
    /// "Of" between a count and those counted.
    Partitive,
    /// Describes persons; belongs to the noun before it.
    Adjective,
}

/// The compiled rules.
#[derive(Debug)]
pub struct PeopleRules {
    /// Groups of nouns.
    pub groups: Vec<Group>,
    /// Forms.
    pub words: Vec<PeopleWord>,
}

impl PeopleRules {
    /// Compiles the file and adds its words to `lexicon`.
    ///
    /// # Errors
    /// When the file does not have the shape described above or a word is none.
    pub fn compile(file: PackFile<'_>, lexicon: &mut Lexicon) -> Result<PeopleRules> {
        let source: Source = file.parse()?;
        let mut rules = PeopleRules { groups: Vec::new(), words: Vec::new() };
        for group in &source.group {
            rules
                .add_group(group, &source.inflection, lexicon)
                .map_err(|e| e.in_file(file.path))?;
        }
        let one = Number::One { accusative: false };
        let lists = [
            (&source.others.one, PeopleWord::Others(one)),
            (&source.others.two, PeopleWord::Others(Number::Two)),
            (&source.others.many, PeopleWord::Others(Number::Many)),
            (&source.one_of, PeopleWord::OneOf),
            (&source.partitive, PeopleWord::Partitive),
            (&source.adjectives, PeopleWord::Adjective),
        ];
        for (words, word) in lists {
            for form in words {
                rules.add(form, word, lexicon).map_err(|e| e.in_file(file.path))?;
            }
        }
        Ok(rules)
    }

    fn add(&mut self, form: &str, word: PeopleWord, lexicon: &mut Lexicon) -> Result<()> {
        let row = match self.words.iter().position(|w| *w == word) {
            Some(row) => row,
            None => {
                self.words.push(word);
                self.words.len() - 1
            }
        };
        lexicon.add(form, Role::People, row as u32).map(|_| ())
    }

    fn add_group(
        &mut self,
        source: &GroupSource,
        endings: &Inflection,
        lexicon: &mut Lexicon,
    ) -> Result<()> {
        let group = self.groups.len();
        self.groups.push(Group {
            id: source.id.clone(),
            who: source.who,
            age_sex: source.age_sex.unwrap_or(AgeSex::Unknown),
            effect: source.effect,
            weak: source.weak,
        });
        for (form, number, feminine) in forms(source, endings) {
            self.add(&form, PeopleWord::Noun { group, number, feminine }, lexicon)?;
        }
        Ok(())
    }
}

/// Every form of every noun of a group: form, number, feminine.
fn forms(source: &GroupSource, endings: &Inflection) -> Vec<(String, Number, bool)> {
    let mut all = Vec::new();
    for noun in &source.sound {
        singular(noun, endings, &mut all);
        all.extend(endings.dual.iter().map(|e| (format!("{noun}{e}"), Number::Two, false)));
        let plurals = endings.plural.iter().chain(&endings.dual_or_plural);
        all.extend(plurals.map(|e| (format!("{noun}{e}"), Number::Many, false)));
        if !source.weak && !noun.ends_with(endings.construct.as_str()) {
            all.push((format!("{noun}{}", endings.construct), Number::Many, false));
        }
        feminine(noun, endings, &mut all);
    }
    for (noun, plurals) in &source.broken {
        singular(noun, endings, &mut all);
        let duals = endings.dual.iter().chain(&endings.dual_or_plural);
        all.extend(duals.map(|e| (format!("{noun}{e}"), Number::Two, false)));
        all.extend(plurals.iter().map(|p| (p.clone(), Number::Many, false)));
    }
    for (noun, plurals) in &source.feminine {
        let stem = noun.strip_suffix(endings.feminine.0.as_str()).unwrap_or(noun);
        let singular = Number::One { accusative: false };
        all.push((noun.clone(), singular, true));
        let joined = format!("{stem}{}", endings.feminine.1);
        let duals = endings.dual.iter().chain(&endings.dual_or_plural);
        all.extend(duals.map(|e| (format!("{joined}{e}"), Number::Two, true)));
        all.extend(plurals.iter().map(|p| (p.clone(), Number::Many, true)));
    }
    all.extend(source.plural_only.iter().map(|w| (w.clone(), Number::Many, false)));
    let one = Number::One { accusative: false };
    all.extend(source.singular_only.iter().map(|w| (w.clone(), one, false)));
    all
}

fn singular(noun: &str, endings: &Inflection, all: &mut Vec<(String, Number, bool)>) {
    all.push((noun.to_owned(), Number::One { accusative: false }, false));
    let accusative = Number::One { accusative: true };
    all.extend(endings.accusative.iter().map(|e| (format!("{noun}{e}"), accusative, false)));
}

fn feminine(noun: &str, endings: &Inflection, all: &mut Vec<(String, Number, bool)>) {
    let (ending, joined) = &endings.feminine;
    all.push((format!("{noun}{ending}"), Number::One { accusative: false }, true));
    let duals = endings.dual.iter().chain(&endings.dual_or_plural);
    all.extend(duals.map(|e| (format!("{noun}{joined}{e}"), Number::Two, true)));
    all.push((format!("{noun}{}", endings.feminine_plural), Number::Many, true));
}
