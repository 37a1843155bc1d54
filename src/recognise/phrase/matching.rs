//! Matching patterns: in, a text, its noun phrases and a pattern anchored at a token; out, the
//! shortest match, with the tokens it covers and what filled its slot.

use super::{Element, Form, Pattern, Slot, Words};
use crate::{
    lang::{Clitics, Lexicon, Role, RoleSet},
    normalise::{Text, TokenKind, Tokens},
    recognise::people::{People, Peoples},
    record::ActorRole,
};

/// What the words that patterns name have.
const NAMED: RoleSet = RoleSet::all(&[Role::Class, Role::Literal]);

/// What no word of a person's name is.
const KNOWN: RoleSet = RoleSet::all(&[
    Role::Open,
    Role::Function,
    Role::Thing,
    Role::Class,
    Role::Literal,
    Role::Number,
    Role::Bound,
    Role::People,
    Role::PlaceCue,
    Role::Date,
]);

/// Most words of a name.
const LONGEST_NAME: usize = 4;

/// Where a pattern matched.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Tokens from the first word to the last, slots included.
    pub tokens: Tokens,
    /// Token of the anchor.
    pub anchor: usize,
    /// What filled `{people}` or `{count}`.
    pub people: Option<People>,
    /// What filled `{name}`.
    pub name: Option<Tokens>,
    /// Indices of the parties that filled `{actor}`, `{target}`, `{claimant}`, with their roles.
    pub parties: Vec<(usize, ActorRole)>,
}

/// What patterns are matched against.
#[derive(Clone, Copy, Debug)]
pub struct Matcher<'a> {
    /// The text.
    pub text: &'a Text<'a>,
    /// The words of the pack.
    pub lexicon: &'a Lexicon,
    /// Noun phrases of the text.
    pub peoples: &'a Peoples,
    /// Words that open a list of those counted before: a group behind one is no subject.
    pub among: &'a [Form],
    /// Tokens of the place phrases of the text, in text order; may be empty where no pattern asks.
    pub places: &'a [Tokens],
    /// Tokens of the parties of the text, likewise.
    pub parties: &'a [Tokens],
}

/// Which way elements are matched.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Left,
    Right,
}

impl Matcher<'_> {
    /// Matches `pattern` with its anchor at token `anchor`, inside `within` (a sentence).
    pub fn find(&self, pattern: &Pattern, anchor: usize, within: &Tokens) -> Option<Match> {
        if !self.is(anchor, &pattern.anchor) {
            return None;
        }
        let mut found = Match {
            tokens: anchor..anchor + 1,
            anchor,
            people: None,
            name: None,
            parties: Vec::new(),
        };
        let end = self.walk(&pattern.after, anchor + 1, Way::Right, within, &mut found)?;
        let start = self.walk(&pattern.before, anchor, Way::Left, within, &mut found)?;
        found.tokens = start..end;
        Some(found)
    }

    /// Whether the token at `at` is one of `forms`.
    pub fn is(&self, at: usize, forms: &[Form]) -> bool {
        // every word of a form has one of these roles, and most words of a text have neither
        let live = self.text.tokens.get(at).is_some_and(|t| t.roles.meets(NAMED));
        live && self.text.readings(at).iter().any(|reading| {
            forms.iter().any(|form| {
                reading.clitics.within(form.may)
                    && reading.clitics.has(form.must)
                    && match form.words {
                        Words::One(word) => reading.word == word,
                        Words::Class(class) => {
                            self.lexicon.payloads(reading.word, Role::Class).any(|c| c == class)
                        }
                    }
            })
        })
    }

    /// Whether one of `tokens` is one of `forms`.
    pub fn any(&self, tokens: &Tokens, forms: &[Form]) -> bool {
        tokens.clone().any(|at| self.is(at, forms))
    }

    /// Matches `elements` from the boundary `at`; returns the boundary reached.
    fn walk(
        &self,
        elements: &[Element],
        at: usize,
        way: Way,
        within: &Tokens,
        found: &mut Match,
    ) -> Option<usize> {
        let Some((first, rest)) = elements.split_first() else { return Some(at) };
        match first {
            Element::Word(forms) => {
                let (token, next) = step(at, way, within)?;
                self.is(token, forms).then(|| self.walk(rest, next, way, within, found))?
            }
            Element::Slot(slot) => self.fill(*slot, rest, at, way, within, found),
            Element::Gap { most, marks } => self.gap(*most, *marks, rest, at, way, within, found),
            Element::NotBehind(forms) => {
                // what stands before in reading order, whichever way the walk goes
                let behind = at > within.start && self.is(at - 1, forms);
                if behind { None } else { self.walk(rest, at, way, within, found) }
            }
            Element::Not(inner) => {
                let follows =
                    self.walk(std::slice::from_ref(&**inner), at, way, within, &mut found.clone());
                if follows.is_some() { None } else { self.walk(rest, at, way, within, found) }
            }
            Element::Optional(inner) => {
                let mut with = inner.clone();
                if way == Way::Left {
                    with.reverse();
                }
                with.extend_from_slice(rest);
                self.walk(&with, at, way, within, found)
                    .or_else(|| self.walk(rest, at, way, within, found))
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn gap(
        &self,
        most: usize,
        marks: bool,
        rest: &[Element],
        mut at: usize,
        way: Way,
        within: &Tokens,
        found: &mut Match,
    ) -> Option<usize> {
        for _ in 0..=most {
            if let Some(end) = self.walk(rest, at, way, within, found) {
                return Some(end);
            }
            let (token, next) = step(at, way, within)?;
            if !self.may_stand_in_gap(token, marks) {
                return None;
            }
            at = next;
        }
        None
    }

    fn may_stand_in_gap(&self, token: usize, marks: bool) -> bool {
        if self.text.tokens[token].roles.has(Role::Barrier) {
            return false;
        }
        match self.text.tokens[token].kind {
            TokenKind::Mark('.' | '!' | '?' | '؟' | '؛' | ';' | ':') => false,
            TokenKind::Mark(c) => marks || matches!(c, '"' | '«' | '»' | '“' | '”'),
            _ => true,
        }
    }

    fn fill(
        &self,
        slot: Slot,
        rest: &[Element],
        at: usize,
        way: Way,
        within: &Tokens,
        found: &mut Match,
    ) -> Option<usize> {
        if slot == Slot::Name {
            let name = self.name(at, way, within)?;
            let next = if way == Way::Right { name.end } else { name.start };
            found.name = Some(name);
            return self.walk(rest, next, way, within, found);
        }
        if slot == Slot::Place {
            let place = touching(self.places, at, way)?;
            return self.walk(rest, beyond(&self.places[place], way), way, within, found);
        }
        if let Slot::Party(role) = slot {
            let party = touching(self.parties, at, way)?;
            let end = self.walk(rest, beyond(&self.parties[party], way), way, within, found)?;
            found.parties.push((party, role));
            return Some(end);
        }
        let candidates: Vec<&People> = match way {
            Way::Right => self.peoples.starting(at).collect(),
            Way::Left => self.peoples.ending(at).collect(),
        };
        for people in candidates {
            if !self.fits(slot, people, way, found.anchor)
                || people.tokens.end > within.end
                || people.tokens.start < within.start
            {
                continue;
            }
            let next = if way == Way::Right { people.tokens.end } else { people.tokens.start };
            if let Some(end) = self.walk(rest, next, way, within, found) {
                found.people = Some(people.clone());
                return Some(end);
            }
        }
        None
    }

    /// Whether `people` may fill `slot`.
    fn fits(&self, slot: Slot, people: &People, way: Way, anchor: usize) -> bool {
        let at = people.tokens.start;
        let kind = match slot {
            Slot::Count => true,
            Slot::Number => people.bare(),
            Slot::One => people.single() && !people.weak,
            Slot::Object => people.accusative,
            Slot::Many => !people.single() && !people.bare(),
            _ => !people.bare(),
        };
        // a nationality stands for a person only right behind the word of the phrase
        let weak = people.weak && (way == Way::Left || at != anchor + 1);
        // of those counted and those among them, the former are the subject
        let part = way == Way::Left && at > 0 && self.is(at - 1, self.among);
        let listed = way == Way::Right && self.joined(at);
        // "by gunmen", one word in Arabic, is no subject some way behind its verb
        let front = Clitics::IN | Clitics::TO | Clitics::AS;
        let led = way == Way::Right && at > anchor + 1 && self.carries(at, front);
        kind && !weak && !part && !listed && !led
    }

    /// Whether the token at `at` goes on with a list: "and" is written onto it.
    pub fn joined(&self, at: usize) -> bool {
        self.carries(at, Clitics::AND)
    }

    /// Whether every reading of the token at `at` has one of `clitics` cut from it.
    pub fn carries(&self, at: usize, clitics: Clitics) -> bool {
        let readings = self.text.readings(at);
        !readings.is_empty() && readings.iter().all(|r| r.clitics.any(clitics))
    }

    /// A run of words that no rule knows, from the boundary `at`.
    fn name(&self, at: usize, way: Way, within: &Tokens) -> Option<Tokens> {
        let mut reached = at;
        for _ in 0..LONGEST_NAME {
            let Some((token, next)) = step(reached, way, within) else { break };
            if !self.may_be_name(token) {
                break;
            }
            reached = next;
        }
        let name = at.min(reached)..at.max(reached);
        (!name.is_empty()).then_some(name)
    }

    fn may_be_name(&self, token: usize) -> bool {
        let token = &self.text.tokens[token];
        token.kind == TokenKind::Word && !token.roles.meets(KNOWN)
    }
}

/// The one of `spans` (in text order, none overlapping) that begins or ends at the boundary `at`.
fn touching(spans: &[Tokens], at: usize, way: Way) -> Option<usize> {
    match way {
        Way::Right => spans.binary_search_by_key(&at, |span| span.start),
        Way::Left => spans.binary_search_by_key(&at, |span| span.end),
    }
    .ok()
}

/// The boundary on the far side of `span`.
fn beyond(span: &Tokens, way: Way) -> usize {
    if way == Way::Right { span.end } else { span.start }
}

/// The token beyond the boundary `at` and the boundary beyond it.
fn step(at: usize, way: Way, within: &Tokens) -> Option<(usize, usize)> {
    match way {
        Way::Right if at < within.end => Some((at, at + 1)),
        Way::Left if at > within.start => Some((at - 1, at - 1)),
        _ => None,
    }
}
