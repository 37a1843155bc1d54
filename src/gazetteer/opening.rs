//! Openings: in, a word; out, what the names that begin with it are. A text asks this once for each
//! distinct word, so that most words are settled without another look into the index.

use std::borrow::Cow;

use super::{Facts, Gazetteer, PlaceId, distinct, layer};
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
    pub next: Starts,
    /// Where longer names go on.
    trails: Trails,
}

/// Where names go on behind some words, in each layer (by number) that has such names.
type Trails = Box<[(usize, layer::Trail)]>;

/// How a word begins: one of few classes that all words are spread over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Start(u8);

impl Start {
    /// The beginning of a word.
    pub fn of(word: &str) -> Start {
        Start::of_bytes(word.as_bytes())
    }

    fn of_bytes(word: &[u8]) -> Start {
        let letters = match word.first_chunk::<LOOKED_AT>() {
            Some(letters) => u64::from_le_bytes(*letters),
            None => word.iter().rev().fold(0, |all, letter| all << 8 | u64::from(*letter)),
        };
        // the golden ratio spreads what differs in few bits over the upper ones
        Start((letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 57) as u8)
    }
}

/// Beginnings of words: a set that may seem to hold more than was put in, as a Bloom filter does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starts(u128);

impl Starts {
    /// Those in this set or the other.
    pub fn or(self, other: Starts) -> Starts {
        Starts(self.0 | other.0)
    }

    /// Whether a word that begins so may be in it; where it says no, none is.
    pub fn has(self, start: Start) -> bool {
        self.0 >> start.0 & 1 == 1
    }

    fn insert(&mut self, start: Start) {
        self.0 |= 1 << start.0;
    }

    fn is_full(self) -> bool {
        self.0 == u128::MAX
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
        let openings: Vec<_> = self.openings(word).collect();
        let (alone, trails) = self.taken_together(openings.iter().copied())?;
        let mut next = Starts::default();
        for (_, opening) in openings {
            opening.followers(LOOKED_AT, |start| {
                next.insert(Start::of_bytes(start));
                // a set that seems to hold all learns nothing more
                !next.is_full()
            });
        }
        let alone = self.all_facts(alone);
        Some(Opening { standing: Standing::of(&alone), alone: alone.into(), next, trails })
    }

    /// The longest name that begins at a word: how many words it has, and its places. `word(n)` is
    /// the n-th folded word from there, `None` where a name cannot go on.
    pub fn longest<'w>(
        &self,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, Vec<PlaceId>)> {
        let first = word(0)?;
        let (alone, trails) = self.taken_together(self.openings(first))?;
        let alone = (!alone.is_empty()).then_some((1, alone));
        self.further(&trails, word).or(alone)
    }

    /// The longest name of several words that begins with the word of `opening`: as
    /// [`Gazetteer::longest`].
    pub fn longer<'w>(
        &self,
        opening: &Opening<'_>,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, Vec<PlaceId>)> {
        self.further(&opening.trails, word)
    }

    /// The longest name that goes on behind the first word.
    fn further<'w>(
        &self,
        trails: &Trails,
        word: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(usize, Vec<PlaceId>)> {
        let (mut found, mut trails) = (None, Cow::Borrowed(trails));
        for count in 2..=Self::MOST_WORDS {
            let Some(next) = word(count - 1) else { break };
            let onward = trails.iter().filter_map(|(number, trail)| {
                Some((*number, self.layers[*number].1.onward(*trail, next)?))
            });
            let Some((places, behind)) = self.taken_together(onward) else { break };
            if !places.is_empty() {
                found = Some((count, places));
            }
            trails = Cow::Owned(behind);
        }
        found
    }

    /// The names of each layer that begin with a word, with the number of the layer.
    fn openings<'g>(&'g self, word: &str) -> impl Iterator<Item = (usize, layer::Opening<'g>)> {
        let layers = self.layers.iter().enumerate();
        layers.filter_map(move |(number, (_, layer))| Some((number, layer.opening(word)?)))
    }

    /// The places of openings of layers, each once, and where names go on; none where there is none.
    fn taken_together<'g>(
        &self,
        openings: impl Iterator<Item = (usize, layer::Opening<'g>)>,
    ) -> Option<(Vec<PlaceId>, Trails)> {
        let (mut found, mut places, mut trails) = (false, Vec::new(), Vec::new());
        for (number, opening) in openings {
            found = true;
            let begin = self.layers[number].0;
            places.extend(opening.rows().map(|row| self.topmost(number, PlaceId(begin + row))));
            trails.extend(opening.space.map(|trail| (number, trail)));
        }
        found.then(|| (distinct(places), trails.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_names_are_not_missed() {
        let gazetteer = Gazetteer::world().unwrap();
        let opening = gazetteer.opening("burkina").unwrap();
        assert!(opening.next.has(Start::of("faso")));
        assert!(!opening.next.has(Start::of("")));
        let opening = gazetteer.opening("san").unwrap();
        assert!(opening.next.has(Start::of("francisco")));
        assert!(gazetteer.opening("faso").is_none());
    }

    #[test]
    fn standing_of_all_with_a_name() {
        let gazetteer = Gazetteer::builtin().unwrap();
        let standing = gazetteer.opening("mali").unwrap().standing;
        assert!(standing.country && standing.population > 1_000_000);
    }
}
