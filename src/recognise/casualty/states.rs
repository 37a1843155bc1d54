//! Nouns that themselves say what happened: "27 dead", "five wounded", "victims": in, the noun
//! phrases of a sentence; out, statements where they are news, and zero where they are denied.

use super::{Casualty, GOVERNED, Reader, Refusal, of};
use crate::{
    lang::Clitics,
    normalise::{TokenKind, Tokens},
    recognise::people::{Build, People},
    record::{Effect, Qualifier},
};

/// What the words before a noun make of it.
pub(super) enum Denial {
    /// There were none.
    Nobody,
    /// It is not known.
    NotReported,
}

impl Reader<'_> {
    /// Statements by noun, of those that no phrase has taken.
    pub(super) fn states(&mut self, within: &Tokens, first: usize) {
        let peoples = self.matcher.peoples;
        let from = peoples.all().partition_point(|p| p.tokens.start < within.start);
        for people in &peoples.all()[from..] {
            if people.tokens.start >= within.end {
                break;
            }
            if let Some(effect) = people.effect {
                self.state(people, effect, within, first);
            }
        }
    }

    fn state(&mut self, people: &People, effect: Effect, within: &Tokens, first: usize) {
        let rule = if people.counted() { &self.rules.state } else { &self.rules.state_plural };
        let anchor = people.noun.start;
        let tokens = people.tokens.clone();
        let rule = rule.clone();
        let mut casualty = Casualty { tokens, anchor, effect, rule, ..of(people) };
        if self.claimed(&casualty, first) {
            return;
        }
        match self.refusal(people, effect, within) {
            Some(Ok(())) => {
                casualty.set(0);
                casualty.rule = self.rules.nobody.clone();
            }
            Some(Err(reason)) => return self.reject(casualty.tokens, &casualty.rule, reason),
            None => {
                self.also_wounded(&mut casualty, within);
                if let Some(end) = self.both_behind(casualty.tokens.end, within) {
                    casualty.effect = Effect::Casualties;
                    casualty.tokens.end = end;
                }
            }
        }
        self.out.found.push(casualty);
    }

    /// Why a noun makes no statement, or that it states nobody.
    fn refusal(
        &self,
        people: &People,
        effect: Effect,
        within: &Tokens,
    ) -> Option<Result<(), Refusal>> {
        let at = people.tokens.start;
        let held = matches!(
            effect,
            Effect::Abducted | Effect::Detained | Effect::Missing | Effect::Displaced
        );
        // "hundreds of the displaced" are there already
        let known = held && self.has(people.noun.start, Clitics::THE);
        if known || people.definite && !self.counted_anew(people) {
            return Some(Err(Refusal::Anaphoric));
        }
        if let Some(reason) = self.unreal(at, within) {
            return Some(Err(reason));
        }
        if self.ill(effect == Effect::Injured, &people.tokens, within) {
            return Some(Err(Refusal::OtherSense));
        }
        match self.denial(at, within) {
            Some(Denial::Nobody) => return Some(Ok(())),
            Some(Denial::NotReported) => return Some(Err(Refusal::NotReported)),
            None => {}
        }
        if held && self.governed(at, within, &self.rules.freed) {
            return Some(Err(Refusal::Freed));
        }
        if people.counted() {
            // those in prison are counted at any time
            let stock = effect == Effect::Detained && !self.licensed(people, within);
            return stock.then_some(Err(Refusal::Unlicensed));
        }
        let plural = people.build == Build::Plural && !held && !self.names_a_group(people);
        (!plural || !self.licensed(people, within)).then_some(Err(Refusal::Unlicensed))
    }

    /// A vague amount takes a definite plural ("dozens of the dead") and is news all the same.
    fn counted_anew(&self, people: &People) -> bool {
        people.build == Build::Counted && people.qualifier == Qualifier::Vague
    }

    /// Whether the words before `at` deny what the noun there says: "no", then only words that
    /// carry a denial through.
    pub(super) fn denial(&self, at: usize, within: &Tokens) -> Option<Denial> {
        let from = at.saturating_sub(GOVERNED + 1).max(within.start);
        let mut silent = false;
        for t in (from..at).rev() {
            if self.matcher.is(t, &self.rules.not) {
                return Some(if silent { Denial::NotReported } else { Denial::Nobody });
            }
            if self.matcher.is(t, &self.rules.silent) {
                silent = true;
            } else if !self.carries_denial(t) {
                return None;
            }
        }
        None
    }

    fn carries_denial(&self, at: usize) -> bool {
        let word = self.text.tokens[at].kind == TokenKind::Word;
        word && (self.matcher.is(at, &self.rules.through)
            || self.pack.lexicon.looks_definite(self.text.folded(at)))
    }

    /// One count over two kinds ("dozens of dead and wounded") is a count of casualties.
    fn also_wounded(&self, casualty: &mut Casualty, within: &Tokens) {
        let at = casualty.tokens.end;
        if at >= within.end || casualty.qualifier == Qualifier::Exact {
            return;
        }
        let joined = self.matcher.peoples.starting(at).any(|p| {
            p.effect.is_some_and(|e| e != casualty.effect)
                && p.build == Build::Plural
                && p.definite
                && self.has(at, Clitics::AND)
        });
        if joined {
            casualty.effect = Effect::Casualties;
            casualty.tokens.end = at + 1;
        }
    }

    /// Whether an uncounted plural of dead or wounded is news: it opens the sentence, or a word of
    /// occurrence stands before it, or it is joined to one that is.
    fn licensed(&self, people: &People, within: &Tokens) -> bool {
        let at = people.tokens.start;
        at == within.start
            || self.governed(at, within, &self.rules.licence)
            || self.text.mark(at - 1) == Some(':')
            || (self.has(at, Clitics::AND)
                && self.out.found.last().is_some_and(|c| c.tokens.end == at))
    }
}
