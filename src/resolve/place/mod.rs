//! Places: in, candidate names of a document; out, the gazetteer rows they most likely mean, or an
//! honest "unresolved".
//!
//! ```text
//! focus    the countries a document is about
//! sounds   places whose name in another script sounds like one that no row has
//! choose   of the places with a name, the one that fits the text best
//! ```

mod choose;
mod focus;
mod sounds;

use std::collections::BTreeMap;

use crate::{
    gazetteer::{Gazetteer, Place, PlaceId},
    lang::schema::places::Bearing,
    normalise::{Tokens, skip_letters},
    recognise::place::{PlaceCandidate, Relation},
    record::{Feature, Flag, PlacePrecision, PlaceRole, PlaceValue},
};
use choose::{Choice, Chooser};

pub use crate::recognise::place::PlaceUse;

/// Kilometres up to which a distance leaves a place near.
const NEAR_KM: f64 = 25.0;

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
    pub rule: String,
    /// Doubts.
    pub flags: Vec<Flag>,
}

/// The values of a document's place names, in text order. `nationalities` are the countries that its
/// nationality adjectives speak of; `words` gives the words of tokens as written.
pub fn resolve<'t>(
    language: &str,
    candidates: &[PlaceCandidate<'_>],
    nationalities: &[&str],
    gazetteer: &Gazetteer,
    words: impl Fn(&Tokens) -> &'t str,
) -> Vec<PlaceMention> {
    let focus = focus::focus(candidates, nationalities, gazetteer.preferences().countries());
    let alike = sounds::alike(gazetteer, candidates, &focus);
    let chooser = Chooser { gazetteer, candidates, alike: &alike, focus: &focus };
    let choices = choices(&chooser);
    let mut known = Known::new();
    let mention = |at: usize| {
        let candidate = &candidates[at];
        let choice = &choices[at];
        let holder = choice.place.is_none().then(|| chooser.holder(at, &choices)).flatten();
        let resolver = Resolver { gazetteer, language, candidate, words: words(&candidate.tokens) };
        resolver.mention(choice, holder, &mut known)
    };
    let real = |at: &usize| !candidates[*at].guess || choices[*at].place.is_some();
    (0..candidates.len()).filter(real).map(mention).collect()
}

/// What each candidate means: one sense for a name in a document, and what is sure before guesses.
fn choices(chooser: &Chooser<'_, '_>) -> Vec<Choice> {
    let candidates = chooser.candidates;
    let key = |at: usize| (&*candidates[at].name, candidates[at].countryside);
    let guess = |at: &usize| candidates[*at].guess;
    let (guesses, sure): (Vec<usize>, Vec<usize>) = (0..candidates.len()).partition(guess);
    let mut senses: BTreeMap<(&str, bool), Choice> = BTreeMap::new();
    for at in sure.into_iter().chain(guesses) {
        let settled = |sense: &Choice| sense.place.is_some() || !guess(&at);
        if !senses.get(&key(at)).is_some_and(settled) {
            senses.insert(key(at), chooser.choose(at));
        }
    }
    (0..candidates.len()).map(|at| senses[&key(at)].clone()).collect()
}

/// What is told of places that were found: a document names the same ones again and again.
type Known = BTreeMap<PlaceId, PlaceValue>;

struct Resolver<'a, 't> {
    gazetteer: &'a Gazetteer,
    language: &'a str,
    candidate: &'a PlaceCandidate<'t>,
    words: &'a str,
}

impl Resolver<'_, '_> {
    fn mention(&self, choice: &Choice, holder: Option<PlaceId>, known: &mut Known) -> PlaceMention {
        let candidate = self.candidate;
        let mut flags = Vec::new();
        let value = match (choice.place, holder) {
            (Some(place), _) => {
                if choice.ambiguous {
                    flags.push(Flag::PlaceAmbiguous);
                }
                let value = known.entry(place).or_insert_with(|| self.found(place)).clone();
                self.here(value)
            }
            (None, holder) => {
                flags.push(Flag::PlaceUnresolved);
                self.unknown(holder)
            }
        };
        let (role, distance_km, bearing) = related(candidate.relation);
        let country = value.country_code.as_deref().and_then(|c| self.gazetteer.country(c));
        PlaceMention {
            tokens: candidate.tokens.clone(),
            phrase: candidate.phrase.clone(),
            country: country.map(|id| self.gazetteer.name(id).to_owned()),
            value,
            usage: candidate.usage,
            role,
            distance_km,
            bearing,
            rule: format!("{}.{}", self.language, candidate.rule),
            flags,
        }
    }

    fn found(&self, id: PlaceId) -> PlaceValue {
        let place = self.gazetteer.place(id);
        let country = place.feature == Feature::Country;
        PlaceValue {
            name: place.name.to_owned(),
            feature: Some(place.feature),
            latitude: place.latitude.filter(|_| !country),
            longitude: place.longitude.filter(|_| !country),
            gazetteer_id: Some(place.id.to_string()),
            ..self.within(&place)
        }
    }

    /// What the candidate adds to the place it means.
    fn here(&self, mut value: PlaceValue) -> PlaceValue {
        value.precision = value.feature.map(|feature| self.precision(feature));
        value.candidates = self.candidate.places.len();
        value
    }

    /// The divisions that hold a place.
    fn within(&self, place: &Place<'_>) -> PlaceValue {
        let name = |id: Option<PlaceId>| id.map(|id| self.gazetteer.name(id).to_owned());
        let code = (!place.country_code.is_empty()).then(|| place.country_code.to_owned());
        PlaceValue {
            name: String::new(),
            feature: None,
            latitude: None,
            longitude: None,
            admin2: name(place.admin2),
            admin1: name(place.admin1),
            country_code: code,
            precision: None,
            gazetteer_id: None,
            candidates: 0,
        }
    }

    fn precision(&self, feature: Feature) -> PlacePrecision {
        match (feature, self.candidate.relation) {
            (Feature::Country, _) => PlacePrecision::Country,
            (Feature::Admin, _) => PlacePrecision::Admin,
            (_, Relation::At) => PlacePrecision::Exact,
            (_, Relation::Between) => PlacePrecision::Between,
            (_, Relation::Distance(km, _)) if km > NEAR_KM => PlacePrecision::Offset,
            _ => PlacePrecision::Near,
        }
    }

    /// The name as written, without a conjunction and the marks upon it.
    fn own_name(&self) -> &str {
        skip_letters(self.words, self.candidate.cut)
    }

    /// A place that no row stands for: its own name, the coordinates of what holds it.
    fn unknown(&self, holder: Option<PlaceId>) -> PlaceValue {
        let holder = holder.map(|id| (id, self.gazetteer.place(id)));
        let located = holder.as_ref().filter(|(_, p)| p.feature != Feature::Country);
        let mut value = match &holder {
            Some((_, place)) => self.within(place),
            None => PlaceValue {
                name: String::new(),
                feature: None,
                latitude: None,
                longitude: None,
                admin2: None,
                admin1: None,
                country_code: None,
                precision: None,
                gazetteer_id: None,
                candidates: 0,
            },
        };
        if let Some((_, place)) = located {
            (value.latitude, value.longitude) = (place.latitude, place.longitude);
            value.precision = Some(PlacePrecision::Parent);
            if place.feature == Feature::Admin {
                value.admin1.get_or_insert(place.name.to_owned());
            }
        }
        value.name = self.own_name().to_owned();
        value.feature = self.candidate.kind;
        value
    }
}

fn related(relation: Relation) -> (PlaceRole, Option<f64>, Option<&'static str>) {
    match relation {
        Relation::At | Relation::Near => (PlaceRole::Location, None, None),
        Relation::Off => (PlaceRole::Anchor, None, None),
        Relation::Toward(to) => (PlaceRole::Anchor, None, Some(Bearing::as_str(to))),
        Relation::Distance(km, to) => (PlaceRole::Anchor, Some(km), to.map(Bearing::as_str)),
        Relation::Between => (PlaceRole::Between, None, None),
    }
}
