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
}

impl PlaceWords {
    /// Reads a text.
    pub fn of(text: &Text<'_>, pack: &Pack) -> PlaceWords {
        let mut words = Vec::new();
        let mut first = Vec::with_capacity(text.tokens.len() + 1);
        for (at, token) in text.tokens.iter().enumerate() {
            first.push(words.len() as u32);
            if token.roles.has(Role::PlaceCue) {
                meanings(text, pack, at, &mut words);
            }
        }
        first.push(words.len() as u32);
        PlaceWords { words, first }
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
        let country = |words: &[Word]| {
            words.iter().find_map(|(word, ..)| match word {
                PlaceWord::Demonym(row) => Some(&*pack.places.countries[usize::from(*row)]),
                _ => None,
            })
        };
        let tokens = 0..self.first.len() - 1;
        tokens.filter_map(|token| country(self.at(token))).collect()
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
    words[before..].sort_by_key(|(.., end)| Reverse(*end));
}

/// Whether the words of an entry stand at `at`.
fn follow(text: &Text<'_>, at: usize, rest: &[WordId]) -> bool {
    let stands = |(n, word): (usize, &WordId)| {
        text.readings(at + n).iter().any(|reading| reading.word == *word)
    };
    rest.iter().enumerate().all(stands)
}
