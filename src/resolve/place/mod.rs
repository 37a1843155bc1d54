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
    gazetteer::{Gazetteer, PlaceId},
    lang::schema::places::Bearing,
    normalise::{Tokens, skip_letters},
    recognise::place::{PlaceCandidate, Relation},
    record::{Feature, Flag, PlacePrecision, PlaceRole, PlaceValue},
};
use choose::{Choice, Chooser};

pub use crate::recognise::place::PlaceUse;

/// Kilometres up to which a distance leaves a place near.
const NEAR_KM: f64 = 25.0;

/// A place name with what it was resolved to.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention<'a> {
    /// Tokens of the name.
    pub tokens: Tokens,
    /// Tokens of the whole phrase, its generic noun, bearing and distance included.
    pub phrase: Tokens,
    /// What is told of the place, or of what holds it.
    pub told: Told<'a>,
    /// How near the coordinates are; none where unresolved.
    pub precision: Option<PlacePrecision>,
    /// How many places the gazetteer offered.
    pub candidates: usize,
    /// What it does in its sentence.
    pub usage: PlaceUse,
    /// Place of something, one of two it lies between, or the anchor of a distance.
    pub role: PlaceRole,
    /// Kilometres from the anchor.
    pub distance_km: Option<f64>,
    /// Direction from the anchor: N, NE, E, SE, S, SW, W, NW.
    pub bearing: Option<&'static str>,
    /// Rule that recognised it, see [`PlaceMention::rule`].
    rule: &'static str,
    /// Doubts.
    pub flags: Vec<Flag>,
}

/// What is told of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Told<'a> {
    /// The place; none where it is unresolved.
    pub place: Option<PlaceId>,
    /// English main name of the gazetteer; the words themselves where unresolved.
    pub name: &'a str,
    /// Kind of place, where known.
    pub feature: Option<Feature>,
    /// Degrees north and east; none for countries and unresolved places.
    pub point: Option<(f64, f64)>,
    /// Second-level division.
    pub admin2: Option<&'a str>,
    /// First-level division.
    pub admin1: Option<&'a str>,
    /// English name of the country.
    pub country: Option<&'a str>,
    /// ISO 3166-1 alpha-2.
    pub country_code: Option<&'a str>,
}

impl PlaceMention<'_> {
    /// The rule that recognised it, as records name it: `ar.place.noun`.
    pub fn rule(&self, language: &str) -> String {
        format!("{language}.{}", self.rule)
    }

    /// The value of its record.
    pub fn value(&self, gazetteer: &Gazetteer) -> PlaceValue {
        let told = &self.told;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        PlaceValue {
            name: told.name.to_owned(),
            feature: told.feature,
            latitude: told.point.map(|point| point.0),
            longitude: told.point.map(|point| point.1),
            admin2: owned(told.admin2),
            admin1: owned(told.admin1),
            country_code: owned(told.country_code),
            precision: self.precision,
            gazetteer_id: told.place.map(|place| gazetteer.id(place).into_owned()),
            candidates: self.candidates,
        }
    }
}

/// The values of a document's place names, in text order. `nationalities` are the countries that its
/// nationality adjectives speak of; `words` gives the words of tokens as written.
pub fn resolve<'a>(
    candidates: &[PlaceCandidate<'a>],
    nationalities: &[&'a str],
    gazetteer: &'a Gazetteer,
    words: impl Fn(&Tokens) -> &'a str,
) -> Vec<PlaceMention<'a>> {
    let focus = focus::focus(candidates, nationalities, gazetteer.preferences().countries());
    let alike = sounds::alike(gazetteer, candidates, &focus);
    let chooser = Chooser { gazetteer, candidates, alike: &alike, focus: &focus };
    let choices = choices(&chooser);
    let mut known = Known::new();
    let mention = |at: usize| {
        let candidate = &candidates[at];
        let choice = &choices[at];
        let holder = choice.place.is_none().then(|| chooser.holder(at, &choices)).flatten();
        let resolver = Resolver { gazetteer, candidate, words: words(&candidate.tokens) };
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
type Known<'a> = BTreeMap<PlaceId, Told<'a>>;

struct Resolver<'a, 'c, 't> {
    gazetteer: &'a Gazetteer,
    candidate: &'c PlaceCandidate<'t>,
    words: &'a str,
}

impl<'a> Resolver<'a, '_, '_> {
    fn mention(
        &self,
        choice: &Choice,
        holder: Option<PlaceId>,
        known: &mut Known<'a>,
    ) -> PlaceMention<'a> {
        let candidate = self.candidate;
        let mut tell = |place| *known.entry(place).or_insert_with(|| self.tell(place));
        let (told, precision, flag) = match choice.place {
            Some(place) => {
                let told = tell(place);
                let flag = choice.ambiguous.then_some(Flag::PlaceAmbiguous);
                (told, told.feature.map(|feature| self.precision(feature)), flag)
            }
            None => {
                let holder = holder.map(tell);
                let told = self.unknown(holder);
                let parent = told.point.map(|_| PlacePrecision::Parent);
                (told, parent, Some(Flag::PlaceUnresolved))
            }
        };
        let (role, distance_km, bearing) = related(candidate.relation);
        PlaceMention {
            tokens: candidate.tokens.clone(),
            phrase: candidate.phrase.clone(),
            told,
            precision,
            candidates: choice.place.map_or(0, |_| candidate.places.len()),
            usage: candidate.usage,
            role,
            distance_km,
            bearing,
            rule: candidate.rule,
            flags: flag.into_iter().collect(),
        }
    }

    fn tell(&self, id: PlaceId) -> Told<'a> {
        let place = self.gazetteer.place(id);
        let name = |id: PlaceId| self.gazetteer.name(id);
        let code = Some(place.country_code).filter(|code| !code.is_empty());
        let point = place.latitude.zip(place.longitude);
        Told {
            place: Some(id),
            name: place.name,
            feature: Some(place.feature),
            point: point.filter(|_| place.feature != Feature::Country),
            admin2: place.admin2.map(name),
            admin1: place.admin1.map(name),
            country: code.and_then(|code| self.gazetteer.country(code)).map(name),
            country_code: code,
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

    /// A place that no row stands for: its own name, without a conjunction and the marks upon it, and
    /// the coordinates of what holds it.
    fn unknown(&self, holder: Option<Told<'a>>) -> Told<'a> {
        let holder = holder.unwrap_or_default();
        let division = holder.feature == Some(Feature::Admin);
        Told {
            place: None,
            name: skip_letters(self.words, self.candidate.cut),
            feature: self.candidate.kind,
            admin1: holder.admin1.or(division.then_some(holder.name)),
            ..holder
        }
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
