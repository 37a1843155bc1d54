//! Facts: in, a place; out, the few things about it that choosing among places of one name needs,
//! without its names and divisions, which take many times longer to find.

use super::{Gazetteer, PlaceId};
use crate::record::Feature;

/// What tells places of one name apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts<'g> {
    /// The place.
    pub id: PlaceId,
    /// Kind of place.
    pub feature: Feature,
    /// ISO 3166-1 alpha-2 code of its country; empty where unknown.
    pub country: &'g str,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// Capital of its country.
    pub capital: bool,
    /// Curated, see [`super::Place::curated`].
    pub curated: bool,
    /// Degrees north and east, where known.
    pub point: Option<(f64, f64)>,
}

impl Gazetteer {
    /// The facts of each place.
    pub fn all_facts(&self, ids: Vec<PlaceId>) -> Vec<Facts<'_>> {
        ids.into_iter().map(|id| self.facts(id)).collect()
    }

    /// The facts of a place.
    pub fn facts(&self, id: PlaceId) -> Facts<'_> {
        let (entry, curated) = self.merged(id);
        let country = match entry.country {
            "" => self.country_above(entry.parent),
            code => code,
        };
        Facts {
            id,
            feature: entry.feature.unwrap_or(Feature::Town),
            country,
            population: entry.population,
            capital: entry.capital,
            curated,
            point: entry.point,
        }
    }
}
