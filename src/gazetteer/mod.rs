//! The place index: in, names and ids; out, the rows they stand for. Names are folded
//! ([`crate::normalise::fold`]) when the index is built, so they equal folded text: "الخرطوم" is found
//! as "الخرطوم", "Ségou" as "segou". A name with the Arabic article is stored with it and, where the
//! sources have both, without; nothing is cut here.

mod memory;

use crate::{error::Result, record::Feature};
use memory::Memory;

/// A row of the gazetteer of this run. Meaningless to another run: files carry [`Place::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u32);

/// What the gazetteer knows of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<'g> {
    /// Stable id: `gn:2460596` (a GeoNames place), `gn:ML` (country), `gn:ML.04` (first-level
    /// division), `rasd:…` (a place that only the supplement has).
    pub id: &'g str,
    /// English main name.
    pub name: &'g str,
    /// Kind of place.
    pub feature: Feature,
    /// Degrees north; none for countries.
    pub latitude: Option<f64>,
    /// Degrees east; none for countries.
    pub longitude: Option<f64>,
    /// ISO 3166-1 alpha-2.
    pub country_code: &'g str,
    /// First-level division that holds it; none for countries and for such divisions themselves.
    pub admin1: Option<PlaceId>,
    /// Second-level division that holds it, where known.
    pub admin2: Option<PlaceId>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// It is the capital of its country.
    pub capital: bool,
    /// It stands in the curated supplement: a name that news of the region uses.
    pub curated: bool,
}

/// Places by name and by id.
#[derive(Debug, Default)]
pub struct Gazetteer {
    rows: Memory,
}

impl Gazetteer {
    /// The most words a name has that [`Gazetteer::longest`] looks for.
    pub const MOST_WORDS: usize = 6;

    /// The gazetteer that the program carries in itself.
    ///
    /// # Errors
    /// When its data are damaged.
    pub fn builtin() -> Result<Gazetteer> {
        Ok(Gazetteer { rows: Memory::read(include_str!("../../data/supplement.tsv"))? })
    }

    /// Whether some name begins with this folded whole word.
    pub fn begins(&self, word: &str) -> bool {
        self.rows.begins(word)
    }

    /// The places with a name (Arabic or Latin) that folds to `name`, words joined by one space;
    /// each place once, in the order of their ids.
    pub fn named(&self, name: &str) -> Vec<PlaceId> {
        self.rows.named(name).iter().copied().map(PlaceId).collect()
    }

    /// The longest name that begins at a word: how many words it has, and its places. `word(n)` is
    /// the n-th folded word from there, `None` where a name cannot go on.
    pub fn longest<'w>(
        &self,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, Vec<PlaceId>)> {
        let mut name = word(0).filter(|first| self.begins(first))?.to_owned();
        let mut found = None;
        for count in 1..=Self::MOST_WORDS {
            let places = self.named(&name);
            if !places.is_empty() {
                found = Some((count, places));
            }
            let Some(next) = word(count) else { break };
            name.push(' ');
            name.push_str(next);
        }
        found
    }

    /// What is known of a place.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        self.rows.place(id.0)
    }

    /// The place with a stable id.
    pub fn by_id(&self, id: &str) -> Option<PlaceId> {
        self.rows.by_id(id).map(PlaceId)
    }

    /// The country with an ISO 3166-1 alpha-2 code.
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        self.by_id(&format!("gn:{code}"))
    }

    /// Whether the place `outer` holds the place `inner` (stable ids).
    pub fn contains(&self, outer: &str, inner: &str) -> bool {
        let (Some(outer), Some(inner)) = (self.by_id(outer), self.by_id(inner)) else {
            return false;
        };
        self.holds(outer, inner)
    }

    /// Whether the place `outer` holds the place `inner`: a country its divisions and places, a
    /// division those in it.
    pub fn holds(&self, outer: PlaceId, inner: PlaceId) -> bool {
        if outer == inner {
            return false;
        }
        let (o, i) = (self.place(outer), self.place(inner));
        match o.feature {
            Feature::Country => o.country_code == i.country_code,
            Feature::Admin => i.admin1 == Some(outer) || i.admin2 == Some(outer),
            _ => false,
        }
    }

    /// Places of `countries` (all where empty) whose name sounds like `name`, at most `limit`, the
    /// nearest first, with the distance: 0 for the same sounds, 1 for nothing in common.
    pub fn similar(&self, name: &str, countries: &[&str], limit: usize) -> Vec<(PlaceId, f32)> {
        let near = self.named(&crate::normalise::fold(name)).into_iter();
        near.filter(|id| countries.is_empty() || countries.contains(&self.place(*id).country_code))
            .map(|id| (id, 0.0))
            .take(limit)
            .collect()
    }
}
