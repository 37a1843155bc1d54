//! Numbers and quantities: in, tokens; out, cardinals and ordinals, and what bounds them ("at
//! least", "between"): the fewest and most the words allow.

mod figures;
mod phrase;
mod quantity;
mod words;

use crate::{
    lang::{Pack, Role, RoleSet},
    normalise::{Text, TokenKind, Tokens},
    record::Qualifier,
};

pub(crate) use words::joined_at;

pub use quantity::{qualified_after, qualified_before, quantities};

/// A number as written, in words or figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Tokens it covers, without clitics' meaning: "and-three", one word in Arabic, covers its one token.
    pub tokens: Tokens,
    /// Its value.
    pub value: f64,
    /// "Third" and not "three".
    pub ordinal: bool,
    /// Written in figures, at least in part.
    pub figures: bool,
    /// With the article: "the twenty", which may also be "the twentieth".
    pub definite: bool,
    /// The scale of its last part: 1000 in "3 thousand", 1 in "20".
    pub scale: f64,
    /// Rule that read it.
    pub rule: &'static str,
}

impl Number {
    /// Its value where that is a whole number a count can be.
    pub fn whole(&self) -> Option<u64> {
        // 2^53: above that a float no longer tells neighbours apart
        let fits = self.value >= 0.0 && self.value < 9_007_199_254_740_992.0;
        (fits && self.value.fract() == 0.0).then_some(self.value as u64)
    }
}

/// One or two numbers with what bounds them.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Tokens it covers, the words of the qualifier included.
    pub tokens: Tokens,
    /// Tokens of the number itself.
    pub core: Tokens,
    /// Fewest.
    pub low: Option<u64>,
    /// Most.
    pub high: Option<u64>,
    /// How it was worded.
    pub qualifier: Qualifier,
    /// Rule that read it.
    pub rule: &'static str,
}

/// The cardinals and ordinals of a text, in text order, none overlapping.
pub fn numbers(text: &Text<'_>, pack: &Pack) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = text.tokens.get(at) {
        let number = match token.kind {
            TokenKind::Figure => words::figures_at(text, pack, at),
            TokenKind::Word if token.roles.meets(RoleSet::of(Role::Number)) => {
                words::number_at(text, pack, at)
            }
            _ => None,
        };
        match number {
            Some(number) => {
                at = number.tokens.end;
                found.push(number);
            }
            None if token.kind == TokenKind::Figure => at = figures::skip(text, at),
            None => at += 1,
        }
    }
    found
}
