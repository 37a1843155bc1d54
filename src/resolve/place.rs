//! Places: in, candidate names of a document; out, the gazetteer rows they most likely mean, or an
//! honest "unresolved".

use crate::{
    gazetteer::Gazetteer,
    normalise::{Text, Tokens},
    recognise::place::PlaceCandidate,
    record::{Flag, PlaceRole, PlaceValue},
};

/// What a place name does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceUse {
    /// Something may be located there.
    Location,
    /// The dateline of the report.
    Dateline,
    /// Owner of something ("Baghdad's police"), origin of somebody, a capital that stands for its
    /// government: never the place of an event.
    Other,
}

/// A place name with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Tokens of the name.
    pub tokens: Tokens,
    /// Tokens of the whole phrase, its generic noun, bearing and distance included.
    pub phrase: Tokens,
    /// What it was resolved to.
    pub value: PlaceValue,
    /// English name of the country, where known.
    pub country: Option<String>,
    /// What it does in its sentence.
    pub usage: PlaceUse,
    /// Place of something, one of two it lies between, or the anchor of a distance.
    pub role: PlaceRole,
    /// Kilometres from the anchor.
    pub distance_km: Option<f64>,
    /// Direction from the anchor: N, NE, E, SE, S, SW, W, NW.
    pub bearing: Option<&'static str>,
    /// Rule that recognised it.
    pub rule: &'static str,
    /// Doubts.
    pub flags: Vec<Flag>,
}

/// The values of a document's place names, in text order.
pub fn resolve(
    _text: &Text<'_>,
    _candidates: &[PlaceCandidate],
    _gazetteer: &Gazetteer,
) -> Vec<PlaceMention> {
    Vec::new()
}
