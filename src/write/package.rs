//! datapackage.json: in, the declarations of the tables; out, a Frictionless Data Package (v2) that
//! says what every column holds.

use serde_json::{Value, json};

use super::{
    CONTRACT,
    tables::{TABLES, Tables},
};

/// The descriptor.
pub fn descriptor(tables: &Tables) -> Value {
    let fields = tables.fields();
    let resources = TABLES.iter().zip(&fields).map(|(table, fields)| table.resource(fields));
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rasd",
        "title": "Events, places and casualty statements read from news text",
        "description": "Machine-read, for review: see run.json for how it came about. Dates are \
            Gregorian days, coordinates WGS 84 degrees, offsets code points of the document's body \
            with the end exclusive; an empty cell is unknown, never zero.",
        "version": format!("{CONTRACT}.0.0"),
        "resources": resources.collect::<Vec<_>>(),
    })
}
