//! Packing: in, rows of any sources; out, one packed file ([`super::format`]). Memory does not grow
//! with the number of rows: rows and names go through [`Sorter`].

use std::{
    collections::HashMap,
    io::{self, BufWriter, Seek, Write},
};

use sha2::{Digest, Sha256};

use super::{
    format::{
        BODY, CAPITAL, COLUMNS, COMMON, DEGREE, HASHED, MAGIC, NAMED_ID, NO_FEATURE, NO_PARENT,
        NOWHERE, Record, SECTIONS,
    },
    row::{Row, key},
    sort::Sorter,
    sound,
};
use crate::{
    error::{Error, Result},
    record::Feature,
};

/// Rows come before names that other sources add to them.
const ROW: u8 = 0;
const NAME: u8 = 1;

/// Strings remembered, so that memory stays bounded.
const MOST_KNOWN: usize = 1 << 19;

/// Collects rows, then writes them.
#[derive(Debug, Default)]
pub(super) struct Packer {
    rows: Sorter,
    /// Where two rows have one id, the source given first wins.
    source: u8,
}

impl Packer {
    /// Rows added from here on are of another source.
    pub(super) fn next_source(&mut self) {
        self.source = self.source.saturating_add(1);
    }

    /// Adds a place.
    pub(super) fn add(&mut self, row: &Row) -> Result<()> {
        let line = row.to_line();
        self.rows.push(&[&order(&row.id), &[0, ROW, self.source], line.as_bytes()])
    }

    /// Adds a name to the place with this id, should it be there.
    pub(super) fn add_name(&mut self, id: &str, name: &str) -> Result<()> {
        self.rows.push(&[&order(id), &[0, NAME, self.source], name.as_bytes()])
    }

    /// Writes the packed file; gives the number of places.
    pub(super) fn write(self, label: &str, mut out: impl Write) -> Result<u64> {
        let mut sections = Sections::new(label)?;
        let mut open: Option<(Vec<u8>, Row)> = None;
        self.rows.finish(|item| {
            let (id, tag, payload) = split(item);
            match &mut open {
                Some((last, _)) if last == id && tag == ROW => return Ok(()),
                Some((last, row)) if last == id => row.names.push(payload.into_owned()),
                _ if tag == NAME => {}
                _ => {
                    let row = Row::from_line(&payload)?;
                    if let Some((_, done)) = open.replace((id.to_vec(), row)) {
                        sections.place(&done)?;
                    }
                }
            }
            Ok(())
        })?;
        if let Some((_, done)) = open {
            sections.place(&done)?;
        }
        let places = u64::from(sections.places);
        sections.write(&mut out)?;
        Ok(places)
    }
}

/// Bytes that sort as ids are to sort: numbers first.
fn order(id: &str) -> Vec<u8> {
    match number(id) {
        // no zero byte may stand in the key
        Some(number) => format!("0{number:010}").into_bytes(),
        None => format!("1{id}").into_bytes(),
    }
}

/// The number of a GeoNames place.
pub(super) fn number(id: &str) -> Option<u32> {
    let digits = id.strip_prefix("gn:")?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

/// Sort key, tag and payload of an item.
fn split(item: &[u8]) -> (&[u8], u8, std::borrow::Cow<'_, str>) {
    let end = item.iter().position(|b| *b == 0).unwrap_or(item.len());
    let (id, rest) = item.split_at(end);
    let tag = rest.get(1).copied().unwrap_or(NAME);
    (id, tag, String::from_utf8_lossy(rest.get(3..).unwrap_or_default()))
}

/// The sections while they grow.
struct Sections {
    label: Vec<u8>,
    /// The columns of the records.
    records: [Spool; COLUMNS],
    strings: Spool,
    parents: Vec<u8>,
    known_parents: HashMap<String, u32>,
    /// Where strings begin that were written before: many places share a name.
    known_strings: HashMap<Box<str>, u32>,
    names: Sorter,
    sounds: Sorter,
    places: u32,
}

impl Sections {
    fn new(label: &str) -> Result<Sections> {
        Ok(Sections {
            label: label.as_bytes().to_vec(),
            records: Default::default(),
            strings: Spool::default(),
            parents: Vec::new(),
            known_parents: HashMap::new(),
            known_strings: HashMap::new(),
            names: Sorter::default(),
            sounds: Sorter::default(),
            places: 0,
        })
    }

    fn place(&mut self, row: &Row) -> Result<()> {
        let place = self.places.to_be_bytes();
        for name in row.keys() {
            self.names.push(&[name.as_bytes(), &[0], &place])?;
        }
        for name in std::iter::once(&row.name).chain(&row.names) {
            if let Some(sounds) = sound::index(&key(name)) {
                self.sounds.push(&[sounds.as_bytes(), &[0], &place])?;
            }
        }
        let record = self.record(row)?;
        for (column, number) in self.records.iter_mut().zip(record.to_columns()) {
            column.write_all(&number.to_le_bytes())?;
        }
        self.places =
            self.places.checked_add(1).ok_or_else(|| Error::new("more than 2^32 places"))?;
        Ok(())
    }

    fn record(&mut self, row: &Row) -> Result<Record> {
        let degrees = |value: f64| (value * DEGREE).round() as i32;
        let (latitude, longitude) =
            row.point.map_or((NOWHERE, NOWHERE), |(lat, lon)| (degrees(lat), degrees(lon)));
        let (id, mark) = match number(&row.id) {
            Some(number) => (number, 0),
            None => (self.string(&row.id)?, NAMED_ID),
        };
        let feature = row.feature.and_then(|f| Feature::ALL.iter().position(|g| *g == f));
        let capital = if row.capital { CAPITAL } else { 0 };
        let common = if row.common { COMMON } else { 0 };
        Ok(Record {
            id,
            latitude,
            longitude,
            population: row.population,
            name: self.string(&row.name)?,
            parent: self.parent(row)?,
            kind: feature.map_or(NO_FEATURE, |n| n as u8) | capital | common | mark,
        })
    }

    fn string(&mut self, text: &str) -> Result<u32> {
        if let Some(known) = self.known_strings.get(text) {
            return Ok(*known);
        }
        let at = u32::try_from(self.strings.length)
            .map_err(|_| Error::new("more than 4 GB of names"))?;
        if self.known_strings.len() == MOST_KNOWN {
            self.known_strings.clear();
        }
        self.known_strings.insert(text.into(), at);
        self.strings.write_all(text.as_bytes())?;
        self.strings.write_all(&[0])?;
        Ok(at)
    }

    fn parent(&mut self, row: &Row) -> Result<u32> {
        if row.parent.is_empty() && row.country.is_empty() {
            return Ok(NO_PARENT);
        }
        let parent = format!("{} {}", row.country, row.parent);
        if let Some(known) = self.known_parents.get(&parent) {
            return Ok(*known);
        }
        let number = self.known_parents.len() as u32;
        if number == NO_PARENT {
            return Err(Error::new("more than 16 million divisions"));
        }
        let at = self.string(&parent)?;
        self.parents.extend_from_slice(&at.to_le_bytes());
        self.known_parents.insert(parent, number);
        Ok(number)
    }

    fn write(self, out: &mut impl Write) -> Result<()> {
        let mut runs = Spool::default();
        let names = index(self.names, &mut runs)?;
        let sounds = index(self.sounds, &mut runs)?;
        let (label, parents) = (Spool::of(self.label), Spool::of(self.parents));
        let mut records = Spool::default();
        for column in self.records {
            io::copy(&mut column.into_reader()?, &mut records)?;
        }
        let sections: [Spool; SECTIONS] =
            [label, records, self.strings, parents, names, runs, sounds];
        assemble(sections, out)
    }
}

/// Writes header and sections.
fn assemble(sections: [Spool; SECTIONS], out: &mut impl Write) -> Result<()> {
    let mut ends = Vec::new();
    let mut end = BODY as u64;
    for section in &sections {
        end += section.length;
        ends.extend_from_slice(&end.to_le_bytes());
    }
    let mut hash = Sha256::new();
    hash.update(&ends);
    let mut sections: Vec<_> =
        sections.into_iter().map(Spool::into_reader).collect::<Result<_>>()?;
    for section in &mut sections {
        io::copy(section, &mut Hashing(&mut hash))?;
        section.rewind()?;
    }
    out.write_all(MAGIC)?;
    out.write_all(&hash.finalize())?;
    debug_assert_eq!(HASHED + ends.len(), BODY);
    out.write_all(&ends)?;
    for section in &mut sections {
        io::copy(section, out)?;
    }
    out.flush()?;
    Ok(())
}

/// Writing that only hashes.
struct Hashing<'h>(&'h mut Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An fst of strings to places; strings that several places share point into `runs`.
fn index(items: Sorter, runs: &mut Spool) -> Result<Spool> {
    let mut builder = fst::MapBuilder::new(Spool::default()).map_err(damaged)?;
    let mut open: Vec<u8> = Vec::new();
    let mut places: Vec<u32> = Vec::new();
    items.finish(|item| {
        let (name, place) = item.split_at(item.len() - 4);
        let name = &name[..name.len() - 1];
        if name != open.as_slice() {
            flush(&mut builder, &open, &places, runs)?;
            open = name.to_vec();
            places.clear();
        }
        places.push(place.try_into().map_or(0, u32::from_be_bytes));
        Ok(())
    })?;
    flush(&mut builder, &open, &places, runs)?;
    builder.into_inner().map_err(damaged)
}

fn flush(
    builder: &mut fst::MapBuilder<Spool>,
    name: &[u8],
    places: &[u32],
    runs: &mut Spool,
) -> Result<()> {
    let value = match places {
        [] => return Ok(()),
        [one] => u64::from(*one) << 1,
        _ => {
            let at = runs.length;
            runs.write_all(&(places.len() as u32).to_le_bytes())?;
            for place in places {
                runs.write_all(&place.to_le_bytes())?;
            }
            at << 1 | 1
        }
    };
    builder.insert(name, value).map_err(damaged)
}

fn damaged(error: fst::Error) -> Error {
    Error::caused("cannot build the index of names", error)
}

/// Bytes in memory, or in a temporary file once there are many.
#[derive(Debug)]
struct Spool {
    to: BufWriter<tempfile::SpooledTempFile>,
    length: u64,
}

impl Default for Spool {
    fn default() -> Spool {
        Spool { to: BufWriter::new(tempfile::spooled_tempfile(32 << 20)), length: 0 }
    }
}

impl Spool {
    /// Everything written, from its beginning.
    fn into_reader(self) -> Result<tempfile::SpooledTempFile> {
        let mut file = self.to.into_inner().map_err(|e| e.into_error())?;
        file.rewind()?;
        Ok(file)
    }

    fn of(bytes: Vec<u8>) -> Spool {
        let mut spool = Spool::default();
        // memory takes all
        let _ = spool.write_all(&bytes);
        spool
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
