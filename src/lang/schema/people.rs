//! `people.toml`: in, groups of nouns for persons with their inflection; out, every form of every
//! noun in the lexicon, with its number and group.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::{Error, Result},
    lang::{Build, Layers, PackFile, Role, Words},
    record::{AgeSex, Effect, Who},
};

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Source {
    inflection: Option<Spanned<Inflection>>,
    others: Others,
    one_of: Words,
    partitive: Words,
    adjectives: Words,
    /// Words that are spelt like forms of the nouns below.
    except: Words,
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

impl Inflection {
    /// The feminine of a noun of relation ("military", "civil"), or of any where `all` says so: more
    /// often said of a thing than of a woman.
    fn adjective(&self, noun: &str, all: bool) -> Option<String> {
        let related = all || noun.ends_with(self.construct.as_str());
        related.then(|| format!("{noun}{}", self.feminine.0))
    }
}

/// Words for "others".
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Others {
    one: Words,
    two: Words,
    many: Words,
    /// "A third": one more.
    nth: Words,
}

/// What a layer says of a group; of one known below it may leave out what is as it was.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupSource {
    id: Spanned<String>,
    who: Option<Who>,
    age_sex: Option<AgeSex>,
    effect: Option<Effect>,
    /// The singulars are adjectives as well: they make a noun phrase only with a count or right
    /// behind the word of a phrase.
    weak: Option<bool>,
    /// The same of the feminine singulars alone: "armed" is said of a group.
    #[serde(default)]
    feminine_weak: bool,
    /// Nouns with a sound plural; a feminine is made of each.
    #[serde(default)]
    sound: Words,
    /// Nouns with plurals of their own.
    #[serde(default)]
    broken: BTreeMap<Spanned<String>, Vec<String>>,
    /// Feminine nouns that end in the feminine ending.
    #[serde(default)]
    feminine: BTreeMap<Spanned<String>, Vec<String>>,
    /// Words without a singular.
    #[serde(default)]
    plural_only: Words,
    /// Words for one person that take no ending.
    #[serde(default)]
    singular_only: Words,
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
    /// The singulars of its nouns are adjectives as well.
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
        /// An adjective as well: no noun phrase by itself.
        weak: bool,
    },
    /// "Another", "two others", "others".
    Others(Number),
    /// "A third": one more person, where it has no article.
    Nth,
    /// "One of".
    OneOf,
    /// "Of" between a count and those counted.
    Partitive,
    /// Describes persons; belongs to the noun before it.
    Adjective,
    /// Another word that is spelt like a noun with an ending.
    Other,
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
    /// Compiles the file in its layers; its words join those of `build`.
    ///
    /// # Errors
    /// When a layer does not have the shape described above or a word is none.
    pub(crate) fn compile(files: &[PackFile<'_>], build: &mut Build) -> Result<PeopleRules> {
        let layers = Layers::<Source>::parse(files)?;
        let endings = inflection(&layers)?;
        let mut rules = PeopleRules { groups: groups(&layers)?, words: Vec::new() };
        for (file, source) in layers.downwards() {
            for said in &source.group {
                rules.add_nouns(file, said, endings, build)?;
            }
            for (words, word) in source.lists() {
                for form in words {
                    rules
                        .add(form.get_ref(), word, build)
                        .map_err(|error| file.fault(form, error))?;
                }
            }
        }
        Ok(rules)
    }

    fn add(&mut self, form: &str, word: PeopleWord, build: &mut Build) -> Result<()> {
        let row = match self.words.iter().position(|w| *w == word) {
            Some(row) => row,
            None => {
                self.words.push(word);
                self.words.len() - 1
            }
        };
        build.lexicon.add(form, Role::People, row as u32).map(|_| ())
    }

    fn add_nouns(
        &mut self,
        file: PackFile<'_>,
        said: &GroupSource,
        endings: &Inflection,
        build: &mut Build,
    ) -> Result<()> {
        let named = |group: &Group| group.id == *said.id.get_ref();
        let group = self.groups.iter().position(named).expect("groups are collected first");
        let weak = self.groups[group].weak;
        for (noun, forms) in nouns(said, endings, weak) {
            let thing = endings.adjective(noun.get_ref(), said.feminine_weak);
            for (form, number, feminine) in forms {
                let weak = weak || Some(&form) == thing.as_ref();
                self.add(&form, PeopleWord::Noun { group, number, feminine, weak }, build)
                    .map_err(|error| file.fault(noun, error))?;
            }
        }
        Ok(())
    }
}

impl Source {
    /// Every list of words that are no nouns, with what its words mean.
    fn lists(&self) -> [(&Words, PeopleWord); 8] {
        let one = Number::One { accusative: false };
        [
            (&self.others.one, PeopleWord::Others(one)),
            (&self.others.two, PeopleWord::Others(Number::Two)),
            (&self.others.many, PeopleWord::Others(Number::Many)),
            (&self.others.nth, PeopleWord::Nth),
            (&self.one_of, PeopleWord::OneOf),
            (&self.partitive, PeopleWord::Partitive),
            (&self.adjectives, PeopleWord::Adjective),
            (&self.except, PeopleWord::Other),
        ]
    }
}

/// How nouns inflect is grammar: the lowest layer says it, and no other.
fn inflection<'l>(layers: &'l Layers<'_, Source>) -> Result<&'l Inflection> {
    let mut endings = None;
    for (file, source) in layers.upwards() {
        match (&source.inflection, endings) {
            (Some(said), Some(_)) => {
                return Err(
                    file.fault(said, Error::new("the built-in pack says how nouns inflect"))
                );
            }
            (Some(said), None) => endings = Some(said.get_ref()),
            (None, Some(_)) => {}
            (None, None) => return Err(Error::new("no [inflection]").in_file(file.path)),
        }
    }
    Ok(endings.expect("there is a lowest layer"))
}

/// The groups of nouns; an upper layer changes what it says anew of a known one.
fn groups(layers: &Layers<'_, Source>) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for (file, source) in layers.upwards() {
        for said in &source.group {
            let id = said.id.get_ref();
            if let Some(known) = groups.iter_mut().find(|group| group.id == *id) {
                known.who = said.who.unwrap_or(known.who);
                known.age_sex = said.age_sex.unwrap_or(known.age_sex);
                known.effect = said.effect.or(known.effect);
                known.weak = said.weak.unwrap_or(known.weak);
                continue;
            }
            groups.push(Group {
                id: id.clone(),
                who: said.who.ok_or_else(|| file.fault(&said.id, no_group(id, &groups)))?,
                age_sex: said.age_sex.unwrap_or(AgeSex::Unknown),
                effect: said.effect,
                weak: said.weak.unwrap_or(false),
            });
        }
    }
    Ok(groups)
}

fn no_group(id: &str, groups: &[Group]) -> Error {
    let known: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
    Error::new(format!(
        "no group {id:?} to add to (there are: {}), and a new one needs who: {}",
        known.join(", "),
        Who::NAMES.join(", "),
    ))
}

/// A form of a noun, its number, whether it is feminine.
type NounForm = (String, Number, bool);

/// Every noun of a group with its forms.
fn nouns<'s>(
    source: &'s GroupSource,
    endings: &Inflection,
    weak: bool,
) -> Vec<(&'s Spanned<String>, Vec<NounForm>)> {
    let one = Number::One { accusative: false };
    let single = |number| {
        move |noun: &'s Spanned<String>| (noun, vec![(noun.get_ref().clone(), number, false)])
    };
    let mut all = Vec::new();
    all.extend(source.sound.iter().map(|noun| (noun, sound(noun.get_ref(), endings, weak))));
    let broken = |(noun, plurals): (&'s Spanned<String>, &Vec<String>)| {
        (noun, broken(noun.get_ref(), plurals, endings))
    };
    all.extend(source.broken.iter().map(broken));
    let feminine = |(noun, plurals): (&'s Spanned<String>, &Vec<String>)| {
        (noun, feminine_noun(noun.get_ref(), plurals, endings))
    };
    all.extend(source.feminine.iter().map(feminine));
    all.extend(source.plural_only.iter().map(single(Number::Many)));
    all.extend(source.singular_only.iter().map(single(one)));
    all
}

/// A noun whose plural is an ending, with its feminine.
fn sound(noun: &str, endings: &Inflection, weak: bool) -> Vec<NounForm> {
    let mut all = singular(noun, endings);
    all.extend(endings.dual.iter().map(|e| (format!("{noun}{e}"), Number::Two, false)));
    let plurals = endings.plural.iter().chain(&endings.dual_or_plural);
    all.extend(plurals.map(|e| (format!("{noun}{e}"), Number::Many, false)));
    if !weak && !noun.ends_with(endings.construct.as_str()) {
        all.push((format!("{noun}{}", endings.construct), Number::Many, false));
    }
    let (ending, joined) = &endings.feminine;
    all.push((format!("{noun}{ending}"), Number::One { accusative: false }, true));
    let duals = endings.dual.iter().chain(&endings.dual_or_plural);
    all.extend(duals.map(|e| (format!("{noun}{joined}{e}"), Number::Two, true)));
    all.push((format!("{noun}{}", endings.feminine_plural), Number::Many, true));
    all
}

/// A noun with plurals of its own.
fn broken(noun: &str, plurals: &[String], endings: &Inflection) -> Vec<NounForm> {
    let mut all = singular(noun, endings);
    let duals = endings.dual.iter().chain(&endings.dual_or_plural);
    all.extend(duals.map(|e| (format!("{noun}{e}"), Number::Two, false)));
    all.extend(plurals.iter().map(|p| (p.clone(), Number::Many, false)));
    all
}

/// A noun that ends in the feminine ending, with plurals of its own.
fn feminine_noun(noun: &str, plurals: &[String], endings: &Inflection) -> Vec<NounForm> {
    let stem = noun.strip_suffix(endings.feminine.0.as_str()).unwrap_or(noun);
    let joined = format!("{stem}{}", endings.feminine.1);
    let mut all = vec![(noun.to_owned(), Number::One { accusative: false }, true)];
    let duals = endings.dual.iter().chain(&endings.dual_or_plural);
    all.extend(duals.map(|e| (format!("{joined}{e}"), Number::Two, true)));
    all.extend(plurals.iter().map(|p| (p.clone(), Number::Many, true)));
    all
}

fn singular(noun: &str, endings: &Inflection) -> Vec<NounForm> {
    let mut all = vec![(noun.to_owned(), Number::One { accusative: false }, false)];
    let accusative = Number::One { accusative: true };
    all.extend(endings.accusative.iter().map(|e| (format!("{noun}{e}"), accusative, false)));
    all
}
