//! Names of parties: in, tokens, the actors table, noun phrases for persons and resolved places;
//! out, the parties a text names, in text order, none overlapping.

use super::Party;
use crate::{
    lang::{Clitics, Pack, Reading, Role, RoleSet, WordId, schema::places::PlaceWord},
    normalise::{Text, Token, TokenKind, Tokens},
    recognise::{people::People, phrase::Matcher},
    record::{Feature, PartyClass, Who},
    resolve::place::PlaceMention,
};

/// Most describing words behind an open-ended name.
const DESCRIBED: usize = 2;

/// How far before "the group" it may have been named, in tokens.
const RESUMED: usize = 60;

/// The parties of a text: names of the table, nouns for their members ("fighters of the group" is
/// one party with the group), countries, and nationalities behind the word for a strike.
pub fn parties(pack: &Pack, matcher: &Matcher<'_>, places: &[PlaceMention<'_>]) -> Vec<Party> {
    let mut found = named(pack, matcher.text);
    let taken = found.len();
    for people in matcher.peoples.all() {
        join_members(pack, matcher, people, &mut found[..taken]);
    }
    let again = resumed(pack, matcher, &found);
    found.extend(again);
    found.extend(matcher.peoples.all().iter().filter_map(members));
    found.extend(places.iter().filter_map(country));
    found.extend(nationalities(pack, matcher));
    apart(found)
}

/// "The group", "its men": the organisation named last before them.
fn resumed(pack: &Pack, matcher: &Matcher<'_>, named: &[Party]) -> Vec<Party> {
    let all = 0..matcher.text.tokens.len();
    let again = all.filter(|at| matcher.is(*at, &pack.actors.again));
    again
        .filter_map(|at| last_named(named, at).map(|p| Party { tokens: at..at + 1, ..p }))
        .collect()
}

/// The organisation named last before the token at `at`, if that is not long ago.
fn last_named(named: &[Party], at: usize) -> Option<Party> {
    let before = named.partition_point(|p| p.tokens.end <= at);
    let near = |p: &&Party| p.tokens.end + RESUMED >= at;
    let organised = |p: &&Party| p.class.bears_arms() && p.actor.is_some();
    named[..before].iter().rev().take_while(near).find(organised).cloned()
}

/// Of parties that overlap, the first in the order they were found stays.
fn apart(found: Vec<Party>) -> Vec<Party> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|at| (found[*at].tokens.start, *at));
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        let meets = |k: &usize| found[*k].tokens.end > found[at].tokens.start;
        match kept.last().copied().filter(|k| meets(k)) {
            None => kept.push(at),
            Some(last) if at < last => {
                kept.pop();
                // what the one that gives way had pushed out is not taken up again
                kept.push(at);
            }
            Some(_) => {}
        }
    }
    kept.into_iter().map(|at| found[at].clone()).collect()
}

/// Where names of organisations stand, without the words that describe them; in text order.
pub fn spans(pack: &Pack, text: &Text<'_>) -> Vec<Tokens> {
    let names = each(text, |at| longest(text, pack, at, false));
    let organisation = |(_, actor): &(Tokens, usize)| !pack.actors.actors[*actor].generic;
    names.into_iter().filter(organisation).map(|(tokens, _)| tokens).collect()
}

/// Names of the table, the longest at each place.
fn named(pack: &Pack, text: &Text<'_>) -> Vec<Party> {
    let party = |(tokens, actor): (Tokens, usize)| {
        let row = &pack.actors.actors[actor];
        Party { tokens, actor: (!row.generic).then_some(actor), class: row.class }
    };
    each(text, |at| longest(text, pack, at, true)).into_iter().map(party).collect()
}

/// The tokens of a name and whose it is: nobody's where the words only begin like one.
type Named = (Tokens, Option<usize>);

/// What `read` finds at each token that may begin a name, none overlapping.
fn each(text: &Text<'_>, read: impl Fn(usize) -> Option<Named>) -> Vec<(Tokens, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let live = text.tokens[at].roles.has(Role::Actor);
        let name = live.then(|| read(at)).flatten();
        at = name.as_ref().map_or(at + 1, |(tokens, _)| tokens.end);
        found.extend(name.and_then(|(tokens, actor)| Some((tokens, actor?))));
    }
    found
}

/// The longest name that begins at `at`. Where a quotation mark stands before its last words, as
/// in `the forces of "X"`, those are the name.
fn longest(text: &Text<'_>, pack: &Pack, at: usize, describe: bool) -> Option<Named> {
    // a name of the table is whole: no open-ended noun and the words behind it outdo it
    let mut best: Option<((bool, usize), Tokens, Option<usize>)> = None;
    for reading in text.readings(at) {
        if !reading.clitics.within(Clitics::FRONT) {
            continue;
        }
        for row in pack.lexicon.payloads(reading.word, Role::Actor) {
            let name = &pack.actors.names[row as usize];
            let Some(mut tokens) = spelled(text, at, &name.rest) else { continue };
            if describe {
                tokens.end = described(pack, text, tokens.end, name.open_ended);
            }
            let told = (!name.open_ended, tokens.end);
            if best.as_ref().is_none_or(|(known, ..)| *known < told) {
                best = Some((told, tokens.start..tokens.end, name.actor));
            }
        }
    }
    best.map(|(_, tokens, actor)| (tokens, actor))
}

/// The tokens of a name whose first word stands at `at`, if `rest` follows.
fn spelled(text: &Text<'_>, at: usize, rest: &[WordId]) -> Option<Tokens> {
    let mut tokens = at..at + 1;
    for word in rest {
        if matches!(text.mark(tokens.end), Some('"' | '«' | '“' | '”')) {
            tokens = tokens.end + 1..tokens.end + 1;
        }
        let bare = |r: &Reading| r.word == *word && r.clitics == Clitics::NONE;
        let stands = tokens.end < text.tokens.len() && text.readings(tokens.end).iter().any(bare);
        stands.then(|| tokens.end += 1)?;
    }
    Some(tokens)
}

/// Where the describing words behind a name end: nationalities and, behind an open-ended one,
/// adjectives and names that no rule knows.
fn described(pack: &Pack, text: &Text<'_>, end: usize, open_ended: bool) -> usize {
    let nationality = |at: usize| {
        let demonym =
            |row: u32| matches!(pack.places.entries[row as usize].word, PlaceWord::Demonym(_));
        text.readings(at)
            .iter()
            .any(|reading| pack.lexicon.payloads(reading.word, Role::PlaceCue).any(demonym))
    };
    let known = RoleSet::of(Role::Open)
        | RoleSet::of(Role::Date)
        | RoleSet::of(Role::Number)
        | RoleSet::of(Role::Phrase)
        | RoleSet::of(Role::Trigger)
        | RoleSet::of(Role::Literal)
        | RoleSet::of(Role::PlaceCue)
        | RoleSet::of(Role::Class);
    let describes = |at: &usize| {
        // "in the West Bank", one word in Arabic, says where
        let placed = |t: &Token| {
            t.roles.has(Role::Toponym) && pack.lexicon.may_open_with_clitic(text.folded(*at))
        };
        text.tokens.get(*at).is_some_and(|t| {
            let plain = || !t.roles.meets(known) && !placed(t);
            t.kind == TokenKind::Word
                && !t.on_new_line
                && (nationality(*at) || open_ended && plain())
        })
    };
    (end..end + DESCRIBED).take_while(describes).last().map_or(end, |at| at + 1)
}

/// "Fighters of", "men who belong to" right before a name: the name's tokens take them in.
fn join_members(pack: &Pack, matcher: &Matcher<'_>, people: &People, named: &mut [Party]) {
    if people.who == Who::Civilians || people.bare() {
        return;
    }
    let end = people.tokens.end;
    let from = named.partition_point(|p| p.tokens.start < end);
    let Some(party) = named.get_mut(from) else { return };
    let links = end..party.tokens.start;
    let another = matcher.joined(party.tokens.start);
    let linked = links.len() <= 2 && links.into_iter().all(|t| matcher.is(t, &pack.actors.of));
    if linked && !another && people.noun.start < party.tokens.start {
        party.tokens.start = people.noun.start;
    }
}

/// Persons who make a party by the noun that names them.
fn members(people: &People) -> Option<Party> {
    let class = match people.who {
        Who::Security => PartyClass::StateForces,
        Who::Militants => PartyClass::ArmedGroup,
        Who::Civilians => PartyClass::Civilians,
        Who::Unknown => return None,
    };
    let fresh = !people.bare() && !people.noun.is_empty() && !people.weak;
    fresh.then(|| Party { tokens: people.noun.clone(), actor: None, class })
}

/// A country that may act.
fn country(place: &PlaceMention<'_>) -> Option<Party> {
    let whole = place.told.feature == Some(Feature::Country);
    whole.then(|| Party {
        tokens: place.tokens.clone(),
        actor: None,
        class: PartyClass::StateForces,
    })
}

/// Nationalities right behind the word for a strike: those who struck.
fn nationalities(pack: &Pack, matcher: &Matcher<'_>) -> Vec<Party> {
    // of nationals nothing else is known
    let national = |p: &&People| p.weak && p.who == Who::Unknown && p.tokens.start > 0;
    let behind = |people: &&People| {
        let at = people.tokens.start - 1;
        matcher.is(at, &pack.actors.strikes)
            || at > 0 && matcher.is(at - 1, &pack.actors.strikes) && !people.counted()
    };
    let found = matcher.peoples.all().iter().filter(national).filter(behind);
    found
        .map(|p| Party { tokens: p.noun.clone(), actor: None, class: PartyClass::ForeignForces })
        .collect()
}
