//! Names: in, a token; out, the name that begins there: one the gazetteer knows, with the clitics cut
//! that the language allows, or an unknown one behind a generic noun.

use std::borrow::Cow;

use super::{PlaceCandidate, PlaceUse, Reader, Relation, words::Word};
use crate::{
    gazetteer::{Facts, Opening, PlaceId, Standing},
    lang::{Clitics, Role, RoleSet, schema::places::PlaceWord},
    normalise::{Name, TokenKind, Tokens},
    record::Feature,
};

/// Vowel sign of the indefinite accusative: "a German" is written like "Germany" but for it.
const TANWEEN: char = '\u{64b}';

/// Most words of a name in quotation marks.
const QUOTED: usize = 5;

/// Letters of a word that is not part of "and".
const AND_LEAVES: usize = 5;

/// Most words of an unknown name.
const UNKNOWN: usize = 2;

/// Most words that follow the one that opens a compound name.
const COMPOUND: usize = 3;

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

/// A name the gazetteer knows.
pub(super) struct Known<'t> {
    pub(super) tokens: Tokens,
    pub(super) name: Cow<'t, str>,
    pub(super) places: Cow<'t, [Facts<'t>]>,
    pub(super) standing: Standing,
    pub(super) clitics: Clitics,
}

impl<'t> Reader<'t> {
    /// The longest name at `at`, clitics cut where `cut`; the whole word before what is left of it.
    pub(super) fn known(&self, at: usize, cut: bool) -> Option<Known<'t>> {
        let names = self.text.names(at).iter();
        let mut best: Option<Known<'t>> = None;
        for name in names.take_while(|name| cut || name.clitics == Clitics::NONE) {
            let Some(known) = self.longer(at, name).or_else(|| alone(at, name)) else { continue };
            if best.as_ref().is_none_or(|b| b.tokens.len() < known.tokens.len()) {
                best = Some(known);
            }
        }
        best
    }

    /// The longest name of several words that begins with `first`.
    fn longer(&self, at: usize, first: &'t Name<'t>) -> Option<Known<'t>> {
        let next = self.goes_on(at + 1)?;
        if !first.opening.next.has(self.text.tokens[at + 1].start) {
            return None;
        }
        let word = |n: usize| match n {
            0 => Some(&*first.word),
            1 => Some(next),
            n => self.goes_on(at + n),
        };
        let (count, places) = self.gazetteer.longer(&first.opening, word)?;
        let places = self.gazetteer.all_facts(places);
        let name = (0..count).filter_map(word).collect::<Vec<_>>().join(" ");
        Some(Known {
            tokens: at..at + count,
            name: name.into(),
            standing: Standing::of(&places),
            places: places.into(),
            clitics: first.clitics,
        })
    }

    /// The word at `at` where a name may go on.
    fn goes_on(&self, at: usize) -> Option<&'t str> {
        let token = self.text.tokens.get(at)?;
        let word = token.kind == TokenKind::Word && !token.on_new_line;
        word.then(|| self.text.folded(at))
    }

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
        if self.words(next).any(|(word, ..)| ends_a_noun(word)) {
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

    fn quote(&self, at: usize) -> bool {
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
        let named = !site || self.pack.lexicon.looks_definite(self.text.folded(at));
        (small && named && plain(&at)).then(|| at..rest.map_or(at + 1, |t| t + 1))
    }

    /// Whether the word at `at` is written with the vowel sign of the indefinite accusative, which no
    /// name bears.
    fn nunated(&self, at: usize) -> bool {
        self.text.words(&(at..at + 1)).contains(TANWEEN)
    }

    /// Whether the word at `at` ends in a pronoun, which a word with the article does not take.
    fn owned(&self, at: usize) -> bool {
        let word = self.text.folded(at);
        self.pack.places.is_owned(word) && !self.pack.lexicon.looks_definite(word)
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
        let definite = || self.pack.lexicon.looks_definite(self.text.folded(at + 1));
        let named = || self.noun(at).is_some() && (settled || definite());
        (opens || named()).then_some(at..end)
    }

    fn opens(&self, at: usize) -> bool {
        self.words(at).any(|(word, ..)| word == PlaceWord::Opener)
    }

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
        let given = |before: usize| {
            self.plain(before) && !self.pack.lexicon.looks_definite(self.text.folded(before))
        };
        at > within.start
            && known.tokens.len() == 1
            && known.clitics == Clitics::NONE
            && !known.standing.sure()
            && !self.text.tokens[at].on_new_line
            && given(at - 1)
    }

    fn and(&self, at: usize) -> bool {
        self.text
            .readings(at)
            .iter()
            .any(|r| r.clitics == Clitics::NONE && self.pack.numbers.joins(r.word))
    }

    /// Whether a known name is one here: the gates of DESIGN.md, the cheapest first.
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
            self.goes_on(before).is_some_and(|word| self.pack.lexicon.looks_definite(word))
                && !self.text.tokens[before].roles.meets(NO_NOUN)
        };
        !self.text.tokens[at].on_new_line && at.checked_sub(1).is_some_and(noun)
    }

    /// The name the gazetteer knows at `at`, behind a description of its place.
    pub(super) fn named_behind(&self, at: usize) -> Option<Tokens> {
        let at = if self.quote(at) { at + 1 } else { at };
        self.known(at, false).map(|known| known.tokens)
    }

    /// A place that is told of without its name.
    pub(super) fn described(&self, tokens: Tokens, place: PlaceId) -> PlaceCandidate<'t> {
        let places = vec![self.gazetteer.facts(place)].into();
        PlaceCandidate {
            places,
            described: true,
            ..self.blank(tokens.clone(), tokens, None, "place.capital")
        }
    }

    pub(super) fn candidate(
        &self,
        known: Known<'t>,
        kind: Option<Feature>,
        rule: &'static str,
    ) -> PlaceCandidate<'t> {
        let Known { tokens, name, places, .. } = known;
        PlaceCandidate { name, places, ..self.blank(tokens.clone(), tokens, kind, rule) }
    }

    pub(super) fn blank(
        &self,
        tokens: Tokens,
        phrase: Tokens,
        kind: Option<Feature>,
        rule: &'static str,
    ) -> PlaceCandidate<'t> {
        PlaceCandidate {
            name: self.key(&tokens).into(),
            tokens,
            phrase,
            places: Cow::default(),
            namesakes: Cow::default(),
            kind,
            countryside: false,
            relation: Relation::At,
            usage: PlaceUse::Location,
            described: false,
            nationality: None,
            joined: false,
            cut: 0,
            guess: false,
            rule,
        }
    }

    pub(super) fn key(&self, tokens: &Tokens) -> String {
        tokens.clone().map(|t| self.text.folded(t)).collect::<Vec<_>>().join(" ")
    }
}

/// The name that the word at `at` is.
fn alone<'t>(at: usize, name: &'t Name<'t>) -> Option<Known<'t>> {
    let Opening { alone, standing, .. } = &name.opening;
    (!alone.is_empty()).then(|| Known {
        tokens: at..at + 1,
        name: (&*name.word).into(),
        places: (&**alone).into(),
        standing: *standing,
        clitics: name.clitics,
    })
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
