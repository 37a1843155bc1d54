//! Quantities: in, the numbers of a text; out, the fewest and most that each allows together with
//! the words that bound it, pairs of numbers, and amounts without a number.

use super::{Number, Quantity, phrase, words};
use crate::{
    lang::{
        Clitics, Pack, Role, RoleSet,
        schema::numbers::{Bend, NumberKind, NumberWord},
    },
    normalise::{Text, Tokens},
    record::Qualifier,
};

const PLAIN: &str = "number.plain";
const BOUNDED: &str = "number.bounded";
const PAIR: &str = "number.pair";
const VAGUE: &str = "number.vague";

/// The quantities of a text: every cardinal, alone or with its bounds, and vague amounts, in text
/// order, none overlapping.
pub fn quantities(text: &Text<'_>, pack: &Pack, numbers: &[Number]) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::with_capacity(numbers.len());
    let amounts = RoleSet::of(Role::Number) | RoleSet::of(Role::Amount);
    let mut next = 0;
    let mut at = 0;
    while at < text.tokens.len() {
        // a vague amount may have taken a number in: "tens of thousands"
        while numbers.get(next).is_some_and(|number| number.tokens.start < at) {
            next += 1;
        }
        let (quantity, end) = match numbers.get(next) {
            Some(number) if number.tokens.start == at => {
                let (quantity, used) = quantity_of(text, pack, &numbers[next..]);
                (quantity, numbers[next + used - 1].tokens.end)
            }
            _ if text.tokens[at].roles.meets(amounts) => (vague_at(text, pack, at), at + 1),
            _ => (None, at + 1),
        };
        at = end;
        if let Some(mut quantity) = quantity {
            let floor = found.last().map_or(0, |q| q.tokens.end);
            quantity.tokens.start = quantity.tokens.start.max(floor);
            at = at.max(quantity.tokens.end);
            join_bounds(text, pack, &mut found, quantity);
        }
    }
    found
}

/// A qualifier that stands after the counted noun ("27 persons at least") and begins at token
/// `at`: the tokens it covers and the quantity it makes of `quantity`.
pub fn qualified_after(
    text: &Text<'_>,
    pack: &Pack,
    at: usize,
    quantity: &Quantity,
) -> Option<Quantity> {
    let (tokens, qualifier) = phrase::qualifier_after(text, pack, at)?;
    let mut bent = quantity.clone();
    bent.tokens.end = tokens.end;
    if matches!(quantity.qualifier, Qualifier::Exact | Qualifier::About) {
        let value = quantity.low.or(quantity.high)?;
        bend(&mut bent, value, qualifier);
    }
    Some(bent)
}

/// A qualifier that stands right before token `at` ("at least two persons", where the noun alone
/// says two), as [`qualified_after`].
pub fn qualified_before(
    text: &Text<'_>,
    pack: &Pack,
    at: usize,
    quantity: &Quantity,
) -> Option<Quantity> {
    let (tokens, qualifier) = phrase::qualifier_before(text, pack, at)?;
    let mut bent = quantity.clone();
    bent.tokens.start = tokens.start;
    bend(&mut bent, quantity.low?, qualifier);
    Some(bent)
}

/// The quantity of the first of `numbers`, and how many of them it used.
fn quantity_of(text: &Text<'_>, pack: &Pack, numbers: &[Number]) -> (Option<Quantity>, usize) {
    let number = &numbers[0];
    let (false, Some(value)) = (number.ordinal, number.whole()) else { return (None, 1) };
    if let Some(second) = numbers.get(1)
        && let Some(mut pair) = pair(text, pack, number, second)
    {
        if let Some((words, _)) = phrase::qualifier_before(text, pack, pair.tokens.start) {
            pair.tokens.start = words.start;
        }
        return (Some(pair), 2);
    }
    let mut quantity = Quantity {
        tokens: number.tokens.clone(),
        core: number.tokens.clone(),
        low: Some(value),
        high: Some(value),
        qualifier: Qualifier::Exact,
        rule: PLAIN,
    };
    if let Some((words, qualifier)) = phrase::qualifier_before(text, pack, number.tokens.start) {
        quantity.tokens.start = words.start;
        bend(&mut quantity, value, qualifier);
    }
    let end = quantity.tokens.end;
    (Some(qualified_after(text, pack, end, &quantity).unwrap_or(quantity)), 1)
}

/// Sets the bounds that `qualifier` makes of `value`.
fn bend(quantity: &mut Quantity, value: u64, qualifier: Qualifier) {
    (quantity.low, quantity.high) = match qualifier {
        Qualifier::AtLeast => (Some(value), None),
        Qualifier::MoreThan => (Some(value.saturating_add(1)), None),
        Qualifier::LessThan => (None, Some(value.saturating_sub(1))),
        Qualifier::UpTo => (None, Some(value)),
        _ => (Some(value), Some(value)),
    };
    quantity.qualifier = qualifier;
    quantity.rule = BOUNDED;
}

/// Two numbers that bound one quantity: "between A and B", "from A to B", "A - B", "A or B".
fn pair(text: &Text<'_>, pack: &Pack, a: &Number, b: &Number) -> Option<Quantity> {
    if b.ordinal {
        return None;
    }
    let (from, to) = (a.tokens.start, a.tokens.end);
    let b_start = b.tokens.start;
    let between = |bend| phrase::before(text, pack, from, |found| (found == bend).then_some(()));
    let linked = |bend| linked(text, pack, to, b_start, bend);
    let opened = if words::joined_at(text, pack, to) == Some(b_start) {
        between(Bend::Between)?.0.start
    } else if linked(Bend::To) {
        between(Bend::From).or_else(|| between(Bend::Between)).map_or(from, |words| words.0.start)
    } else if linked(Bend::Or) || dashed(text, a, b) {
        between(Bend::Between).map_or(from, |words| words.0.start)
    } else {
        return None;
    };
    let (mut low, high) = (a.whole()?, b.whole()?);
    // "3 to 5 thousand": the scale belongs to both
    if b.scale >= 1000.0 && a.scale < 100.0 {
        let scaled = low.checked_mul(b.scale as u64)?;
        low = if scaled < high { scaled } else { low };
    }
    (low < high).then_some(Quantity {
        tokens: opened..b.tokens.end,
        core: from..b.tokens.end,
        low: Some(low),
        high: Some(high),
        qualifier: Qualifier::Range,
        rule: PAIR,
    })
}

/// Whether one phrase that does `bend` fills the gap from `from` to `to`.
fn linked(text: &Text<'_>, pack: &Pack, from: usize, to: usize, bend: Bend) -> bool {
    from < to
        && phrase::after(text, pack, from, Role::Bound, |found| (found == bend).then_some(()))
            .is_some_and(|(words, ())| words.end == to)
}

/// Whether a dash, and nothing else, stands between two figures.
fn dashed(text: &Text<'_>, a: &Number, b: &Number) -> bool {
    let dash = matches!(text.mark(a.tokens.end), Some('-' | '–' | '—' | '−'));
    a.figures && b.figures && dash && b.tokens.start == a.tokens.end + 1
}

/// An amount without a number that begins at `at`, multiplied by the plural of a scale after it.
fn vague_at(text: &Text<'_>, pack: &Pack, at: usize) -> Option<Quantity> {
    let (tokens, low, high) = vague_phrase(text, pack, at).or_else(|| {
        let word = number_word(text, pack, at)?;
        let amount = matches!(word.kind, NumberKind::Amount | NumberKind::Plural);
        amount.then_some((at..at + 1, word.value as u64, None))
    })?;
    let mut quantity = Quantity {
        core: tokens.clone(),
        tokens,
        low: Some(low),
        high,
        qualifier: Qualifier::Vague,
        rule: VAGUE,
    };
    multiply(text, pack, &mut quantity);
    if let Some((words, _)) = phrase::qualifier_before(text, pack, at) {
        quantity.tokens.start = words.start;
    }
    Some(quantity)
}

fn vague_phrase(text: &Text<'_>, pack: &Pack, at: usize) -> Option<(Tokens, u64, Option<u64>)> {
    let found = phrase::after(text, pack, at, Role::Amount, |bend| match bend {
        Bend::Vague { low, high } => Some((low, high)),
        _ => None,
    });
    found.map(|(tokens, (low, high))| (tokens, low, high))
}

/// "Several thousand", "tens of thousands".
fn multiply(text: &Text<'_>, pack: &Pack, quantity: &mut Quantity) {
    let end = quantity.tokens.end;
    let Some(word) = number_word(text, pack, end) else { return };
    let bare = text.readings(end).iter().any(|r| r.clitics.within(Clitics::THE));
    let scale = matches!(word.kind, NumberKind::Amount | NumberKind::Plural | NumberKind::Scale);
    if !(bare && scale) {
        return;
    }
    let by = word.value as u64;
    quantity.low = quantity.low.map(|n| n.saturating_mul(by));
    quantity.high = quantity.high.map(|n| n.saturating_mul(by));
    (quantity.tokens.end, quantity.core.end) = (end + 1, end + 1);
    // "tens of thousands of millions" does not occur, "several hundreds of thousands" does
    if let Some(again) = number_word(text, pack, end + 1)
        && again.value > word.value
        && again.kind == NumberKind::Plural
    {
        multiply(text, pack, quantity);
    }
}

fn number_word(text: &Text<'_>, pack: &Pack, at: usize) -> Option<NumberWord> {
    text.tokens.get(at).filter(|t| t.roles.has(Role::Number))?;
    let mut rows = text.readings(at).iter().filter(|r| !r.clitics.has(Clitics::PRONOUN));
    let row = rows.find_map(|r| pack.lexicon.payloads(r.word, Role::Number).next())?;
    Some(pack.numbers.words[row as usize])
}

/// Adds `quantity`; "more than 10 and fewer than 15" becomes one with both bounds.
fn join_bounds(text: &Text<'_>, pack: &Pack, found: &mut Vec<Quantity>, quantity: Quantity) {
    let Some(last) = found.last_mut() else { return found.push(quantity) };
    let next = words::joined_at(text, pack, last.tokens.end);
    let touch = next == Some(quantity.tokens.start);
    let (low, high) = (last.low.or(quantity.low), last.high.or(quantity.high));
    let one_sided = |q: &Quantity| q.low.is_some() != q.high.is_some();
    let opposite = one_sided(last) && one_sided(&quantity) && low.is_some() && high.is_some();
    if !(touch && opposite && low < high && last.qualifier != Qualifier::Vague) {
        return found.push(quantity);
    }
    last.tokens.end = quantity.tokens.end;
    last.core.end = quantity.core.end;
    (last.low, last.high, last.qualifier, last.rule) = (low, high, Qualifier::Range, PAIR);
}
