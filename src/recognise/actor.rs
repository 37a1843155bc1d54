//! Actors: in, tokens and the actors table; out, organisations and forces named in the text and
//! what each does in its clause: act, be hit, claim.

use crate::{
    lang::{Clitics, Pack, Role, RoleSet},
    normalise::{Text, TokenKind, Tokens},
    recognise::phrase::{Form, Matcher},
    record::{ActorRole, PartyClass},
};

/// How far before a name the words that give its role may stand, in tokens.
const ROLE_REACH: usize = 3;

/// Most describing words behind an open-ended name.
const DESCRIBED: usize = 2;

/// An organisation or force named in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorMention {
    /// Tokens of the name.
    pub tokens: Tokens,
    /// Row of the actors table.
    pub actor: usize,
    /// What sort of party it is.
    pub class: PartyClass,
    /// What it does.
    pub role: ActorRole,
    /// Rule that recognised it.
    pub rule: String,
}

/// Finds the actors of `matcher`'s text, longest names first, none overlapping.
pub fn actors(pack: &Pack, matcher: &Matcher<'_>) -> Vec<ActorMention> {
    let text = matcher.text;
    let rule = format!("{}.actor.table", pack.code);
    let mut found: Vec<ActorMention> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let live = text.tokens[at].roles.has(Role::Actor);
        let Some((tokens, actor)) = live.then(|| longest(text, pack, at)).flatten() else {
            at += 1;
            continue;
        };
        let within = &text.sentences[text.sentence_of(at)];
        let role = role(pack, matcher, &tokens, within);
        at = tokens.end;
        let class = pack.actors.actors[actor].class;
        found.push(ActorMention { tokens, actor, class, role, rule: rule.clone() });
    }
    found
}

/// The longest name that begins at `at`.
fn longest(text: &Text<'_>, pack: &Pack, at: usize) -> Option<(Tokens, usize)> {
    let mut best: Option<(Tokens, usize)> = None;
    for reading in text.readings(at) {
        if !reading.clitics.within(Clitics::AND | Clitics::IN | Clitics::TO | Clitics::AS) {
            continue;
        }
        for row in pack.lexicon.payloads(reading.word, Role::Actor) {
            let name = &pack.actors.names[row as usize];
            let fits = name.rest.iter().enumerate().all(|(n, word)| {
                let at = at + 1 + n;
                at < text.tokens.len()
                    && text
                        .readings(at)
                        .iter()
                        .any(|r| r.word == *word && r.clitics == Clitics::NONE)
            });
            let end = at + 1 + name.rest.len();
            if fits && best.as_ref().is_none_or(|(tokens, _)| tokens.end < end) {
                best = Some((
                    at..if name.open_ended { described(text, end) } else { end },
                    name.actor,
                ));
            }
        }
    }
    best
}

/// Where the describing words behind an open-ended name end: adjectives and names that no rule
/// knows.
fn described(text: &Text<'_>, end: usize) -> usize {
    let known = RoleSet::of(Role::Open)
        | RoleSet::of(Role::Date)
        | RoleSet::of(Role::Number)
        | RoleSet::of(Role::Phrase)
        | RoleSet::of(Role::Trigger)
        | RoleSet::of(Role::Literal)
        | RoleSet::of(Role::PlaceCue)
        | RoleSet::of(Role::Class);
    let describes = |at: &usize| {
        text.tokens
            .get(*at)
            .is_some_and(|t| t.kind == TokenKind::Word && !t.roles.meets(known) && !t.on_new_line)
    };
    (end..end + DESCRIBED).take_while(describes).last().map_or(end, |at| at + 1)
}

/// What the party does in its clause.
fn role(pack: &Pack, matcher: &Matcher<'_>, tokens: &Tokens, within: &Tokens) -> ActorRole {
    let rules = &pack.actors;
    let from = tokens.start.saturating_sub(ROLE_REACH).max(within.start);
    let has = |words: &[Form]| (from..tokens.start).any(|at| matcher.is(at, words));
    if has(&rules.by) {
        return ActorRole::Actor;
    }
    if has(&rules.claims) {
        return ActorRole::Claimant;
    }
    if has(&rules.against) {
        return ActorRole::Target;
    }
    let acts = |at: usize| matcher.text.tokens[at].roles.has(Role::Trigger);
    let behind = (tokens.end..(tokens.end + 2).min(within.end)).any(acts);
    if (from..tokens.start).any(acts) || behind { ActorRole::Actor } else { ActorRole::Unknown }
}
