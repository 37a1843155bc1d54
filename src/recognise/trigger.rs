//! Triggers: in, tokens and the pack's trigger phrases; out, the words that report an incident,
//! with its kind, and whether they do so by themselves.

use crate::{
    lang::{Clitics, Pack, Role, schema::events::Strength},
    normalise::Tokens,
    recognise::phrase::{Form, Matcher},
    record::{EventKind, Weapon},
};

/// How far before a trigger a word of threat or denial still governs it, in tokens.
const GOVERNED: usize = 4;

/// How far around a weak trigger a word of occurrence makes it an incident, in tokens.
const OCCURRENCE_REACH: usize = 7;

/// Added to the rank of a trigger that any other outdoes.
const LEAST_TELLING: usize = 1000;

/// Words that report an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Tokens of the match.
    pub tokens: Tokens,
    /// Token of the word it was found by.
    pub anchor: usize,
    /// Kind of incident.
    pub kind: EventKind,
    /// Means, where the words say so.
    pub weapon: Option<Weapon>,
    /// What it is where the text speaks of no aircraft.
    pub ground: Option<EventKind>,
    /// Reports an incident by itself.
    pub strong: bool,
    /// Also said of other things than violence.
    pub soft: bool,
    /// Smaller is more telling.
    pub rank: usize,
    /// With the article: an incident told before.
    pub definite: bool,
    /// A threat, plan, denial or the like.
    pub unreal: bool,
    /// Rule that recognised it.
    pub rule: String,
}

/// Finds the triggers of `matcher`'s text, in text order; unreal ones are marked, not left out.
pub fn triggers(pack: &Pack, matcher: &Matcher<'_>) -> Vec<Trigger> {
    let text = matcher.text;
    let mut found: Vec<Trigger> = Vec::new();
    for sentence in &text.sentences {
        for at in sentence.clone() {
            if text.tokens[at].roles.has(Role::Trigger) {
                found.extend(trigger_at(pack, matcher, at, sentence));
            }
        }
    }
    if found.iter().any(|t| t.ground.is_some()) && !airborne(pack, matcher) {
        found.iter_mut().for_each(land);
    }
    found
}

/// Whether the text speaks of aircraft: else a raid is one on the ground.
fn airborne(pack: &Pack, matcher: &Matcher<'_>) -> bool {
    matcher.any(&(0..matcher.text.tokens.len()), &pack.events.air)
}

/// Makes of an air raid one on the ground, which any other trigger outdoes.
fn land(trigger: &mut Trigger) {
    if let Some(kind) = trigger.ground {
        (trigger.kind, trigger.weapon) = (kind, None);
        trigger.rank += LEAST_TELLING;
    }
}

/// The most telling trigger anchored at `at`.
fn trigger_at(pack: &Pack, matcher: &Matcher<'_>, at: usize, within: &Tokens) -> Option<Trigger> {
    let text = matcher.text;
    let mut rows: Vec<u32> = Vec::new();
    for reading in text.readings(at) {
        rows.extend(pack.lexicon.payloads(reading.word, Role::Trigger));
    }
    rows.sort_unstable();
    rows.dedup();
    rows.iter().find_map(|row| {
        let phrase = &pack.events.triggers[*row as usize];
        let found = matcher.find(&phrase.pattern, at, within)?;
        let rules = &pack.events;
        Some(Trigger {
            anchor: at,
            kind: phrase.kind,
            weapon: phrase.weapon,
            ground: phrase.ground,
            strong: match phrase.strength {
                Strength::Strong => true,
                Strength::Weak => near(matcher, &found.tokens, within, &rules.occurs),
                Strength::Faint => false,
            },
            soft: phrase.soft,
            rank: phrase.rank,
            definite: text.readings(at).iter().any(|r| r.clitics.has(Clitics::THE)),
            unreal: before(matcher, found.tokens.start, within, &rules.unreal),
            rule: phrase.rule.clone(),
            tokens: found.tokens,
        })
    })
}

/// Whether one of `words` stands in the same clause near `tokens`.
fn near(matcher: &Matcher<'_>, tokens: &Tokens, within: &Tokens, words: &[Form]) -> bool {
    let from = tokens.start.saturating_sub(OCCURRENCE_REACH).max(within.start);
    let to = (tokens.end + OCCURRENCE_REACH).min(within.end);
    let clause = |at: &usize| matcher.text.mark(*at).is_none_or(|c| matches!(c, '"' | '«' | '»'));
    let mut left = (from..tokens.start).rev().take_while(clause);
    let mut right = (tokens.end..to).take_while(clause);
    left.any(|at| matcher.is(at, words)) || right.any(|at| matcher.is(at, words))
}

/// Whether one of `words` governs the token at `at` from before it.
fn before(matcher: &Matcher<'_>, at: usize, within: &Tokens, words: &[Form]) -> bool {
    let from = at.saturating_sub(GOVERNED).max(within.start);
    let clause = |at: &usize| matcher.text.mark(*at).is_none_or(|c| matches!(c, '"' | '«' | '»'));
    (from..at).rev().take_while(clause).any(|at| matcher.is(at, words))
}
