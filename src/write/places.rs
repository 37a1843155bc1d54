//! event_places.csv: in, the places of an event; out, a row for each.

use super::table::{Column, Kind, Row, Table, term};
use crate::record::{Event, EventPlace, Feature, PlacePrecision, PlaceRole};

/// Every place of every event.
pub const EVENT_PLACES: Table = Table {
    name: "event_places",
    description: "Places of the incidents (events) and totals (aggregates), the most specific first.",
    key: &["event_id", "ordinal"],
    foreign: &[("mention_id", "mentions")],
};

/// A place of an event.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    event_id: String,
    ordinal: usize,
    place: EventPlace,
}

/// The rows of one event.
pub fn rows(event: &Event) -> impl Iterator<Item = PlaceRow> + '_ {
    (1..).zip(&event.places).map(|(ordinal, place)| PlaceRow {
        event_id: event.event_id.clone(),
        ordinal,
        place: place.clone(),
    })
}

type Col = Column<PlaceRow>;

impl Row for PlaceRow {
    fn columns() -> Vec<Col> {
        use Kind::{Real, Text, Whole};
        vec![
            Col::new("event_id", Text, "Row of events.csv or aggregates.csv", |r| {
                (&r.event_id).into()
            })
            .required(),
            Col::new("ordinal", Whole, "1 for the place shown in the event's row", |r| {
                r.ordinal.into()
            })
            .required(),
            Col::new("mention_id", Text, "Its mention; empty where no name stands for it", |r| {
                Some(&r.place.mention_id).filter(|id| !id.is_empty()).into()
            }),
            Col::new("role", term(PlaceRole::NAMES), "What it is to the event", |r| {
                r.place.role.as_str().into()
            })
            .required(),
            Col::new("name", Text, "English main name", |r| (&r.place.name).into()).required(),
            Col::new("text", Text, "As written", |r| (&r.place.text).into()),
            Col::new("feature", term(Feature::NAMES), "Kind of place", |r| {
                r.place.feature.map(Feature::as_str).into()
            }),
            Col::new("latitude", Real(-90.0, 90.0), "Degrees north, WGS 84", |r| {
                r.place.latitude.into()
            }),
            Col::new("longitude", Real(-180.0, 180.0), "Degrees east, WGS 84", |r| {
                r.place.longitude.into()
            }),
            Col::new("precision", term(PlacePrecision::NAMES), "Nearness of the point", |r| {
                r.place.precision.map(PlacePrecision::as_str).into()
            }),
            Col::new("distance_km", Real(0.0, 20_040.0), "Kilometres from the anchor", |r| {
                r.place.distance_km.into()
            }),
            Col::new("bearing", term(&BEARINGS), "Direction from the anchor", |r| {
                (&r.place.bearing).into()
            }),
            Col::new("admin2", Text, "Second-level division", |r| (&r.place.admin2).into()),
            Col::new("admin1", Text, "First-level division", |r| (&r.place.admin1).into()),
            Col::new("country", Text, "English name of the country", |r| (&r.place.country).into()),
            Col::new("country_code", Text, "ISO 3166-1 alpha-2", |r| {
                (&r.place.country_code).into()
            }),
            Col::new("gazetteer_id", Text, "Row of the gazetteer", |r| {
                (&r.place.gazetteer_id).into()
            }),
        ]
    }
}

/// The eight directions.
const BEARINGS: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
