//! Toponyms: in, tokens, the pack's place cues and the gazetteer; out, candidate place names with
//! what announced them, for [`crate::resolve::place`].
//!
//! ```text
//! words      what the words around names mean
//! names      names the gazetteer knows
//! announced  names behind a generic noun, known and unknown
//! bare       names without one
//! guess      words that only a place sounding like them makes a name
//! cues       what the words around a name do to it
//! ```

mod announced;
mod bare;
mod cues;
mod guess;
mod names;
mod words;

use std::borrow::Cow;

use super::number::Number;
use crate::{
    gazetteer::{Facts, Gazetteer},
    lang::{
        Clitics, Pack, Role, RoleSet,
        schema::places::{Bearing, PlaceWord},
    },
    normalise::{Text, Tokens},
    record::Feature,
};
use cues::Cue;
pub use words::PlaceWords;

/// What a place name does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceUse {
    /// Something may be located there.
    Location,
    /// The dateline of the report.
    Dateline,
    /// Owner of something ("Baghdad's police"), origin of somebody, a capital that stands for its
    /// government: never the place of an event.
    Other,
}

/// How what is told lies to the place named.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Relation {
    /// In it.
    At,
    /// In it or near it: "around", "in the countryside of".
    Near,
    /// Some way from it in a direction.
    Toward(Bearing),
    /// So many kilometres from it, perhaps in a direction.
    Distance(f64, Option<Bearing>),
    /// "From it", "to it", "far from it".
    Off,
    /// Between it and another.
    Between,
}

/// A place name before it was resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceCandidate<'t> {
    /// Tokens of the name, without its generic noun; sites and mountains keep theirs.
    pub tokens: Tokens,
    /// Tokens of the noun, the bearing and the name.
    pub phrase: Tokens,
    /// The name as it was looked up.
    pub name: Cow<'t, str>,
    /// What the gazetteer offers for it.
    pub places: Cow<'t, [Facts<'t>]>,
    /// For a site named after a place: what it offers for that.
    pub namesakes: Cow<'t, [Facts<'t>]>,
    /// The kind of place a noun announced.
    pub kind: Option<Feature>,
    /// "The countryside of": the governorate named like the city.
    pub countryside: bool,
    /// How what is told lies to it.
    pub relation: Relation,
    /// What it does in its sentence.
    pub usage: PlaceUse,
    /// It stands for its one place without naming it: "the Syrian capital".
    pub described: bool,
    /// ISO 3166-1 alpha-2 code of the nationality right behind it: "the Lebanese Tripoli".
    pub nationality: Option<&'t str>,
    /// "And" stands before it: it goes on a list.
    pub joined: bool,
    /// Letters of a conjunction or preposition written onto an unknown name.
    pub cut: usize,
    /// It is a name only if a place of it is found in a country the document speaks of.
    pub guess: bool,
    /// Rule that recognised it.
    pub rule: &'static str,
}

/// The place names of a text, in text order, none overlapping.
pub fn places<'t>(
    text: &'t Text<'t>,
    pack: &'t Pack,
    gazetteer: &'t Gazetteer,
    numbers: &'t [Number],
    words: &'t PlaceWords,
) -> Vec<PlaceCandidate<'t>> {
    let reader = Reader { text, pack, gazetteer, numbers, words };
    let actors = super::actor::spans(pack, text);
    let mut actors = actors.iter().peekable();
    let mut found: Vec<PlaceCandidate<'t>> = Vec::new();
    for sentence in &text.sentences {
        let first = found.len();
        let mut at = sentence.start;
        while at < sentence.end {
            if !text.tokens[at].roles.meets(LIVE) {
                at += 1;
                continue;
            }
            if let Some(end) = reader.region(at) {
                at = end;
                continue;
            }
            while actors.next_if(|actor| actor.end <= at).is_some() {}
            let read = reader.read(at, sentence, found[first..].last(), actors.peek().copied());
            at = read.last().map_or(at + 1, |c| c.tokens.end.max(at + 1));
            found.extend(read);
        }
        reader.datelines(sentence, &mut found[first..]);
    }
    found
}

/// What words have that a place may begin with.
const LIVE: RoleSet = RoleSet::all(&[Role::PlaceCue, Role::Toponym]);

/// Reads the places of a text.
struct Reader<'a> {
    text: &'a Text<'a>,
    pack: &'a Pack,
    gazetteer: &'a Gazetteer,
    numbers: &'a [Number],
    words: &'a PlaceWords,
}

impl<'t> Reader<'t> {
    /// The candidates that begin at `at`: one, or the list behind a noun. `actor` is the name of a
    /// party that ends next.
    fn read(
        &self,
        at: usize,
        within: &Tokens,
        before: Option<&PlaceCandidate<'t>>,
        actor: Option<&Tokens>,
    ) -> Vec<PlaceCandidate<'t>> {
        let roles = self.text.tokens[at].roles;
        if actor.is_some_and(|actor| actor.start < at) {
            return Vec::new();
        }
        if roles.has(Role::PlaceCue) {
            if let Some(capital) = self.capital(at) {
                return self.placed(capital, within).into_iter().collect();
            }
            if let Some(pair) = self.pair(at, within) {
                return pair.into();
            }
            if let Some((kind, many, end)) = self.noun(at) {
                let listed = self.announced(at, end, kind, many, within);
                if !listed.is_empty() {
                    return listed;
                }
            }
        }
        let in_actor = actor.is_some_and(|actor| actor.contains(&at));
        if !roles.has(Role::Toponym) || in_actor {
            return Vec::new();
        }
        self.bare(at, within, before).into_iter().collect()
    }

    /// Where the name of a region ends that begins at `at` and is no place.
    fn region(&self, at: usize) -> Option<usize> {
        let longest = self.words(at).next();
        longest.filter(|(word, ..)| *word == PlaceWord::Region).map(|(.., end)| end)
    }

    /// "The Iraqi capital" at `at`: the capital, unless its name follows.
    fn capital(&self, at: usize) -> Option<PlaceCandidate<'t>> {
        let (.., next) = self.words(at).find(|(word, ..)| *word == PlaceWord::Capital)?;
        let (country, _, end) = self.demonym(next)?;
        let capital = self.gazetteer.capital(country)?;
        self.named_behind(end).is_none().then(|| self.described(at..end, capital))
    }

    /// A nationality at `at`: the code of the country, its clitics, the token after it.
    fn demonym(&self, at: usize) -> Option<(&'t str, Clitics, usize)> {
        self.words(at).find_map(|(word, clitics, end)| match word {
            PlaceWord::Demonym(row) => {
                Some((&*self.pack.places.countries[usize::from(row)], clitics, end))
            }
            _ => None,
        })
    }

    /// The country of a nationality that describes the name which ends at `end`.
    fn nationality(&self, end: usize) -> Option<&'t str> {
        let same_line = self.text.tokens.get(end).is_some_and(|token| !token.on_new_line);
        let (country, clitics, _) = self.demonym(end).filter(|_| same_line)?;
        (clitics == Clitics::THE).then_some(country)
    }

    /// A generic noun at `at`: its kind, whether several names may follow, the token after it. "As" is
    /// hardly ever written onto one: a bloc is no "as a hill".
    fn noun(&self, at: usize) -> Option<(Feature, bool, usize)> {
        let clitics = Clitics::FRONT.without(Clitics::AS);
        let found = self.words(at).find_map(|(word, written_onto, end)| match word {
            PlaceWord::Noun(kind, many) if written_onto.within(clitics) => Some((kind, many, end)),
            _ => None,
        });
        found.filter(|_| !self.pack.places.is_no_noun(self.text.words(&(at..at + 1))))
    }

    /// Names at the head of a sentence before a source in brackets or a dash are its dateline.
    fn datelines(&self, within: &Tokens, found: &mut [PlaceCandidate<'_>]) {
        let mut at = within.start;
        let mut count = 0;
        for candidate in found.iter() {
            if candidate.tokens.start != at {
                break;
            }
            count += 1;
            at = candidate.tokens.end;
            if matches!(self.text.mark(at), Some('،' | ',')) {
                at += 1;
            }
        }
        if count > 0 && matches!(self.text.mark(at), Some('(' | '-' | '–' | '—' | '/')) {
            found[..count].iter_mut().for_each(|c| c.usage = PlaceUse::Dateline);
        }
    }

    /// A candidate with what the words before its phrase make of it; none where they make it part of
    /// another name.
    fn placed(
        &self,
        mut candidate: PlaceCandidate<'t>,
        within: &Tokens,
    ) -> Option<PlaceCandidate<'t>> {
        if self.gazetteer.preferences().denies(&candidate.name) {
            return None;
        }
        let Cue { relation, usage, start, countryside } = self.cue(&candidate, within)?;
        candidate.nationality = self.nationality(candidate.tokens.end);
        candidate.relation = relation;
        candidate.usage = usage;
        candidate.countryside = countryside;
        candidate.phrase.start = start;
        Some(candidate)
    }
}
