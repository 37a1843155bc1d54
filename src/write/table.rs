//! Tables: in, one declaration of a table's columns (name, type, description, getter); out, the
//! cells of its rows and its schema in datapackage.json. Each column is declared once; what the
//! cells look like in a file is the business of the formats.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::record::{Bounds, Flag, round5};

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
    /// As it stands in a CSV file.
    pub fn text(&self) -> Cow<'_, str> {
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

/// As it stands in JSON: a list stays one text, as in CSV.
impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Empty => out.serialize_none(),
            Cell::Text(text) => out.serialize_str(text),
            Cell::Whole(number) => out.serialize_u64(*number),
            Cell::Real(number) => out.serialize_f64(round5(*number)),
            Cell::Bool(value) => out.serialize_bool(*value),
            Cell::Day(day) => day.serialize(out),
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

impl Kind {
    /// For readers.
    pub fn in_words(&self) -> String {
        match self {
            Kind::Text => "text".to_owned(),
            Kind::List => "texts, joined with ;".to_owned(),
            Kind::Term(terms) => format!("one of: {}", terms.join(", ")),
            Kind::Terms(terms) => format!("joined with ;, any of: {}", terms.join(", ")),
            Kind::Whole => "whole number".to_owned(),
            Kind::Real(least, most) => format!("number, {least} to {most}"),
            Kind::Bool => "true or false".to_owned(),
            Kind::Day => "day, YYYY-MM-DD".to_owned(),
        }
    }
}

/// One of `names`.
pub fn term(names: &[&'static str]) -> Kind {
    Kind::Term(names.to_vec())
}

/// Any of `names`, joined with `;`.
pub fn terms(names: &[&'static str]) -> Kind {
    Kind::Terms(names.to_vec())
}

/// What is said of a column, whatever the kind of row.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name: the header.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Never empty.
    pub required: bool,
    /// One line.
    pub description: &'static str,
}

/// A column: what is said of it and how to read it off a row.
pub struct Column<R> {
    /// What is said of it.
    pub field: Field,
    get: Box<dyn for<'r> Fn(&'r R) -> Cell<'r> + Send + Sync>,
}

impl<R> Column<R> {
    /// A column that may be empty.
    pub fn new(
        name: &'static str,
        kind: Kind,
        description: &'static str,
        get: impl for<'r> Fn(&'r R) -> Cell<'r> + Send + Sync + 'static,
    ) -> Column<R> {
        let field = Field { name, kind, required: false, description };
        Column { field, get: Box::new(get) }
    }

    /// The same, never empty.
    pub fn required(mut self) -> Column<R> {
        self.field.required = true;
        self
    }

    /// The cell of a row.
    pub fn cell<'r>(&self, row: &'r R) -> Cell<'r> {
        (self.get)(row)
    }
}

impl<R> std::fmt::Debug for Column<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.field.fmt(f)
    }
}

/// What is said of `columns`.
pub fn fields<R>(columns: &[Column<R>]) -> Vec<Field> {
    columns.iter().map(|column| column.field.clone()).collect()
}

/// The cells of a row.
pub fn cells<'r, R>(columns: &[Column<R>], row: &'r R) -> Vec<Cell<'r>> {
    columns.iter().map(|column| column.cell(row)).collect()
}

impl Field {
    /// The cell that stands in a CSV file as `text`; `None` if this column cannot have it.
    pub(super) fn read<'t>(&self, text: &'t str) -> Option<Cell<'t>> {
        if text.is_empty() {
            return Some(Cell::Empty);
        }
        match self.kind {
            Kind::Whole => text.parse().ok().map(Cell::Whole),
            Kind::Real(..) => text.parse().ok().map(Cell::Real),
            Kind::Bool => text.parse().ok().map(Cell::Bool),
            Kind::Day => text.parse().ok().map(Cell::Day),
            Kind::Text | Kind::List | Kind::Term(_) | Kind::Terms(_) => Some(text.into()),
        }
    }

    /// Its entry in the schema of datapackage.json.
    fn descriptor(&self) -> Value {
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
    pub fn resource(&self, fields: &[Field]) -> Value {
        let fields: Vec<_> = fields.iter().map(Field::descriptor).collect();
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
