//! JSON Schema (2020-12): in, the name of a table; out, what a record of it looks like in JSON. The
//! nested records are described by their types, the flat ones by the columns of their table.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    table::{Field, Kind},
    tables::{TABLES, Tables},
};
use crate::record::{DocumentRecord, Event, Mention, ReadError};

/// The tables, with the files that have their records in JSON.
pub const TABLES_WITH_SCHEMA: [&str; 6] =
    ["events", "event_places", "event_casualties", "mentions", "documents", "errors"];

/// The schema of a record of this table, where there is one of that name.
pub fn of_record(table: &str) -> Option<Value> {
    let mut generator = generator();
    let record = record(&mut generator, table)?;
    let mut schema = head(format!("A record of {table}"));
    schema.extend(record);
    Some(with_definitions(schema, generator))
}

/// The schema of an object that has the records of every table as an array under its name.
pub fn of_all() -> Value {
    let mut generator = generator();
    let mut tables = Map::new();
    for table in TABLES_WITH_SCHEMA {
        if let Some(record) = record(&mut generator, table) {
            tables.insert(table.to_owned(), json!({ "type": "array", "items": record }));
        }
    }
    let mut schema = head("The records of rasd, by table".to_owned());
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), tables.into());
    with_definitions(schema, generator)
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

fn head(title: String) -> Map<String, Value> {
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    Map::from_iter([("$schema".to_owned(), dialect.into()), ("title".to_owned(), title.into())])
}

fn with_definitions(mut schema: Map<String, Value>, mut generator: SchemaGenerator) -> Value {
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), definitions.into());
    }
    schema.into()
}

fn record(generator: &mut SchemaGenerator, table: &str) -> Option<Map<String, Value>> {
    Some(match table {
        "events" => reference::<Event>(generator),
        "mentions" => reference::<Mention>(generator),
        "documents" => reference::<DocumentRecord>(generator),
        "errors" => reference::<ReadError>(generator),
        flat => row(flat)?,
    })
}

fn reference<T: JsonSchema>(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let schema = generator.subschema_for::<T>();
    schema.as_object().cloned().unwrap_or_default()
}

/// A row of a table that stands in no JSON file, as an object of its cells.
fn row(name: &str) -> Option<Map<String, Value>> {
    let at = TABLES.iter().position(|table| table.name == name)?;
    let fields = &Tables::new().fields()[at];
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let names: Vec<_> = fields.iter().map(|field| field.name).collect();
    let Value::Object(row) = json!({
        "description": TABLES[at].description,
        "type": "object",
        "properties": properties,
        "required": names,
    }) else {
        return None;
    };
    Some(row)
}

/// A cell: what is not known is null.
fn property(field: &Field) -> Value {
    let mut schema = match &field.kind {
        Kind::Text | Kind::List | Kind::Terms(_) => json!({ "type": "string" }),
        Kind::Term(terms) => json!({ "type": "string", "enum": terms }),
        Kind::Whole => json!({ "type": "integer", "minimum": 0 }),
        Kind::Real(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
    };
    if !field.required {
        schema["type"] = json!([schema["type"], "null"]);
        if let Some(Value::Array(terms)) = schema.get_mut("enum") {
            terms.push(Value::Null);
        }
    }
    schema["description"] = field.description.into();
    schema
}
