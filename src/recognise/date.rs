//! Time expressions: in, tokens and numbers; out, unresolved expressions ("the last Tuesday", "two
//! days later", "12 Rajab 1444") for [`crate::resolve::date`].

use super::number::Number;
use crate::{
    lang::Pack,
    normalise::{Text, Tokens},
};

/// A time expression before anything was reckoned.
#[derive(Clone, Debug, PartialEq)]
pub struct DateExpression {
    /// Tokens it covers.
    pub tokens: Tokens,
    /// Rule that recognised it.
    pub rule: &'static str,
}

/// The time expressions of a text, in text order, none overlapping.
pub fn dates(_text: &Text<'_>, _pack: &Pack, _numbers: &[Number]) -> Vec<DateExpression> {
    Vec::new()
}
