//! An edited sheet: in, a workbook or CSV file; out, rows of cells with where they stand. What a
//! spreadsheet makes of a value (a date, a number) stays what it is.

use std::{
    io::Cursor,
    path::{Path, PathBuf},
};

use calamine::{Data, DataType, Reader, Xlsx};
use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;

use super::fields;
use crate::{Error, Result, dataset, write::table::Kind};

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Bool(bool),
    Day(NaiveDate),
    /// A time of day, an error: nothing that stands in a table of ours.
    Odd(String),
}

/// A row with its number, from 1, as the spreadsheet shows it.
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) cells: Vec<Cell>,
}

/// A table of a file.
pub(super) struct Sheet {
    /// For messages.
    pub(super) name: String,
    /// Whether its rows are totals, where its name says so.
    pub(super) aggregates: Option<bool>,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// Sheets of the workbook that are read elsewhere or not at all.
const OTHERS: [&str; 5] = ["event_places", "event_casualties", "mentions", "documents", "columns"];

/// The sheets of a file that may hold events; with notes on those that do not.
pub(super) fn read(path: &Path) -> Result<(Vec<Sheet>, Vec<String>)> {
    let bytes = dataset::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // a workbook is a ZIP file, whatever it is called
    let read = if bytes.starts_with(b"PK") {
        workbook(bytes)
    } else {
        csv_file(&bytes, &name).map(|sheet| (vec![sheet], Vec::new()))
    };
    let (sheets, notes) = read.map_err(|error| error.in_file(path))?;
    if sheets.is_empty() {
        let message = "no sheet of events: none has the columns event_id and event_kind";
        return Err(Error::new(message).in_file(PathBuf::from(path)));
    }
    Ok((sheets, notes))
}

fn workbook(bytes: Vec<u8>) -> Result<(Vec<Sheet>, Vec<String>)> {
    let unreadable = |error: calamine::XlsxError| Error::caused("not a workbook", error);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let (mut sheets, mut notes) = (Vec::new(), Vec::new());
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(unreadable)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = range.rows();
        // a range begins at its first cell that is not empty
        let header = rows.next().filter(|_| top == 0).unwrap_or_default();
        let blank = std::iter::repeat_n(String::new(), left as usize);
        let columns: Vec<String> =
            blank.chain(header.iter().map(|cell| cell.to_string().trim().to_owned())).collect();
        if !of_events(&columns) {
            let base = name.split(' ').next().unwrap_or_default();
            if !OTHERS.contains(&base) && !range.is_empty() {
                notes.push(format!("sheet {name:?} is not read: it has not the columns of events"));
            }
            continue;
        }
        let rows = (2..).zip(rows).map(|(number, row)| {
            let blank = std::iter::repeat_n(Cell::Empty, left as usize);
            Row { number, cells: blank.chain(row.iter().map(cell)).collect() }
        });
        sheets.push(Sheet { aggregates: totals(&name), columns, rows: rows.collect(), name });
    }
    Ok((sheets, notes))
}

fn of_events(columns: &[String]) -> bool {
    let has = |name: &str| columns.iter().any(|column| column == name);
    has("event_id") && has("event_kind")
}

/// What the name of a sheet or file says of its rows.
fn totals(name: &str) -> Option<bool> {
    match name {
        _ if name.starts_with("aggregates") => Some(true),
        _ if name.starts_with("events") => Some(false),
        _ => None,
    }
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) if text.is_empty() => Cell::Empty,
        Data::String(text) => Cell::Text(text.clone()),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(_) | Data::DateTimeIso(_) => match data.as_datetime() {
            Some(time) if time.time() == NaiveTime::MIN => Cell::Day(time.date()),
            _ => Cell::Odd(data.to_string()),
        },
        other => Cell::Odd(other.to_string()),
    }
}

fn csv_file(bytes: &[u8], name: &str) -> Result<Sheet> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Error::caused("not UTF-8: save it as \"CSV UTF-8\", or as a workbook", error)
    })?;
    let first = text.lines().next().unwrap_or_default();
    // spreadsheets of some countries write it so
    let by = [b',', b';', b'\t'].into_iter();
    let by = by.max_by_key(|by| first.bytes().filter(|byte| byte == by).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(by.unwrap_or(b','))
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| Error::caused("not a CSV table", error);
    let header = reader.headers().map_err(unreadable)?;
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    if !of_events(&columns) {
        return Err(Error::new("it has not the columns event_id and event_kind"));
    }
    let mut rows = Vec::new();
    for (number, row) in (2..).zip(reader.records()) {
        let row = row.map_err(unreadable)?;
        let cells = row.iter().map(|text| match harmless(text) {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        });
        rows.push(Row { number, cells: cells.collect() });
    }
    Ok(Sheet { name: name.to_owned(), aggregates: totals(name), columns, rows })
}

/// The text without the apostrophe that keeps a spreadsheet from running it.
fn harmless(text: &str) -> &str {
    let rest = text.strip_prefix('\'').unwrap_or(text);
    if rest.starts_with(crate::write::STARTS_A_FORMULA) { rest } else { text }
}

impl Cell {
    /// The text that a CSV file would have.
    pub(super) fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Odd(text) => text.replace("\r\n", "\n"),
            Cell::Number(number) => number.to_string(),
            Cell::Bool(value) => value.to_string(),
            Cell::Day(day) => day.to_string(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// The value of a field.
    pub(super) fn value(&self, field: &str) -> std::result::Result<Value, String> {
        let day = |field: &str| {
            fields::column(field).is_some_and(|column| matches!(column.field.kind, Kind::Day))
        };
        match self {
            Cell::Odd(text) => Err(format!("{text:?} is no value of this column")),
            Cell::Number(number) if day(field) => {
                Err(format!("{number} is a number and no date: format the cell as a date"))
            }
            cell => fields::parse(field, &cell.text()),
        }
    }
}
