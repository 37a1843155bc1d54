//! Occurrences: in, a body and spans of it; out, for each span, how often its words begin at or before
//! it, wherever they stand, inside longer words too. Ids are made of it.
//!
//! All spans are counted in one pass: most places of the body are turned away by a glance at their
//! first bytes, and the words that begin at one are prefixes of each other.

use crate::span::Span;

/// Bytes of a word that the glance takes in.
const GLANCE: usize = 8;

/// For each of `spans`: which occurrence of its words it is, from 1.
pub(super) fn occurrences(body: &str, spans: &[Span]) -> Vec<usize> {
    let words = Words::new(spans.iter().map(|span| span.slice(body)).collect());
    let mut starts = vec![Vec::new(); words.sorted.len()];
    for (at, _) in body.char_indices() {
        if words.filter.lets_through(&body.as_bytes()[at..]) {
            words.beginning(&body[at..]).for_each(|word| starts[word].push(at));
        }
    }
    let count = |span: &Span| {
        let word = words.sorted.binary_search(&span.slice(body)).expect("every word is listed");
        starts[word].partition_point(|&start| start <= span.start)
    };
    spans.iter().map(count).collect()
}

/// The distinct words of all spans.
struct Words<'b> {
    sorted: Vec<&'b str>,
    /// For each the longest other that it begins with.
    within: Vec<Option<usize>>,
    filter: Filter,
}

impl<'b> Words<'b> {
    fn new(mut sorted: Vec<&'b str>) -> Words<'b> {
        sorted.sort_unstable();
        sorted.dedup();
        let mut words = Words { sorted, within: Vec::new(), filter: Filter::default() };
        for (n, word) in words.sorted.iter().enumerate() {
            words.filter.add(word.as_bytes());
            let within =
                words.chain(n.checked_sub(1)).find(|other| word.starts_with(words.sorted[*other]));
            words.within.push(within);
        }
        words
    }

    /// The words that `text` begins with. What sorts between such a word and the text begins with it
    /// too, so that all of them stand in the chain of the last word that does not sort behind the
    /// text.
    fn beginning(&self, text: &str) -> impl Iterator<Item = usize> {
        let behind = self.sorted.partition_point(|word| *word <= text);
        self.chain(behind.checked_sub(1)).filter(move |word| text.starts_with(self.sorted[*word]))
    }

    /// A word, the one it begins with, and so on.
    fn chain(&self, first: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(first, |word| self.within[*word])
    }
}

/// What words begin with; it may let others through.
#[derive(Default)]
struct Filter {
    /// For each length of a beginning: the bits of a number that are of it.
    masks: Vec<u64>,
    seen: [u64; 16],
}

impl Filter {
    fn add(&mut self, word: &[u8]) {
        let mask = u64::MAX >> (8 * (GLANCE - word.len().clamp(1, GLANCE)));
        if !self.masks.contains(&mask) {
            self.masks.push(mask);
        }
        let (at, bit) = place(first_bytes(word) & mask);
        self.seen[at] |= bit;
    }

    fn lets_through(&self, text: &[u8]) -> bool {
        let first = first_bytes(text);
        self.masks.iter().any(|mask| {
            let (at, bit) = place(first & mask);
            self.seen[at] & bit != 0
        })
    }
}

/// Where the filter keeps a beginning.
fn place(first: u64) -> (usize, u64) {
    // the golden ratio spreads what differs in few bits over the upper ones
    let hash = first.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

fn first_bytes(text: &[u8]) -> u64 {
    if let Some((bytes, _)) = text.split_first_chunk() {
        return u64::from_le_bytes(*bytes);
    }
    let mut bytes = [0; GLANCE];
    bytes[..text.len()].copy_from_slice(text);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_that_begin_before_count() {
        let body = "aa b aaa";
        let spans = [Span::new(5, 7), Span::new(6, 8), Span::new(0, 2), Span::new(3, 4)];
        assert_eq!(occurrences(body, &spans), [2, 3, 1, 1]);
        assert!(occurrences(body, &[]).is_empty());
    }

    #[test]
    fn words_within_words_count() {
        let body = "ab abc abcd abd ab";
        let span = |from, to| Span::new(from, to);
        let spans = [span(3, 6), span(7, 11), span(12, 14), span(16, 18), span(12, 15)];
        assert_eq!(occurrences(body, &spans), [1, 1, 4, 5, 1]);
    }
}
