//! Bare names: in, a token; out, the name that begins there without a noun, if it is known well enough
//! for what leads to it.

use super::{
    PlaceCandidate, PlaceUse, Reader, Relation,
    names::{Known, alone},
    words::Word,
};
use crate::{
    gazetteer::Standing,
    lang::{Clitics, Role, RoleSet, schema::places::PlaceWord},
    normalise::Tokens,
};

/// Vowel sign of the indefinite accusative: "a German" is written like "Germany" but for it.
const TANWEEN: char = '\u{64b}';

/// Inhabitants that make a place known everywhere.
const WELL_KNOWN: u32 = 100_000;

/// Inhabitants that make a name a place where a preposition leads to it.
const KNOWN: u32 = 50_000;

/// What words have that are seldom names by themselves.
pub(super) const ORDINARY: RoleSet = RoleSet::all(&[
    Role::People,
    Role::Number,
    Role::Phrase,
    Role::Trigger,
    Role::Date,
    Role::Function,
    Role::Thing,
    Role::Open,
]);

/// What words have that no adjective describes.
const NO_NOUN: RoleSet = RoleSet::all(&[Role::Date, Role::Function]);

impl<'t> Reader<'t> {
    /// A name without a noun, if it is known well enough for what leads to it.
    pub(super) fn bare(
        &self,
        at: usize,
        within: &Tokens,
        before: Option<&PlaceCandidate<'t>>,
    ) -> Option<PlaceCandidate<'t>> {
        if !self.text.may_be_a_place(at, || self.may_stand(at)) && !self.text.goes_on(at) {
            return None;
        }
        if self.in_address(at) {
            return None;
        }
        // what is no place even where a word leads to it is none
        let known = self.known(at, true)?;
        let guess = !self.is_a_place(&known, true);
        if guess && !self.may_be_a_place(&known, within) {
            return None;
        }
        let follows = before.filter(|b| {
            let gap = at - b.phrase.end.min(at);
            gap == 0 && known.clitics.has(Clitics::AND)
                || gap == 1
                    && (matches!(self.text.mark(at - 1), Some('،' | ',')) || self.and(at - 1))
        });
        let leads = |w: PlaceWord| {
            matches!(
                w,
                PlaceWord::Bearing(_)
                    | PlaceWord::Around
                    | PlaceWord::Countryside
                    | PlaceWord::Between
                    | PlaceWord::Inside
                    | PlaceWord::Preposition
                    | PlaceWord::Owner
                    | PlaceWord::Governs
            )
        };
        let led = known.clitics.any(Clitics::IN | Clitics::TO)
            || self.before(at, within).iter().any(|w| leads(w.0))
            || follows.is_some();
        if !led
            && !guess
            && (!self.is_a_place(&known, led) || self.may_be_a_surname(&known, within))
        {
            return None;
        }
        if self.is_a_club(&known) {
            return None;
        }
        let rule = if led { "place.led" } else { "place.name" };
        let joined = known.clitics.has(Clitics::AND) || at > within.start && self.and(at - 1);
        let mut candidate = self.candidate(known, None, rule);
        (candidate.guess, candidate.joined) = (guess, joined);
        let mut candidate = self.placed(candidate, within)?;
        if let Some(before) = follows.filter(|b| b.tokens.end + 1 >= at)
            && (before.relation == Relation::Between || before.usage == PlaceUse::Location)
        {
            if candidate.relation == Relation::At {
                candidate.relation = before.relation;
            }
            candidate.usage = before.usage;
        }
        Some(candidate)
    }

    /// Whether the word at `at` is part of an address on the net, an account or a compound tag.
    fn in_address(&self, at: usize) -> bool {
        let tokens = &self.text.tokens;
        let glued = |at: usize| tokens.get(at).is_some_and(|token| token.glued);
        let mark = |at: usize, marks: &[char]| {
            self.text.mark(at).is_some_and(|mark| marks.contains(&mark))
        };
        let before = |mark_at: usize| match self.text.mark(mark_at) {
            Some('@') => true,
            Some('.' | '/' | '_') => glued(mark_at),
            _ => false,
        };
        let behind = || glued(at + 1) && glued(at + 2) && mark(at + 1, &['@', '_']);
        tokens[at].latin && (at > 0 && glued(at) && before(at - 1) || behind())
    }

    /// Whether the word at `at` may be a place without a noun, whatever stands around it.
    fn may_stand(&self, at: usize) -> bool {
        let known = self.text.names(at).iter().find_map(|name| alone(at, name));
        known.is_some_and(|known| {
            let standing = self.stands(&known, true) || known.is_local();
            self.gazetteer.preferences().allows(&known.name)
                || standing && !self.is_ordinary_word(&known)
        })
    }

    /// Whether a name that is only a populous town's stands behind a word no rule knows: a given
    /// name, a verb of sport. News of violence leads to its places by words that are known.
    fn may_be_a_surname(&self, known: &Known<'t>, within: &Tokens) -> bool {
        let at = known.tokens.start;
        let given = |before: usize| self.plain(before) && !self.definite(before);
        at > within.start
            && known.tokens.len() == 1
            && known.clitics == Clitics::NONE
            && !known.standing.sure()
            && !self.text.tokens[at].on_new_line
            && given(at - 1)
    }

    /// Whether a word behind a name makes it a club's.
    fn is_a_club(&self, known: &Known<'_>) -> bool {
        !known.standing.country && self.words(known.tokens.end).any(|w| w.0 == PlaceWord::Club)
    }

    fn and(&self, at: usize) -> bool {
        self.text
            .readings(at)
            .iter()
            .any(|r| r.clitics == Clitics::NONE && self.pack.numbers.joins(r.word))
    }

    /// Whether a known name is one here: the cheapest gates first.
    fn is_a_place(&self, known: &Known<'_>, led: bool) -> bool {
        self.gazetteer.preferences().allows(&known.name)
            || self.stands(known, led) && !self.is_common(known, led) && !self.is_generic(known)
    }

    /// Whether a known name is so well known that it needs no noun.
    fn stands(&self, known: &Known<'_>, led: bool) -> bool {
        let Standing { country, population, capital_population, .. } = known.standing;
        let sure = known.standing.sure();
        let (at, words) = (known.tokens.start, known.tokens.len());
        let doubtful = words == 1
            && !country
            && capital_population < WELL_KNOWN
            && self.text.tokens[at].roles.meets(ORDINARY);
        let letters = || known.name.chars().count();
        match (doubtful, led) {
            (true, led) => sure && led && known.clitics.within(Clitics::IN),
            (false, true) => sure || population >= KNOWN && letters() > 3,
            (false, false) => {
                let well_known = population >= WELL_KNOWN;
                sure && well_known || (sure || well_known) && letters() > 3
            }
        }
    }

    /// Whether a known name is more often an ordinary word.
    pub(super) fn is_common(&self, known: &Known<'_>, led: bool) -> bool {
        known.tokens.len() == 1 && self.nunated(known.tokens.start)
            || self.is_ordinary_word(known)
            || !led && self.pack.places.needs_lead(&known.name)
    }

    /// The same, by nothing but its letters.
    fn is_ordinary_word(&self, known: &Known<'_>) -> bool {
        let rules = &self.pack.places;
        let one = known.tokens.len() == 1;
        rules.is_common(&known.name) || one && rules.is_common(self.text.folded(known.tokens.start))
    }

    /// Whether a name of one word is a generic noun, a bearing or a nationality. A country written
    /// like its nationality is that where it describes the word before it.
    pub(super) fn is_generic(&self, known: &Known<'_>) -> bool {
        let at = known.tokens.start;
        let generic = |(word, clitics, _): Word| match word {
            PlaceWord::Noun(..) | PlaceWord::Bearing(_) | PlaceWord::Origin => true,
            PlaceWord::Demonym(_) => {
                !known.standing.country || clitics == Clitics::THE && self.describes(at)
            }
            _ => false,
        };
        known.tokens.len() == 1 && self.words(at).any(generic)
    }

    /// Whether a word with the article at `at` stands behind a noun that has it too: an adjective
    /// agrees.
    fn describes(&self, at: usize) -> bool {
        let noun = |before: usize| {
            self.goes_on(before).is_some()
                && self.definite(before)
                && !self.text.tokens[before].roles.meets(NO_NOUN)
        };
        !self.text.tokens[at].on_new_line && at.checked_sub(1).is_some_and(noun)
    }

    /// Whether the word at `at` is written with the vowel sign of the indefinite accusative, which no
    /// name bears.
    pub(super) fn nunated(&self, at: usize) -> bool {
        self.text.words(&(at..at + 1)).contains(TANWEEN)
    }
}
