//! Parties: in, a draft and the document's actors; out, who did it, who was hit, who claimed it.

use super::{Parts, frame::within, merge::Draft, sources::Told};
use crate::{
    lang::Clitics,
    normalise::{Tokens, skip_letters},
    recognise::{actor::ActorMention, casualty::Casualty},
    record::{ActorRole, Party, PartyClass, Side, Who},
};

/// The parties of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parties {
    /// Who did it.
    pub actor: Option<Party>,
    /// Who was hit.
    pub target: Option<Party>,
    /// Who claimed it.
    pub claimed_by: Option<String>,
    /// The words of each.
    pub told: Vec<Told>,
}

/// The parties of a draft.
pub(super) fn parties(parts: &Parts<'_>, draft: &Draft) -> Parties {
    let mentions = mentions(parts, draft);
    let with = |role: ActorRole| mentions.iter().filter(move |a| a.role == role).copied();
    let claimant = with(ActorRole::Claimant).next();
    // an organisation says more than the aircraft it flies
    let actor = with(ActorRole::Actor)
        .filter(|a| !is_means(parts, a))
        .min_by_key(|a| a.class == PartyClass::Other)
        .or(claimant)
        .or_else(|| again(parts, draft));
    let target = with(ActorRole::Target).next();
    let victims = victims(parts, draft).filter(|_| target.is_none());
    // "34 fighters of the group": whose they were
    let target = target.or_else(|| victims.and_then(|c| organised(parts, c)));
    let victims = victims.filter(|_| target.is_none());
    let mention =
        |field, a: &ActorMention| Told { field, tokens: a.tokens.clone(), rule: a.rule.clone() };
    let told = [
        actor.map(|a| mention("actor", a)),
        target.map(|a| mention("target", a)),
        victims.map(|c| Told { field: "target", tokens: c.noun.clone(), rule: c.rule.clone() }),
        claimant.map(|a| mention("claimed_by", a)),
    ];
    Parties {
        actor: actor.map(|a| party(parts, a)),
        target: target
            .map(|a| Party { basis: None, ..party(parts, a) })
            .or_else(|| victims.map(|c| lost(parts, c))),
        claimed_by: claimant.map(|a| name(parts, a)),
        told: told.into_iter().flatten().collect(),
    }
}

/// A bomber or an aircraft: the means of somebody the text does not name with it.
fn is_means(parts: &Parts<'_>, mention: &ActorMention) -> bool {
    let first = mention.tokens.start;
    let aircraft = mention.class == PartyClass::Other && mention.tokens.len() == 1;
    aircraft || parts.matcher.is(first, &parts.pack.actors.means)
}

/// The parties named in a draft's frames, the story before the headline.
fn mentions<'a>(parts: &Parts<'a>, draft: &Draft) -> Vec<&'a ActorMention> {
    let mut frames: Vec<_> = draft.frames.iter().collect();
    frames.sort_by_key(|f| f.headline);
    let mut found = Vec::new();
    for frame in frames {
        found.extend(within(parts.actors, &frame.tokens, |a| &a.tokens).map(|(_, a)| a));
    }
    found
}

/// The name of the actors table, or the words.
pub(super) fn name(parts: &Parts<'_>, mention: &ActorMention) -> String {
    match mention.actor {
        Some(row) => parts.pack.actors.actors[row].name.clone(),
        None => own_name(parts, &mention.tokens).to_owned(),
    }
}

/// The words without a conjunction or preposition written onto them.
fn own_name<'a>(parts: &Parts<'a>, tokens: &Tokens) -> &'a str {
    let (text, lexicon) = (parts.text, &parts.pack.lexicon);
    let folded = text.folded(tokens.start);
    let carried = |c: &Clitics| parts.matcher.carries(tokens.start, *c);
    let front = [Clitics::AND, Clitics::IN, Clitics::TO, Clitics::AS].into_iter().find(carried);
    let rest = front
        .and_then(|c| lexicon.rests(folded).find(|(_, cut)| *cut == c || *cut == c | Clitics::THE));
    let cut = rest.map_or(0, |(rest, _)| folded.chars().count() - rest.chars().count());
    skip_letters(text.words(tokens), cut)
}

fn party(parts: &Parts<'_>, mention: &ActorMention) -> Party {
    Party {
        name: name(parts, mention),
        text: parts.text.words(&mention.tokens).to_owned(),
        class: Some(mention.class),
        basis: Some(mention.basis),
    }
}

/// "The group": the armed group named last before it.
fn again<'a>(parts: &Parts<'a>, draft: &Draft) -> Option<&'a ActorMention> {
    let rules = &parts.pack.actors;
    let at = draft
        .frames
        .iter()
        .flat_map(|f| f.tokens.clone())
        .find(|t| parts.matcher.is(*t, &rules.again))?;
    let organised = |a: &&ActorMention| {
        a.tokens.end <= at && matches!(a.class, PartyClass::ArmedGroup | PartyClass::Militia)
    };
    parts.actors.iter().rfind(organised)
}

/// Whose loss a count of `who` is, where the classes of the parties tell: fighters are of the side
/// that fights without a state, security forces of the state's; civilians stand by where somebody
/// else was the target.
pub(super) fn side(parties: &Parties, who: Who) -> Side {
    use PartyClass::{ArmedGroup, Civilians, ForeignForces, Militia, Police, StateForces};
    let of = |party: &Option<Party>, classes: &[PartyClass]| {
        party.as_ref().and_then(|p| p.class).is_some_and(|c| classes.contains(&c))
    };
    let classes: &[PartyClass] = match who {
        Who::Militants => &[ArmedGroup, Militia],
        Who::Security => &[StateForces, Police, ForeignForces],
        Who::Civilians => &[Civilians],
        Who::Unknown => return Side::Unknown,
    };
    match (of(&parties.actor, classes), of(&parties.target, classes)) {
        (true, false) => Side::Actor,
        (false, true) => Side::Target,
        (false, false) if who == Who::Civilians && parties.target.is_some() => Side::Bystander,
        _ => Side::Unknown,
    }
}

/// Where no target is named, those who were killed or hurt.
fn victims<'a>(parts: &Parts<'a>, draft: &Draft) -> Option<&'a Casualty> {
    let casualties = parts.casualties;
    let wholes = draft.frames.iter().flat_map(|f| &f.casualties).map(|c| &casualties[*c]);
    wholes.filter(|c| !c.part).find(|c| c.who != Who::Unknown && !c.noun.is_empty())
}

/// The organisation that the noun for those counted is one with.
fn organised<'a>(parts: &Parts<'a>, casualty: &Casualty) -> Option<&'a ActorMention> {
    let noun = &casualty.noun;
    // parties do not overlap: their ends are in text order too
    let first = parts.actors.partition_point(|a| a.tokens.end <= noun.end);
    parts.actors.get(first).filter(|a| a.tokens.start < noun.end && a.actor.is_some())
}

fn lost(parts: &Parts<'_>, casualty: &Casualty) -> Party {
    let text = own_name(parts, &casualty.noun).to_owned();
    let class = match casualty.who {
        Who::Civilians => PartyClass::Civilians,
        Who::Security => PartyClass::StateForces,
        Who::Militants => PartyClass::ArmedGroup,
        Who::Unknown => PartyClass::Other,
    };
    Party { name: text.clone(), text, class: Some(class), basis: None }
}
