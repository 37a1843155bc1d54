//! Positions in a body: in, byte offsets of the text as read; out, code points for the records.

/// A half-open range of bytes (`start` inclusive, `end` exclusive) of the body as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The words it covers.
    pub fn slice<'t>(&self, body: &'t str) -> &'t str {
        &body[self.start..self.end]
    }

    /// Whether the two share a byte.
    pub fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn holds(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn join(&self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Bytes to code points, for one body: a checkpoint every few hundred bytes keeps a
/// look-up short without holding an entry per character.
#[derive(Debug)]
pub struct CodePoints<'t> {
    body: &'t str,
    checkpoints: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    const STEP: usize = 256;

    /// Indexes `body`.
    pub fn new(body: &'t str) -> CodePoints<'t> {
        let mut checkpoints = Vec::with_capacity(body.len() / Self::STEP + 1);
        let mut count = 0;
        for chunk in body.as_bytes().chunks(Self::STEP) {
            checkpoints.push(count);
            count += count_starts(chunk);
        }
        CodePoints { body, checkpoints }
    }

    /// Number of code points before byte `at`, which must be a character boundary of the body.
    pub fn of(&self, at: usize) -> usize {
        let Some(&before) = self.checkpoints.get(at / Self::STEP) else {
            return self.total();
        };
        let from = at / Self::STEP * Self::STEP;
        before + count_starts(&self.body.as_bytes()[from..at])
    }

    fn total(&self) -> usize {
        match self.checkpoints.last() {
            Some(&before) => {
                let from = (self.checkpoints.len() - 1) * Self::STEP;
                before + count_starts(&self.body.as_bytes()[from..])
            }
            None => 0,
        }
    }
}

/// Counts the bytes that begin a UTF-8 sequence.
fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_chars() {
        let body = "\u{631}\u{635}\u{62f} abc — \u{662} \u{1f600}\n".repeat(60);
        let index = CodePoints::new(&body);
        for (n, (at, _)) in body.char_indices().enumerate() {
            assert_eq!(index.of(at), n);
        }
        assert_eq!(index.of(body.len()), body.chars().count());
        assert_eq!(CodePoints::new("").of(0), 0);
    }
}
