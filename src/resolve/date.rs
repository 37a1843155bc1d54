//! Dates: in, time expressions in text order and the publication day; out, intervals of Gregorian
//! days, each reckoned from nothing (absolute), the publication day, or the date the narrative
//! stands on.

use chrono::NaiveDate;

use crate::{
    lang::Pack,
    normalise::{Text, Tokens},
    recognise::date::DateExpression,
    record::{DateValue, Flag},
};

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Tokens it covers.
    pub tokens: Tokens,
    /// What it means.
    pub value: DateValue,
    /// Rule that recognised it.
    pub rule: &'static str,
    /// Doubts.
    pub flags: Vec<Flag>,
}

/// The values of a document's time expressions, in text order, and the flags that concern the
/// whole document (`published_doubtful`).
pub fn resolve(
    _text: &Text<'_>,
    _pack: &Pack,
    _expressions: &[DateExpression],
    _published: Option<NaiveDate>,
) -> (Vec<DateMention>, Vec<Flag>) {
    (Vec::new(), Vec::new())
}
