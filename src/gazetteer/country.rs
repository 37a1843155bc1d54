//! Countries: in, an ISO 3166-1 alpha-2 code; out, the place. Every place of a text asks for its
//! country, so each is looked for once.

use super::{
    Gazetteer, PlaceId,
    memo::{Memo, memos},
};

/// Letters of a code.
const LETTERS: usize = 26;

/// The countries that were asked for, in the order of their codes.
#[derive(Debug)]
pub(super) struct Countries(Box<[Memo]>);

impl Default for Countries {
    fn default() -> Countries {
        Countries(memos(LETTERS * LETTERS))
    }
}

impl Gazetteer {
    /// The country with an ISO 3166-1 alpha-2 code.
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        let known = &self.countries.0[number(code)?];
        *known.get_or_init(|| self.by_id(&format!("gn:{code}")))
    }
}

/// Which code it is of all there can be.
fn number(code: &str) -> Option<usize> {
    let letter = |byte: u8| byte.is_ascii_uppercase().then(|| usize::from(byte - b'A'));
    match code.as_bytes() {
        [a, b] => Some(letter(*a)? * LETTERS + letter(*b)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!((number("AA"), number("ZZ")), (Some(0), Some(675)));
        assert_eq!((number("A"), number("ml"), number("")), (None, None, None));
    }
}
