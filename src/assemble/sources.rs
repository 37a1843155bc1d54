//! Sources: in, a draft and what was chosen for its event; out, for each field the words it was read
//! from and the rule that read them. The tables have no column for it; JSON and `rasd explain` show it.

use super::{
    Parts, dating::Dated, finish, merge::Draft, party::Parties, records::Records, toll::Toll,
};
use crate::{
    normalise::Tokens,
    recognise::{speaker::Speaker, trigger::Trigger},
    record::{Flag, Source},
};

/// Words that a field was read from, and the rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub field: &'static str,
    pub tokens: Tokens,
    pub rule: String,
}

/// What was chosen for an event.
#[derive(Clone, Copy)]
pub(super) struct Chosen<'c> {
    pub weapon: Option<&'c Trigger>,
    pub dated: &'c Dated,
    pub places: &'c [usize],
    pub toll: &'c Toll,
    pub parties: &'c Parties,
    pub speaker: Option<&'c Speaker>,
}

/// The sources of an event, in the order of its columns, the other triggers last.
pub(super) fn sources(
    parts: &Parts<'_>,
    records: &Records<'_>,
    draft: &Draft,
    chosen: Chosen<'_>,
) -> Vec<Source> {
    let source = |told: Told| {
        let span = parts.text.span(&told.tokens);
        let (start, end) = records.code_points(span);
        let text = span.slice(parts.text.raw).to_owned();
        Source { field: told.field.into(), start, end, text, rule: told.rule }
    };
    told(parts, draft, chosen).into_iter().map(source).collect()
}

fn told(parts: &Parts<'_>, draft: &Draft, chosen: Chosen<'_>) -> Vec<Told> {
    let triggers = draft.triggers(parts);
    let mut all = Vec::new();
    let mut tell = |field: &'static str, tokens: &Tokens, rule: &str| {
        all.push(Told { field, tokens: tokens.clone(), rule: rule.to_owned() });
    };
    if let Some(first) = triggers.first() {
        tell("event_kind", &first.tokens, &first.rule);
    }
    if let Some(trigger) = chosen.weapon {
        tell("weapon", &trigger.tokens, &trigger.rule);
    }
    if let Some(date) = chosen.dated.mention.map(|at| &parts.dates[at]) {
        tell("date", &date.tokens, &date.rule);
    }
    for place in chosen.places.iter().map(|at| &parts.places[*at]) {
        tell("place", &place.tokens, &place.rule(&parts.pack.code));
    }
    for party in &chosen.parties.told {
        tell(party.field, &party.tokens, &party.rule);
    }
    for figure in &chosen.toll.figures {
        let casualty = &parts.casualties[figure.statement];
        tell(figure.effect.as_str(), &casualty.tokens, &casualty.rule);
    }
    if let Some(speaker) = chosen.speaker {
        tell("attribution", &speaker.tokens, &speaker.rule);
    }
    if let Some(refused) = finish::not_reported(parts, draft) {
        tell(Flag::TollNotReported.as_str(), &refused.tokens, &refused.rule);
    }
    for trigger in triggers.iter().skip(1) {
        tell("trigger", &trigger.tokens, &trigger.rule);
    }
    all
}
