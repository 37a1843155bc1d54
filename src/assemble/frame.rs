//! Frames: in, the mentions of a document; out, for each clause that reports an incident, what it
//! says of it.

use std::{cmp::Reverse, collections::BTreeMap};

use super::Parts;
use crate::{
    normalise::Tokens,
    recognise::{actor::ActorMention, casualty::Casualty, trigger::Trigger},
    record::{DateModifier, Effect, EventKind, Feature},
    resolve::place::PlaceUse,
};

/// How far before its core a statement or trigger may begin, in tokens.
const CORE_REACH: usize = 32;

/// How far from a trigger "several" may stand, in tokens.
const SEVERAL_REACH: usize = 3;

/// How many sentences on arms may have been named for a soft trigger.
const ARMED_REACH: usize = 1;

/// What one clause reports of an incident; mentions by index.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    /// The clause.
    pub tokens: Tokens,
    /// Its sentence.
    pub sentence: usize,
    /// Real triggers, the most telling first.
    pub triggers: Vec<usize>,
    /// Casualty statements, parts included.
    pub casualties: Vec<usize>,
    /// Dates.
    pub dates: Vec<usize>,
    /// Places where something may be located.
    pub places: Vec<usize>,
    /// Told as background.
    pub background: bool,
    /// Several incidents together.
    pub several: bool,
    /// Another incident than the one told before.
    pub another: bool,
    /// Tells what goes on or recurs, not what happened.
    pub habitual: bool,
    /// Two incidents that the clause tells together.
    pub twice: bool,
    /// A trigger stands in the plural.
    pub many: bool,
    /// The incidents of the sentence before, taken together.
    pub together: bool,
    /// Speaks of an incident told before: a definite trigger without date and place of its own, or
    /// no trigger at all.
    pub anaphoric: bool,
    /// Its triggers have the article: an incident told before.
    pub definite: bool,
    /// Stands in the headline or a line above the story.
    pub headline: bool,
}

impl Frame {
    /// Kind of the most telling trigger.
    pub fn kind(&self, parts: &Parts<'_>) -> Option<EventKind> {
        self.triggers.first().map(|t| parts.triggers[*t].kind)
    }

    /// Statements that count persons and are no part of another.
    pub fn wholes<'a>(&'a self, parts: &Parts<'a>) -> impl Iterator<Item = (usize, &'a Casualty)> {
        let casualties = parts.casualties;
        self.casualties.iter().map(move |c| (*c, &casualties[*c])).filter(|(_, c)| !c.part)
    }

    /// Where the frame's date and places are looked for from: its trigger, or its first count.
    pub fn core(&self, parts: &Parts<'_>) -> usize {
        match (self.triggers.first(), self.casualties.first()) {
            (Some(trigger), _) => parts.triggers[*trigger].anchor,
            (None, Some(casualty)) => parts.casualties[*casualty].anchor,
            (None, None) => self.tokens.start,
        }
    }
}

/// The frames of a document, in text order.
pub(super) fn frames(parts: &Parts<'_>) -> Vec<Frame> {
    let mut frames = Vec::new();
    for (number, sentence) in parts.text.sentences.iter().enumerate() {
        let cores = cores(parts, sentence);
        if cores.is_empty() || is_legend(parts, sentence) {
            continue;
        }
        let bounds = bounds(parts, sentence, &cores);
        for pair in bounds.windows(2) {
            frames.extend(frame(parts, number, pair[0]..pair[1]));
        }
    }
    frames
}

/// Whether a sentence is one of religion, history or fiction.
fn is_legend(parts: &Parts<'_>, sentence: &Tokens) -> bool {
    parts.matcher.any(sentence, &parts.pack.casualties.legend)
}

/// Tokens at which a sentence reports something: real strong triggers and counts.
fn cores(parts: &Parts<'_>, sentence: &Tokens) -> Vec<usize> {
    let triggers = usable_triggers(parts, sentence).map(|(_, t)| t);
    let mut cores: Vec<usize> = triggers.filter(|t| t.strong).map(|t| t.anchor).collect();
    cores.extend(
        within(parts.casualties, sentence, |c| &c.tokens)
            .filter(|(_, c)| !c.part)
            .map(|(_, c)| c.anchor),
    );
    cores.sort_unstable();
    cores.dedup();
    cores
}

fn usable_triggers<'a>(
    parts: &Parts<'a>,
    tokens: &Tokens,
) -> impl Iterator<Item = (usize, &'a Trigger)> {
    within(parts.triggers, tokens, |t| &t.tokens).filter(|(_, t)| !t.unreal)
}

/// The mentions that begin inside `tokens`, with their index; `all` is in text order.
pub(super) fn within<'a, T, F: Fn(&T) -> &Tokens>(
    all: &'a [T],
    tokens: &Tokens,
    of: F,
) -> impl Iterator<Item = (usize, &'a T)> + use<'a, T, F> {
    let first = all.partition_point(|m| of(m).start < tokens.start);
    let end = tokens.end;
    all[first..]
        .iter()
        .take_while(move |m| of(m).start < end)
        .enumerate()
        .map(move |(n, m)| (first + n, m))
}

/// Where the clauses of a sentence begin and end.
fn bounds(parts: &Parts<'_>, sentence: &Tokens, cores: &[usize]) -> Vec<usize> {
    let mut bounds = vec![sentence.start];
    for (n, pair) in cores.windows(2).enumerate() {
        let from = *bounds.last().expect("never empty");
        let next = cores.get(n + 2).copied().unwrap_or(sentence.end);
        let cut = risen(parts, pair[1])
            .or_else(|| opened(parts, from, pair, sentence))
            .or_else(|| dated_apart(parts, from, pair, next));
        bounds.extend(cut.filter(|at| *at > from));
    }
    bounds.push(sentence.end);
    bounds
}

/// A toll that has risen is told of more than the incident before it.
fn risen(parts: &Parts<'_>, core: usize) -> Option<usize> {
    let reach = core.saturating_sub(CORE_REACH)..core + 1;
    let mut near = within(parts.casualties, &reach, |c| &c.tokens);
    near.find(|(_, c)| c.update && c.anchor == core).map(|(_, c)| c.tokens.start)
}

/// A word that opens another incident, where both sides have a date or place of their own.
fn opened(parts: &Parts<'_>, from: usize, pair: &[usize], sentence: &Tokens) -> Option<usize> {
    let opens = |at: &usize| {
        parts.matcher.is(*at, &parts.pack.events.split) && stands_alone(parts, &(from..*at))
    };
    let at = (pair[0] + 1..pair[1] + 1).find(opens)?;
    stands_alone(parts, &(at..sentence.end)).then_some(at)
}

/// Two triggers with a date each, some way apart.
fn dated_apart(parts: &Parts<'_>, from: usize, pair: &[usize], next: usize) -> Option<usize> {
    let at = pair[1];
    let dated = |tokens: Tokens| {
        let mut dates = within(parts.dates, &tokens, |d| &d.tokens);
        dates.any(|(_, d)| d.value.date_start.is_some())
    };
    let trigger = |core: usize| {
        let reach = core.saturating_sub(CORE_REACH)..core + 1;
        let mut near = within(parts.triggers, &reach, |t| &t.tokens);
        near.any(|(_, t)| t.anchor == core && t.strong && !t.unreal)
    };
    let apart = at - pair[0] > 2 && pair.iter().all(|core| trigger(*core));
    (apart && dated(from..at) && dated(at..next)).then_some(at)
}

/// Whether a clause has a date or place of its own.
fn stands_alone(parts: &Parts<'_>, tokens: &Tokens) -> bool {
    within(parts.dates, tokens, |d| &d.tokens).next().is_some()
        || within(parts.places, tokens, |p| &p.tokens).any(|(_, p)| p.usage == PlaceUse::Location)
}

fn frame(parts: &Parts<'_>, sentence: usize, tokens: Tokens) -> Option<Frame> {
    let rules = &parts.pack.events;
    let mut triggers: Vec<usize> = usable_triggers(parts, &tokens).map(|(at, _)| at).collect();
    let casualties: Vec<usize> =
        within(parts.casualties, &tokens, |c| &c.tokens).map(|(at, _)| at).collect();
    let counts = casualties.iter().any(|c| counts_an_incident(&parts.casualties[*c]));
    if !counts {
        triggers.retain(|t| parts.triggers[*t].strong);
        if triggers.iter().any(|t| parts.triggers[*t].soft) && !armed(parts, sentence) {
            triggers.retain(|t| !parts.triggers[*t].soft);
        }
    }
    if triggers.is_empty() && !counts {
        return None;
    }
    triggers.sort_by_key(|t| (parts.triggers[*t].rank, *t));
    let dates: Vec<usize> = within(parts.dates, &tokens, |d| &d.tokens).map(|(at, _)| at).collect();
    if planned(parts, &dates) {
        return None;
    }
    let mut places: Vec<usize> = within(parts.places, &tokens, |p| &p.tokens)
        .filter(|(_, p)| p.usage == PlaceUse::Location)
        .map(|(at, _)| at)
        .collect();
    let any = |words| parts.matcher.any(&tokens, words);
    if places.is_empty() && any(&rules.homeland) {
        places.extend(country_in_focus(parts));
    }
    let opening = tokens.start..(tokens.start + 3).min(tokens.end);
    let mut frame = Frame {
        sentence,
        background: opening.clone().any(|t| parts.matcher.is(t, &rules.background)),
        several: several(parts, &triggers) || triggers.is_empty() && any(&rules.several),
        another: another(parts, &triggers),
        habitual: any(&rules.habitual),
        twice: any(&rules.twice),
        many: many(parts, &triggers),
        together: any(&rules.together),
        anaphoric: false,
        definite: !triggers.is_empty() && triggers.iter().all(|t| parts.triggers[*t].definite),
        headline: is_headline(parts, sentence),
        triggers,
        casualties,
        dates,
        places,
        tokens,
    };
    frame.anaphoric = is_anaphoric(parts, &frame);
    Some(frame)
}

/// Whether the dates of a clause all lie after the publication: it tells of plans.
fn planned(parts: &Parts<'_>, dates: &[usize]) -> bool {
    let Some(published) = parts.document.published else { return false };
    let starts = || dates.iter().filter_map(|d| parts.dates[*d].value.date_start);
    starts().next().is_some() && starts().all(|day| day > published)
}

/// Whether a sentence or one right before it speaks of arms or of those who bear them, and the
/// sentence not of sport or computers.
fn armed(parts: &Parts<'_>, sentence: usize) -> bool {
    let first = sentence.saturating_sub(ARMED_REACH);
    let tokens = parts.text.sentences[first].start..parts.text.sentences[sentence].end;
    let (armed, figurative) = (&parts.pack.events.armed, &parts.pack.casualties.figurative);
    let bears = |party: &ActorMention| {
        let named = party.actor.is_none_or(|row| !parts.pack.actors.actors[row].generic);
        // a country stands for its forces only where it acts
        let country = || within(parts.places, &party.tokens, |p| &p.tokens).next().is_some();
        party.class.bears_arms() && named && (party.actor.is_some() || !country())
    };
    let bearers = || within(parts.actors, &tokens, |a| &a.tokens).any(|(_, a)| bears(a));
    let matcher = parts.matcher;
    (matcher.any(&tokens, armed) || bearers())
        && !matcher.any(&parts.text.sentences[sentence], figurative)
}

/// Whether the triggers are of several incidents, or words beside them say so: "a series of".
fn several(parts: &Parts<'_>, triggers: &[usize]) -> bool {
    triggers.iter().any(|t| {
        let tokens = &parts.triggers[*t].tokens;
        let from = tokens.start.saturating_sub(SEVERAL_REACH);
        let to = (tokens.end + SEVERAL_REACH).min(parts.text.tokens.len());
        let rules = &parts.pack.events;
        // "several children" are persons
        let persons = |at: usize| {
            let near = at.saturating_sub(SEVERAL_REACH)..at + 1;
            within(parts.casualties, &near, |c| &c.tokens).any(|(_, c)| c.tokens.contains(&at))
        };
        let one_of = |at: usize| {
            (at.saturating_sub(2)..at).any(|before| parts.matcher.is(before, &rules.one_of))
        };
        (from..to).any(|at| parts.matcher.is(at, &rules.several) && !one_of(at) && !persons(at))
    })
}

/// Whether a trigger stands in the plural.
fn many(parts: &Parts<'_>, triggers: &[usize]) -> bool {
    let tokens = triggers.iter().flat_map(|t| parts.triggers[*t].tokens.clone());
    tokens.into_iter().any(|at| parts.matcher.is(at, &parts.pack.events.many))
}

/// Whether a trigger is told as "another", "a similar" one.
fn another(parts: &Parts<'_>, triggers: &[usize]) -> bool {
    triggers.iter().any(|t| {
        let end = parts.triggers[*t].tokens.end;
        let behind = end..(end + 2).min(parts.text.tokens.len());
        behind.into_iter().any(|at| parts.matcher.is(at, &parts.pack.events.another))
    })
}

/// The first mention of the country that the document names most often.
pub(super) fn country_in_focus(parts: &Parts<'_>) -> Option<usize> {
    let countries = parts.places.iter().enumerate().filter_map(|(at, p)| {
        let country = p.told.feature == Some(Feature::Country);
        p.told.country_code.filter(|_| country).map(|code| (code, at))
    });
    let mut named: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (code, at) in countries {
        named.entry(code).or_insert((0, at)).0 += 1;
    }
    named.into_values().min_by_key(|(times, first)| (Reverse(*times), *first)).map(|(_, at)| at)
}

/// Counts that make an incident by themselves.
fn counts_an_incident(casualty: &Casualty) -> bool {
    !casualty.part
        && casualty.high != Some(0)
        && matches!(
            casualty.effect,
            Effect::Killed | Effect::Injured | Effect::Casualties | Effect::Abducted
        )
}

fn is_anaphoric(parts: &Parts<'_>, frame: &Frame) -> bool {
    let own_date = frame.dates.iter().any(|d| {
        let value = &parts.dates[*d].value;
        value.date_start.is_some() && value.modifier != Some(DateModifier::Since)
    });
    if own_date || !frame.places.is_empty() {
        return false;
    }
    frame.triggers.iter().all(|t| {
        let trigger = &parts.triggers[*t];
        trigger.definite || trigger.kind == EventKind::Killing
    })
}

/// The first lines of a body, up to the first that closes with a full stop.
fn is_headline(parts: &Parts<'_>, sentence: usize) -> bool {
    let tokens = &parts.text.sentences[sentence];
    let closed = parts.text.mark(tokens.end - 1) == Some('.');
    sentence < 3 && !closed && tokens.len() < 30 && parts.text.sentences.len() > sentence + 1
}
