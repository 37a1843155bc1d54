//! The layout of a packed gazetteer, shared by [`super::pack`] and [`super::layer`].
//!
//! ```text
//! magic (8) · SHA-256 of all that follows (32) · end of each section (SECTIONS × u64)
//! LABEL    what it was made of, UTF-8
//! RECORDS  RECORD bytes a place, sorted by id: GeoNames numbers first, then the other ids
//! STRINGS  names and other ids, each closed by NUL
//! PARENTS  u32 offset into STRINGS of "ML gn:ML.04": country and id of what holds a place
//! NAMES    fst: folded name → place, or run of places
//! RUNS     u32 length, u32 places: the places of names that several share
//! SOUNDS   fst: consonants, NUL, phonemes → as NAMES
//! ```
//! Numbers are little-endian.

/// First bytes of a packed file; the last is the version.
pub(super) const MAGIC: &[u8; 8] = b"RASDGAZ\x01";
/// Where the hashed part begins.
pub(super) const HASHED: usize = 8 + 32;
/// Number of sections.
pub(super) const SECTIONS: usize = 7;
/// Where the first section begins.
pub(super) const BODY: usize = HASHED + 8 * SECTIONS;

pub(super) const LABEL: usize = 0;
pub(super) const RECORDS: usize = 1;
pub(super) const STRINGS: usize = 2;
pub(super) const PARENTS: usize = 3;
pub(super) const NAMES: usize = 4;
pub(super) const RUNS: usize = 5;
pub(super) const SOUNDS: usize = 6;

/// Bytes of a record.
pub(super) const RECORD: usize = 24;
/// No coordinates.
pub(super) const NOWHERE: i32 = i32::MIN;
/// No parent.
pub(super) const NO_PARENT: u32 = 0xff_ffff;
/// Degrees are kept in units of 1e-5.
pub(super) const DEGREE: f64 = 100_000.0;

/// No kind given: the low bits of a record's last byte.
pub(super) const NO_FEATURE: u8 = 15;
/// The place is a capital.
pub(super) const CAPITAL: u8 = 16;
/// Its names are also ordinary words.
pub(super) const COMMON: u8 = 64;
/// The id stands in STRINGS.
pub(super) const NAMED_ID: u8 = 32;

/// A place with its numbers, as in a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record {
    /// GeoNames number, or offset into STRINGS with [`NAMED_ID`].
    pub(super) id: u32,
    /// Units of 1e-5 degrees.
    pub(super) latitude: i32,
    /// Units of 1e-5 degrees.
    pub(super) longitude: i32,
    /// Inhabitants.
    pub(super) population: u32,
    /// Offset of the main name into STRINGS.
    pub(super) name: u32,
    /// Number of the parent, 24 bits.
    pub(super) parent: u32,
    /// Feature and marks.
    pub(super) kind: u8,
}

impl Record {
    pub(super) fn to_bytes(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        let words = [
            self.id,
            self.latitude as u32,
            self.longitude as u32,
            self.population,
            self.name,
            self.parent | u32::from(self.kind) << 24,
        ];
        for (to, word) in bytes.chunks_exact_mut(4).zip(words) {
            to.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Record {
        let word = |n: usize| u32_at(bytes, 4 * n);
        Record {
            id: word(0),
            latitude: word(1) as i32,
            longitude: word(2) as i32,
            population: word(3),
            name: word(4),
            parent: word(5) & NO_PARENT,
            kind: (word(5) >> 24) as u8,
        }
    }
}

/// The number at a place; 0 behind the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let found = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    found.map_or(0, u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_read_back() {
        let record = Record {
            id: 2_453_348,
            latitude: 1_448_430,
            longitude: -418_296,
            population: 186_187,
            name: 77,
            parent: 70_000,
            kind: CAPITAL | 3,
        };
        assert_eq!(Record::from_bytes(&record.to_bytes()), record);
    }
}
