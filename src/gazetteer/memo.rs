//! Memos: places that are looked for once. Finding one by its id is a search among hundreds of
//! thousands, and a text asks for the same few again and again.

use std::sync::OnceLock;

use super::PlaceId;

/// A place, or that there is none, once it was looked for.
pub(super) type Memo = OnceLock<Option<PlaceId>>;

/// So many that were not looked for.
pub(super) fn memos(count: usize) -> Box<[Memo]> {
    (0..count).map(|_| Memo::new()).collect()
}
