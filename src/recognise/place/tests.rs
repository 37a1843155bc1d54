//! The examples of places.toml: "words = place, country, precision", then what else there is to say.

use crate::{
    gazetteer::Gazetteer,
    lang::{
        Pack, builtin_file,
        examples::{Example, Given, check},
    },
    normalise::Normaliser,
    recognise::{number, place},
    resolve::place::{PlaceMention, PlaceUse, resolve},
};

#[test]
fn examples() {
    let pack = Pack::builtin("ar").unwrap();
    let gazetteer = Gazetteer::builtin().unwrap();
    let file = builtin_file("ar", "places.examples.toml");
    let checked = check(file, |e| read(&pack, &gazetteer, e)).unwrap();
    checked.hold();
}

fn read(pack: &Pack, gazetteer: &Gazetteer, example: &Example) -> Given {
    let mut normaliser = Normaliser::new(&pack.lexicon).knowing(gazetteer);
    let text = normaliser.normalise(example.text.get_ref());
    let candidates = place::places(&text, pack, gazetteer, &number::numbers(&text, pack));
    let nationalities = place::nationalities(&text, pack);
    let words = |tokens: &_| text.words(tokens);
    let found = resolve(&pack.code, &candidates, &nationalities, gazetteer, words);
    Given {
        lines: found.iter().map(|p| line(p, text.words(&p.tokens))).collect(),
        rules: found.iter().map(|p| p.rule.clone()).collect(),
    }
}

fn line(place: &PlaceMention, words: &str) -> String {
    let value = &place.value;
    let country = value.country_code.as_deref().unwrap_or("-");
    let precision = value.precision.map_or("-", |p| p.as_str());
    let mut line = format!("{words} = {}, {country}, {precision}", value.name);
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
