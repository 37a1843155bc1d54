//! Tables to compare: in, a CSV file, a JSON array or JSON Lines of the output contract; out, rows of
//! cells. Objects are flattened: `date.start`, `places.1.name`, `casualties.killed.low`.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use csv::StringRecord;
use serde_json::{Map, Value};

use super::shape::Shape;
use crate::{Error, Result, dataset::Dataset};

/// A column of rows that came from two files: whether they came from the second.
const AGGREGATE: &str = "aggregate";

/// Rows with one set of columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// What its rows are; unknown when the file was empty.
    pub shape: Option<&'static Shape>,
    /// Header.
    pub columns: Vec<String>,
    pub(super) rows: Vec<StringRecord>,
    /// Files, each with its first row.
    files: Vec<(usize, PathBuf)>,
}

impl Table {
    /// Reads the table `name` of a run.
    ///
    /// # Errors
    /// When its file cannot be read or is none.
    pub(crate) fn of_set(set: &Dataset, name: &str) -> Result<Table> {
        let file = format!("{name}.csv");
        Table::parse(&set.path(&file), &set.read(&file)?)
    }

    /// Reads a table of one of the kinds of the contract.
    ///
    /// # Errors
    /// When `bytes`, which came from `path`, are none.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Table> {
        let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let read = match start {
            None => Ok((Vec::new(), Vec::new())),
            Some(b'[') => from_array(bytes),
            Some(b'{') => from_lines(bytes),
            Some(_) => from_csv(bytes),
        };
        let (columns, rows) = read.map_err(|error| error.in_file(path))?;
        let shape = Shape::of(&columns);
        if shape.is_none() && !columns.is_empty() {
            let message = "no table that rasd writes: it has not the columns of events, places, \
                           casualties, mentions or documents";
            return Err(Error::new(message).in_file(path));
        }
        Ok(Table { shape, columns, rows, files: vec![(0, path.to_owned())] })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where a column stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// A cell; that of a column which is not there is empty.
    pub fn cell(&self, row: usize, name: &str) -> &str {
        self.column(name).map_or("", |column| self.at(row, column))
    }

    pub(super) fn at(&self, row: usize, column: usize) -> &str {
        self.rows[row].get(column).unwrap_or_default()
    }

    /// The cells of a row that are not empty, by column.
    pub fn filled(&self, row: usize) -> impl Iterator<Item = (&str, &str)> {
        let cells = self.columns.iter().map(String::as_str).zip(&self.rows[row]);
        cells.filter(|(_, cell)| !cell.is_empty())
    }

    /// Adds the totals to the incidents, and a column that tells them apart.
    pub(super) fn with_totals(mut self, totals: Table) -> Result<Table> {
        if self.columns != totals.columns {
            let message = "its columns are not those of the incidents";
            return Err(Error::new(message).in_file(totals.file_of(0)));
        }
        self.columns.push(AGGREGATE.to_owned());
        self.rows.iter_mut().for_each(|row| row.push_field("false"));
        self.files
            .extend(totals.files.iter().map(|(at, path)| (at + self.rows.len(), path.clone())));
        self.rows.extend(totals.rows.into_iter().map(|mut row| {
            row.push_field("true");
            row
        }));
        Ok(self)
    }

    /// The file a row came from.
    fn file_of(&self, row: usize) -> &Path {
        let next = self.files.partition_point(|(first, _)| *first <= row);
        &self.files[next - 1].1
    }

    fn line_of(&self, row: usize) -> Option<u64> {
        self.rows[row].position().map(csv::Position::line)
    }

    /// An error about a row.
    pub(crate) fn error(&self, row: usize, message: String) -> Error {
        let error = Error::new(message).in_file(self.file_of(row));
        match self.line_of(row) {
            Some(line) => error.at_line(line),
            None => error,
        }
    }

    /// Where a row stands, for a message about another one.
    pub(super) fn place_of(&self, row: usize) -> String {
        match self.line_of(row) {
            Some(line) => format!("line {line}"),
            None => format!("element {}", row + 1),
        }
    }
}

type Read = Result<(Vec<String>, Vec<StringRecord>)>;

fn from_csv(bytes: &[u8]) -> Read {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
    let rows = reader.into_records().map(|row| row.map_err(unreadable)).collect::<Result<_>>()?;
    Ok((columns, rows))
}

fn unreadable(error: csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let error = Error::caused("not a CSV table", error);
    match line {
        Some(line) => error.at_line(line),
        None => error,
    }
}

fn from_array(bytes: &[u8]) -> Read {
    let objects: Vec<Map<String, Value>> = serde_json::from_slice(bytes).map_err(no_json)?;
    let mut sheet = Sheet::default();
    objects.iter().for_each(|object| sheet.add(object, None));
    Ok(sheet.done())
}

fn from_lines(bytes: &[u8]) -> Read {
    let mut sheet = Sheet::default();
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if !line.trim_ascii().is_empty() {
            let object = serde_json::from_slice(line);
            sheet.add(&object.map_err(|error| no_json(error).at_line(number))?, Some(number));
        }
    }
    Ok(sheet.done())
}

fn no_json(error: serde_json::Error) -> Error {
    Error::caused("not JSON records", error)
}

/// Objects on their way to rows: the columns are all paths, in the order they are first seen.
#[derive(Default)]
struct Sheet {
    columns: Vec<String>,
    known: HashMap<String, usize, foldhash::fast::FixedState>,
    rows: Vec<(Vec<String>, Option<u64>)>,
}

impl Sheet {
    fn add(&mut self, object: &Map<String, Value>, line: Option<u64>) {
        let mut cells = Vec::with_capacity(self.columns.len());
        let mut object = object.clone();
        // how an event was read is told by its rules
        object.shift_remove("sources");
        self.object("", &object, &mut cells);
        self.rows.push((cells, line));
    }

    fn object(&mut self, path: &str, object: &Map<String, Value>, cells: &mut Vec<String>) {
        for (name, value) in object {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.value(path, value, cells);
        }
    }

    fn value(&mut self, path: String, value: &Value, cells: &mut Vec<String>) {
        match value {
            Value::Object(object) => self.object(&path, object, cells),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for (number, item) in (1..).zip(items) {
                    // an event has one figure for each effect: it is named by it
                    let effect = item["effect"].as_str().map(str::to_owned);
                    let label = effect.unwrap_or_else(|| number.to_string());
                    self.value(format!("{path}.{label}"), item, cells);
                }
            }
            Value::Array(items) => {
                self.cell(path, items.iter().map(plain).collect::<Vec<_>>().join(";"), cells);
            }
            value => self.cell(path, plain(value), cells),
        }
    }

    fn cell(&mut self, path: String, text: String, cells: &mut Vec<String>) {
        let next = self.columns.len();
        let column = *self.known.entry(path).or_insert_with_key(|path| {
            self.columns.push(path.clone());
            next
        });
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }

    fn done(self) -> (Vec<String>, Vec<StringRecord>) {
        let width = self.columns.len();
        let row = |(mut cells, line): (Vec<String>, Option<u64>)| {
            cells.resize(width, String::new());
            let mut row = StringRecord::from(cells);
            row.set_position(line.map(|line| {
                let mut position = csv::Position::new();
                position.set_line(line);
                position
            }));
            row
        };
        (self.columns, self.rows.into_iter().map(row).collect())
    }
}

/// A scalar as it stands in a CSV file.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}
