//! GeoNames dumps: in, a country dump (`ML.txt`, `allCountries.txt`) or alternateNamesV2.txt; out,
//! rows, or names that belong to rows. Divisions get the ids of their codes (`gn:ML.04`), so that
//! dumps and the built-in gazetteer speak of the same places.

use std::{collections::HashMap, io::BufRead};

use super::row::Row;
use crate::{
    error::{Error, Result},
    record::Feature,
};

/// Reads dumps and remembers which numbers are divisions.
#[derive(Debug, Default)]
pub(super) struct Dumps {
    divisions: HashMap<u32, String>,
}

impl Dumps {
    /// Hands on the places of a dump that news may name.
    ///
    /// # Errors
    /// At the first line that is not of a dump, with its number.
    pub(super) fn read(
        &mut self,
        dump: impl BufRead,
        mut each: impl FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        lines(dump, |line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let Ok(cells) = <&[&str; 19]>::try_from(cells.as_slice()) else {
                return Err(Error::new(format!(
                    "{} columns, not the 19 of a GeoNames dump",
                    cells.len()
                )));
            };
            self.row(cells)?.map_or(Ok(()), &mut each)
        })
    }

    fn row(&mut self, cells: &[&str; 19]) -> Result<Option<Row>> {
        let [id, name, ascii, others, lat, lon, class, code, country, _, a1, a2, ..] = *cells;
        let number: u32 = id.parse().map_err(|_| Error::new(format!("{id:?} is no number")))?;
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else {
            return Err(Error::new(format!("{lat:?}, {lon:?} are no coordinates")));
        };
        let population = cells[14].parse().unwrap_or(0);
        let Some(feature) = kind(class, code, population) else { return Ok(None) };
        let divisions = [country, a1, a2].into_iter().take_while(|c| !matches!(*c, "" | "00"));
        let divisions: Vec<&str> = divisions.collect();
        let level = match code {
            "ADM1" => 2,
            "ADM2" => 3,
            _ if feature == Feature::Country => 1,
            _ => 0,
        };
        let id = if level > 0 && divisions.len() >= level {
            let id = format!("gn:{}", divisions[..level].join("."));
            self.divisions.insert(number, id.clone());
            id
        } else {
            format!("gn:{number}")
        };
        let parent = match level {
            0 => &divisions[..],
            _ => &divisions[..(level - 1).min(divisions.len())],
        };
        let names = others.split(',').chain([ascii]).filter(|other| readable(other));
        Ok(Some(Row {
            id,
            feature: Some(feature),
            capital: code == "PPLC",
            common: false,
            parent: if parent.is_empty() {
                String::new()
            } else {
                format!("gn:{}", parent.join("."))
            },
            country: country.to_owned(),
            point: (feature != Feature::Country).then_some((lat, lon)),
            population,
            name: name.to_owned(),
            names: names.map(str::to_owned).collect(),
        }))
    }

    /// Hands on id and name of the Arabic, French, English and unmarked names of
    /// alternateNamesV2.txt, historic and colloquial ones left out.
    ///
    /// # Errors
    /// At the first line that is not of that file, with its number.
    pub(super) fn names(
        &self,
        dump: impl BufRead,
        mut each: impl FnMut(&str, &str) -> Result<()>,
    ) -> Result<()> {
        lines(dump, |line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[_, id, language, name, _, _, colloquial, historic, ..] = cells.as_slice() else {
                return Err(Error::new(format!(
                    "{} columns, not the 8 or 10 of alternateNamesV2.txt",
                    cells.len()
                )));
            };
            let number: u32 = id.parse().map_err(|_| Error::new(format!("{id:?} is no number")))?;
            let wanted = matches!(language, "ar" | "fr" | "en" | "") && readable(name);
            if !wanted || colloquial == "1" || historic == "1" {
                return Ok(());
            }
            match self.divisions.get(&number) {
                Some(id) => each(id, name),
                None => each(&format!("gn:{number}"), name),
            }
        })
    }
}

/// Hands on the lines of a file; errors name the line.
fn lines(mut file: impl BufRead, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let line = || -> Result<bool> {
            if file.read_until(b'\n', &mut bytes)? == 0 {
                return Ok(false);
            }
            let line = str::from_utf8(&bytes).map_err(|e| Error::caused("not UTF-8", e))?;
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() { Ok(true) } else { each(line).map(|()| true) }
        };
        if !{ line }().map_err(|e| e.at_line(number))? {
            break;
        }
    }
    Ok(())
}

/// A name that texts may have: Latin letters, or the letters that Arabic is written in.
fn readable(name: &str) -> bool {
    let plain = |c: char| match c {
        '\u{621}'..='\u{63a}' | '\u{640}'..='\u{652}' => true,
        '\u{600}'..='\u{7ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => false,
        _ => u32::from(c) < 0x250 || !c.is_alphabetic(),
    };
    !name.is_empty() && name.chars().all(plain)
}

/// What kind of place a GeoNames class and code stand for; none for what no report names.
fn kind(class: &str, code: &str, population: u32) -> Option<Feature> {
    Some(match (class, code) {
        ("A", "PCL" | "PCLI" | "PCLD" | "PCLS" | "PCLF" | "PCLIX" | "TERR") => Feature::Country,
        ("A", "ADM1" | "ADM2" | "ADM3" | "ADM4" | "ADMD") => Feature::Admin,
        ("P", "PPLH" | "PPLQ" | "PPLW" | "PPLCH") => return None,
        ("P", "PPLC" | "PPLA") => Feature::City,
        ("P", "PPLX") => Feature::Neighbourhood,
        ("P", _) => settlement(population),
        ("L", "CMP" | "CMPRF") | ("S", "CMP" | "CMPRF") => Feature::Camp,
        ("S", "AIRP" | "AIRB" | "AIRF" | "AIRH" | "HSP" | "HSPC" | "PRN" | "BDG" | "DAM")
        | ("S", "MKT" | "MSQE" | "CH" | "FT" | "PS" | "PSN" | "PSH" | "OILR" | "CSTM" | "CTRA")
        | ("S", "MN" | "MNAU" | "UNIV" | "RSTN" | "BUSTN" | "INSM" | "PSTB")
        | ("L", "MILB" | "OILF" | "PRT" | "NVB" | "AIRS") => Feature::Site,
        ("T" | "H", _) => Feature::Natural,
        _ => return None,
    })
}

/// City, town or village by its inhabitants; most villages have no count.
pub(super) fn settlement(population: u32) -> Feature {
    match population {
        100_000.. => Feature::City,
        5_000.. => Feature::Town,
        _ => Feature::Village,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "2460596\tBamako\tBamako\tBKO,Bamaku\t12.65\t-8\tP\tPPLC\tML\t\t01\t02\t\t\t1297281\t\t350\tAfrica/Bamako\t2019-09-05";

    #[test]
    fn a_place() {
        let mut rows = Vec::new();
        Dumps::default()
            .read(LINE.as_bytes(), |row| {
                rows.push(row);
                Ok(())
            })
            .unwrap();
        let row = &rows[0];
        assert_eq!((row.id.as_str(), row.parent.as_str()), ("gn:2460596", "gn:ML.01.02"));
        assert_eq!((row.feature, row.capital), (Some(Feature::City), true));
    }

    #[test]
    fn divisions_have_the_ids_of_their_codes() {
        let line = LINE.replace("PPLC", "ADM1").replace("\tP\t", "\tA\t");
        let mut dumps = Dumps::default();
        let mut rows = Vec::new();
        dumps
            .read(line.as_bytes(), |row| {
                rows.push(row);
                Ok(())
            })
            .unwrap();
        assert_eq!((rows[0].id.as_str(), rows[0].parent.as_str()), ("gn:ML.01", "gn:ML"));
        let mut names = Vec::new();
        let alternate = "1\t2460596\tfr\tDistrict\t\t\t\t\n2\t2460596\tru\tX\t\t\t\t\n";
        dumps
            .names(alternate.as_bytes(), |id, n| {
                names.push((id.to_owned(), n.to_owned()));
                Ok(())
            })
            .unwrap();
        assert_eq!(names, [("gn:ML.01".to_owned(), "District".to_owned())]);
    }

    #[test]
    fn malformed_lines_are_named() {
        let dump = format!("{LINE}\nabc\tdef\n");
        let error = Dumps::default().read(dump.as_bytes(), |_| Ok(())).unwrap_err();
        assert_eq!(error.to_string(), "line 2: 2 columns, not the 19 of a GeoNames dump");
    }
}
