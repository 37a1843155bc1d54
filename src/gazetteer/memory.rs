//! Rows in memory: in, a table of places (tab-separated); out, look-ups over it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Place, PlaceId};
use crate::{
    error::{Error, Result},
    normalise::fold,
    record::Feature,
};

/// A table of places with its indices.
#[derive(Debug, Default)]
pub(super) struct Memory {
    rows: Vec<Row>,
    by_name: HashMap<String, Vec<u32>>,
    first_words: HashSet<String>,
    by_id: BTreeMap<String, u32>,
}

#[derive(Debug)]
struct Row {
    id: String,
    name: String,
    feature: Feature,
    point: Option<(f64, f64)>,
    country_code: String,
    admin1: Option<u32>,
    admin2: Option<u32>,
    population: u32,
    capital: bool,
}

impl Memory {
    /// Reads the table: id, kind, parent, latitude, longitude, population, name, other names
    /// (joined with `;`), source.
    pub(super) fn read(table: &str) -> Result<Memory> {
        let mut memory = Memory::default();
        let lines = (1..).zip(table.lines());
        for (number, line) in lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            memory.add(line).map_err(|e| e.at_line(number))?;
        }
        Ok(memory)
    }

    fn add(&mut self, line: &str) -> Result<()> {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[id, kind, parent, latitude, longitude, population, name, names, _source] =
            cells.as_slice()
        else {
            return Err(Error::new(format!("{} columns, not 9", cells.len())));
        };
        let feature = match kind {
            "capital" => Feature::City,
            _ => *Feature::ALL
                .iter()
                .find(|f| f.as_str() == kind)
                .ok_or_else(|| Error::new(format!("unknown kind {kind:?}")))?,
        };
        let number = |cell: &str| cell.parse::<f64>().ok();
        let row = u32::try_from(self.rows.len()).expect("fewer than 2^32 rows");
        let holder = self.by_id.get(parent).copied();
        if holder.is_none() && !parent.is_empty() {
            return Err(Error::new(format!("no place {parent:?} above")));
        }
        let (admin1, admin2) = match holder.map(|h| (h, &self.rows[h as usize])) {
            Some((h, Row { feature: Feature::Admin, admin1: None, .. })) => (Some(h), None),
            Some((h, Row { feature: Feature::Admin, admin1, .. })) => (*admin1, Some(h)),
            Some((_, r)) => (r.admin1, r.admin2),
            None => (None, None),
        };
        let country_code = match holder {
            Some(h) => self.rows[h as usize].country_code.clone(),
            None => id.trim_start_matches("gn:").to_owned(),
        };
        for name in names.split(';').chain([name]).filter(|n| !n.is_empty()) {
            let folded = fold(name);
            self.first_words.extend(folded.split(' ').next().map(str::to_owned));
            let places = self.by_name.entry(folded).or_default();
            if !places.contains(&row) {
                places.push(row);
            }
        }
        self.by_id.insert(id.to_owned(), row);
        self.rows.push(Row {
            id: id.to_owned(),
            name: name.to_owned(),
            feature,
            point: number(latitude).zip(number(longitude)),
            country_code,
            admin1,
            admin2,
            population: population.parse().unwrap_or(0),
            capital: kind == "capital",
        });
        Ok(())
    }

    pub(super) fn begins(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    pub(super) fn named(&self, name: &str) -> &[u32] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(super) fn place(&self, row: u32) -> Place<'_> {
        let r = &self.rows[row as usize];
        Place {
            id: &r.id,
            name: &r.name,
            feature: r.feature,
            latitude: r.point.map(|p| p.0),
            longitude: r.point.map(|p| p.1),
            country_code: &r.country_code,
            admin1: r.admin1.map(PlaceId),
            admin2: r.admin2.map(PlaceId),
            population: r.population,
            capital: r.capital,
            curated: true,
        }
    }
}
