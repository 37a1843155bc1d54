//! Stable ids of events and mentions: in, a document id and the words that stand for the row; out,
//! `ev_…` or `mn_…`. They do not depend on extracted values, so a corrected number is a changed
//! row and not a new one.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

/// Id of an event: `trigger` is the folded words of its first trigger, `occurrence` the 1-based
/// count of those words in the body up to it, `serial` the 1-based number of the event among those
/// of that trigger.
pub fn event_id(document_id: &str, trigger: &str, occurrence: usize, serial: usize) -> String {
    let (occurrence, serial) = (occurrence.to_string(), serial.to_string());
    hash("ev_", &[document_id, trigger, &occurrence, &serial])
}

/// Id of an event that a reviewer added; `serial` counts those of this reviewer in the document.
pub fn added_id(document_id: &str, reviewer: &str, serial: usize) -> String {
    hash("ev_", &[document_id, "review", reviewer, &serial.to_string()])
}

/// Id of a mention: `kind` as in mentions.csv, `words` as written, `occurrence` the 1-based count
/// of those words in the body up to it.
pub fn mention_id(document_id: &str, kind: &str, words: &str, occurrence: usize) -> String {
    hash("mn_", &[document_id, kind, words, &occurrence.to_string()])
}

/// SHA-256 over the fields joined by NUL; the first 12 characters of its lower-case RFC 4648
/// base32 (60 bits: in a data set of a million rows two ids meet with a chance of 1 in 2 million).
fn hash(prefix: &str, fields: &[&str]) -> String {
    let digest = Sha256::digest(fields.join("\0").as_bytes());
    let mut id = String::from(prefix);
    id.push_str(&BASE32_NOPAD.encode(&digest)[..12].to_ascii_lowercase());
    id
}

/// SHA-256 of `bytes`, lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// 128 bits of SHA-256, to remember that something was seen: of millions of ids or texts kept whole
/// the memory would be full.
pub(crate) fn brief(seen: &str) -> u128 {
    let digest = Sha256::digest(seen.as_bytes());
    digest[..16].iter().fold(0, |all, byte| all << 8 | u128::from(*byte))
}

/// The same, of a text whose SHA-256 in hexadecimal is known; 0 where that is none.
pub(crate) fn brief_of(sha256: &str) -> u128 {
    sha256.get(..32).and_then(|half| u128::from_str_radix(half, 16).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_brief_it_is_the_first_half_of_the_hash() {
        assert_eq!(brief_of(&sha256(b"x")), brief("x"));
        assert_eq!(brief_of("?"), 0);
    }
}
