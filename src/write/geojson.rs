//! events.geojson: in, incidents; out, an RFC 7946 collection with a feature for each, for QGIS and
//! web maps. The properties are the columns of events.csv, so that a map can be joined to any table.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{
    Format, Note,
    json::Array,
    stage::{Stage, StagedFile},
    table::{Cell, Field},
    tables::{EVENTS_TABLE, Index},
};
use crate::{Error, Result};

/// The collection, open.
pub(super) struct GeoJson {
    names: Vec<&'static str>,
    features: Array<StagedFile>,
}

impl GeoJson {
    /// Begins the collection; `fields` are those of events.csv.
    pub(super) fn create(stage: &Stage, fields: &[Field]) -> Result<GeoJson> {
        let mut file = stage.create("events.geojson")?;
        file.write_all(b"{\"type\":\"FeatureCollection\",\"features\":")?;
        let names = fields.iter().map(|field| field.name).collect();
        Ok(GeoJson { names, features: Array::new(file) })
    }

    /// An incident; one without coordinates keeps its place in the list, with a null geometry.
    fn feature(&self, cells: &[Cell<'_>]) -> Result<Value> {
        let value = |cell| serde_json::to_value(cell).map_err(|e| Error::new(e.to_string()));
        let mut properties = Map::new();
        for (name, cell) in self.names.iter().zip(cells) {
            properties.insert((*name).to_owned(), value(cell)?);
        }
        let geometry = match (&properties["longitude"], &properties["latitude"]) {
            (east @ Value::Number(_), north @ Value::Number(_)) => {
                json!({ "type": "Point", "coordinates": [east, north] })
            }
            _ => Value::Null,
        };
        let id = &properties["event_id"];
        Ok(json!({
            "type": "Feature", "id": id, "geometry": geometry, "properties": properties
        }))
    }
}

impl Format for GeoJson {
    fn row(&mut self, table: Index, cells: &[Cell<'_>]) -> Result<()> {
        if table == EVENTS_TABLE {
            let feature = self.feature(cells)?;
            self.features.push(&feature)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, stage: &mut Stage) -> Result<Option<Note>> {
        let mut file = self.features.finish()?;
        file.write_all(b"}\n")?;
        stage.close(file)?;
        Ok(None)
    }
}
