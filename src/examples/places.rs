//! The examples of places.toml: "words = place, country, precision", then what else there is to say.

use super::{Example, Given};
use crate::{
    normalise::Normaliser,
    pipeline::Engine,
    recognise::{number, place},
    resolve::place::{PlaceMention, PlaceUse, resolve},
};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let (pack, gazetteer) = (&engine.pack, &engine.gazetteer);
    let mut normaliser = Normaliser::new(&pack.lexicon).knowing(gazetteer);
    let text = normaliser.normalise(example.text.get_ref());
    let numbers = number::numbers(&text, pack);
    let cues = place::PlaceWords::of(&text, pack);
    let candidates = place::places(&text, pack, gazetteer, &numbers, &cues);
    let nationalities = cues.nationalities(pack);
    let words = |tokens: &_| text.words(tokens);
    let found = resolve(&candidates, &nationalities, gazetteer, words);
    Given {
        lines: found.iter().map(|p| line(p, text.words(&p.tokens))).collect(),
        rules: found.iter().map(|p| p.rule(&pack.code)).collect(),
    }
}

fn line(place: &PlaceMention<'_>, words: &str) -> String {
    let country = place.told.country_code.unwrap_or("-");
    let precision = place.precision.map_or("-", |p| p.as_str());
    let mut line = format!("{words} = {}, {country}, {precision}", place.told.name);
    if let Some(km) = place.distance_km {
        line += &format!(", {km} km");
    }
    if let Some(bearing) = place.bearing {
        line += &format!(", {bearing}");
    }
    match place.usage {
        PlaceUse::Location => {}
        PlaceUse::Dateline => line += ", dateline",
        PlaceUse::Other => line += ", other",
    }
    place.flags.iter().for_each(|flag| line += &format!(", {}", flag.as_str()));
    line
}
