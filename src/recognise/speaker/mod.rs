//! Speakers: in, tokens, the pack's nouns for speakers and the parties of the text; out, who is said
//! to say what, by sentence: "the ministry said that …", "…, according to witnesses".

use crate::{
    lang::{Pack, Role, RoleSet},
    normalise::{TokenKind, Tokens},
    recognise::{actor::ActorMention, phrase::Matcher},
    record::{AttributionType, PartyClass},
};

/// Most tokens between the word of saying and the speaker.
const CUE_REACH: usize = 3;

/// Most tokens of a speaker's name.
const LONGEST: usize = 8;

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Tokens of the name or noun and what describes it.
    pub tokens: Tokens,
    /// What sort of speaker it is.
    pub kind: AttributionType,
    /// Introduced by "according to": what is said may stand before it.
    pub according: bool,
    /// Rule that recognised it.
    pub rule: String,
}

/// The speakers of `matcher`'s text, in text order.
pub fn speakers(pack: &Pack, matcher: &Matcher<'_>, actors: &[ActorMention]) -> Vec<Speaker> {
    let text = matcher.text;
    let mut found: Vec<Speaker> = Vec::new();
    for sentence in &text.sentences {
        for at in sentence.clone() {
            let free = found.last().is_none_or(|s| s.tokens.end <= at);
            if free && text.tokens[at].roles.has(Role::Speaker) {
                found.extend(speaker_at(pack, matcher, at, sentence));
            }
        }
    }
    found.extend(actors.iter().filter_map(|actor| party(pack, matcher, actor)));
    found.sort_by_key(|s| (s.tokens.start, s.tokens.end));
    found.dedup_by(|b, a| a.tokens.end > b.tokens.start);
    found
}

/// The speaker whose noun stands at `at`, if a word of saying makes it one.
fn speaker_at(pack: &Pack, matcher: &Matcher<'_>, at: usize, within: &Tokens) -> Option<Speaker> {
    let according = cue(pack, matcher, at, within)?;
    let mut rows: Vec<u32> = Vec::new();
    for reading in matcher.text.readings(at) {
        rows.extend(pack.lexicon.payloads(reading.word, Role::Speaker));
    }
    rows.sort_unstable();
    rows.iter().find_map(|row| {
        let phrase = &pack.speakers.speakers[*row as usize];
        let tokens = matcher.find(&phrase.pattern, at, within)?.tokens;
        let end = described(matcher, &tokens, within);
        Some(Speaker {
            tokens: tokens.start..end,
            kind: phrase.kind,
            according,
            rule: phrase.rule.clone(),
        })
    })
}

/// A party behind a word of saying.
fn party(pack: &Pack, matcher: &Matcher<'_>, actor: &ActorMention) -> Option<Speaker> {
    use PartyClass::{ArmedGroup, ForeignForces, Militia, Police, StateForces};
    let kind = match actor.class {
        ArmedGroup | Militia => AttributionType::Party,
        StateForces | Police | ForeignForces => AttributionType::Military,
        _ => return None,
    };
    let within = &matcher.text.sentences[matcher.text.sentence_of(actor.tokens.start)];
    let according = cue(pack, matcher, actor.tokens.start, within)?;
    Some(Speaker {
        tokens: actor.tokens.clone(),
        kind,
        according,
        rule: pack.rule_id("speaker.party"),
    })
}

/// Whether a word of saying stands before `at`, with nothing but linking words between; true where
/// it is "according to".
fn cue(pack: &Pack, matcher: &Matcher<'_>, at: usize, within: &Tokens) -> Option<bool> {
    let rules = &pack.speakers;
    let from = at.saturating_sub(CUE_REACH).max(within.start);
    for t in (from..at).rev() {
        if matcher.is(t, &rules.according) {
            return Some(true);
        }
        if matcher.is(t, &rules.says) {
            let quoted = t > within.start && matcher.is(t - 1, &rules.between);
            return Some(quoted);
        }
        if !matcher.is(t, &rules.between) {
            return None;
        }
    }
    None
}

/// Where the words that describe a speaker end: at a mark, or a word that opens something else.
fn described(matcher: &Matcher<'_>, tokens: &Tokens, within: &Tokens) -> usize {
    let stops = RoleSet::of(Role::Open)
        | RoleSet::of(Role::Date)
        | RoleSet::of(Role::Number)
        | RoleSet::of(Role::Phrase)
        | RoleSet::of(Role::Trigger);
    let text = matcher.text;
    let most = (tokens.start + LONGEST).min(within.end);
    let goes_on = |at: &usize| {
        let token = &text.tokens[*at];
        token.kind == TokenKind::Word && !token.roles.meets(stops) && !matcher.joined(*at)
    };
    (tokens.end..most.max(tokens.end)).take_while(goes_on).last().map_or(tokens.end, |at| at + 1)
}
