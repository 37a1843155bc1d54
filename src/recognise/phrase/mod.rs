//! The phrase language of the packs: in, patterns such as `@killed.noun ~2 {people}`; out, where
//! they match and what filled their slots.
//!
//! | written | matches |
//! |---|---|
//! | `word` | that word, folded, also with a conjunction or preposition written onto it |
//! | `a\|b` | either word |
//! | `@class` | any word of a class of the pack, with the clitics the class allows |
//! | `{people}` | a noun phrase for persons: counted, dual, single, plural |
//! | `{one}` | such a phrase for a single person: the subject of a verb in the singular |
//! | `{many}` | such a phrase for several persons: the subject of a verb in the plural |
//! | `{object}` | such a phrase for a single person in the accusative: never a subject |
//! | `{number}` | a bare quantity |
//! | `{count}` | as `{people}`, or a bare quantity |
//! | `{name}` | one to four words that no rule knows: a person's name |
//! | `{place}` | a place name, its generic noun included |
//! | `{actor}` `{target}` `{claimant}` | a party, which the slot gives its role |
//! | `~3` | up to three tokens, none of them a mark |
//! | `~~3` | up to three tokens, commas and brackets too |
//! | `[x y]` | x y, or nothing |
//! | `!x` | nothing, where x does not follow: a word, a choice or a slot |
//! | `!<x` | nothing, where the token before is not x: a word or a choice |
//!
//! A pattern is anchored at its first word or class outside brackets; what stands before the anchor
//! is matched leftwards, so that cost follows the anchors in a text and not the number of patterns.

mod matching;
mod parse;

pub use matching::{Match, Matcher};
pub use parse::{ClassSource, Classes, choice, compile};
pub(crate) use parse::{class_names, register};

use crate::{
    lang::{Clitics, WordId},
    record::ActorRole,
};

/// A word that may stand at a position, with the clitics it may or must carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Which words.
    pub words: Words,
    /// Clitics it may carry.
    pub may: Clitics,
    /// Clitics it must carry.
    pub must: Clitics,
}

/// A single word or a class of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// One word of the lexicon.
    One(WordId),
    /// Row of the classes.
    Class(u32),
}

/// What may fill a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A noun phrase for persons.
    People,
    /// A bare quantity.
    Number,
    /// A single person.
    One,
    /// Several persons, counted or not.
    Many,
    /// A single person in the accusative.
    Object,
    /// The same as people, or a bare quantity.
    Count,
    /// Words no rule knows.
    Name,
    /// A place name.
    Place,
    /// A party, and the role it gets.
    Party(ActorRole),
}

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// One token that is any of these.
    Word(Vec<Form>),
    /// A slot.
    Slot(Slot),
    /// Up to `most` tokens of anything but marks, or but closing marks.
    Gap {
        /// Most tokens.
        most: usize,
        /// Commas and brackets may stand in it.
        marks: bool,
    },
    /// These elements, or nothing.
    Optional(Vec<Element>),
    /// Nothing, where this word or slot does not follow.
    Not(Box<Element>),
    /// Nothing, where the token before is none of these.
    NotBehind(Vec<Form>),
}

/// A compiled pattern: what stands left of the anchor (nearest first), the anchor, what follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Elements before the anchor, in reading order from the anchor leftwards.
    pub before: Vec<Element>,
    /// The anchor.
    pub anchor: Vec<Form>,
    /// Elements after it.
    pub after: Vec<Element>,
}
