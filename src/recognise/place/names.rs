//! Names: in, a token; out, the name that begins there: one the gazetteer knows, with the clitics cut
//! that the language allows, or an unknown one behind a generic noun.

use super::{PlaceCandidate, PlaceUse, Reader, Relation};
use crate::{
    gazetteer::PlaceId,
    lang::{Clitics, Role, RoleSet, schema::places::PlaceWord},
    normalise::{TokenKind, Tokens},
    record::Feature,
};

/// Vowel sign of the indefinite accusative: "a German" is written like "Germany" but for it.
const TANWEEN: char = '\u{64b}';

/// Most words of a name in quotation marks.
const QUOTED: usize = 5;

/// Most words of an unknown name.
const UNKNOWN: usize = 2;

/// Most words that follow the one that opens a compound name.
const COMPOUND: usize = 3;

/// Inhabitants that make a place known everywhere.
const WELL_KNOWN: u32 = 100_000;

/// Inhabitants that make a name a place where a preposition leads to it.
const KNOWN: u32 = 50_000;

/// A name the gazetteer knows.
struct Known {
    tokens: Tokens,
    name: String,
    places: Vec<PlaceId>,
    clitics: Clitics,
}

impl Reader<'_> {
    /// The longest name at `at`, clitics cut where `cut`; the whole word before what is left of it.
    fn known(&self, at: usize, cut: bool) -> Option<Known> {
        if !self.text.tokens.get(at)?.roles.has(Role::Toponym) {
            return None;
        }
        let folded = self.text.folded(at);
        let mut best: Option<Known> = None;
        for (rest, clitics) in self.pack.lexicon.rests(folded) {
            if clitics != Clitics::NONE && !cut {
                break;
            }
            let word = |n: usize| match n {
                0 => Some(&*rest),
                n => self.goes_on(at + n),
            };
            let Some((count, places)) = self.gazetteer.longest(word) else { continue };
            if best.as_ref().is_none_or(|b| b.tokens.len() < count) {
                let words = (1..count).map(|n| self.text.folded(at + n));
                let name = std::iter::once(&*rest).chain(words).collect::<Vec<_>>().join(" ");
                best = Some(Known { tokens: at..at + count, name, places, clitics });
            }
        }
        best
    }

    /// The word at `at` where a name may go on.
    fn goes_on(&self, at: usize) -> Option<&str> {
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
    ) -> Vec<PlaceCandidate> {
        let Some(first) = self.behind(at, next, kind, within) else { return Vec::new() };
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
    ) -> Option<PlaceCandidate> {
        let keeps = matches!(kind, Feature::Site | Feature::Natural);
        if keeps && let Some(whole) = self.known(at, true).filter(|k| k.tokens.len() > 1) {
            // "the hill of spring" may be a city: then the noun says nothing of its kind
            let of_kind = |p: &PlaceId| self.gazetteer.facts(*p).feature == kind;
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
        if let Some(known) = known {
            let end = close(known.tokens.end);
            let mut candidate = self.candidate(known, Some(kind), "place.noun");
            candidate.phrase = at..end;
            if keeps {
                candidate.tokens.start = at;
                candidate.namesakes = std::mem::take(&mut candidate.places);
                candidate.name = self.key(&candidate.tokens);
            }
            return self.placed(candidate, within);
        }
        let tokens = self.unknown(next, kind)?;
        let end = close(tokens.end);
        let tokens = if keeps { at..end } else { tokens };
        let candidate = self.blank(tokens, at..end, Some(kind), "place.unknown");
        self.placed(candidate, within)
    }

    /// A further name of a list.
    fn listed(&self, at: usize, kind: Feature, within: &Tokens) -> Option<PlaceCandidate> {
        if let Some(known) = self.known(at, true).filter(|k| k.clitics.within(Clitics::AND)) {
            let candidate = self.candidate(known, Some(kind), "place.list");
            return self.placed(candidate, within);
        }
        let tokens = self.unknown(at, kind)?;
        let mut candidate = self.blank(tokens.clone(), tokens, Some(kind), "place.list");
        let and = |(_, c): &(std::borrow::Cow<'_, str>, Clitics)| *c == Clitics::AND;
        if let Some((rest, _)) = self.pack.lexicon.rests(self.text.folded(at)).find(and) {
            candidate.cut = self.text.folded(at).chars().count() - rest.chars().count();
            candidate.name = candidate.name.chars().skip(candidate.cut).collect();
        }
        self.placed(candidate, within)
    }

    /// Where a list goes on at `at`: behind a comma, or with "and" written onto the next name.
    fn joined(&self, at: usize, kind: Feature) -> Option<usize> {
        if matches!(self.text.mark(at), Some('،' | ',')) {
            return Some(at + 1);
        }
        crate::recognise::number::joined_at(self.text, self.pack, at).or_else(|| {
            let and = |(rest, c): &(std::borrow::Cow<'_, str>, Clitics)| {
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
        let plain = |t: &usize| {
            let known = RoleSet::of(Role::Open)
                | RoleSet::of(Role::Function)
                | RoleSet::of(Role::Number)
                | RoleSet::of(Role::Bound)
                | RoleSet::of(Role::Date)
                | RoleSet::of(Role::People)
                | RoleSet::of(Role::Class)
                | RoleSet::of(Role::Phrase)
                | RoleSet::of(Role::Trigger)
                | RoleSet::of(Role::PlaceCue)
                | RoleSet::of(Role::Actor);
            self.goes_on(*t).is_some()
                && !self.text.tokens[*t].roles.meets(known)
                && !self.text.tokens[*t].latin
        };
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
        before: Option<&PlaceCandidate>,
    ) -> Option<PlaceCandidate> {
        let known = self.known(at, true)?;
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
        if !self.is_a_place(&known, led) {
            return None;
        }
        let candidate = self.candidate(known, None, if led { "place.led" } else { "place.name" });
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

    fn and(&self, at: usize) -> bool {
        self.text
            .readings(at)
            .iter()
            .any(|r| r.clitics == Clitics::NONE && self.pack.numbers.joins(r.word))
    }

    /// Whether a known name is one here: the gates of DESIGN.md.
    fn is_a_place(&self, known: &Known, led: bool) -> bool {
        let rules = &self.pack.places;
        let (at, words) = (known.tokens.start, known.tokens.len());
        let common =
            rules.is_common(&known.name) || words == 1 && rules.is_common(self.text.folded(at));
        // the accusative of a common noun, which names of places do not bear
        let accusative = words == 1 && self.text.words(&known.tokens).contains(TANWEEN);
        if common || accusative || !led && rules.needs_lead(&known.name) || self.is_generic(known) {
            return false;
        }
        let mut most = 0;
        let (mut sure, mut country, mut capital) = (false, false, false);
        for place in &known.places {
            let place = self.gazetteer.facts(*place);
            country |= place.feature == Feature::Country;
            capital |= place.capital && place.population >= WELL_KNOWN;
            sure |= place.capital || place.curated || country;
            sure |= place.feature == Feature::Admin;
            most = most.max(place.population);
        }
        let other = RoleSet::of(Role::People)
            | RoleSet::of(Role::Number)
            | RoleSet::of(Role::Phrase)
            | RoleSet::of(Role::Trigger)
            | RoleSet::of(Role::Date)
            | RoleSet::of(Role::Function)
            | RoleSet::of(Role::Open);
        let doubtful =
            words == 1 && !country && !capital && self.text.tokens[at].roles.meets(other);
        let letters = known.name.chars().count();
        match (doubtful, led) {
            (true, led) => sure && led && known.clitics.within(Clitics::IN),
            (false, true) => sure || most >= KNOWN && letters > 3,
            (false, false) => {
                (sure || most >= WELL_KNOWN) && letters > 3 || sure && most >= WELL_KNOWN
            }
        }
    }

    /// Whether a name of one word is a generic noun, a bearing or, unless it names a country, a
    /// nationality.
    fn is_generic(&self, known: &Known) -> bool {
        let country = |p: &PlaceId| self.gazetteer.facts(*p).feature == Feature::Country;
        let country = known.places.iter().any(country);
        let generic = |word: PlaceWord| match word {
            PlaceWord::Noun(..) | PlaceWord::Bearing(_) | PlaceWord::Origin => true,
            PlaceWord::Demonym(_) => !country,
            _ => false,
        };
        known.tokens.len() == 1 && self.words(known.tokens.start).any(|(word, ..)| generic(word))
    }

    /// The name the gazetteer knows at `at`, behind a description of its place.
    pub(super) fn named_behind(&self, at: usize) -> Option<Tokens> {
        let at = if self.quote(at) { at + 1 } else { at };
        self.known(at, false).map(|known| known.tokens)
    }

    /// A place that is told of without its name.
    pub(super) fn described(&self, tokens: Tokens, place: PlaceId) -> PlaceCandidate {
        let places = vec![place];
        PlaceCandidate { places, ..self.blank(tokens.clone(), tokens, None, "place.capital") }
    }

    fn candidate(&self, known: Known, kind: Option<Feature>, rule: &'static str) -> PlaceCandidate {
        let Known { tokens, name, places, .. } = known;
        PlaceCandidate { name, places, ..self.blank(tokens.clone(), tokens, kind, rule) }
    }

    fn blank(
        &self,
        tokens: Tokens,
        phrase: Tokens,
        kind: Option<Feature>,
        rule: &'static str,
    ) -> PlaceCandidate {
        PlaceCandidate {
            name: self.key(&tokens),
            tokens,
            phrase,
            places: Vec::new(),
            namesakes: Vec::new(),
            kind,
            countryside: false,
            relation: Relation::At,
            usage: PlaceUse::Location,
            cut: 0,
            rule,
        }
    }

    fn key(&self, tokens: &Tokens) -> String {
        tokens.clone().map(|t| self.text.folded(t)).collect::<Vec<_>>().join(" ")
    }
}

/// Whether a word behind a generic noun shows that no name follows.
fn ends_a_noun(word: PlaceWord) -> bool {
    use PlaceWord::{Adjective, Between, Inside, Preposition};
    matches!(word, Adjective | Preposition | Inside | Between)
}
