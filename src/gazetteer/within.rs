//! What holds what: in, places; out, the divisions, country and parents around them. Parents are ids,
//! so that a layer can place its rows into divisions that only a layer below knows.

use super::{
    Facts, Gazetteer, PlaceId,
    layer::{Entry, Layer, Parent},
};
use crate::record::Feature;

/// The most places inside each other that are followed upwards: parents in a ring end here.
const MOST_LEVELS: usize = 6;

impl Gazetteer {
    /// Whether the place `outer` holds the place `inner`: a country its divisions and places, a
    /// division those in it, a city the quarters and sites that name it as their parent.
    pub fn holds(&self, outer: PlaceId, inner: PlaceId) -> bool {
        self.embraces(&self.facts(outer), &self.facts(inner))
    }

    /// The same, of places whose facts are at hand.
    pub fn embraces(&self, outer: &Facts<'_>, inner: &Facts<'_>) -> bool {
        match outer.feature {
            _ if outer.id == inner.id || outer.country != inner.country => false,
            Feature::Country => true,
            Feature::Admin => {
                let (entry, _) = self.merged(inner.id);
                let (admin1, admin2) = self.divisions(&entry);
                admin1 == Some(outer.id) || admin2 == Some(outer.id)
            }
            _ => self.parent(inner.id) == Some(outer.id),
        }
    }

    /// The smallest place that is known to hold this one.
    pub fn parent(&self, id: PlaceId) -> Option<PlaceId> {
        self.known(self.said(id, Layer::parent_of))
    }

    /// The place that a parent stands for, or the nearest division above it in the code that there
    /// is.
    fn known(&self, parent: Option<Parent<'_>>) -> Option<PlaceId> {
        let Parent { id, place } = parent?;
        let mut ids = std::iter::successors(Some(id), |id| Some(id.rsplit_once('.')?.0));
        *place.get_or_init(|| ids.find_map(|id| self.by_id(id)))
    }

    /// Code of the country that a place with this parent lies in, empty where none is known.
    pub(super) fn country_above(&self, parent: Option<Parent<'_>>) -> &str {
        let mut next = self.known(parent);
        for _ in 0..MOST_LEVELS {
            let Some(id) = next else { break };
            let (_, layer, row) = self.locate(id);
            match layer.country(row) {
                "" => next = self.parent(id),
                code => return code,
            }
        }
        ""
    }

    /// First- and second-level division of what an entry describes.
    pub(super) fn divisions(&self, entry: &Entry<'_>) -> (Option<PlaceId>, Option<PlaceId>) {
        let mut above = Vec::new();
        let mut next = self.known(entry.parent);
        for _ in 0..MOST_LEVELS {
            let Some(id) = next else { break };
            if self.said(id, Layer::feature) == Some(Feature::Admin) {
                above.push(id);
            }
            next = self.parent(id);
        }
        let mut down = above.into_iter().rev();
        (down.next(), down.next())
    }
}
