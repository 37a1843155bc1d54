//! Toponyms: in, tokens, the pack's place cues and the gazetteer; out, candidate place names with
//! what announced them, for [`crate::resolve::place`].

use crate::{
    gazetteer::Gazetteer,
    lang::Pack,
    normalise::{Text, Tokens},
};

/// A place name before it was resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceCandidate {
    /// Tokens of the name, without its generic noun.
    pub tokens: Tokens,
    /// Rule that recognised it.
    pub rule: &'static str,
}

/// The place names of a text, in text order, none overlapping.
pub fn places(_text: &Text<'_>, _pack: &Pack, _gazetteer: &Gazetteer) -> Vec<PlaceCandidate> {
    Vec::new()
}
