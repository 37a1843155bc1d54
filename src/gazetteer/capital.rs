//! Capitals: in, the places of all layers; out, which is the capital of a country.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{Gazetteer, PlaceId};

/// Capitals by ISO 3166-1 alpha-2 code, found when first asked for.
#[derive(Debug, Default)]
pub(super) struct Capitals(OnceLock<BTreeMap<String, PlaceId>>);

impl Gazetteer {
    /// The capital of the country with an ISO 3166-1 alpha-2 code; the most populous where there are
    /// several.
    pub fn capital(&self, code: &str) -> Option<PlaceId> {
        self.capitals.0.get_or_init(|| self.all_capitals()).get(code).copied()
    }

    fn all_capitals(&self) -> BTreeMap<String, PlaceId> {
        let mut capitals: BTreeMap<String, (u32, PlaceId)> = BTreeMap::new();
        for (number, (begin, layer)) in self.layers.iter().enumerate() {
            let place = |row| self.topmost(number, PlaceId(begin + row));
            for id in layer.capitals().map(place) {
                let facts = self.facts(id);
                let known = capitals.entry(facts.country.to_owned()).or_insert((0, id));
                if facts.population >= known.0 {
                    *known = (facts.population, id);
                }
            }
        }
        capitals.into_iter().map(|(code, (_, id))| (code, id)).collect()
    }
}
