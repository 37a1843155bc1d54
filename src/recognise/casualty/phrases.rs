//! Statements by phrase: in, the phrases of the pack; out, a statement for each that fits, the
//! persons counted in its slot.

use super::{Casualty, Reader, Refusal, of, states::Denial, uncounted_plural};
use crate::{
    lang::{Clitics, Role, schema::casualties::CasualtyPhrase},
    normalise::{TokenKind, Tokens},
    recognise::{
        people::{Build, PLURAL, People},
        phrase::Match,
    },
    record::{AgeSex, Effect, Qualifier, Who},
};

impl Reader<'_> {
    /// Statements by phrase.
    pub(super) fn phrases(&mut self, within: &Tokens) {
        let first = self.out.found.len();
        for at in within.clone() {
            if !self.text.tokens[at].roles.has(Role::Phrase) {
                continue;
            }
            let mut rows: Vec<u32> = Vec::new();
            for reading in self.text.readings(at) {
                rows.extend(self.pack.lexicon.payloads(reading.word, Role::Phrase));
            }
            rows.sort_unstable();
            rows.dedup();
            for row in rows {
                let Some(phrase) = self.rules.phrases.get(row as usize) else { continue };
                let Some(found) = self.matcher.find(&phrase.pattern, at, within) else { continue };
                if self.take(phrase, found, within, first) {
                    break;
                }
            }
        }
    }

    /// Turns a match into a statement; false where the match is no statement and another phrase
    /// may try.
    fn take(
        &mut self,
        phrase: &CasualtyPhrase,
        found: Match,
        within: &Tokens,
        first: usize,
    ) -> bool {
        let mut casualty = match (&found.people, &found.name, phrase.count) {
            (Some(people), _, count) => {
                if people.bare() && !self.count_stands_alone(people) {
                    return false;
                }
                if phrase.part && uncounted_plural(people) || self.without(people) {
                    return false;
                }
                // a verb in the dual is of two
                if phrase.count == Some(2) && people.counted() && people.low != Some(2) {
                    return false;
                }
                if phrase.new && people.definite {
                    self.reject(found.tokens, &phrase.rule, Refusal::Anaphoric);
                    return false;
                }
                let known = people.definite || self.names_a_group(people);
                if uncounted_plural(people) && known {
                    self.reject(found.tokens, &phrase.rule, Refusal::Anaphoric);
                    return false;
                }
                let mut casualty = statement(people, &found, phrase);
                if phrase.latest {
                    casualty.low = casualty.high.or(casualty.low);
                    casualty.qualifier = Qualifier::Exact;
                }
                if let Some(count) = count {
                    casualty.set(count);
                }
                casualty
            }
            (None, name, count) => {
                let noun = name.clone().unwrap_or(found.tokens.end..found.tokens.end);
                let mut casualty = blank(&found, phrase, noun);
                casualty.set(count.unwrap_or(1));
                if phrase.plural {
                    casualty.low = Some(PLURAL);
                    casualty.high = None;
                    casualty.qualifier = Qualifier::Vague;
                }
                casualty
            }
        };
        if self.claimed(&casualty, first) {
            return false;
        }
        let uncounted = phrase.plural || found.people.as_ref().is_some_and(uncounted_plural);
        match self.denial(found.anchor, within) {
            Some(Denial::Nobody) if uncounted => {
                casualty.set(0);
                casualty.rule = self.rules.nobody.clone();
            }
            Some(Denial::NotReported) => {
                self.reject(casualty.tokens, &phrase.rule, Refusal::NotReported);
                return true;
            }
            Some(Denial::Nobody) if phrase.count != Some(0) => {
                self.reject(casualty.tokens, &phrase.rule, Refusal::Unreal);
                return true;
            }
            _ => {}
        }
        let first = casualty.tokens.start.min(casualty.anchor);
        if let Some(reason) = self.unreal(first, within) {
            self.reject(casualty.tokens, &phrase.rule, reason);
            return true;
        }
        let mild = phrase.natural || casualty.effect == Effect::Injured;
        if self.beside(&casualty.tokens, within, &phrase.unless)
            || self.ill(mild, &casualty.tokens, within)
        {
            self.reject(casualty.tokens, &phrase.rule, Refusal::OtherSense);
            return true;
        }
        if let Some(end) = self.both_behind(casualty.tokens.end, within) {
            casualty.effect = Effect::Casualties;
            casualty.tokens.end = end;
        }
        self.out.found.push(casualty);
        true
    }

    /// Whether the noun phrase of `casualty` already stands in a statement of this sentence.
    pub(super) fn claimed(&self, casualty: &Casualty, first: usize) -> bool {
        self.out.found[first..].iter().any(|other| {
            let (a, b) = (&other.noun, &casualty.noun);
            let same_noun = !a.is_empty() && a.start < b.end && b.start < a.end;
            // "victims, both dead and wounded" speaks of the dead and the wounded once
            let both = other.effect == Effect::Casualties
                && casualty.qualifier == Qualifier::Vague
                && other.tokens.start <= b.start
                && b.end <= other.tokens.end;
            let same_noun = same_noun || both;
            let (a, b) = (&other.tokens, &casualty.tokens);
            // "a policeman was killed and three others were hurt" counts the hurt alone
            let alike = other.effect == casualty.effect || casualty.effect == Effect::Casualties;
            same_noun || (a.start < b.end && b.start < a.end && alike)
        })
    }

    /// Whether a word of denial right before a noun says that there is nobody ("an aircraft without
    /// a pilot").
    fn without(&self, people: &People) -> bool {
        let at = people.tokens.start;
        at > 0 && people.build == Build::One && self.matcher.is(at - 1, &self.rules.not)
    }

    /// Whether a bare quantity counts persons: nothing follows that it could count instead.
    pub(super) fn count_stands_alone(&self, people: &People) -> bool {
        let Some(next) = self.text.tokens.get(people.tokens.end) else { return true };
        // "many of" counts what follows
        let of = self.text.tokens[people.tokens.end - 1].roles.has(Role::Open);
        // "dozens of the villages", without a word for "of"
        let of = of
            || people.qualifier == Qualifier::Vague
                && self.pack.lexicon.looks_definite(self.text.folded(people.tokens.end));
        if of || next.roles.has(Role::Thing) && !next.on_new_line {
            return false;
        }
        if next.on_new_line || people.definite {
            return true;
        }
        if next.kind != TokenKind::Word {
            return !matches!(next.kind, TokenKind::Mark('%' | '$' | '٪'));
        }
        let opens = self.matcher.is(people.tokens.end, &self.rules.parts)
            || next.roles.has(Role::Open)
            || next.roles.has(Role::Class)
            || next.roles.has(Role::Phrase)
            || next.roles.has(Role::PlaceCue)
            || next.roles.has(Role::Function)
            || next.roles.has(Role::Date);
        opens
            || self.text.readings(people.tokens.end).iter().any(|r| r.clitics.has(Clitics::AND))
            || self.begins_with_a_clitic(people.tokens.end)
    }

    /// Whether a word no rule knows begins like a conjunction or preposition written onto it.
    fn begins_with_a_clitic(&self, at: usize) -> bool {
        self.pack.lexicon.may_open_with_clitic(self.text.folded(at))
    }

    /// Where "both dead and wounded" ends, if it stands behind `end`.
    pub(super) fn both_behind(&self, end: usize, within: &Tokens) -> Option<usize> {
        let to = (end + 4).min(within.end);
        let at = (end..to).find(|at| self.matcher.is(*at, &self.rules.both))?;
        let state = |at: usize| self.matcher.peoples.starting(at).any(|p| p.effect.is_some());
        (at + 2 < within.end && state(at + 1) && state(at + 2)).then_some(at + 3)
    }
}

fn statement(people: &People, found: &Match, phrase: &CasualtyPhrase) -> Casualty {
    Casualty {
        tokens: found.tokens.start..found.tokens.end.max(people.tokens.end),
        anchor: found.anchor,
        effect: effect(people, phrase),
        part: phrase.part,
        update: phrase.update,
        rule: phrase.rule.clone(),
        ..of(people)
    }
}

/// "Dozens of wounded fell": among dead, wounded and victims the noun knows better than the verb.
fn effect(people: &People, phrase: &CasualtyPhrase) -> Effect {
    let bodily = |e: &Effect| matches!(e, Effect::Killed | Effect::Injured | Effect::Casualties);
    people.effect.filter(|e| bodily(e) && bodily(&phrase.effect)).unwrap_or(phrase.effect)
}

fn blank(found: &Match, phrase: &CasualtyPhrase, noun: Tokens) -> Casualty {
    Casualty {
        tokens: found.tokens.clone(),
        anchor: found.anchor,
        effect: phrase.effect,
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
        who: Who::Unknown,
        noun,
        age_sex: AgeSex::Unknown,
        part: phrase.part,
        update: phrase.update,
        rule: phrase.rule.clone(),
    }
}
