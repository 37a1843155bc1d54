//! Openings: in, a word; out, what the names that begin with it are. A text asks this once for each
//! distinct word, so that most words are settled without another look into the index.

use super::{Facts, Gazetteer, PlaceId, distinct};
use crate::record::Feature;

/// Letters of a following word that are looked at, in bytes.
const LOOKED_AT: usize = 8;

/// The names that begin with a word.
#[derive(Clone, Debug)]
pub struct Opening<'g> {
    /// The places that have the word as their whole name.
    pub alone: Box<[Facts<'g>]>,
    /// What they are.
    pub standing: Standing,
    /// How the words begin that follow it in longer names.
    next: Starts,
}

impl Opening<'_> {
    /// Whether a longer name may go on with a word that begins so. Where it may not, none does.
    pub fn goes_on(&self, next: Starts) -> bool {
        self.next.meets(next)
    }
}

/// What the names that begin with a word, or with what is left of it when clitics are cut, are taken
/// together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prospect {
    /// What the places of the word alone are.
    pub standing: Standing,
    next: Starts,
}

impl Prospect {
    /// That of several openings.
    pub fn of<'o, 'g: 'o>(openings: impl Iterator<Item = &'o Opening<'g>>) -> Prospect {
        openings.fold(Prospect::default(), |mut all, opening| {
            all.standing = all.standing.or(opening.standing);
            all.next.0 |= opening.next.0;
            all
        })
    }

    /// Whether a longer name may go on with a word that begins so.
    pub fn goes_on(&self, next: Starts) -> bool {
        self.next.meets(next)
    }
}

/// Beginnings of words: a set that may seem to hold more than was put in, as a Bloom filter does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Starts(u128);

impl Starts {
    /// The beginning of a word.
    pub fn of(word: &str) -> Starts {
        Starts::of_bytes(&word.as_bytes()[..word.len().min(LOOKED_AT)])
    }

    fn of_bytes(start: &[u8]) -> Starts {
        let mut bytes = [0; LOOKED_AT];
        bytes[..start.len()].copy_from_slice(start);
        // the golden ratio spreads what differs in few bits over the upper ones
        let hash = u64::from_le_bytes(bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Starts(1 << (hash >> 57))
    }

    fn meets(self, other: Starts) -> bool {
        self.0 & other.0 != 0
    }
}

/// What the places of one name are, taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// One is a country.
    pub country: bool,
    /// One is a division of a country.
    pub division: bool,
    /// One is the capital of a country.
    pub capital: bool,
    /// One is curated, see [`super::Place::curated`].
    pub curated: bool,
    /// Inhabitants of the most populous.
    pub population: u32,
    /// Inhabitants of the most populous capital.
    pub capital_population: u32,
}

impl Standing {
    /// What places are, taken together.
    pub fn of(places: &[Facts<'_>]) -> Standing {
        places.iter().map(Standing::of_one).fold(Standing::default(), Standing::or)
    }

    /// One is a country, a division, a capital or curated: not any town or village.
    pub fn sure(&self) -> bool {
        self.country || self.division || self.capital || self.curated
    }

    /// This and another, taken together.
    fn or(self, other: Standing) -> Standing {
        Standing {
            country: self.country || other.country,
            division: self.division || other.division,
            capital: self.capital || other.capital,
            curated: self.curated || other.curated,
            population: self.population.max(other.population),
            capital_population: self.capital_population.max(other.capital_population),
        }
    }

    fn of_one(place: &Facts<'_>) -> Standing {
        Standing {
            country: place.feature == Feature::Country,
            division: place.feature == Feature::Admin,
            capital: place.capital,
            curated: place.curated,
            population: place.population,
            capital_population: if place.capital { place.population } else { 0 },
        }
    }
}

impl Gazetteer {
    /// The names that begin with this folded whole word; none where none does.
    pub fn opening(&self, word: &str) -> Option<Opening<'_>> {
        let mut found = false;
        let (mut alone, mut next) = (Vec::new(), Starts::default());
        for (number, (begin, layer)) in self.layers.iter().enumerate() {
            let Some(opening) = layer.opening(word) else { continue };
            found = true;
            alone.extend(opening.rows().map(|row| self.topmost(number, PlaceId(begin + row))));
            opening.followers(LOOKED_AT, |start| {
                next.0 |= Starts::of_bytes(start).0;
                // a set that seems to hold all learns nothing more
                next.0 != u128::MAX
            });
        }
        let alone = self.all_facts(distinct(alone));
        found.then(|| Opening { standing: Standing::of(&alone), alone: alone.into(), next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_names_are_not_missed() {
        let gazetteer = Gazetteer::world().unwrap();
        let opening = gazetteer.opening("burkina").unwrap();
        assert!(opening.goes_on(Starts::of("faso")));
        assert!(!opening.goes_on(Starts::of("")));
        let opening = gazetteer.opening("san").unwrap();
        assert!(opening.goes_on(Starts::of("francisco")));
        assert!(gazetteer.opening("faso").is_none());
    }

    #[test]
    fn standing_of_all_with_a_name() {
        let gazetteer = Gazetteer::builtin().unwrap();
        let standing = gazetteer.opening("mali").unwrap().standing;
        assert!(standing.country && standing.population > 1_000_000);
    }
}
