//! Cues: in, a name and the words before it; out, how what is told lies to the place, and what the
//! name does in its sentence.

use super::{PlaceCandidate, PlaceUse, Reader, Relation, words::Word};
use crate::{
    gazetteer::Facts,
    lang::{
        Clitics,
        schema::places::{Bearing, PlaceWord},
    },
    normalise::Tokens,
    record::Feature,
};

/// How far before a name the distance from it may stand, in tokens.
const DISTANCE_REACH: usize = 8;

/// How far before a name a word of origin may stand, in tokens.
const ORIGIN_REACH: usize = 4;

/// What the words before a name make of it.
pub(super) struct Cue {
    pub relation: Relation,
    pub usage: PlaceUse,
    /// Token the whole phrase begins at.
    pub start: usize,
    pub countryside: bool,
}

impl Reader<'_> {
    /// What the entries at `at` mean, the longest first.
    pub(super) fn words(&self, at: usize) -> impl Iterator<Item = Word> + Clone + use<'_> {
        self.words.at(at).iter().copied()
    }

    /// The cue words that end right before `at`, the longest first, with where they begin.
    pub(super) fn before(&self, at: usize, within: &Tokens) -> Vec<Word> {
        let at = if self.opening_quote(at) { at - 1 } else { at };
        let from = at.saturating_sub(3).max(within.start);
        let ending = |start: usize| {
            let words = self.words(start).filter(move |(.., end)| *end == at);
            words.map(move |(word, clitics, _)| (word, clitics, start))
        };
        (from..at).flat_map(ending).collect()
    }

    /// Whether a quotation mark stands right before `at`.
    fn opening_quote(&self, at: usize) -> bool {
        at > 0 && matches!(self.text.mark(at - 1), Some('"' | '«' | '“' | '”' | '(' | '\''))
    }

    /// What the words before `candidate` make of it; none where it is part of another name.
    pub(super) fn cue(&self, candidate: &PlaceCandidate<'_>, within: &Tokens) -> Option<Cue> {
        let mut cue = Cue {
            relation: Relation::At,
            usage: PlaceUse::Location,
            start: candidate.phrase.start,
            countryside: false,
        };
        let clitics = self.name_clitics(candidate.phrase.start);
        let mut led = clitics.any(Clitics::IN);
        let mut other = clitics.any(Clitics::TO);
        // a preposition on the name cuts it off from the noun before it
        let mut open = !clitics.any(Clitics::IN | Clitics::TO | Clitics::AS);
        while open {
            let words = self.before(cue.start, within);
            let Some((word, clitics, start)) = self.telling(&words) else { break };
            open = false;
            match word {
                PlaceWord::Organisation if cue.start == candidate.tokens.start => return None,
                PlaceWord::Kin if clitics.within(Clitics::FRONT) => return None,
                PlaceWord::Owner | PlaceWord::Governs => other = true,
                PlaceWord::Bearing(to) => {
                    (cue.relation, led) = (Relation::Toward(to), true);
                }
                PlaceWord::Around => (cue.relation, led) = (Relation::Near, true),
                PlaceWord::Countryside => {
                    (cue.relation, cue.countryside, led) = (Relation::Near, true, true);
                    open = true;
                }
                PlaceWord::Between => (cue.relation, led) = (Relation::Between, true),
                PlaceWord::Inside => led = true,
                PlaceWord::Preposition => (cue.relation, other) = (Relation::Off, true),
                _ => break,
            }
            if !matches!(
                word,
                PlaceWord::Owner
                    | PlaceWord::Governs
                    | PlaceWord::Preposition
                    | PlaceWord::Inside
                    | PlaceWord::Organisation
            ) {
                cue.start = start;
            }
            led |= clitics.any(Clitics::IN);
        }
        if let Some((km, start)) = self.distance(cue.start, within) {
            let bearing = match cue.relation {
                Relation::Toward(to) => Some(to),
                _ => self.bearing_within(start, cue.start),
            };
            (cue.relation, cue.start, led) = (Relation::Distance(km, bearing), start, true);
        }
        let is_country = |place: &Facts<'_>| place.feature == Feature::Country;
        let country = candidate.kind.is_none() && candidate.places.iter().any(is_country);
        let governed = self
            .before(cue.start, within)
            .iter()
            .any(|w| matches!(w.0, PlaceWord::Owner | PlaceWord::Governs));
        if other && (country || governed) || country && !led || self.origin(cue.start, within) {
            cue.usage = PlaceUse::Other;
        }
        Some(cue)
    }

    /// The cue that counts of those that end at one place.
    fn telling(&self, words: &[Word]) -> Option<Word> {
        let definite = |w: &&Word| w.1.has(Clitics::THE);
        words.iter().find(|w| !definite(w) || matches!(w.0, PlaceWord::Bearing(_))).copied()
    }

    /// The preposition or conjunction written onto the token at `at`.
    pub(super) fn name_clitics(&self, at: usize) -> Clitics {
        if self.noun(at).is_some() {
            let noun = self.words(at).find(|w| matches!(w.0, PlaceWord::Noun(..)));
            return noun.map_or(Clitics::NONE, |w| w.1);
        }
        self.text.names(at).first().map_or(Clitics::NONE, |name| name.clitics)
    }

    /// A distance that ends right before `at`: kilometres and where it begins.
    fn distance(&self, at: usize, within: &Tokens) -> Option<(f64, usize)> {
        let from = at.saturating_sub(DISTANCE_REACH).max(within.start);
        for unit in (from..at).rev() {
            let factor = self.words(unit).find_map(|(word, ..)| match word {
                PlaceWord::Kilometres => Some(1.0),
                PlaceWord::Metres => Some(0.001),
                _ => None,
            });
            if let Some(factor) = factor {
                let row = self.numbers.partition_point(|n| n.tokens.end < unit);
                let number = self.numbers.get(row).filter(|n| n.tokens.end == unit)?;
                return Some((number.value * factor, number.tokens.start));
            }
            // "15 km from X in Y": not from Y
            let leads = |(word, ..): Word| word != PlaceWord::Inside;
            if !self.words(unit).any(leads) {
                return None;
            }
        }
        None
    }

    fn bearing_within(&self, from: usize, to: usize) -> Option<Bearing> {
        (from..to).find_map(|t| {
            self.words(t).find_map(|(word, ..)| match word {
                PlaceWord::Bearing(to) => Some(to),
                _ => None,
            })
        })
    }

    fn origin(&self, at: usize, within: &Tokens) -> bool {
        let from = at.saturating_sub(ORIGIN_REACH).max(within.start);
        let clause = |t: &usize| self.text.mark(*t).is_none();
        (from..at)
            .rev()
            .take_while(clause)
            .any(|t| self.words(t).any(|(word, ..)| word == PlaceWord::Origin))
    }
}
