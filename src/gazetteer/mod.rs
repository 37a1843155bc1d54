//! The place index: in, names and ids; out, the places they stand for.
//!
//! A gazetteer is a pile of layers: the places of the world ([`Gazetteer::builtin`]: data/world.gaz),
//! the curated supplement (data/supplement.tsv, packed as data/supplement.gaz), and what the user lays over them. Where layers
//! know the same id, the upper one speaks, and what it leaves open the lower one says; the names of
//! all layers lead to the place.
//!
//! Names are stored as [`key`] makes them: folded as texts are, words joined by one space. So
//! "Ségou" is found as "segou". The Arabic article is part of a name; where
//! sources have a name with and without it, both lead to the place. Nothing is cut here.

mod build;
mod capital;
mod country;
mod demonym;
mod dump;
mod facts;
mod format;
mod heard;
mod layer;
mod memo;
mod opening;
mod own;
mod pack;
mod preferences;
mod row;
mod sort;
mod sound;
mod table;
mod within;

use std::{borrow::Cow, path::Path};

use bytes::Bytes;

pub use build::{Build, Built};
pub use demonym::demonyms;
pub use facts::Facts;
pub use opening::{Opening, Standing, Start, Starts};
pub use own::OwnPlace;
pub use preferences::Preferences;

use crate::{
    error::{Error, Result},
    record::Feature,
};
use capital::Capitals;
use country::Countries;
use layer::{Entry, Layer};

/// A place of this run. Meaningless to another run: files carry [`Place::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u32);

/// What the gazetteer knows of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<'g> {
    /// Stable id: `gn:2460596` (a GeoNames place), `gn:ML` (country), `gn:ML.04` (first-level
    /// division), `gn:ML.04.7670549` (second-level), `rasd:…` (only the supplement has it).
    pub id: Cow<'g, str>,
    /// English main name.
    pub name: &'g str,
    /// Kind of place.
    pub feature: Feature,
    /// Degrees north; of divisions, of a point inside; none for countries.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// ISO 3166-1 alpha-2.
    pub country_code: &'g str,
    /// First-level division that holds it; none for countries and for such divisions themselves.
    pub admin1: Option<PlaceId>,
    /// Second-level division that holds it, where known.
    pub admin2: Option<PlaceId>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// It is the capital of its country.
    pub capital: bool,
    /// It stands in the curated supplement, and its names are not also ordinary words: news of
    /// political violence names it.
    pub curated: bool,
}

/// A layer, for the record of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerInfo {
    /// What it was made of.
    pub label: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// Places in it.
    pub places: u32,
}

/// Consonants of a name that may have lost its ending.
const FULL_NAME: usize = 3;

/// Distance of a name that lacks an ending.
const LEFT_OFF: f32 = 0.05;

/// Places by name and by id.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// The lowest first, each with the number of its first place.
    layers: Vec<(u32, Layer)>,
    countries: Countries,
    capitals: Capitals,
    preferences: Preferences,
}

impl Gazetteer {
    /// The most words a name has that [`Gazetteer::longest`] looks for.
    pub const MOST_WORDS: usize = 6;

    /// The gazetteer that the program carries in itself: world and supplement.
    ///
    /// # Errors
    /// When its data are damaged.
    pub fn builtin() -> Result<Gazetteer> {
        let mut gazetteer = Gazetteer::world()?;
        let packed = Bytes::from_static(include_bytes!("../../data/supplement.gaz"));
        let mut layer = Layer::open(packed)?;
        layer.curated = true;
        gazetteer.push(layer)?;
        Ok(gazetteer)
    }

    /// The places of the world without the supplement.
    ///
    /// # Errors
    /// When its data are damaged.
    pub fn world() -> Result<Gazetteer> {
        let mut gazetteer = Gazetteer::default();
        let packed = Bytes::from_static(include_bytes!("../../data/world.gaz"));
        gazetteer.push(Layer::open(packed)?)?;
        Ok(gazetteer)
    }

    /// Lays a file built by `rasd gazetteer build` over the layers there are.
    ///
    /// # Errors
    /// When the file cannot be read, is no such file, or is damaged.
    pub fn lay_over(&mut self, path: &Path) -> Result<()> {
        let mut open = || {
            let bytes = Bytes::from(std::fs::read(path)?);
            let layer = Layer::open(bytes.clone())?;
            Layer::verify(&bytes)?;
            self.push(layer)
        };
        open().map_err(|e: Error| e.in_file(path))
    }

    /// Lays a table of own places (CSV, the columns of `rasd gazetteer build`) over the layers there
    /// are; `path` names it in errors and in the record of a run.
    ///
    /// # Errors
    /// When a line of it is no place.
    pub fn lay_over_table(&mut self, path: &str, table: &str) -> Result<()> {
        let mut open = || self.push(Layer::open(build::packed(table, path)?.into())?);
        open().map_err(|e: Error| e.in_file(path))
    }

    fn push(&mut self, mut layer: Layer) -> Result<()> {
        if !self.layers.is_empty() {
            layer.below = memo::memos(layer.len() as usize);
        }
        let begin = self
            .layers
            .last()
            .map_or(0, |(begin, below)| u64::from(*begin) + u64::from(below.len()));
        self.layers.iter_mut().for_each(|(_, below)| below.forget_parents());
        self.countries = Countries::default();
        self.capitals = Capitals::default();
        match u32::try_from(begin + u64::from(layer.len())) {
            Ok(_) => self.layers.push((begin as u32, layer)),
            Err(_) => return Err(Error::new("the gazetteers hold more than 2^32 places")),
        }
        Ok(())
    }

    /// The layers, the lowest first.
    pub fn layers(&self) -> Vec<LayerInfo> {
        let info = |layer: &Layer| LayerInfo {
            label: layer.label().to_owned(),
            sha256: data_encoding::HEXLOWER.encode(layer.hash()),
            places: layer.len(),
        };
        self.layers.iter().map(|(_, layer)| info(layer)).collect()
    }

    /// Whether some name begins with this folded whole word.
    pub fn begins(&self, word: &str) -> bool {
        self.layers.iter().any(|(_, layer)| layer.opening(word).is_some())
    }

    /// The places with a name (Arabic or Latin) that folds to `name`, words joined by one space;
    /// each place once, in the order of their ids.
    pub fn named(&self, name: &str) -> Vec<PlaceId> {
        let mut found = Vec::new();
        for (number, (begin, layer)) in self.layers.iter().enumerate() {
            found.extend(layer.named(name).map(|row| self.topmost(number, PlaceId(begin + row))));
        }
        distinct(found)
    }

    /// What is known of a place.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let (mut entry, curated) = self.merged(id);
        let (admin1, admin2) = self.divisions(&entry);
        if entry.country.is_empty() {
            entry.country = self.country_above(entry.parent);
        }
        Place {
            id: self.id(id),
            name: entry.name.read(),
            feature: entry.feature.unwrap_or(Feature::Town),
            latitude: entry.point.map(|point| point.0),
            longitude: entry.point.map(|point| point.1),
            country_code: entry.country,
            admin1,
            admin2,
            population: entry.population,
            capital: entry.capital,
            curated,
        }
    }

    /// What the layers together say of a place, and whether it is curated.
    fn merged(&self, id: PlaceId) -> (Entry<'_>, bool) {
        let (_, layer, row) = self.locate(id);
        let mut entry = layer.entry(row);
        let mut curated = layer.curated && !entry.common;
        for id in self.downwards(id).skip(1) {
            let (_, below, row) = self.locate(id);
            let lower = below.entry(row);
            // dumps call divisions "Mopti Region"
            if entry.feature == Some(Feature::Admin) && !curated && !lower.name.is_empty() {
                entry.name = lower.name;
            }
            curated |= below.curated && !lower.common;
            complete(&mut entry, lower);
        }
        (entry, curated)
    }

    /// A place as its own layer and those below know it, the uppermost first.
    fn downwards(&self, id: PlaceId) -> impl Iterator<Item = PlaceId> {
        let below = |id: &PlaceId| {
            let (number, layer, row) = self.locate(*id);
            let lower = self.layers[..number].iter().rev();
            let find =
                |(begin, below): &(u32, Layer)| Some(PlaceId(begin + below.row(layer.id(row))?));
            *layer.below.get(row as usize)?.get_or_init(|| lower.clone().find_map(find))
        };
        std::iter::successors(Some(id), below)
    }

    /// The place with a stable id.
    pub fn by_id(&self, id: &str) -> Option<PlaceId> {
        let found = |(begin, layer): &(u32, Layer)| Some(PlaceId(begin + layer.by_id(id)?));
        self.layers.iter().rev().find_map(found)
    }

    /// The main name of a place.
    pub fn name(&self, id: PlaceId) -> &str {
        self.merged(id).0.name.read()
    }

    /// Places of `countries` (all where empty) whose name sounds like `name`, at most `limit`, the
    /// nearest first, with the distance: 0 for the same sounds, 1 for nothing in common. Names of
    /// one or two consonants ([`consonants`]) sound like many: they need support from elsewhere.
    pub fn similar(&self, name: &str, countries: &[&str], limit: usize) -> Vec<(PlaceId, f32)> {
        let readings = sound::readings(&key(name));
        let mut found = Vec::new();
        readings.iter().for_each(|phonemes| self.sounding(phonemes, countries, 0.0, &mut found));
        if found.is_empty() && sound::consonants(&readings[0]) >= FULL_NAME {
            for phonemes in sound::lengthened(&readings[0]) {
                self.sounding(&phonemes, countries, LEFT_OFF, &mut found);
            }
        }
        nearest(found, limit)
    }

    /// The places a name may mean, at most `limit`: those that have it, by population, then those
    /// that sound like it, with the distance of [`Gazetteer::similar`].
    pub fn candidates(
        &self,
        name: &str,
        countries: &[&str],
        limit: usize,
    ) -> Vec<(PlaceId, Option<f32>)> {
        let mut same = self.named(&key(name));
        same.retain(|id| countries.is_empty() || countries.contains(&self.place(*id).country_code));
        same.sort_by_key(|id| std::cmp::Reverse(self.place(*id).population));
        let near = self.similar(name, countries, limit.saturating_add(same.len()));
        let near = near.into_iter().filter(|(id, _)| !same.contains(id));
        let near = near.map(|(id, distance)| (id, Some(distance)));
        same.iter().map(|id| (*id, None)).chain(near).take(limit).collect()
    }

    /// Adds the places of `countries` with the consonants of `phonemes`, and how far they are.
    fn sounding(
        &self,
        phonemes: &str,
        countries: &[&str],
        beginning_at: f32,
        found: &mut Vec<(PlaceId, f32)>,
    ) {
        let skeleton = sound::skeleton(phonemes);
        if skeleton.is_empty() {
            return;
        }
        let mut measure = sound::Measure::new(phonemes);
        let codes: Vec<_> = countries.iter().filter_map(|code| heard::country(code)).collect();
        for (number, (begin, layer)) in self.layers.iter().enumerate() {
            for (other, row, country) in layer.sounding(&skeleton).iter() {
                let id = PlaceId(begin + row);
                let wanted = match country {
                    _ if countries.is_empty() => true,
                    Some(code) => codes.contains(&code),
                    None => countries.contains(&self.country_of(id)),
                };
                if wanted {
                    let distance = beginning_at + measure.to(other);
                    found.push((self.topmost(number, id), distance.min(1.0)));
                }
            }
        }
    }

    /// Stable id of a place: see [`Place::id`].
    pub fn id(&self, id: PlaceId) -> Cow<'_, str> {
        let (_, layer, row) = self.locate(id);
        match layer.id(row) {
            Ok(number) => Cow::Owned(format!("gn:{number}")),
            Err(id) => Cow::Borrowed(id),
        }
    }

    fn country_of(&self, id: PlaceId) -> &str {
        let (_, layer, row) = self.locate(id);
        match layer.country(row) {
            "" => self.facts(id).country,
            code => code,
        }
    }

    /// Number of the layer, the layer, and the row in it.
    fn locate(&self, id: PlaceId) -> (usize, &Layer, u32) {
        let number = self.layers.partition_point(|(begin, _)| *begin <= id.0) - 1;
        let (begin, layer) = &self.layers[number];
        (number, layer, id.0 - begin)
    }

    /// The place as the topmost layer knows it.
    fn topmost(&self, number: usize, id: PlaceId) -> PlaceId {
        if number + 1 == self.layers.len() {
            return id;
        }
        let (_, own, row) = self.locate(id);
        let above = self.layers[number + 1..].iter().rev();
        let mut found =
            above.filter_map(|(begin, layer)| Some(PlaceId(begin + layer.row(own.id(row))?)));
        found.next().unwrap_or(id)
    }

    /// What the uppermost layer says that says anything.
    fn said<'g, T>(&'g self, id: PlaceId, ask: impl Fn(&'g Layer, u32) -> Option<T>) -> Option<T> {
        self.downwards(id).find_map(|id| {
            let (_, layer, row) = self.locate(id);
            ask(layer, row)
        })
    }
}

/// The form a name is looked up in: folded, apostrophes dropped, words (runs of letters and digits)
/// joined by one space.
///
/// ```
/// assert_eq!(rasd::gazetteer::key("Ma’rib-Est"), "marib est");
/// ```
pub fn key(name: &str) -> String {
    row::key(name)
}

/// How many consonants of a name can be told apart across scripts: the fewer, the less
/// [`Gazetteer::similar`] means.
pub fn consonants(name: &str) -> usize {
    sound::consonants(&sound::phonemes(&key(name)))
}

/// Each place once, in the order of their ids.
fn distinct(mut places: Vec<PlaceId>) -> Vec<PlaceId> {
    places.sort_unstable();
    places.dedup();
    places
}

/// Fills what the upper entry leaves open.
fn complete<'g>(entry: &mut Entry<'g>, below: Entry<'g>) {
    if entry.name.is_empty() {
        entry.name = below.name;
    }
    if entry.country.is_empty() {
        entry.country = below.country;
    }
    entry.parent = entry.parent.or(below.parent);
    entry.feature = entry.feature.or(below.feature);
    entry.point = entry.point.or(below.point);
    entry.capital |= below.capital;
    if entry.population == 0 {
        entry.population = below.population;
    }
}

/// The nearest name of each place, the nearest place first.
fn nearest(mut found: Vec<(PlaceId, f32)>, limit: usize) -> Vec<(PlaceId, f32)> {
    found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    found.dedup_by_key(|(id, _)| *id);
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    found.truncate(limit);
    found
}
