//! Announced names: in, a generic noun; out, the names behind it, those of the gazetteer and unknown
//! ones.

use std::borrow::Cow;

use super::{PlaceCandidate, Reader, names::Known};
use crate::{
    gazetteer::Facts,
    lang::{Clitics, Role, RoleSet, schema::places::PlaceWord},
    normalise::Tokens,
    record::Feature,
};

/// Most words of a name in quotation marks.
const QUOTED: usize = 5;

/// Letters of a word that is not part of "and".
const AND_LEAVES: usize = 5;

/// Most words of an unknown name.
const UNKNOWN: usize = 2;

/// Most words that follow the one that opens a compound name.
const COMPOUND: usize = 3;

/// What words have that a rule knows.
const RULED: RoleSet = RoleSet::all(&[
    Role::Open,
    Role::Function,
    Role::Thing,
    Role::Number,
    Role::Bound,
    Role::Date,
    Role::People,
    Role::Class,
    Role::Phrase,
    Role::Trigger,
    Role::PlaceCue,
    Role::Actor,
]);

impl<'t> Reader<'t> {
    /// The names behind the noun at `at`.
    pub(super) fn announced(
        &self,
        at: usize,
        next: usize,
        kind: Feature,
        many: bool,
        within: &Tokens,
    ) -> Vec<PlaceCandidate<'t>> {
        // a list of what may be no names is none
        let first = self.behind(at, next, kind, within).filter(|first| !(many && first.guess));
        let Some(first) = first else { return Vec::new() };
        let mut all = vec![first];
        while let Some(next) =
            many.then(|| self.joined(all[all.len() - 1].phrase.end, kind)).flatten()
        {
            let Some(mut more) = self.listed(next, kind, within) else { break };
            (more.relation, more.usage) = (all[0].relation, all[0].usage);
            all.push(more);
        }
        all
    }

    /// The name right behind the noun at `at`.
    fn behind(
        &self,
        at: usize,
        next: usize,
        kind: Feature,
        within: &Tokens,
    ) -> Option<PlaceCandidate<'t>> {
        let keeps = matches!(kind, Feature::Site | Feature::Natural);
        if keeps && let Some(whole) = self.known(at, true).filter(|k| k.tokens.len() > 1) {
            // "the hill of spring" may be a city: then the noun says nothing of its kind
            let of_kind = |p: &Facts<'_>| p.feature == kind;
            let kind = whole.places.iter().any(of_kind).then_some(kind);
            return self.placed(self.candidate(whole, kind, "place.site"), within);
        }
        if self.words(next).any(|(word, ..)| ends_a_noun(word)) || self.region(next).is_some() {
            return None;
        }
        let start = if self.quote(next) { next + 1 } else { next };
        let close = |end: usize| if self.quote(end) && start > next { end + 1 } else { end };
        let known = self.known(start, false).filter(|known| {
            // "the spring of X" is the town's whole name, not a place called "the spring"
            let common = self.pack.places.is_common(&known.name) || self.is_generic(known);
            let half = start > next && !self.quote(known.tokens.end);
            let part = known.tokens.len() == 1 && common || keeps && self.opens(start) || half;
            !part || self.unknown(start, kind).is_none_or(|whole| whole.len() <= known.tokens.len())
        });
        if let Some(mut known) = known {
            if !keeps && self.announces(&known) {
                return None;
            }
            self.with_its_noun(at, &mut known);
            let end = close(known.tokens.end);
            let mut candidate = self.candidate(known, Some(kind), "place.noun");
            candidate.phrase = at..end;
            if keeps {
                candidate.tokens.start = at;
                candidate.namesakes = std::mem::take(&mut candidate.places);
                candidate.name = self.key(&candidate.tokens).into();
                self.without_preposition(&mut candidate);
            }
            return self.placed(candidate, within);
        }
        let aspect = at > within.start && self.words(at - 1).any(|w| w.0 == PlaceWord::Aspect);
        if aspect {
            return None;
        }
        let unknown = self.unknown(next, kind).filter(|_| !self.goes_on_with_and(next));
        let Some(tokens) = unknown else {
            return self.placed(self.guessed(at, next, kind)?, within);
        };
        let end = close(tokens.end);
        let tokens = if keeps { at..end } else { tokens };
        let mut candidate = self.blank(tokens, at..end, Some(kind), "place.unknown");
        if keeps {
            self.without_preposition(&mut candidate);
        }
        self.placed(candidate, within)
    }

    /// Whether a name is itself a noun that announces the next word: "quarters of the city of X" are
    /// none of Medina, which is written like "city".
    fn announces(&self, known: &Known<'_>) -> bool {
        let Tokens { start, end } = known.tokens;
        let named = |at: usize| {
            self.definite(at)
                || self.plain(at)
                || self.known(at, false).is_some()
                || self.demonym(at).is_some()
        };
        known.tokens.len() == 1
            && self.noun(start).is_some()
            && !self.definite(start)
            && self.goes_on(end).is_some()
            && named(end)
    }

    /// Where the noun at `at` belongs to the name of some of a name's places ("the X Region"), only
    /// those are meant.
    fn with_its_noun(&self, at: usize, known: &mut Known<'t>) {
        let end = known.tokens.end;
        let whole = self.known(at, true).filter(|whole| whole.tokens.end == end);
        let Some(whole) = whole.filter(|_| self.nationality(end).is_none()) else { return };
        let meant = |place: &&Facts<'_>| whole.places.iter().any(|p| p.id == place.id);
        let places: Vec<_> = known.places.iter().filter(meant).copied().collect();
        if !places.is_empty() {
            known.places = places.into();
        }
    }

    /// A further name of a list.
    fn listed(&self, at: usize, kind: Feature, within: &Tokens) -> Option<PlaceCandidate<'t>> {
        if let Some(known) = self.known(at, true).filter(|k| k.clitics.within(Clitics::AND)) {
            let candidate = self.candidate(known, Some(kind), "place.list");
            return self.placed(candidate, within);
        }
        let tokens = self.unknown(at, kind)?;
        let mut candidate = self.blank(tokens.clone(), tokens, Some(kind), "place.list");
        self.without_and(&mut candidate);
        self.placed(candidate, within)
    }

    /// Whether "and" is written onto an unknown word at `at`: behind a noun it opens no name. Short
    /// words may be names that begin with that letter.
    fn goes_on_with_and(&self, at: usize) -> bool {
        let long = |rest: &str| rest.chars().count() >= AND_LEAVES;
        let Some(word) = self.goes_on(at) else { return false };
        self.pack.lexicon.rests(word).any(|(rest, c)| c == Clitics::AND && long(&rest))
    }

    /// Cuts a conjunction off a name that no row has.
    pub(super) fn without_and(&self, candidate: &mut PlaceCandidate<'_>) {
        let folded = self.text.folded(candidate.tokens.start);
        let and = |(_, c): &(Cow<'_, str>, Clitics)| *c == Clitics::AND;
        if let Some((rest, _)) = self.pack.lexicon.rests(folded).find(and) {
            cut(candidate, folded.chars().count() - rest.chars().count());
        }
    }

    /// Cuts what is written onto the noun that a name keeps.
    fn without_preposition(&self, candidate: &mut PlaceCandidate<'_>) {
        let at = candidate.tokens.start;
        let nouns = self.text.readings(at).iter().filter(|reading| {
            let cue = self.pack.lexicon.roles(reading.word).has(Role::PlaceCue);
            cue && reading.clitics.within(Clitics::FRONT)
        });
        if let Some(bytes) = nouns.map(|reading| usize::from(reading.cut)).min() {
            let letters = self.text.folded(at).get(..bytes).map_or(0, |cut| cut.chars().count());
            cut(candidate, letters);
        }
    }

    /// Where a list goes on at `at`: behind a comma, or with "and" written onto the next name.
    fn joined(&self, at: usize, kind: Feature) -> Option<usize> {
        if matches!(self.text.mark(at), Some('،' | ',')) {
            return Some(at + 1);
        }
        crate::recognise::number::joined_at(self.text, self.pack, at).or_else(|| {
            let and = |(rest, c): &(Cow<'_, str>, Clitics)| {
                let named = || self.gazetteer.begins(rest) || self.unknown(at, kind).is_some();
                *c == Clitics::AND && named()
            };
            let word = self.goes_on(at)?;
            self.pack.lexicon.rests(word).any(|r| and(&r)).then_some(at)
        })
    }

    pub(super) fn quote(&self, at: usize) -> bool {
        matches!(self.text.mark(at), Some('"' | '«' | '»' | '“' | '”'))
    }

    /// An unknown name at `at`: what stands in quotation marks, or words no rule knows.
    fn unknown(&self, at: usize, kind: Feature) -> Option<Tokens> {
        if self.quote(at) {
            let close = (at + 2..at + 2 + QUOTED).find(|t| self.quote(*t))?;
            return Some(at + 1..close);
        }
        let small = matches!(
            kind,
            Feature::Village
                | Feature::Town
                | Feature::Neighbourhood
                | Feature::Camp
                | Feature::Site
                | Feature::Natural
        );
        let plain = |t: &usize| self.plain(*t) && !self.owned(*t) && !self.nunated(*t);
        let cut = |t: &usize| self.pack.lexicon.may_open_with_clitic(self.text.folded(*t));
        let goes_on = |t: &usize| plain(t) && !cut(t);
        if let Some(whole) = self.compound(at, kind, goes_on) {
            return Some(whole);
        }
        let rest = (at + 1..at + UNKNOWN).take_while(goes_on).last();
        // "a hotel that is used by": a site without quotation marks needs the article
        let site = matches!(kind, Feature::Site | Feature::Natural);
        let named = !site || self.definite(at);
        // "the barrier of a billion" is no checkpoint
        let numbered = || kind != Feature::Site && self.numbered(at);
        (small && named && (plain(&at) || numbered())).then(|| at..rest.map_or(at + 1, |t| t + 1))
    }

    /// Whether the word at `at` is a number with the article, as in the Mountain of the Forty.
    fn numbered(&self, at: usize) -> bool {
        let roles = self.text.tokens.get(at).map_or(RoleSet::EMPTY, |token| token.roles);
        let number = roles.has(Role::Number) && !roles.has(Role::Date);
        number && self.goes_on(at).is_some() && self.definite(at)
    }

    /// Whether the word at `at` ends in a pronoun, which a word with the article does not take.
    fn owned(&self, at: usize) -> bool {
        self.pack.places.is_owned(self.text.folded(at)) && !self.definite(at)
    }

    /// Whether the word at `at` is none that a rule knows.
    pub(super) fn plain(&self, at: usize) -> bool {
        self.goes_on(at).is_some()
            && !self.text.tokens[at].roles.meets(RULED)
            && !self.text.tokens[at].latin
    }

    /// A name of several words at `at`: a word that opens one ("father of") and what follows, or a
    /// generic noun and its name ("the hill of the stone"). Sites bear whole names of persons.
    fn compound(&self, at: usize, kind: Feature, plain: impl Fn(&usize) -> bool) -> Option<Tokens> {
        let opens = self.opens(at);
        let most = if opens && kind == Feature::Site { COMPOUND } else { 1 };
        let end = (at + 1..=at + most).take_while(plain).last()? + 1;
        let settled = matches!(kind, Feature::Village | Feature::Town);
        let named = || self.noun(at).is_some() && (settled || self.definite(at + 1));
        (opens || named()).then_some(at..end)
    }

    fn opens(&self, at: usize) -> bool {
        self.words(at).any(|(word, ..)| word == PlaceWord::Opener)
    }
}

/// Cuts letters off the front of a name.
fn cut(candidate: &mut PlaceCandidate<'_>, letters: usize) {
    if letters > 0 {
        candidate.cut = letters;
        candidate.name = candidate.name.chars().skip(letters).collect::<String>().into();
    }
}

/// Whether a word behind a generic noun shows that no name follows.
fn ends_a_noun(word: PlaceWord) -> bool {
    use PlaceWord::{Adjective, Between, Inside, Preposition};
    matches!(word, Adjective | Preposition | Inside | Between)
}
