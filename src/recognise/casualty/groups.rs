//! Groups of a statement: in, the statements of a sentence; out, those joined to them by "and", and
//! the parts of a whole: "five soldiers and an officer", "including three children and a woman",
//! "five Canadians - four soldiers and a journalist".

use super::{Casualty, Reader, of, uncounted_plural};
use crate::{
    lang::{Clitics, Role},
    normalise::{TokenKind, Tokens},
    recognise::people::{Build, People},
    record::{Qualifier, Who},
};

/// How far behind a group another may be joined to it, in tokens.
const JOIN_REACH: usize = 8;

/// How far behind "among them" its first group may begin, in tokens.
const LIST_REACH: usize = 3;

impl Reader<'_> {
    /// Groups joined to a statement.
    pub(super) fn joined(&mut self, within: &Tokens, first: usize) {
        let mut at = first;
        while at < self.out.found.len() {
            let base = self.out.found[at].clone();
            at += 1;
            if base.qualifier == Qualifier::Zero || base.rule == self.rules.state_plural {
                continue;
            }
            let behind = self.next_joined(base.tokens.end.max(base.noun.end), within);
            // a verb behind its subjects: "five civilians and a policeman were killed"
            let subject = base.noun.end <= base.anchor;
            let before = || self.next_joined(base.noun.end, &(within.start..base.anchor));
            let people = if subject { before().or(behind) } else { behind };
            let Some(people) = people else { continue };
            let rule = self.rules.joined.clone();
            let casualty = Casualty { effect: base.effect, part: base.part, rule, ..of(&people) };
            if !self.claimed(&casualty, first) {
                self.out.found.push(casualty);
            }
        }
    }

    /// The next group behind `end` that "and" or "in addition to" joins to what ends there.
    fn next_joined(&self, end: usize, within: &Tokens) -> Option<People> {
        let mut besides = false;
        for at in end..(end + JOIN_REACH).min(within.end) {
            let joins = besides || self.opens_with_and(at) || at > end && self.is_and(at - 1);
            if let Some(people) = self.group_at(at).filter(|_| joins) {
                return Some(people);
            }
            if self.matcher.is(at, &self.rules.besides) {
                besides = true;
            } else if !self.may_stand_between(at) {
                return None;
            }
        }
        None
    }

    /// A group that can be joined to another: new persons, or somebody's one relative.
    fn group_at(&self, at: usize) -> Option<People> {
        let new = |p: &People| {
            let kin = p.kin && p.build == Build::One;
            let build = matches!(p.build, Build::Counted | Build::Dual | Build::One | Build::OneOf);
            p.effect.is_none() && (!p.definite || kin) && !p.weak && build
        };
        self.matcher.peoples.starting(at).find(|p| new(p)).cloned()
    }

    /// Whether a group joined to another may stand behind the token at `at`.
    fn may_stand_between(&self, at: usize) -> bool {
        let token = &self.text.tokens[at];
        match token.kind {
            TokenKind::Mark('"' | '«' | '»') => true,
            TokenKind::Mark('،' | ',') => {
                self.opens_with_and(at + 1)
                    || self.is_and(at + 1)
                    || (at + 1..at + 3).any(|at| self.matcher.is(at, &self.rules.besides))
            }
            TokenKind::Mark(_) => false,
            _ => !token.roles.has(Role::Phrase) && !token.roles.has(Role::Barrier),
        }
    }

    fn opens_with_and(&self, at: usize) -> bool {
        at < self.text.tokens.len() && self.has(at, Clitics::AND)
    }

    /// Whether the token is "and" alone, as it stands before a figure.
    fn is_and(&self, at: usize) -> bool {
        let Some(token) = self.text.tokens.get(at) else { return false };
        token.kind == TokenKind::Word
            && self
                .pack
                .lexicon
                .only_clitics(self.text.folded(at))
                .is_some_and(|c| c.has(Clitics::AND))
    }

    /// Parts of a whole: "including three children and a woman", "three of them".
    pub(super) fn among(&mut self, within: &Tokens, first: usize) {
        for at in within.clone() {
            if !self.matcher.is(at, &self.rules.parts) {
                continue;
            }
            let before = |c: &&Casualty| c.tokens.start < at && !c.part;
            let whole = self.out.found[first..].iter().filter(before).max_by_key(|c| {
                (c.anchor < at, c.tokens.start) // the nearest; a verb behind its subject comes last
            });
            let Some(whole) = whole.cloned() else { continue };
            let mut next = self.first_among(at + 1, within);
            if next.is_none() {
                self.count_of_them(&whole, at, first);
            }
            while let Some(people) = next {
                next = self.next_joined(people.tokens.end, within);
                self.part(&whole, &people, first);
            }
        }
    }

    /// The group that "among them" opens.
    fn first_among(&self, from: usize, within: &Tokens) -> Option<People> {
        for at in from..(from + LIST_REACH).min(within.end) {
            let fits = |p: &&People| {
                p.effect.is_none() && !p.definite && (!p.bare() || self.count_stands_alone(p))
            };
            if let Some(people) = self.matcher.peoples.starting(at).find(fits) {
                return Some(people.clone());
            }
            let token = &self.text.tokens[at];
            if token.roles.has(Role::Phrase) || matches!(token.kind, TokenKind::Mark('.' | ')')) {
                return None;
            }
        }
        None
    }

    /// "Three of them": a count before the word for "of them".
    fn count_of_them(&mut self, whole: &Casualty, at: usize, first: usize) {
        if !self.matcher.is(at, &self.rules.of_them) {
            return;
        }
        let count = self.matcher.peoples.ending(at).find(|p| p.bare()).cloned();
        if let Some(mut people) = count {
            people.tokens.end = at + 1;
            self.part(whole, &people, first);
        }
    }

    /// Records `people` as a part of `whole`.
    fn part(&mut self, whole: &Casualty, people: &People, first: usize) {
        let rule = self.rules.among.clone();
        let casualty = Casualty { effect: whole.effect, part: true, rule, ..of(people) };
        let overlaps = |c: &Casualty| {
            c.noun.start < casualty.noun.end
                && casualty.noun.start < c.noun.end
                && !c.noun.is_empty()
        };
        if let Some(known) = self.out.found[first..].iter_mut().find(|c| overlaps(c)) {
            if known.noun != whole.noun {
                known.part = true;
                known.effect = whole.effect;
            }
        } else if !uncounted_plural(people) {
            self.out.found.push(casualty);
        }
    }

    /// A whole spelt out behind a dash, comma or bracket: groups that add up to it are its parts.
    pub(super) fn apposed(&mut self, within: &Tokens, first: usize) {
        for at in first..self.out.found.len() {
            let whole = self.out.found[at].clone();
            let end = whole.tokens.end.max(whole.noun.end);
            let mark = self.text.mark(end).is_some_and(|c| "-–—،,(:".contains(c));
            let (Some(total), true) = (exact(whole.low, whole.high), mark && end < within.end)
            else {
                continue;
            };
            let groups = self.spelt_out(end + 1, total, within);
            groups.iter().for_each(|people| self.part(&whole, people, first));
        }
    }

    /// The groups from token `at` on, where they add up to `total`; else none.
    fn spelt_out(&self, at: usize, total: u64, within: &Tokens) -> Vec<People> {
        let mut groups = Vec::new();
        let mut sum = 0;
        let mut next = self.group_at(at);
        while let Some(people) = next {
            sum += exact(people.low, people.high).unwrap_or(u64::MAX / 2);
            next = if sum < total { self.next_joined(people.tokens.end, within) } else { None };
            groups.push(people);
        }
        if sum != total || groups.len() < 2 {
            groups.clear();
        }
        groups
    }

    /// "Others" are who those before them were.
    pub(super) fn inherit(&mut self, first: usize) {
        let found = &mut self.out.found[first..];
        found.sort_by_key(|c| c.tokens.start);
        for at in 1..found.len() {
            let (before, rest) = found.split_at_mut(at);
            if rest[0].who == Who::Unknown && rest[0].noun.is_empty() {
                rest[0].who = before[at - 1].who;
            }
        }
    }
}

fn exact(low: Option<u64>, high: Option<u64>) -> Option<u64> {
    low.filter(|_| low == high)
}
