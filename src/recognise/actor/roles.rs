//! Roles: in, the parties of a text and the role phrases of the pack; out, what each party does. The
//! first phrase in the order of the file that speaks of a party gives it its role.

use super::{ActorMention, Party};
use crate::{
    lang::{Pack, Role},
    normalise::Tokens,
    recognise::phrase::Matcher,
    record::{ActorBasis, ActorRole},
};

/// A role and the row of the phrase that gave it.
type Given = Option<(usize, ActorRole)>;

/// Gives the parties of `matcher`'s text their roles, in text order. Those without a name of their
/// own are left out where no phrase says what they do.
pub fn actors(pack: &Pack, matcher: &Matcher<'_>, parties: &[Party]) -> Vec<ActorMention> {
    let mut given: Vec<Given> = vec![None; parties.len()];
    for sentence in &matcher.text.sentences {
        for at in sentence.clone() {
            if matcher.text.tokens[at].roles.has(Role::Party) {
                read(pack, matcher, at, sentence, &mut given);
            }
        }
    }
    let telling = |(party, given): &(&Party, &Given)| party.actor.is_some() || given.is_some();
    let mention = |(party, given): (&Party, &Given)| mention(pack, party, *given);
    parties.iter().zip(&given).filter(telling).map(mention).collect()
}

/// Lets the phrases anchored at `at` give roles.
fn read(pack: &Pack, matcher: &Matcher<'_>, at: usize, within: &Tokens, given: &mut [Given]) {
    for reading in matcher.text.readings(at) {
        for row in pack.lexicon.payloads(reading.word, Role::Party) {
            let row = row as usize;
            let phrase = &pack.actors.roles[row];
            let Some(found) = matcher.find(&phrase.pattern, at, within) else { continue };
            for (party, role) in found.parties {
                if given[party].is_none_or(|(known, _)| row < known) {
                    given[party] = Some((row, role));
                }
            }
        }
    }
}

fn mention(pack: &Pack, party: &Party, given: Given) -> ActorMention {
    let Party { tokens, actor, class } = party.clone();
    let phrase = given.map(|(row, _)| &pack.actors.roles[row]);
    ActorMention {
        tokens,
        actor,
        class,
        role: given.map_or(ActorRole::Unknown, |(_, role)| role),
        basis: phrase.map_or(ActorBasis::Reported, |p| p.basis),
        rule: phrase.map_or_else(|| pack.rule_id("actor.name"), |p| p.rule.clone()),
    }
}
