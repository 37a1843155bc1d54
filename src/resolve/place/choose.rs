//! Choosing: in, the places that have a name, and the document around it; out, the place that fits
//! best: held by a place named beside it, in a country in focus, of the kind announced, populous.

use super::{
    focus::Focus,
    sounds::{Alike, in_focus},
};
use crate::{
    gazetteer::{Facts, Gazetteer, PlaceId},
    normalise::Tokens,
    recognise::place::PlaceCandidate,
    record::Feature,
};

/// How far from a name one that holds it may stand, in tokens.
const BESIDE: usize = 6;

/// How far behind a name the place that holds it may stand, in tokens.
const BEHIND: usize = 12;

/// The same before it.
const BEFORE: usize = 40;

/// Scores closer than this are rivals.
const CLOSE: f64 = 0.6;

/// Inhabitants of a city that a report may call a suburb.
const SUBURB: u32 = 100_000;

/// Worth of lying in a country that the user prefers: more than being well known, less than being held
/// by a place beside it.
const PREFERRED: f64 = 3.0;

/// Degrees within which places neighbour each other.
const CLOSE_BY: f64 = 0.5;

/// What was chosen.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub place: Option<PlaceId>,
    pub ambiguous: bool,
}

pub(super) struct Chooser<'a, 't> {
    pub gazetteer: &'a Gazetteer,
    pub candidates: &'a [PlaceCandidate<'t>],
    /// The places in focus that sound like each.
    pub alike: &'a [Alike<'a>],
    pub focus: &'a Focus<'a>,
}

/// Places by their scores, the best first; equals by id.
pub(super) fn ranked<'p>(
    scored: impl Iterator<Item = (f64, &'p Facts<'p>)>,
) -> Vec<(f64, &'p Facts<'p>)> {
    let mut ranked: Vec<_> = scored.collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    ranked
}

impl<'a> Chooser<'a, '_> {
    /// The place of candidate `at`.
    pub fn choose(&self, at: usize) -> Choice {
        let named = || {
            let places = self.candidates[at].places.iter();
            let ranked = ranked(places.map(|place| (self.score(at, place), place)));
            ranked.first().filter(|(_, place)| self.credible(at, place))?;
            self.best(&ranked)
        };
        self.by_sound(at).or_else(named).unwrap_or(Choice { place: None, ambiguous: false })
    }

    /// The first of ranked places, ambiguous where another comes close to it.
    pub(super) fn best(&self, ranked: &[(f64, &Facts<'_>)]) -> Option<Choice> {
        let (&(best, place), others) = ranked.split_first()?;
        let rival =
            |(score, other): &(f64, &Facts<'_>)| best - score < CLOSE && self.apart(place, other);
        Some(Choice { place: Some(place.id), ambiguous: others.iter().any(rival) })
    }

    /// How well `place` fits candidate `at`.
    fn score(&self, at: usize, place: &Facts<'_>) -> f64 {
        let candidate = &self.candidates[at];
        let population = f64::from(place.population.max(1)).log10() / 2.0;
        let focus = self.focus.get(place.country).copied().unwrap_or(0.0);
        let mut score = population + 3.0 * focus + kind(candidate, place);
        if focus > 0.0 {
            score += 1.0;
        }
        if self.gazetteer.preferences().prefers(place.country) {
            score += PREFERRED;
        }
        if place.curated {
            score += 1.5;
        }
        if place.capital {
            score += 1.0;
        }
        if place.feature == Feature::Country {
            score += 4.0;
        }
        if candidate.nationality == Some(place.country) {
            score += 4.0;
        }
        if self.beside(at).any(|other| self.tells(at, other, place) && self.held(other, place)) {
            score += 4.0;
        } else if self.beside(at).any(|other| self.neighbours(other, place)) {
            score += 2.0;
        }
        score
    }

    /// Whether `place` can be what a noun for something small announced: a village of that name in a
    /// country nobody speaks of, or a town for a quarter, is another place.
    fn credible(&self, at: usize, place: &Facts<'_>) -> bool {
        use Feature::{Camp, City, Country, Neighbourhood, Site, Town, Village};
        if self.candidates[at].guess && self.candidates[at].kind.is_none() {
            let several = self.candidates[at].tokens.len() > 1;
            return in_focus(self.focus, place.country) && (several || self.supported(at, place));
        }
        let known = self.focus.contains_key(place.country);
        let beside = || self.beside(at).any(|o| self.held(o, place) || self.neighbours(o, place));
        match (self.candidates[at].kind, place.feature) {
            (Some(Neighbourhood), Neighbourhood | Camp | Site) | (Some(Camp), Camp) => true,
            (Some(Neighbourhood), Country) => false,
            (Some(Neighbourhood), _) => {
                known && (place.curated || place.population >= SUBURB) || beside()
            }
            (Some(Village | Town), City | Town | Village) => {
                known || self.focus.is_empty() || place.curated || beside()
            }
            (Some(_), Neighbourhood | Camp | Site | City | Town | Village) => {
                known
                    || self.focus.is_empty()
                    || place.curated
                    || place.population >= SUBURB
                    || beside()
            }
            _ => true,
        }
    }

    /// Whether candidate `other` may tell where `place` lies. In a list of countries the one before
    /// or behind it does not: a country's name there means the country.
    fn tells(&self, at: usize, other: usize, place: &Facts<'_>) -> bool {
        let country = |place: &Facts<'_>| place.feature == Feature::Country;
        let candidate = &self.candidates[at];
        let names_one = candidate.kind.is_none() && candidate.places.iter().any(country);
        country(place) || !names_one || other > at && !self.candidates[other].joined
    }

    /// Whether some place named by candidate `other` lies close to `place`, or it describes just that:
    /// "the Syrian capital".
    fn neighbours(&self, other: usize, place: &Facts<'_>) -> bool {
        let Some(here) = place.point else { return false };
        let near = |there: (f64, f64)| {
            (here.0 - there.0).abs() < CLOSE_BY && (here.1 - there.1).abs() < CLOSE_BY
        };
        let PlaceCandidate { places, described, .. } = &self.candidates[other];
        places.iter().any(|p| (*described || p.id != place.id) && p.point.is_some_and(near))
    }

    /// Candidates that stand beside `at`.
    pub(super) fn beside(&self, at: usize) -> impl Iterator<Item = usize> {
        let own = &self.candidates[at].phrase;
        let from = at.saturating_sub(3);
        let to = (at + 4).min(self.candidates.len());
        (from..to).filter(move |other| {
            let phrase = &self.candidates[*other].phrase;
            phrase != own && gap(own, phrase) <= BESIDE
        })
    }

    /// Whether a place named by candidate `other` holds `place`.
    fn held(&self, other: usize, place: &Facts<'_>) -> bool {
        self.candidates[other].places.iter().any(|outer| self.gazetteer.embraces(outer, place))
    }

    /// Whether two places are not one and its division of the same name.
    fn apart(&self, a: &Facts<'_>, b: &Facts<'_>) -> bool {
        if self.gazetteer.embraces(a, b) || self.gazetteer.embraces(b, a) {
            return false;
        }
        match (a.point, b.point) {
            (Some(a), Some(b)) => (a.0 - b.0).abs() + (a.1 - b.1).abs() > 0.5,
            _ => true,
        }
    }

    /// The place that holds candidate `at`, which no row stands for: the place a site is named after,
    /// the one named right behind it, right before it, or last in the story; else the country the
    /// document is about.
    pub fn holder(&self, at: usize, choices: &[Choice]) -> Option<PlaceId> {
        let candidate = &self.candidates[at];
        let namesakes = candidate.namesakes.iter().filter(|place| self.spoken_of(place));
        let namesake = namesakes
            .max_by(|a, b| self.prominence(a).total_cmp(&self.prominence(b)).then(b.id.cmp(&a.id)))
            .map(|place| place.id);
        let gap_to = |other: usize| gap(&candidate.phrase, &self.candidates[other].phrase);
        let known = |other: &usize| {
            choices[*other]
                .place
                .is_some_and(|p| self.gazetteer.facts(p).feature != Feature::Country)
        };
        let behind =
            (at + 1..(at + 4).min(choices.len())).filter(known).find(|o| gap_to(*o) <= BEHIND);
        let before =
            || (at.saturating_sub(6)..at).rev().filter(known).find(|o| gap_to(*o) <= BEFORE);
        let beside = || choices[behind.or_else(before)?].place;
        namesake.or_else(beside).or_else(|| self.country())
    }

    /// Whether the document speaks of the country of a place, or of none.
    fn spoken_of(&self, place: &Facts<'_>) -> bool {
        self.focus.is_empty() || self.focus.contains_key(place.country)
    }

    /// The country that the document speaks of more than of all others together.
    fn country(&self) -> Option<PlaceId> {
        let (code, _) = self.focus.iter().find(|(_, weight)| **weight > 0.5)?;
        self.gazetteer.country(code)
    }

    /// How well known a place is, in the countries in focus.
    fn prominence(&self, place: &Facts<'_>) -> f64 {
        let focus = self.focus.get(place.country).copied().unwrap_or(0.0);
        let curated = if place.curated { 1.5 } else { 0.0 };
        // a site is named after a town rather than the region of the same name
        let wide = match place.feature {
            Feature::Country => -9.0,
            Feature::Admin => -2.0,
            _ => 0.0,
        };
        f64::from(place.population.max(1)).log10() / 2.0 + 3.0 * focus + curated + wide
    }
}

/// Tokens between two ranges.
fn gap(a: &Tokens, b: &Tokens) -> usize {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

/// How well the kind of a place fits the noun before its name.
pub(super) fn kind(candidate: &PlaceCandidate<'_>, place: &Facts<'_>) -> f64 {
    use Feature::{Admin, City, Country, Neighbourhood, Town, Village};
    let settlement = matches!(place.feature, City | Town | Village);
    match (candidate.kind, place.feature) {
        _ if candidate.countryside => {
            if place.feature == Admin {
                3.0
            } else {
                0.0
            }
        }
        (Some(kind), feature) if kind == feature => 2.5,
        (Some(City | Town | Village), _) if settlement => 2.0,
        (Some(City | Town | Village), Admin | Country) => -2.0,
        (Some(Admin), Neighbourhood) => 0.5,
        (Some(Admin), _) if settlement => 1.0,
        (Some(_), _) => -0.5,
        // a city and its governorate of one name: the city
        (None, City) => 1.0,
        (None, _) => 0.0,
    }
}
