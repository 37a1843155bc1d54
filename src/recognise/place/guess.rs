//! Guesses: in, tokens; out, words that may be the name of a place and are one only if a place of
//! that name, or one that sounds like it in another script, lies in a country the document speaks of:
//! behind a noun for a city or division, in a pair ("between X and Y"), behind a preposition.

use super::{PlaceCandidate, Reader, bare::ORDINARY, names::Known};
use crate::{
    gazetteer::consonants,
    lang::{Clitics, schema::places::PlaceWord},
    normalise::Tokens,
    record::Feature,
};

/// Distance up to which two words together sound like one name.
const ONE_NAME: f32 = 0.05;

/// Consonants that the names of a pair have together, and that one of them has.
const PAIR: (usize, usize) = (5, 3);

/// Inhabitants that make a name a place of a country in focus where a preposition leads to it.
const LOCAL: u32 = 15_000;

impl Known<'_> {
    /// Whether it is populous enough to be a place of a country in focus.
    pub(super) fn is_local(&self) -> bool {
        self.standing.population >= LOCAL
            && self.clitics == Clitics::NONE
            && self.name.chars().count() > 3
    }
}

impl<'t> Reader<'t> {
    /// The words behind the noun at `at` for something larger than a village.
    pub(super) fn guessed(
        &self,
        at: usize,
        next: usize,
        kind: Feature,
    ) -> Option<PlaceCandidate<'t>> {
        let large = matches!(kind, Feature::City | Feature::Admin);
        if !large || !self.foreign(next) || self.known(next, true).is_some() {
            return None;
        }
        let both = next..next + 2;
        let two = self.foreign(next + 1) && self.sounds_known(&both);
        let tokens = if two { both } else { next..next + 1 };
        let phrase = at..tokens.end;
        Some(PlaceCandidate {
            guess: true,
            ..self.blank(tokens, phrase, Some(kind), "place.unknown")
        })
    }

    /// The two names behind "between", where a row has not both.
    pub(super) fn pair(&self, at: usize, within: &Tokens) -> Option<[PlaceCandidate<'t>; 2]> {
        let (.., next) = self.words(at).find(|(word, ..)| *word == PlaceWord::Between)?;
        let first = self.one_of_two(next, None, within)?;
        let second = self.one_of_two(first.tokens.end, Some(&first), within)?;
        let joined = !self.opens_with_and(&first) && self.opens_with_and(&second);
        let sounds = [&first, &second].map(|candidate| consonants(&candidate.name));
        let enough = sounds[0] + sounds[1] >= PAIR.0 && sounds[0].max(sounds[1]) >= PAIR.1;
        if !joined || !enough || !(first.guess || second.guess) {
            return None;
        }
        let first = self.placed(first, within)?;
        let second = PlaceCandidate { relation: first.relation, usage: first.usage, ..second };
        Some([first, second])
    }

    /// A name of a pair: one that stands by itself, or a guess.
    fn one_of_two(
        &self,
        at: usize,
        before: Option<&PlaceCandidate<'t>>,
        within: &Tokens,
    ) -> Option<PlaceCandidate<'t>> {
        if let Some(sure) = self.bare(at, within, before).filter(|c| !c.guess) {
            return Some(sure);
        }
        let known = self.known(at, true).filter(|k| k.clitics.within(Clitics::AND));
        if let Some(known) = known.filter(|_| self.plain(at)) {
            let candidate = self.candidate(known, None, "place.pair");
            return Some(PlaceCandidate { guess: true, ..candidate });
        }
        let tokens = at..at + 1;
        let mut candidate = self.blank(tokens.clone(), tokens, None, "place.pair");
        candidate.guess = true;
        self.without_and(&mut candidate);
        (self.foreign(at) && !self.pack.lexicon.looks_definite(&candidate.name))
            .then_some(candidate)
    }

    fn opens_with_and(&self, candidate: &PlaceCandidate<'_>) -> bool {
        candidate.cut > 0 || self.name_clitics(candidate.tokens.start).has(Clitics::AND)
    }

    /// Whether the word at `at` is one that no rule knows, without an article.
    fn foreign(&self, at: usize) -> bool {
        at < self.text.tokens.len() && self.plain(at) && !self.definite(at)
    }

    /// Whether some place on earth sounds like these words together.
    fn sounds_known(&self, tokens: &Tokens) -> bool {
        let near = self.gazetteer.similar(&self.key(tokens), &[], 1);
        near.first().is_some_and(|(_, distance)| *distance <= ONE_NAME)
    }

    /// Whether a name behind a word for "in" or "near" may be a place of a country in focus.
    pub(super) fn may_be_a_place(&self, known: &Known<'t>, within: &Tokens) -> bool {
        let at = known.tokens.start;
        let leads =
            |word| matches!(word, PlaceWord::Inside | PlaceWord::Around | PlaceWord::Bearing(_));
        known.is_local()
            && self.before(at, within).iter().any(|(word, ..)| leads(*word))
            && !(known.tokens.len() == 1 && self.is_ordinary(at))
            && !self.is_common(known, true)
            && !self.is_generic(known)
    }

    /// Whether the word at `at`, no clitics cut, is one of a rule that is no name.
    fn is_ordinary(&self, at: usize) -> bool {
        let mut whole = self.text.readings(at).iter().filter(|r| r.clitics == Clitics::NONE);
        whole.any(|reading| self.pack.lexicon.roles(reading.word).meets(ORDINARY))
    }
}
