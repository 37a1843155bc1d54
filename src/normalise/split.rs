//! Sentences: in, the tokens of a body; out, ranges of tokens that cover them all. A full stop in a
//! figure, an initial or a Latin name ends nothing; a line break ends a sentence unless the line
//! was plainly broken off in its middle.

use super::token::{Token, TokenKind, Tokens};
use crate::{
    lang::{Lexicon, Role, RoleSet},
    span::Span,
};

/// Lines at least this long (bytes) that end without a closing mark were wrapped, not finished:
/// headlines and list items are shorter.
const WRAPPED_LINE: usize = 300;

/// What the splitter needs of a pack.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Words that cannot end a sentence: prepositions, numerals.
    open: RoleSet,
}

impl Bounds {
    pub(super) fn of(_lexicon: &Lexicon) -> Bounds {
        Bounds { open: RoleSet::of(Role::Open) | RoleSet::of(Role::Number) }
    }
}

/// Splits the tokens into sentences.
pub(super) fn sentences(raw: &str, tokens: &[Token], bounds: &Bounds) -> Vec<Tokens> {
    let mut sentences = Vec::new();
    let (mut start, mut line) = (0, 0);
    for at in 0..tokens.len() {
        let Some(next) = tokens.get(at + 1) else { break };
        if next.on_new_line {
            let length = tokens[at].span.end - tokens[line].span.start;
            line = at + 1;
            let gap = Span::new(tokens[at].span.end, next.span.start).slice(raw);
            if !broken_off(&tokens[at], length, gap, bounds) {
                sentences.push(start..at + 1);
                start = at + 1;
                continue;
            }
        }
        if ends_sentence(tokens, at, start) {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

/// Whether a line that ends in `last` goes on after the break.
fn broken_off(last: &Token, line_length: usize, gap: &str, bounds: &Bounds) -> bool {
    if gap.matches('\n').count() > 1 {
        return false;
    }
    match last.kind {
        TokenKind::Figure => true,
        TokenKind::Mark(c) => matches!(c, '،' | ',' | '-' | '–' | '('),
        TokenKind::Word => last.roles.meets(bounds.open) || line_length >= WRAPPED_LINE,
    }
}

/// Whether the sentence that began at `start` ends with the mark at `at`.
fn ends_sentence(tokens: &[Token], at: usize, start: usize) -> bool {
    let TokenKind::Mark(mark) = tokens[at].kind else { return false };
    match mark {
        '!' | '?' | '؟' | '…' => !closes(tokens, at + 1),
        '.' => !closes(tokens, at + 1) && !inside_a_name(tokens, at, start),
        // a quotation or bracket that closes right after the full stop belongs to the sentence
        '"' | '”' | '»' | ')' => {
            at > start
                && tokens[at].glued
                && matches!(tokens[at - 1].kind, TokenKind::Mark('.' | '!' | '?' | '؟'))
                && tokens.get(at + 1).is_some_and(|t| !t.glued)
        }
        _ => false,
    }
}

/// Whether a closing mark or another stop is glued on at `at`: the sentence ends after that one.
fn closes(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        t.glued && matches!(t.kind, TokenKind::Mark('.' | '"' | '”' | '»' | ')' | '!' | '؟' | '?'))
    })
}

/// Whether the full stop at `at` stands inside a figure, a web address or after an initial.
fn inside_a_name(tokens: &[Token], at: usize, start: usize) -> bool {
    let next = tokens.get(at + 1).filter(|t| t.glued);
    let before = &tokens[at - usize::from(at > start)];
    let initial = before.kind == TokenKind::Word && before.span.end - before.span.start <= 2;
    match (before.kind, next.map(|t| t.kind)) {
        (TokenKind::Figure, Some(TokenKind::Figure)) => true,
        (TokenKind::Word, Some(TokenKind::Word)) => initial || before.latin,
        _ => initial,
    }
}
