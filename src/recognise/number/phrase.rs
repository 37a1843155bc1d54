//! Phrases around a number: in, a place in the text; out, the phrase of the bounds table that stands
//! before or after it, the longest where several do.

use crate::{
    lang::{
        Clitics, Pack, Role,
        schema::numbers::{Bend, Bound},
    },
    normalise::{Text, Tokens},
    record::Qualifier,
};

/// What the first word of a phrase may carry.
const FRONT: Clitics = Clitics::FRONT;

/// The phrase that ends right before token `at` and `pick`s as wanted.
pub(super) fn before<T>(
    text: &Text<'_>,
    pack: &Pack,
    at: usize,
    pick: impl Fn(Bend) -> Option<T>,
) -> Option<(Tokens, T)> {
    let last = at.checked_sub(1)?;
    if !text.tokens[last].roles.has(Role::Bound) {
        return None;
    }
    candidates(text, pack, last, Role::Bound)
        .filter_map(|bound| {
            let start = at.checked_sub(bound.words.len())?;
            let fits = fits(text, pack, start, bound);
            fits.then(|| pick(bound.bend)).flatten().map(|picked| (start..at, picked))
        })
        .max_by_key(|(tokens, _)| tokens.len())
}

/// The phrase of `role` that begins at token `at` and `pick`s as wanted.
pub(super) fn after<T>(
    text: &Text<'_>,
    pack: &Pack,
    at: usize,
    role: Role,
    pick: impl Fn(Bend) -> Option<T>,
) -> Option<(Tokens, T)> {
    if !text.tokens.get(at)?.roles.has(role) {
        return None;
    }
    candidates(text, pack, at, role)
        .filter(|bound| at + bound.words.len() <= text.tokens.len())
        .filter(|bound| fits(text, pack, at, bound))
        .filter_map(|bound| Some((at..at + bound.words.len(), pick(bound.bend)?)))
        .max_by_key(|(tokens, _)| tokens.len())
}

/// A qualifier that stands before the number at `at`.
pub(super) fn qualifier_before(
    text: &Text<'_>,
    pack: &Pack,
    at: usize,
) -> Option<(Tokens, Qualifier)> {
    before(text, pack, at, |bend| match bend {
        Bend::Before(qualifier) => Some(qualifier),
        _ => None,
    })
}

/// A qualifier that stands after a number or its noun and begins at `at`.
pub(super) fn qualifier_after(
    text: &Text<'_>,
    pack: &Pack,
    at: usize,
) -> Option<(Tokens, Qualifier)> {
    after(text, pack, at, Role::Bound, |bend| match bend {
        Bend::After(qualifier) => Some(qualifier),
        _ => None,
    })
}

/// Whether a word of the percent table stands right before `at`.
pub(super) fn percent_before(text: &Text<'_>, pack: &Pack, at: usize) -> bool {
    is_before(text, pack, at, Bend::Percent)
}

/// Whether a phrase that does `bend` ends right before `at`.
pub(super) fn is_before(text: &Text<'_>, pack: &Pack, at: usize, bend: Bend) -> bool {
    before(text, pack, at, |b| (b == bend).then_some(())).is_some()
}

/// The rows that the word at `at` is the key of.
fn candidates<'a>(
    text: &'a Text<'_>,
    pack: &'a Pack,
    at: usize,
    role: Role,
) -> impl Iterator<Item = &'a Bound> {
    let rows = text.readings(at).iter().flat_map(move |r| pack.lexicon.payloads(r.word, role));
    rows.map(|row| &pack.numbers.bounds[row as usize])
}

/// Whether the words of `bound` stand at `start`.
fn fits(text: &Text<'_>, pack: &Pack, start: usize, bound: &Bound) -> bool {
    bound.words.iter().enumerate().all(|(n, word)| {
        let at = start + n;
        text.folded(at) == &**word
            || n == 0
                && text.readings(at).iter().any(|r| {
                    pack.lexicon.form(r.word) == &**word
                        && r.clitics.within(FRONT)
                        && text.folded(at).len() == r.cut as usize + word.len()
                })
    })
}
