//! Tables: in, one declaration of a table's columns (name, type, description, getter); out, its
//! header, its CSV rows and its schema in datapackage.json. Each column is declared once.

use std::{borrow::Cow, io::Write};

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::{
    error::Result,
    record::{Bounds, Flag, round5},
};

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// Unknown: an empty cell.
    Empty,
    /// Words, a term or an id.
    Text(Cow<'r, str>),
    /// A count or an offset.
    Whole(u64),
    /// Degrees or kilometres, at most five decimals.
    Real(f64),
    /// true or false.
    Bool(bool),
    /// A Gregorian day.
    Day(NaiveDate),
}

impl Cell<'_> {
    /// As it stands in the file.
    fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Whole(number) => number.to_string().into(),
            Cell::Real(number) => round5(*number).to_string().into(),
            Cell::Bool(value) => if *value { "true" } else { "false" }.into(),
            Cell::Day(day) => day.to_string().into(),
        }
    }
}

/// Ways to make a cell, so that a getter reads `e.published.into()`.
macro_rules! cell_from {
    ($($type:ty => $value:ident, $cell:expr;)+) => {
        $(impl<'r> From<$type> for Cell<'r> {
            fn from($value: $type) -> Cell<'r> { $cell }
        })+
    };
}

cell_from! {
    &'r str => text, Cell::Text(text.into());
    &'r String => text, Cell::Text(text.as_str().into());
    String => text, Cell::Text(text.into());
    u64 => number, Cell::Whole(number);
    usize => number, Cell::Whole(number as u64);
    f64 => number, Cell::Real(number);
    bool => value, Cell::Bool(value);
    NaiveDate => day, Cell::Day(day);
}

impl<'r, T: Into<Cell<'r>>> From<Option<T>> for Cell<'r> {
    fn from(value: Option<T>) -> Cell<'r> {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl<'r> From<&'r Option<String>> for Cell<'r> {
    fn from(value: &'r Option<String>) -> Cell<'r> {
        value.as_deref().into()
    }
}

/// A cell that lists `values`, joined with `;`.
pub fn list<'r, S: AsRef<str>>(values: impl IntoIterator<Item = S>) -> Cell<'r> {
    let mut text = String::new();
    for value in values {
        if !text.is_empty() {
            text.push(';');
        }
        text.push_str(value.as_ref());
    }
    if text.is_empty() { Cell::Empty } else { text.into() }
}

/// A cell that lists flags.
pub fn flags<'r>(flags: &[Flag]) -> Cell<'r> {
    list(flags.iter().map(|flag| flag.as_str()))
}

/// The low bound, where there are bounds.
pub fn low(bounds: Option<Bounds>) -> Option<u64> {
    bounds?.low
}

/// The high bound, where there are bounds.
pub fn high(bounds: Option<Bounds>) -> Option<u64> {
    bounds?.high
}

/// What the values of a column are.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Text.
    Text,
    /// Text joined with `;`.
    List,
    /// One of these terms.
    Term(Vec<&'static str>),
    /// Terms joined with `;`.
    Terms(Vec<&'static str>),
    /// A whole number, never negative.
    Whole,
    /// A number between these.
    Real(f64, f64),
    /// true or false.
    Bool,
    /// A Gregorian day, YYYY-MM-DD.
    Day,
}

/// One of `names`.
pub fn term(names: &[&'static str]) -> Kind {
    Kind::Term(names.to_vec())
}

/// Any of `names`, joined with `;`.
pub fn terms(names: &[&'static str]) -> Kind {
    Kind::Terms(names.to_vec())
}

/// A column: its place in the schema and how to read it off a row.
pub struct Column<R> {
    name: &'static str,
    kind: Kind,
    required: bool,
    description: &'static str,
    get: Box<dyn for<'r> Fn(&'r R) -> Cell<'r>>,
}

impl<R> Column<R> {
    /// A column that may be empty.
    pub fn new(
        name: &'static str,
        kind: Kind,
        description: &'static str,
        get: impl for<'r> Fn(&'r R) -> Cell<'r> + 'static,
    ) -> Column<R> {
        Column { name, kind, required: false, description, get: Box::new(get) }
    }

    /// The same, never empty.
    pub fn required(mut self) -> Column<R> {
        self.required = true;
        self
    }

    /// Its entry in the schema of datapackage.json.
    fn field(&self) -> Value {
        let mut constraints = serde_json::Map::new();
        if self.required {
            constraints.insert("required".into(), true.into());
        }
        let kind = match &self.kind {
            Kind::Text | Kind::List => "string",
            Kind::Term(terms) => {
                constraints.insert("enum".into(), json!(terms));
                "string"
            }
            Kind::Terms(terms) => {
                let any = terms.join("|");
                constraints.insert("pattern".into(), format!("({any})(;({any}))*").into());
                "string"
            }
            Kind::Whole => {
                constraints.insert("minimum".into(), 0.into());
                "integer"
            }
            Kind::Real(least, most) => {
                constraints.insert("minimum".into(), json!(least));
                constraints.insert("maximum".into(), json!(most));
                "number"
            }
            Kind::Bool => "boolean",
            Kind::Day => "date",
        };
        let mut field = json!({ "name": self.name, "type": kind, "description": self.description });
        if !constraints.is_empty() {
            field["constraints"] = constraints.into();
        }
        field
    }
}

/// A kind of row.
pub trait Row: Sized {
    /// Its columns in the order of the contract.
    fn columns() -> Vec<Column<Self>>;
}

/// A CSV file of the output: what datapackage.json says of it besides its columns.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// File name without `.csv`.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Columns that together name a row.
    pub key: &'static [&'static str],
    /// Columns that point to the key of another table: `(column, table)`.
    pub foreign: &'static [(&'static str, &'static str)],
}

impl Table {
    /// Its resource in datapackage.json.
    pub fn resource<R: Row>(&self) -> Value {
        let fields: Vec<_> = R::columns().iter().map(Column::field).collect();
        let mut schema = json!({
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": fields,
            "missingValues": [""],
            "primaryKey": self.key,
        });
        if !self.foreign.is_empty() {
            let keys = self.foreign.iter().map(|(column, table)| {
                json!({ "fields": [column], "reference": { "resource": table, "fields": [column] } })
            });
            schema["foreignKeys"] = keys.collect();
        }
        json!({
            "name": self.name,
            "type": "table",
            "description": self.description,
            "path": format!("{}.csv", self.name),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {
                "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
                "delimiter": ",",
                "lineTerminator": "\n",
                "quoteChar": "\"",
                "doubleQuote": true,
                "header": true,
            },
            "schema": schema,
        })
    }
}

/// Writes the rows of one table.
pub struct TableWriter<W: Write, R> {
    csv: csv::Writer<W>,
    columns: Vec<Column<R>>,
}

impl<W: Write, R: Row> TableWriter<W, R> {
    /// Writes the header.
    pub fn new(file: W) -> Result<TableWriter<W, R>> {
        let columns = R::columns();
        let mut csv = csv::Writer::from_writer(file);
        csv.write_record(columns.iter().map(|column| column.name)).map_err(failed)?;
        Ok(TableWriter { csv, columns })
    }

    /// Writes a row.
    pub fn row(&mut self, row: &R) -> Result<()> {
        for column in &self.columns {
            self.csv.write_field(&*(column.get)(row).text()).map_err(failed)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(failed)
    }

    /// The file, everything written.
    pub fn finish(self) -> Result<W> {
        self.csv.into_inner().map_err(|error| error.into_error().into())
    }
}

fn failed(error: csv::Error) -> crate::Error {
    crate::Error::new(error.to_string())
}
