//! Parsing patterns: in, the string of a pack file and the classes it may use; out, a [`Pattern`],
//! or an error that says what is wrong with which part.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Element, Form, Pattern, Slot, Words};
use crate::{
    error::{Error, Result},
    lang::{Clitics, Lexicon, Role},
    record::ActorRole,
};

/// A word class as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassSource {
    /// Its words.
    #[serde(default)]
    pub(crate) words: crate::lang::Words,
    /// Whether the article may or must be cut from its words; default "no".
    article: Option<Presence>,
    /// The same of a pronoun at the end.
    pronoun: Option<Presence>,
    /// What may be written onto it in front; default "may".
    prefix: Option<Prefix>,
}

/// What may be written onto a word in front, the article aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Prefix {
    /// A conjunction, a preposition, both.
    #[default]
    May,
    /// A conjunction: verbs.
    And,
    /// Nothing.
    No,
}

/// Whether a clitic is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Presence {
    #[default]
    No,
    May,
    Must,
}

const PREFIX: [Clitics; 4] = [Clitics::AND, Clitics::IN, Clitics::TO, Clitics::AS];

/// The word classes of a pack, by name.
#[derive(Debug, Default)]
pub struct Classes {
    rows: BTreeMap<String, Class>,
}

/// A class, with what its layers said.
#[derive(Debug)]
struct Class {
    row: u32,
    /// As written, all layers together.
    words: Vec<String>,
    article: Presence,
    pronoun: Presence,
    prefix: Prefix,
}

impl Classes {
    /// Adds a class, or words to one that `grows`; returns the row that its words have in the
    /// lexicon.
    ///
    /// # Errors
    /// When the name is taken.
    pub fn add(&mut self, name: &str, source: &ClassSource, grows: bool) -> Result<u32> {
        if !grows && self.rows.contains_key(name) {
            return Err(Error::new(format!(
                "class {name:?} is one of another file: add to it there"
            )));
        }
        let row = self.rows.len() as u32;
        let class = self.rows.entry(name.to_owned()).or_insert_with(|| Class::new(row));
        class.article = source.article.unwrap_or(class.article);
        class.pronoun = source.pronoun.unwrap_or(class.pronoun);
        class.prefix = source.prefix.unwrap_or(class.prefix);
        class.words.extend(source.words.iter().map(|word| word.get_ref().clone()));
        Ok(class.row)
    }

    /// The words of a class as the pack has them; none where there is no such class.
    pub fn words(&self, name: &str) -> &[String] {
        self.rows.get(name).map(|class| class.words.as_slice()).unwrap_or_default()
    }

    /// The class of that name.
    ///
    /// # Errors
    /// When there is none.
    pub fn get(&self, name: &str) -> Result<Form> {
        let class = self.rows.get(name).ok_or_else(|| Error::new(format!("no class {name:?}")))?;
        Ok(class.form())
    }
}

impl Class {
    fn new(row: u32) -> Class {
        let (article, pronoun) = (Presence::default(), Presence::default());
        Class { row, words: Vec::new(), article, pronoun, prefix: Prefix::default() }
    }

    fn form(&self) -> Form {
        let (mut may, mut must) = (Clitics::NONE, Clitics::NONE);
        let mut set = |presence: Presence, clitic: Clitics| match presence {
            Presence::No => {}
            Presence::May => may = may | clitic,
            Presence::Must => (may, must) = (may | clitic, must | clitic),
        };
        set(self.article, Clitics::THE);
        set(self.pronoun, Clitics::PRONOUN);
        match self.prefix {
            Prefix::May => PREFIX.iter().for_each(|clitic| set(Presence::May, *clitic)),
            Prefix::And => set(Presence::May, Clitics::AND),
            Prefix::No => {}
        }
        Form { words: Words::Class(self.row), may, must }
    }
}

/// Compiles a pattern and adds its words to the lexicon; the anchor's words get `role`
/// with payload `row`.
///
/// # Errors
/// When the pattern has no anchor, an unknown slot or class, or an unclosed bracket.
pub fn compile(
    source: &str,
    role: Role,
    row: u32,
    classes: &Classes,
    lexicon: &mut Lexicon,
) -> Result<Pattern> {
    let spaced = source.replace('[', " [ ").replace(']', " ] ");
    let mut parts = spaced.split_whitespace();
    let elements = sequence(&mut parts, classes, lexicon, 0)?;
    let at = elements.iter().position(|e| matches!(e, Element::Word(_))).ok_or_else(|| {
        Error::new(format!("{source:?} has no word or class outside brackets to be found by"))
    })?;
    let mut before: Vec<_> = elements[..at].to_vec();
    before.reverse();
    let Element::Word(anchor) = elements[at].clone() else { unreachable!("found as a word") };
    register(&anchor, role, row, lexicon);
    Ok(Pattern { before, anchor, after: elements[at + 1..].to_vec() })
}

/// The classes that a pattern names.
pub(crate) fn class_names(source: &str) -> impl Iterator<Item = &str> {
    let parts = source.split(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '|'));
    parts.filter_map(|part| part.trim_start_matches(['!', '<']).strip_prefix('@'))
}

/// Gives every word of `forms` a role.
pub(crate) fn register(anchor: &[Form], role: Role, row: u32, lexicon: &mut Lexicon) {
    for form in anchor {
        let words = match form.words {
            Words::One(word) => vec![word],
            Words::Class(class) => lexicon.with(Role::Class, class),
        };
        for word in words {
            lexicon.tag(word, role, row);
        }
    }
}

fn sequence<'s>(
    parts: &mut impl Iterator<Item = &'s str>,
    classes: &Classes,
    lexicon: &mut Lexicon,
    depth: usize,
) -> Result<Vec<Element>> {
    let mut elements = Vec::new();
    while let Some(part) = parts.next() {
        match part {
            "[" => elements.push(Element::Optional(sequence(parts, classes, lexicon, depth + 1)?)),
            "]" if depth > 0 => return Ok(elements),
            "]" => return Err(Error::new("a ] without its [")),
            _ => elements.push(element(part, classes, lexicon)?),
        }
    }
    if depth > 0 { Err(Error::new("a [ without its ]")) } else { Ok(elements) }
}

fn element(part: &str, classes: &Classes, lexicon: &mut Lexicon) -> Result<Element> {
    if let Some(not) = part.strip_prefix("!<") {
        return choice(not, classes, lexicon).map(Element::NotBehind);
    }
    if let Some(not) = part.strip_prefix('!') {
        return match element(not, classes, lexicon)? {
            Element::Gap { .. } => Err(Error::new(format!("{part:?}: a gap cannot be ruled out"))),
            other => Ok(Element::Not(Box::new(other))),
        };
    }
    if let Some(name) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
        return match name {
            "people" => Ok(Element::Slot(Slot::People)),
            "count" => Ok(Element::Slot(Slot::Count)),
            "number" => Ok(Element::Slot(Slot::Number)),
            "one" => Ok(Element::Slot(Slot::One)),
            "many" => Ok(Element::Slot(Slot::Many)),
            "object" => Ok(Element::Slot(Slot::Object)),
            "name" => Ok(Element::Slot(Slot::Name)),
            "place" => Ok(Element::Slot(Slot::Place)),
            "actor" => Ok(Element::Slot(Slot::Party(ActorRole::Actor))),
            "target" => Ok(Element::Slot(Slot::Party(ActorRole::Target))),
            "claimant" => Ok(Element::Slot(Slot::Party(ActorRole::Claimant))),
            _ => Err(Error::new(format!(
                "no slot {part}; there is {{people}} {{one}} {{many}} {{object}} {{count}} {{number}} {{name}} \
                 {{place}} {{actor}} {{target}} {{claimant}}"
            ))),
        };
    }
    if let Some(most) = part.strip_prefix('~') {
        let (most, marks) = most.strip_prefix('~').map_or((most, false), |m| (m, true));
        let most =
            most.parse().map_err(|e| Error::caused(format!("{part:?} is no gap such as ~3"), e))?;
        return Ok(Element::Gap { most, marks });
    }
    choice(part, classes, lexicon).map(Element::Word)
}

/// Compiles a choice of words and classes such as `a|b|@c`.
///
/// # Errors
/// When a class is unknown or a word is none.
pub fn choice(part: &str, classes: &Classes, lexicon: &mut Lexicon) -> Result<Vec<Form>> {
    let forms = part.split('|').map(|word| match word.strip_prefix('@') {
        Some(class) => classes.get(class),
        None => literal(word, lexicon),
    });
    forms.collect()
}

fn literal(word: &str, lexicon: &mut Lexicon) -> Result<Form> {
    let words = Words::One(lexicon.add(word, Role::Literal, 0)?);
    let may = PREFIX.iter().fold(Clitics::NONE, |all, c| all | *c);
    Ok(Form { words, may, must: Clitics::NONE })
}
