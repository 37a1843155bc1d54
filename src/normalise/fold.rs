//! Folding: in, text as written; out, the one spelling that packs and gazetteer are matched in.
//! Marks without a letter value go (vowel signs, tatweel, bidi and zero-width controls), the forms
//! of alef, hamza carriers, ya and ta marbuta become one letter each, digits become ASCII,
//! presentation forms and accents decompose, Latin is lower-cased.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What one character folds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    /// This one character.
    One(char),
    /// Nothing.
    Gone,
    /// Several, or a rare one: ask [`fold_rare`].
    Rare,
}

/// The tatweel, which stretches a word and marks letters that were pulled apart.
pub(crate) const TATWEEL: char = '\u{640}';

/// Folds the characters that news text is made of; the rest are `Rare`.
#[inline]
pub(crate) fn fold_char(c: char) -> Folded {
    use Folded::{Gone, One, Rare};
    match c {
        'A'..='Z' => One(c.to_ascii_lowercase()),
        '\0'..='\x7f' => One(c),
        // alef with madda, hamza above, hamza below, wasla
        '\u{622}' | '\u{623}' | '\u{625}' | '\u{671}' => One('\u{627}'),
        // waw with hamza → waw; ya with hamza, alef maksura, Farsi ya → ya
        '\u{624}' => One('\u{648}'),
        '\u{626}' | '\u{649}' | '\u{6cc}' => One('\u{64a}'),
        // ta marbuta, heh goal, heh doachashmee → heh; keheh → kaf
        '\u{629}' | '\u{6c1}' | '\u{6be}' => One('\u{647}'),
        '\u{6a9}' => One('\u{643}'),
        // tatweel, vowel signs and Quranic marks, superscript alef
        TATWEEL | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' => Gone,
        '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' => Gone,
        // Arabic-Indic and extended digits; decimal and thousands marks
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{66b}' => One('.'),
        '\u{66c}' => One(','),
        '\u{620}'..='\u{6d3}' => One(c),
        // bidi marks and isolates, zero-width joiners and spaces, soft hyphen, BOM
        '\u{61c}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Gone,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' => Gone,
        '\u{fe00}'..='\u{fe0f}' => Gone,
        _ => Rare,
    }
}

fn digit(c: char, zero: u32) -> Folded {
    Folded::One(char::from(b'0' + (c as u32 - zero) as u8))
}

/// Appends what a `Rare` character folds to: its compatibility decomposition without combining
/// marks, lower-cased and folded in turn.
pub(crate) fn fold_rare(c: char, out: &mut String) {
    for d in std::iter::once(c).nfkd() {
        match fold_char(d) {
            Folded::One(f) => out.push(f),
            Folded::Gone => {}
            Folded::Rare if is_combining_mark(d) => {}
            Folded::Rare => out.extend(d.to_lowercase().flat_map(lower_parts)),
        }
    }
}

/// Lower-casing can decompose again (İ → i + dot above); keeps folding idempotent.
fn lower_parts(c: char) -> impl Iterator<Item = char> {
    std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d))
}

/// Folds a whole text.
///
/// ```
/// assert_eq!(rasd::normalise::fold("Ségou \u{662}\u{667}"), "segou 27");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match fold_char(c) {
            Folded::One(f) => out.push(f),
            Folded::Gone => {}
            Folded::Rare => fold_rare(c, &mut out),
        }
    }
    out
}
/// `words` without their first `letters` letters and the marks upon those.
pub(crate) fn skip_letters(words: &str, letters: usize) -> &str {
    let mut left = letters;
    let start = words.char_indices().find(|(_, c)| {
        let letter = c.is_alphabetic() && *c != TATWEEL;
        let found = letter && left == 0;
        left = left.saturating_sub(usize::from(letter));
        found
    });
    start.map_or(words, |(at, _)| &words[at..])
}
