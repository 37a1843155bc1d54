//! One packed file ([`super::format`]): in, its bytes; out, rows by name, by id and by number.
//! Opening checks the layout; nothing is unpacked.

use std::sync::Arc;

use bytes::Bytes;
use fst::{
    Automaton, IntoStreamer, Map, Streamer,
    automaton::Str,
    raw::{CompiledAddr, Node, Output, Transition},
};
use sha2::{Digest, Sha256};

use super::{
    format::{
        BODY, CAPITAL, COMMON, DEGREE, HASHED, ID, LABEL, MAGIC, NAMED_ID, NAMES, NO_FEATURE,
        NOWHERE, PARENT, PARENTS, RECORD, RECORDS, RUNS, Record, SECTIONS, SOUNDS, STRINGS,
        kind_of, parent_of, u32_at,
    },
    heard::{self, Alike, Heard},
    memo::{Memo, memos},
    pack::number,
    sound,
};
use crate::{
    error::{Error, Result},
    record::Feature,
};

/// A packed file.
pub(super) struct Layer {
    sections: [Bytes; SECTIONS],
    names: Map<Bytes>,
    sounds: Map<Bytes>,
    heard: Heard,
    hash: [u8; 32],
    /// How many places have a GeoNames number; they stand first.
    numbered: u32,
    /// For each parent its place.
    parents: Box<[Memo]>,
    /// For each row the same place in the layers below; empty where there is none below.
    pub(super) below: Box<[Memo]>,
    /// Its places are curated: see [`super::Place::curated`].
    pub(super) curated: bool,
}

impl std::fmt::Debug for Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Layer").field("label", &self.label()).field("places", &self.len()).finish()
    }
}

/// What one layer says of a place; empty where it says nothing.
#[derive(Clone, Debug)]
pub(super) struct Entry<'g> {
    pub(super) name: Stored<'g>,
    pub(super) feature: Option<Feature>,
    pub(super) capital: bool,
    pub(super) common: bool,
    pub(super) point: Option<(f64, f64)>,
    pub(super) population: u32,
    pub(super) country: &'g str,
    pub(super) parent: Option<Parent<'g>>,
}

/// A string of a packed file, read when it is asked for: most places that are looked at are not told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored<'g>(&'g [u8]);

impl<'g> Stored<'g> {
    pub(super) fn is_empty(self) -> bool {
        matches!(self.0, [] | [0, ..])
    }

    pub(super) fn read(self) -> &'g str {
        let end = memchr::memchr(0, self.0).unwrap_or(0);
        str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

/// What holds a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parent<'g> {
    pub(super) id: &'g str,
    /// The place with this id, once it was looked for.
    pub(super) place: &'g Memo,
}

impl Layer {
    /// Opens a packed file.
    ///
    /// # Errors
    /// When it is none, of another version, or cut short.
    pub(super) fn open(bytes: Bytes) -> Result<Layer> {
        if bytes.len() < BODY || bytes[..7] != MAGIC[..7] {
            return Err(Error::new("not a gazetteer built by `rasd gazetteer build`"));
        }
        if bytes[7] != MAGIC[7] {
            return Err(Error::new(format!(
                "a gazetteer of format {}, not {}: build it again",
                bytes[7], MAGIC[7]
            )));
        }
        let sections = cut(&bytes).ok_or_else(|| Error::new("the gazetteer is cut short"))?;
        let broken = |e| Error::caused("the gazetteer is damaged", e);
        let names = Map::new(sections[NAMES].clone()).map_err(broken)?;
        let sounds = Map::new(sections[SOUNDS].clone()).map_err(broken)?;
        let hash = bytes[8..HASHED].try_into().unwrap_or_default();
        let (heard, parents, below) = Default::default();
        let (numbered, curated) = Default::default();
        let mut layer =
            Layer { sections, names, sounds, heard, hash, numbered, parents, below, curated };
        layer.forget_parents();
        layer.numbered = layer.first(0..layer.len(), |row| layer.kind(row) & NAMED_ID != 0);
        Ok(layer)
    }

    /// Makes ready for layers in which parents have not been looked for.
    pub(super) fn forget_parents(&mut self) {
        self.parents = memos(self.sections[PARENTS].len() / 4);
    }

    /// Compares the bytes with the hash in the header.
    ///
    /// # Errors
    /// When they were changed after the build.
    pub(super) fn verify(bytes: &[u8]) -> Result<()> {
        let said = bytes.get(8..HASHED).unwrap_or_default();
        let is = Sha256::digest(bytes.get(HASHED..).unwrap_or_default());
        if said == is.as_slice() { Ok(()) } else { Err(Error::new("the gazetteer is damaged")) }
    }

    /// What it was made of.
    pub(super) fn label(&self) -> &str {
        str::from_utf8(&self.sections[LABEL]).unwrap_or_default()
    }

    /// SHA-256 of its content.
    pub(super) fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// Number of places.
    pub(super) fn len(&self) -> u32 {
        (self.sections[RECORDS].len() / RECORD) as u32
    }

    /// Rows of capitals.
    pub(super) fn capitals(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).filter(|row| self.kind(*row) & CAPITAL != 0)
    }

    /// The names that begin with this whole word.
    pub(super) fn opening(&self, word: &str) -> Option<Opening<'_>> {
        let start = self.names.as_fst().root().addr();
        self.onward(Trail { addr: start, out: Output::zero() }, word)
    }

    /// The names of a trail that go on with this whole word.
    pub(super) fn onward(&self, Trail { addr, mut out }: Trail, word: &str) -> Option<Opening<'_>> {
        let index = self.names.as_fst();
        let mut node = index.node(addr);
        for byte in word.bytes() {
            let transition = node.transition(node.find_input(byte)?);
            node = index.node(transition.addr);
            out = out.cat(transition.out);
        }
        let alone = node.is_final().then(|| out.cat(node.final_output()).value());
        let space = node.find_input(b' ').map(|at| node.transition(at));
        let space = space.map(|t| Trail { addr: t.addr, out: out.cat(t.out) });
        (alone.is_some() || space.is_some()).then_some(Opening { layer: self, alone, space })
    }

    /// Rows with a name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = u32> + '_ {
        self.names.get(name).into_iter().flat_map(|value| self.rows(value))
    }

    /// Rows that an index value stands for.
    fn rows(&self, value: u64) -> impl Iterator<Item = u32> + '_ {
        let (at, shared) = ((value >> 1) as usize, value & 1 == 1);
        let count = if shared { u32_at(&self.sections[RUNS], at) as usize } else { 1 };
        let row = move |n| {
            if shared { u32_at(&self.sections[RUNS], at + 4 + 4 * n) } else { at as u32 }
        };
        (0..count).map(row).filter(|row| *row < self.len())
    }

    /// The names with this skeleton.
    pub(super) fn sounding(&self, skeleton: &str) -> Arc<Alike> {
        self.heard.alike(skeleton, || {
            let prefix = format!("{skeleton}{}", sound::BAR);
            let mut found = self.sounds.search(Str::new(&prefix).starts_with()).into_stream();
            let mut alike = Alike::default();
            while let Some((key, value)) = found.next() {
                let phonemes = str::from_utf8(&key[prefix.len()..]).unwrap_or_default();
                for row in self.rows(value) {
                    alike.push(phonemes, row, heard::country(self.country(row)));
                }
            }
            alike
        })
    }

    /// The row with an id.
    pub(super) fn by_id(&self, id: &str) -> Option<u32> {
        self.row(number(id).ok_or(id))
    }

    /// The row with a GeoNames number, or the id it has instead.
    pub(super) fn row(&self, id: std::result::Result<u32, &str>) -> Option<u32> {
        let (low, high) = match id {
            Ok(_) => (0, self.numbered),
            Err(_) => (self.numbered, self.len()),
        };
        let row = match id {
            Ok(number) => self.first(low..high, |row| self.column(ID, row) >= number),
            Err(id) => self.first(low..high, |row| self.string(self.column(ID, row)) >= id),
        };
        (row < high && self.id(row) == id).then_some(row)
    }

    /// The first of `rows` that `reached` holds for, as it does for all behind it.
    fn first(&self, rows: std::ops::Range<u32>, reached: impl Fn(u32) -> bool) -> u32 {
        let (mut low, mut high) = (rows.start, rows.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if reached(middle) { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The GeoNames number of a row, or the id it has instead.
    pub(super) fn id(&self, row: u32) -> std::result::Result<u32, &str> {
        let record = self.record(row);
        if record.kind & NAMED_ID == 0 { Ok(record.id) } else { Err(self.string(record.id)) }
    }

    /// What the layer says of a row.
    pub(super) fn entry(&self, row: u32) -> Entry<'_> {
        let record = self.record(row);
        let degrees = |value| f64::from(value) / DEGREE;
        let known = record.latitude != NOWHERE;
        let (country, parent) = self.parent(record.parent);
        Entry {
            name: self.stored(record.name),
            feature: feature(record.kind),
            capital: record.kind & CAPITAL != 0,
            common: record.kind & COMMON != 0,
            point: known.then(|| (degrees(record.latitude), degrees(record.longitude))),
            population: record.population,
            country,
            parent,
        }
    }

    /// What the layer says of the kind of a row: here and below the little of its entry that is
    /// asked of many rows.
    pub(super) fn feature(&self, row: u32) -> Option<Feature> {
        feature(self.kind(row))
    }

    /// What it says of the country of a row.
    pub(super) fn country(&self, row: u32) -> &str {
        self.above(row).0
    }

    /// What it says of the parent of a row.
    pub(super) fn parent_of(&self, row: u32) -> Option<Parent<'_>> {
        self.above(row).1
    }

    /// Country and parent of a row.
    fn above(&self, row: u32) -> (&str, Option<Parent<'_>>) {
        self.parent(parent_of(self.column(PARENT, row)))
    }

    /// Country and parent by their number.
    fn parent(&self, number: u32) -> (&str, Option<Parent<'_>>) {
        let Some(place) = self.parents.get(number as usize) else { return ("", None) };
        let at = u32_at(&self.sections[PARENTS], 4 * number as usize);
        let (country, id) = self.string(at).split_once(' ').unwrap_or_default();
        (country, (!id.is_empty()).then_some(Parent { id, place }))
    }

    fn column(&self, column: usize, row: u32) -> u32 {
        u32_at(&self.sections[RECORDS], 4 * (column * self.len() as usize + row as usize))
    }

    fn kind(&self, row: u32) -> u8 {
        kind_of(self.column(PARENT, row))
    }

    fn record(&self, row: u32) -> Record {
        Record::of_columns(std::array::from_fn(|column| self.column(column, row)))
    }

    fn string(&self, at: u32) -> &str {
        self.stored(at).read()
    }

    fn stored(&self, at: u32) -> Stored<'_> {
        Stored(self.sections[STRINGS].get(at as usize..).unwrap_or_default())
    }
}

/// The kind that a record's last byte says.
fn feature(kind: u8) -> Option<Feature> {
    Feature::ALL.get(usize::from(kind & NO_FEATURE)).copied()
}

/// Where the index of a layer stands behind some words and a space: names go on from there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trail {
    addr: CompiledAddr,
    out: Output,
}

/// The names of a layer that begin with a word, or with several.
#[derive(Clone, Copy)]
pub(super) struct Opening<'g> {
    layer: &'g Layer,
    /// What the index has for the words themselves.
    alone: Option<u64>,
    /// Where names go on, if any does.
    pub(super) space: Option<Trail>,
}

impl<'g> Opening<'g> {
    /// Rows that have the words as their whole name.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> + 'g {
        let layer = self.layer;
        self.alone.into_iter().flat_map(|value| layer.rows(value))
    }

    /// Hands `each` the first bytes, at most `most`, of the words that follow in longer names, until
    /// it has seen enough.
    pub(super) fn followers(&self, most: usize, mut each: impl FnMut(&[u8]) -> bool) {
        if let Some(space) = self.space {
            let node = self.layer.names.as_fst().node(space.addr);
            self.starts(&node, most, &mut Vec::with_capacity(most), &mut each);
        }
    }

    /// The same for the words that begin with `start` and go on at `node`; whether it wants more.
    fn starts(
        &self,
        node: &Node<'g>,
        most: usize,
        start: &mut Vec<u8>,
        each: &mut impl FnMut(&[u8]) -> bool,
    ) -> bool {
        let whole = start.len() == most;
        let ends = whole || node.is_final() || node.find_input(b' ').is_some();
        if ends && !each(start) {
            return false;
        }
        let letters = node.transitions().filter(|t| !whole && t.inp != b' ');
        let mut go_on = |transition: Transition| {
            start.push(transition.inp);
            let next = self.layer.names.as_fst().node(transition.addr);
            let more = self.starts(&next, most, start, each);
            start.pop();
            more
        };
        letters.into_iter().all(&mut go_on)
    }
}

/// The sections, as the header says.
fn cut(bytes: &Bytes) -> Option<[Bytes; SECTIONS]> {
    let mut start = BODY;
    let mut sections = [const { Bytes::new() }; SECTIONS];
    for (n, section) in sections.iter_mut().enumerate() {
        let said = bytes.get(HASHED + 8 * n..HASHED + 8 * n + 8)?;
        let end = usize::try_from(u64::from_le_bytes(said.try_into().ok()?)).ok()?;
        if end < start || end > bytes.len() {
            return None;
        }
        *section = bytes.slice(start..end);
        start = end;
    }
    Some(sections)
}
