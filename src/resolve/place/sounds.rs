//! Sounds: in, names that no row has in their script; out, the places in focus whose names in another
//! script sound like them, and the one of these that fits the text best.

use std::collections::BTreeMap;

use super::{
    choose::{Choice, Chooser, kind, ranked},
    focus::Focus,
};
use crate::{
    gazetteer::{Facts, Gazetteer, consonants},
    recognise::place::{PlaceCandidate, Relation},
    record::Feature,
};

/// Places that sound like a name, with the distance of the sounds.
pub(super) type Alike<'g> = Vec<(Facts<'g>, f32)>;

/// Weight that puts a country in focus.
const FOCUS: f64 = 0.2;

/// Most places weighed for a name.
const MOST: usize = 24;

/// Consonants that make a name tell something.
const TELLING: usize = 3;

/// Distance up to which a name written in another script is the same.
const SAME_SOUND: f32 = 0.05;

/// Distance up to which it is the same where a place beside it supports it.
const LIKE_SOUND: f32 = 0.10;

/// Distance up to which it counts although a place elsewhere has the very name.
const NO_DOUBT: f32 = 0.01;

/// Inhabitants of a place that may take a name from one elsewhere.
const TOWN: u32 = 5_000;

/// How close a place beside it must be to support it.
const NEAR: f64 = 0.35;

/// Kilometres over which the support of a place nearby falls to a third.
const REACH: f64 = 50.0;

/// Whether a document speaks of a country enough to look for unknown names there.
pub(super) fn in_focus(focus: &Focus<'_>, country: &str) -> bool {
    focus.get(country).is_some_and(|weight| *weight >= FOCUS)
}

/// For each candidate the places in focus that sound like it, where no row there has its name.
pub(super) fn alike<'c, 'g>(
    gazetteer: &'g Gazetteer,
    candidates: &'c [PlaceCandidate<'_>],
    focus: &Focus<'_>,
) -> Vec<Alike<'g>> {
    let countries: Vec<&str> =
        focus.keys().copied().filter(|country| in_focus(focus, country)).collect();
    let look = |name: &str| -> Alike<'g> {
        let near = gazetteer.similar(name, &countries, MOST).into_iter();
        let near = near.take_while(|(_, distance)| *distance <= LIKE_SOUND);
        near.map(|(id, distance)| (gazetteer.facts(id), distance)).collect()
    };
    // a document names the same places again and again
    let mut looked = BTreeMap::new();
    let alike = |candidate: &'c PlaceCandidate<'_>| {
        if countries.is_empty() || !asked(candidate, focus) {
            return Alike::new();
        }
        looked.entry(&*candidate.name).or_insert_with_key(|name| look(name)).clone()
    };
    candidates.iter().map(alike).collect()
}

/// Whether sound is asked for a name.
fn asked(candidate: &PlaceCandidate<'_>, focus: &Focus<'_>) -> bool {
    use Feature::{City, Town, Village};
    let settled = matches!(candidate.kind, Some(City | Town | Village));
    let telling = || consonants(&candidate.name) >= TELLING;
    let may_sound = match candidate.guess {
        true => candidate.relation == Relation::Between || division(candidate) || telling(),
        false => settled && (!candidate.places.is_empty() || telling()),
    };
    may_sound && !candidate.places.iter().any(|p| p.curated || in_focus(focus, p.country))
}

/// Whether a noun for a division announced the candidate.
fn division(candidate: &PlaceCandidate<'_>) -> bool {
    candidate.kind == Some(Feature::Admin)
}

impl Chooser<'_, '_> {
    /// The place that candidate `at` sounds like.
    pub(super) fn by_sound(&self, at: usize) -> Option<Choice> {
        let fits = |alike: &&(Facts<'_>, f32)| self.sounds_right(at, alike);
        let fitting = self.alike[at].iter().filter(fits);
        self.best(&ranked(fitting.map(|alike| (self.weight(at, alike), &alike.0))))
    }

    /// Whether the place is called as the candidate: by the same sounds, or by like ones where a place
    /// beside it supports it.
    fn sounds_right(&self, at: usize, (place, distance): &(Facts<'_>, f32)) -> bool {
        let candidate = &self.candidates[at];
        let (same, exact) = (*distance <= SAME_SOUND, *distance <= NO_DOUBT);
        let short = || consonants(&candidate.name) < TELLING;
        let supported = || self.supported(at, place) || self.named(place);
        let elsewhere = !candidate.guess && !candidate.places.is_empty();
        let city = candidate.kind == Some(Feature::City);
        match place.feature {
            _ if self.partner(at).is_some() => self.nearness(at, place) >= NEAR,
            Feature::Admin if division(candidate) => {
                same && !short() || exact && self.first_level(place)
            }
            _ if division(candidate) => same && !short() && supported(),
            _ if elsewhere => exact && (city && place.population >= TOWN || supported()),
            _ => same || supported(),
        }
    }

    /// Whether a place beside candidate `at` holds `place` or lies near it.
    pub(super) fn supported(&self, at: usize, place: &Facts<'_>) -> bool {
        self.nearness(at, place) >= NEAR || self.within(at, place)
    }

    /// Whether a place beside candidate `at` that is smaller than a country holds `place`.
    fn within(&self, at: usize, place: &Facts<'_>) -> bool {
        let alike = |other: usize| self.alike[other].iter().map(|(outer, _)| outer);
        let holds = |outer: &Facts<'_>| {
            outer.feature != Feature::Country && self.gazetteer.embraces(outer, place)
        };
        self.beside(at)
            .any(|other| self.candidates[other].places.iter().chain(alike(other)).any(holds))
    }

    /// The places with the names of the document.
    fn named_places(&self) -> impl Iterator<Item = &Facts<'_>> {
        self.candidates.iter().flat_map(|candidate| candidate.places.iter())
    }

    fn first_level(&self, place: &Facts<'_>) -> bool {
        self.gazetteer.place(place.id).admin1.is_none()
    }

    /// Whether the document names the place in its own script.
    fn named(&self, place: &Facts<'_>) -> bool {
        self.named_places().any(|named| named.id == place.id)
    }

    /// The other name of a pair that is guessed.
    fn partner(&self, at: usize) -> Option<usize> {
        let candidate = &self.candidates[at];
        let pair = candidate.guess && candidate.relation == Relation::Between;
        let beside = |other: &usize| {
            let other = &self.candidates[*other];
            other.relation == Relation::Between
                && (other.phrase.end == candidate.phrase.start
                    || candidate.phrase.end == other.phrase.start)
        };
        pair.then(|| self.beside(at).find(beside)).flatten()
    }

    /// How well a place that sounds alike fits.
    fn weight(&self, at: usize, (place, distance): &(Facts<'_>, f32)) -> f64 {
        let near = 4.0 * self.nearness(at, place) + 2.0 * self.closeness(place);
        f64::from(place.population.max(1)).log10() / 2.0 - 40.0 * f64::from(*distance)
            + kind(&self.candidates[at], place)
            + if self.within(at, place) { 4.0 } else { 0.0 }
            + if self.named(place) { 3.0 } else { 0.0 }
            + if place.curated { 1.5 } else { 0.0 }
            + if division(&self.candidates[at]) { 0.0 } else { near }
    }

    /// How close the nearest place beside it is: 1 here, 0 far away.
    fn nearness(&self, at: usize, place: &Facts<'_>) -> f64 {
        let partner = self.partner(at);
        let beside = self.beside(at).filter(|other| partner.is_none_or(|p| p == *other));
        let beside = beside.flat_map(|other| {
            let alike = self.alike[other].iter().map(|(place, _)| place);
            self.candidates[other].places.iter().chain(alike)
        });
        let close = beside.map(|other| close(place, other, REACH));
        close.fold(0.0, f64::max)
    }

    /// How close the nearest place that the document names is.
    fn closeness(&self, place: &Facts<'_>) -> f64 {
        let named = self.named_places().filter(|p| p.country == place.country);
        named.map(|other| close(place, other, 3.0 * REACH)).fold(0.0, f64::max)
    }
}

/// Kilometres of a degree of latitude.
const DEGREE: f64 = 111.2;

/// How close two places that are not regions lie: 1 at no distance, a third at `reach` kilometres.
fn close(a: &Facts<'_>, b: &Facts<'_>, reach: f64) -> f64 {
    let region = |place: &Facts<'_>| matches!(place.feature, Feature::Admin | Feature::Country);
    match (a.point, b.point) {
        (Some(here), Some(there)) if a.id != b.id && !region(b) => {
            let east = (here.1 - there.1) * here.0.to_radians().cos();
            (-DEGREE * (here.0 - there.0).hypot(east) / reach).exp()
        }
        _ => 0.0,
    }
}
