//! Numbers and quantities: in, tokens; out, cardinals and ordinals, and what bounds them ("at
//! least", "between"): the fewest and most the words allow.

use crate::{
    lang::Pack,
    normalise::{Text, Tokens},
    record::Qualifier,
};

/// A number as written, in words or figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Tokens it covers, without clitics' meaning: "وثلاثة" covers its one token.
    pub tokens: Tokens,
    /// Its value.
    pub value: f64,
    /// "Third" and not "three".
    pub ordinal: bool,
    /// Written in figures, at least in part.
    pub figures: bool,
    /// Rule that read it.
    pub rule: &'static str,
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
pub fn numbers(_text: &Text<'_>, _pack: &Pack) -> Vec<Number> {
    Vec::new()
}

/// The quantities of a text: every cardinal, alone or with its bounds, and vague amounts, in text
/// order, none overlapping.
pub fn quantities(_text: &Text<'_>, _pack: &Pack, _numbers: &[Number]) -> Vec<Quantity> {
    Vec::new()
}

/// A qualifier that stands after the counted noun ("27 persons at least") and begins at token
/// `at`: the tokens it covers and the quantity it makes of `quantity`.
pub fn qualified_after(
    _text: &Text<'_>,
    _pack: &Pack,
    _at: usize,
    _quantity: &Quantity,
) -> Option<Quantity> {
    None
}
