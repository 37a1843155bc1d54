//! Focus: in, candidates and nationalities of a document; out, how much it speaks of each country.

use std::collections::BTreeMap;

use crate::{recognise::place::PlaceCandidate, record::Feature};

/// Weight of a country by ISO 3166-1 alpha-2; they sum to 1 where there is any.
pub(super) type Focus<'a> = BTreeMap<&'a str, f64>;

/// Inhabitants that make the only place of a name a sign of its country.
const SIGN: u32 = 50_000;

/// Weight of a country that the user prefers: a text that names another country more often than twice
/// outweighs it.
const PREFERRED: f64 = 4.0;

/// `preferred` are the countries that the user says the texts are about.
pub(super) fn focus<'a>(
    candidates: &[PlaceCandidate<'a>],
    nationalities: &[&'a str],
    preferred: &'a [String],
) -> Focus<'a> {
    let mut focus = Focus::new();
    let mut add = |code: &'a str, weight: f64| *focus.entry(code).or_insert(0.0) += weight;
    preferred.iter().for_each(|code| add(code, PREFERRED));
    nationalities.iter().for_each(|code| add(code, 1.0));
    for PlaceCandidate { places, .. } in candidates.iter().filter(|c| !c.guess) {
        let country = places.iter().find(|p| p.feature == Feature::Country);
        if let Some(country) = country {
            add(country.country, 2.0);
            continue;
        }
        let Some(first) = places.first() else { continue };
        let same = places.iter().all(|p| p.country == first.country);
        let known = places.iter().any(|p| p.curated || p.capital || p.population >= SIGN);
        if same && known {
            add(first.country, 1.0);
        }
    }
    let total: f64 = focus.values().sum();
    focus.values_mut().for_each(|weight| *weight /= total.max(1.0));
    focus
}
