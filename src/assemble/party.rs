//! Parties: in, a draft and the document's actors; out, who did it, who was hit, who claimed it.

use super::{Parts, merge::Draft};
use crate::{
    recognise::actor::ActorMention,
    record::{ActorBasis, ActorRole, Party, PartyClass, Who},
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
}

/// The parties of a draft.
pub(super) fn parties(parts: &Parts<'_>, draft: &Draft) -> Parties {
    let mentions: Vec<&ActorMention> = draft
        .frames
        .iter()
        .flat_map(|f| parts.actors.iter().filter(|a| f.tokens.contains(&a.tokens.start)))
        .collect();
    let with = |role: ActorRole| mentions.iter().find(|a| a.role == role).copied();
    let claimant = with(ActorRole::Claimant);
    let actor = with(ActorRole::Actor)
        .map(|a| party(parts, a, ActorBasis::Reported))
        .or_else(|| claimant.map(|a| party(parts, a, ActorBasis::Claimed)))
        .or_else(|| again(parts, draft));
    Parties {
        actor,
        target: with(ActorRole::Target)
            .map(|a| Party { basis: None, ..party(parts, a, ActorBasis::Reported) })
            .or_else(|| victims(parts, draft)),
        claimed_by: claimant.map(|a| parts.pack.actors.actors[a.actor].name.clone()),
    }
}

fn party(parts: &Parts<'_>, mention: &ActorMention, basis: ActorBasis) -> Party {
    Party {
        name: parts.pack.actors.actors[mention.actor].name.clone(),
        text: parts.text.words(&mention.tokens).to_owned(),
        class: Some(mention.class),
        basis: Some(basis),
    }
}

/// "The group": the armed group named last before it.
fn again(parts: &Parts<'_>, draft: &Draft) -> Option<Party> {
    let rules = &parts.pack.actors;
    let at = draft
        .frames
        .iter()
        .flat_map(|f| f.tokens.clone())
        .find(|t| parts.matcher.is(*t, &rules.again))?;
    let organised = |a: &&ActorMention| {
        a.tokens.end <= at && matches!(a.class, PartyClass::ArmedGroup | PartyClass::Militia)
    };
    parts.actors.iter().rfind(organised).map(|a| party(parts, a, ActorBasis::Reported))
}

/// Where no target is named, those who were killed or hurt.
fn victims(parts: &Parts<'_>, draft: &Draft) -> Option<Party> {
    let casualty = draft
        .frames
        .iter()
        .flat_map(|f| f.wholes(parts))
        .map(|(_, c)| c)
        .find(|c| c.who != Who::Unknown && !c.noun.is_empty())?;
    let text = parts.text.words(&casualty.noun).to_owned();
    let class = match casualty.who {
        Who::Civilians => PartyClass::Civilians,
        Who::Security => PartyClass::StateForces,
        Who::Militants => PartyClass::ArmedGroup,
        Who::Unknown => PartyClass::Other,
    };
    Some(Party { name: text.clone(), text, class: Some(class), basis: None })
}
