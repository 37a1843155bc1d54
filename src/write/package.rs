//! datapackage.json: in, the declarations of the tables; out, a Frictionless Data Package (v2) that
//! says what every column holds.

use serde_json::{Value, json};

use super::{
    CONTRACT, casualties, casualties::EVENT_CASUALTIES, documents::DOCUMENTS, events::AGGREGATES,
    events::EVENTS, mentions::MENTIONS, places, places::EVENT_PLACES,
};
use crate::record::{DocumentRecord, Event, Mention};

/// The descriptor.
pub fn descriptor() -> Value {
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rasd",
        "title": "Events, places and casualty statements read from news text",
        "description": "Machine-read, for review: see run.json for how it came about. Dates are \
            Gregorian days, coordinates WGS 84 degrees, offsets code points of the document's body \
            with the end exclusive; an empty cell is unknown, never zero.",
        "version": format!("{CONTRACT}.0.0"),
        "resources": [
            EVENTS.resource::<Event>(),
            AGGREGATES.resource::<Event>(),
            EVENT_PLACES.resource::<places::PlaceRow>(),
            EVENT_CASUALTIES.resource::<casualties::StatementRow>(),
            MENTIONS.resource::<Mention>(),
            DOCUMENTS.resource::<DocumentRecord>(),
        ],
    })
}
