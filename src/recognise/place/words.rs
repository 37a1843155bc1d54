//! Cue words: in, tokens and the pack's place entries; out, what the entries at each token mean. A
//! document is read for them once, because every name asks for those around it.

use std::cmp::Reverse;

use crate::{
    lang::{Clitics, Pack, Role, WordId, schema::places::PlaceWord},
    normalise::Text,
};

/// What an entry means, the clitics of its first word and the token after it.
pub(super) type Word = (PlaceWord, Clitics, usize);

/// The place words of a text.
#[derive(Debug)]
pub struct PlaceWords {
    words: Vec<Word>,
    /// For each token the first of its words; those of the next end them.
    first: Vec<u32>,
    /// Countries of the nationalities, by row.
    nationalities: Vec<u16>,
}

impl PlaceWords {
    /// Reads a text.
    pub fn of(text: &Text<'_>, pack: &Pack) -> PlaceWords {
        let (mut words, mut nationalities) = (Vec::new(), Vec::new());
        let mut first = Vec::with_capacity(text.tokens.len() + 1);
        for (at, token) in text.tokens.iter().enumerate() {
            first.push(words.len() as u32);
            if token.roles.has(Role::PlaceCue) {
                let own = words.len();
                meanings(text, pack, at, &mut words);
                nationalities.extend(words[own..].iter().find_map(country));
            }
        }
        first.push(words.len() as u32);
        PlaceWords { words, first, nationalities }
    }

    /// What the entries at a token mean, the longest first.
    pub(super) fn at(&self, token: usize) -> &[Word] {
        match self.first.get(token..token + 2) {
            Some(&[from, to]) => &self.words[from as usize..to as usize],
            _ => &[],
        }
    }

    /// Countries that nationality adjectives speak of, one entry each time, by ISO 3166-1 alpha-2.
    pub fn nationalities<'p>(&self, pack: &'p Pack) -> Vec<&'p str> {
        let code = |row: &u16| &*pack.places.countries[usize::from(*row)];
        self.nationalities.iter().map(code).collect()
    }
}

/// The country that a word speaks of, by row.
fn country((word, ..): &Word) -> Option<u16> {
    match word {
        PlaceWord::Demonym(row) => Some(*row),
        _ => None,
    }
}

/// Adds what the entries at a token mean.
fn meanings(text: &Text<'_>, pack: &Pack, at: usize, words: &mut Vec<Word>) {
    let before = words.len();
    for &(row, clitics) in text.cues(at) {
        let entry = &pack.places.entries[row as usize];
        if follow(text, at + 1, &entry.rest) {
            words.push((entry.word, clitics, at + 1 + entry.rest.len()));
        }
    }
    if words.len() > before + 1 {
        words[before..].sort_by_key(|(.., end)| Reverse(*end));
    }
}

/// Whether the words of an entry stand at `at`.
fn follow(text: &Text<'_>, at: usize, rest: &[WordId]) -> bool {
    let stands = |(n, word): (usize, &WordId)| {
        text.readings(at + n).iter().any(|reading| reading.word == *word)
    };
    rest.iter().enumerate().all(stands)
}
