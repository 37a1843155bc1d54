//! Names: in, a token; out, the name that begins there and the gazetteer knows, with the clitics cut that
//! the language allows.

use std::borrow::Cow;

use super::{PlaceCandidate, PlaceUse, Reader, Relation};
use crate::{
    gazetteer::{Facts, Opening, PlaceId, Standing},
    lang::Clitics,
    normalise::{Name, Tokens},
    record::Feature,
};

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
    pub(super) fn goes_on(&self, at: usize) -> Option<&'t str> {
        self.text.tokens.get(at)?.carries_on().then(|| self.text.folded(at))
    }

    /// Whether the word at `at` looks like one with the article.
    pub(super) fn definite(&self, at: usize) -> bool {
        self.pack.lexicon.looks_definite(self.text.folded(at))
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
pub(super) fn alone<'t>(at: usize, name: &'t Name<'t>) -> Option<Known<'t>> {
    let Opening { alone, standing, .. } = &name.opening;
    (!alone.is_empty()).then(|| Known {
        tokens: at..at + 1,
        name: (&*name.word).into(),
        places: (&**alone).into(),
        standing: *standing,
        clitics: name.clitics,
    })
}
