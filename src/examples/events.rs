//! The examples of events.toml: "kind, date, places, tolls, actor > target", and what else is said.

use super::{Example, Given};
use crate::{
    pipeline::Engine,
    read::Document,
    record::{Event, Toll},
};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let mut document = Document::new("example", example.text.get_ref().as_str());
    document.published = example.published;
    let extraction = engine.extract(&mut engine.normaliser(), &document);
    Given {
        lines: extraction.events.iter().map(line).collect(),
        rules: extraction.events.into_iter().flat_map(|event| event.rules).collect(),
    }
}

/// What is unknown is left out.
fn line(event: &Event) -> String {
    let mut told = vec![event.kind.to_string()];
    told.extend(event.date.edtf.clone());
    let place = |p: &crate::record::EventPlace| match p.distance_km {
        Some(km) => format!("{km} km from {}", p.name),
        None => p.name.clone(),
    };
    let places: Vec<String> = event.places.iter().map(place).collect();
    if !places.is_empty() {
        told.push(places.join(" and "));
    }
    told.extend(event.casualties.iter().map(toll));
    let name = |party: &Option<crate::record::Party>| party.as_ref().map(|p| p.name.clone());
    match (name(&event.actor), name(&event.target)) {
        (None, None) => {}
        (actor, target) => told.push(
            format!("{} > {}", actor.unwrap_or_default(), target.unwrap_or_default())
                .trim()
                .to_owned(),
        ),
    }
    told.extend(event.claimed_by.iter().map(|claimant| format!("claimed by {claimant}")));
    if event.aggregate {
        told.push("aggregate".into());
    }
    told.join(", ")
}

fn toll(toll: &Toll) -> String {
    let bound = |b: Option<u64>| b.map_or(String::new(), |b| b.to_string());
    match (toll.low, toll.high) {
        (low, high) if low == high => format!("{} {}", toll.effect, bound(low)),
        (low, high) => format!("{} {}..{}", toll.effect, bound(low), bound(high)),
    }
}
