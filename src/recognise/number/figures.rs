//! Figures: in, a run of digits and marks; out, its value with thousands and decimal marks read, or
//! nothing where the digits are a clock time, a date, a model name or a list of numbers.

use crate::normalise::{Text, TokenKind};

/// Digits a count may have.
const MOST_DIGITS: usize = 15;

/// A figure: its value and the token after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub value: f64,
    pub end: usize,
    /// A mark that could be a decimal point or a thousands mark was read as a thousands mark; the
    /// value with a decimal point stands here.
    pub decimal: Option<f64>,
}

/// Reads the figure that begins at `at`.
pub(super) fn read(text: &Text<'_>, at: usize) -> Option<Figure> {
    if part_of_a_name(text, at) || compound(text, at) {
        return None;
    }
    let digits = digits(text, at)?;
    let whole: f64 = digits.parse().ok()?;
    let mut figure = Figure { value: whole, end: at + 1, decimal: None };
    while let Some(group) = group_at(text, figure.end) {
        figure.decimal = match group.mark {
            ' ' => None,
            _ => decimal(text, at, figure.end + 1, figure.end == at + 1),
        };
        figure.value = figure.value * 1000.0 + group.value;
        figure.end = group.end;
    }
    if figure.end == at + 1
        && let Some(value) = fraction_at(text, at)
    {
        figure = Figure { value, end: at + 3, decimal: None };
    }
    Some(figure)
}

/// The token after the digits and glued marks that begin at `at` and are no number.
pub(super) fn skip(text: &Text<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while let (Some(mark), Some(next)) = (text.tokens.get(end), text.tokens.get(end + 1)) {
        let joins = matches!(mark.kind, TokenKind::Mark(':' | '/' | '-' | '.')) && mark.glued;
        if !(joins && next.glued && next.kind == TokenKind::Figure) {
            break;
        }
        end += 2;
    }
    end
}

struct Group {
    mark: char,
    value: f64,
    end: usize,
}

/// A thousands mark at `at` and the three digits after it.
fn group_at(text: &Text<'_>, at: usize) -> Option<Group> {
    let token = text.tokens.get(at)?;
    if let TokenKind::Mark(mark @ (',' | '.' | '،' | '\'' | '’')) = token.kind {
        let next = text.tokens.get(at + 1)?;
        let leading = leading(text, at)?;
        let whole = leading.len() <= 3 && !leading.starts_with('0');
        let three = token.glued && next.glued && is_group(text, at + 1);
        return (three && whole).then(|| Group { mark, value: value(text, at + 1), end: at + 2 });
    }
    // "40 000": a space as thousands mark, only before zeros or where the space cannot be broken
    let spaced = token.kind == TokenKind::Figure && !token.glued && !token.on_new_line;
    if spaced && is_group(text, at) && leading(text, at)?.len() <= 3 {
        let gap = &text.raw[text.tokens[at - 1].span.end..token.span.start];
        if text.folded(at) == "000" || matches!(gap, "\u{a0}" | "\u{202f}" | "\u{2009}") {
            return Some(Group { mark: ' ', value: value(text, at), end: at + 1 });
        }
    }
    None
}

/// The digits right before token `at`.
fn leading<'t>(text: &Text<'t>, at: usize) -> Option<&'t str> {
    let before = at.checked_sub(1)?;
    (text.tokens[before].kind == TokenKind::Figure).then(|| text.folded(before))
}

/// Whether the figure at `at` has three digits and is not itself the start of a longer one.
fn is_group(text: &Text<'_>, at: usize) -> bool {
    text.tokens[at].kind == TokenKind::Figure && text.folded(at).len() == 3
}

fn value(text: &Text<'_>, at: usize) -> f64 {
    text.folded(at).parse().unwrap_or(0.0)
}

/// "1.500" read with a decimal point, if it has one mark only.
fn decimal(text: &Text<'_>, at: usize, next: usize, first: bool) -> Option<f64> {
    first.then(|| parts(text, at, next)).flatten()
}

fn parts(text: &Text<'_>, whole: usize, fraction: usize) -> Option<f64> {
    format!("{}.{}", text.folded(whole), text.folded(fraction)).parse().ok()
}

/// The value of "1.5", "0.25": a point, or a comma that cannot be a list, and further digits.
fn fraction_at(text: &Text<'_>, at: usize) -> Option<f64> {
    let (mark, next) = (text.tokens.get(at + 1)?, text.tokens.get(at + 2)?);
    let point = matches!(mark.kind, TokenKind::Mark('.' | ',')) && mark.glued && next.glued;
    if !point || next.kind != TokenKind::Figure || text.folded(at + 2).len() > 3 {
        return None;
    }
    parts(text, at, at + 2)
}

/// The digits of token `at`, if not absurdly many.
fn digits<'t>(text: &Text<'t>, at: usize) -> Option<&'t str> {
    let digits = text.folded(at);
    (digits.len() <= MOST_DIGITS).then_some(digits)
}

/// "F16", "B-52", "RPG-7": digits that belong to a word of Latin letters.
fn part_of_a_name(text: &Text<'_>, at: usize) -> bool {
    let latin = |t: usize| text.tokens[t].latin;
    if !text.tokens[at].glued || at == 0 {
        return false;
    }
    latin(at - 1) || (text.mark(at - 1) == Some('-') && text.tokens[at - 1].glued && latin(at - 2))
}

/// Clock times (10:30), dates (1/9/2021, 2021-09-01), addresses (1.2.3.4).
fn compound(text: &Text<'_>, at: usize) -> bool {
    let link = |mark: usize| match text.tokens.get(mark).map(|t| t.kind) {
        Some(TokenKind::Mark(c @ (':' | '/' | '-' | '.' | '–'))) if text.tokens[mark].glued => {
            let next = text.tokens.get(mark + 1)?;
            (next.glued && next.kind == TokenKind::Figure).then_some(c)
        }
        _ => None,
    };
    match link(at + 1) {
        Some(':' | '/') => true,
        Some(c @ ('-' | '–')) => link(at + 3) == Some(c),
        Some('.') => link(at + 3) == Some('.') && !is_group(text, at + 2),
        _ => false,
    }
}
