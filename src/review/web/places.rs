//! What the gazetteer offers for a name: in, a name and perhaps a country; out, places as the fields
//! of an event have them, those of the country first.

use serde::Serialize;

use crate::{
    gazetteer::{Gazetteer, PlaceId},
    record::{Feature, PlacePrecision, round5},
};

/// Places offered from the country, and from anywhere.
const MOST: usize = 8;

/// A place, by the columns of events.csv.
#[derive(Debug, Serialize)]
pub struct Offer {
    place_name: String,
    feature: Feature,
    latitude: Option<f64>,
    longitude: Option<f64>,
    place_precision: PlacePrecision,
    admin2: Option<String>,
    admin1: Option<String>,
    country: Option<String>,
    country_code: String,
    gazetteer_id: String,
    population: u32,
    /// How far its name sounds from the one asked for; null where it is that.
    distance: Option<f32>,
}

/// The places a name may mean. Where the country has some, those elsewhere that only sound like it are
/// left out.
pub fn offers(gazetteer: &Gazetteer, name: &str, country: &str) -> Vec<Offer> {
    let near = match country {
        "" => Vec::new(),
        code => gazetteer.candidates(name, &[code], MOST),
    };
    let far = gazetteer.candidates(name, &[], MOST);
    let far = far.into_iter().filter(|(id, distance)| {
        (near.is_empty() || distance.is_none()) && near.iter().all(|(other, _)| other != id)
    });
    let all = near.iter().copied().chain(far);
    all.map(|(id, distance)| offer(gazetteer, id, distance)).collect()
}

fn offer(gazetteer: &Gazetteer, id: PlaceId, distance: Option<f32>) -> Offer {
    let place = gazetteer.place(id);
    let name = |id: PlaceId| gazetteer.name(id).to_owned();
    let country = gazetteer.country(place.country_code).map(name);
    Offer {
        place_name: place.name.to_owned(),
        feature: place.feature,
        latitude: place.latitude.map(round5),
        longitude: place.longitude.map(round5),
        place_precision: match place.feature {
            Feature::Country => PlacePrecision::Country,
            Feature::Admin => PlacePrecision::Admin,
            _ => PlacePrecision::Exact,
        },
        admin2: place.admin2.map(name),
        admin1: place.admin1.map(name),
        country,
        country_code: place.country_code.to_owned(),
        gazetteer_id: place.id.into_owned(),
        population: place.population,
        distance,
    }
}
