//! Tables of places that people keep by hand: in, CSV (or TSV) with a header; out, rows.
//!
//! | column | |
//! |---|---|
//! | `id` | stable id; one that another layer has adds to that place (`gn:2453348`) |
//! | `kind` | country, admin, city, town, village, neighbourhood, camp, site, natural; capital |
//! | `parent` | id of the smallest place that holds it |
//! | `country` | ISO 3166-1 alpha-2; may be left out where the parent is a `gn:` division |
//! | `latitude`, `longitude` | degrees, WGS 84 |
//! | `population` | |
//! | `common` | `yes` where its names are also ordinary words: it is then a name like any other |
//! | `name` | English main name |
//! | `names` | other names, joined with `;` |
//! | `source` | where the row comes from; not packed |
//!
//! Only `id` is required; what a row leaves empty, the layer below may say. Lines that begin with `#`
//! are skipped.

use std::io::Read;

use serde::Deserialize;

use super::row::{Row, feature};
use crate::{
    error::{Error, Result},
    record::Feature,
};

/// A line as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
    #[serde(default)]
    population: Option<u32>,
    #[serde(default)]
    common: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    names: String,
    #[serde(default, rename = "source")]
    _source: String,
}

/// Hands on the rows of a table.
///
/// # Errors
/// At the first line that is no place, with its number.
pub(super) fn read(
    table: impl Read,
    delimiter: u8,
    mut each: impl FnMut(Row) -> Result<()>,
) -> Result<()> {
    let mut builder = csv::ReaderBuilder::new();
    let quoting = delimiter != b'\t';
    let builder = builder.delimiter(delimiter).comment(Some(b'#')).quoting(quoting);
    let mut reader = builder.trim(csv::Trim::All).from_reader(table);
    let headers = reader.headers().map_err(unreadable)?.clone();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, csv::Position::line);
        let read = record.deserialize::<Line>(Some(&headers)).map_err(unreadable);
        read.and_then(row).and_then(&mut each).map_err(|e| e.at_line(line))?;
    }
    Ok(())
}

fn row(line: Line) -> Result<Row> {
    if line.id.is_empty() || line.id.contains(char::is_whitespace) {
        return Err(Error::new(format!("{:?} is no id", line.id)));
    }
    let capital = line.kind == "capital";
    let feature = match line.kind.as_str() {
        "" => None,
        "capital" => Some(Feature::City),
        kind => Some(feature(kind).ok_or_else(|| Error::new(format!("unknown kind {kind:?}")))?),
    };
    let point = point(line.latitude, line.longitude)?;
    let said = Row::country_of(&line.id).or_else(|| Row::country_of(&line.parent));
    let country = if line.country.is_empty() { said.unwrap_or_default() } else { &line.country };
    let common = match line.common.as_str() {
        "" => false,
        "yes" => true,
        other => return Err(Error::new(format!("common is yes or empty, not {other:?}"))),
    };
    let names = line.names.split(';').map(str::trim).filter(|name| !name.is_empty());
    Ok(Row {
        feature,
        capital,
        common,
        point,
        country: country.to_owned(),
        names: names.map(str::to_owned).collect(),
        id: line.id,
        parent: line.parent,
        population: line.population.unwrap_or(0),
        name: line.name,
    })
}

fn point(latitude: Option<f64>, longitude: Option<f64>) -> Result<Option<(f64, f64)>> {
    match (latitude, longitude) {
        (None, None) => Ok(None),
        (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Ok(Some((lat, lon))),
        (Some(_), Some(_)) => Err(Error::new("latitude or longitude out of range")),
        _ => Err(Error::new("latitude without longitude, or the other way round")),
    }
}

/// The error of the csv crate, its line number apart.
fn unreadable(error: csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let error = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => Error::new(err.kind().to_string()),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Error::new(format!("{len} columns, not {expected_len}"))
        }
        _ => Error::caused("not a table", error),
    };
    match line {
        Some(line) => error.at_line(line),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        read(table.as_bytes(), b',', |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    #[test]
    fn columns_may_be_left_out() {
        let rows = rows("id,name,parent\nown:1,Here,gn:ML.04\n# no row\nown:2,There,\n").unwrap();
        assert_eq!((rows.len(), rows[0].country.as_str(), rows[0].point), (2, "ML", None));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        for (table, message) in [
            ("id,kind\nown:1,town\nown:2,tawn\n", "line 3: unknown kind \"tawn\""),
            ("id,latitude,longitude\nown:1,91,0\n", "line 2: latitude or longitude out of range"),
            ("id,latitude,longitude\nown:1,x,0\n", "line 2: "),
            ("id,name\nown:1\n", "line 2: 1 columns, not 2"),
            ("id,nome\nown:1,x\n", "line 2: unknown field `nome`"),
        ] {
            let error = rows(table).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }
}
