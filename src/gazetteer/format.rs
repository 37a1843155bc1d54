//! The layout of a packed gazetteer, shared by [`super::pack`] and [`super::layer`].
//!
//! ```text
//! magic (8) · SHA-256 of all that follows (32) · end of each section (SECTIONS × u64)
//! LABEL    what it was made of, UTF-8
//! RECORDS  COLUMNS columns of one u32 a place: places sorted by id, GeoNames numbers first, then the
//!          other ids; columns, because one question asks for few of them and each packs better alone
//! STRINGS  names and other ids, each closed by NUL
//! PARENTS  u32 offset into STRINGS of "ML gn:ML.04": country and id of what holds a place
//! NAMES    fst: folded name → place, or run of places
//! RUNS     u32 length, u32 places: the places of names that several share
//! SOUNDS   fst: consonants, NUL, phonemes → as NAMES
//! ```
//! Numbers are little-endian.

/// First bytes of a packed file; the last is the version.
pub(super) const MAGIC: &[u8; 8] = b"RASDGAZ\x02";
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

/// Numbers of a record.
pub(super) const COLUMNS: usize = 6;
/// Bytes of a record.
pub(super) const RECORD: usize = 4 * COLUMNS;
/// The column of ids.
pub(super) const ID: usize = 0;
/// The column of parents and kinds.
pub(super) const PARENT: usize = 5;
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
    /// The numbers of its columns.
    pub(super) fn to_columns(self) -> [u32; COLUMNS] {
        [
            self.id,
            self.latitude as u32,
            self.longitude as u32,
            self.population,
            self.name,
            self.parent | u32::from(self.kind) << 24,
        ]
    }

    /// The record with these numbers in its columns.
    pub(super) fn of_columns(
        [id, latitude, longitude, population, name, parent]: [u32; COLUMNS],
    ) -> Record {
        Record {
            id,
            latitude: latitude as i32,
            longitude: longitude as i32,
            population,
            name,
            parent: parent_of(parent),
            kind: kind_of(parent),
        }
    }
}

/// The number of the parent in column [`PARENT`].
pub(super) fn parent_of(column: u32) -> u32 {
    column & NO_PARENT
}

/// The feature and marks in column [`PARENT`].
pub(super) fn kind_of(column: u32) -> u8 {
    (column >> 24) as u8
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
        assert_eq!(Record::of_columns(record.to_columns()), record);
    }
}
