//! Events, field by field: in, an event; out, what each field says, and the words and rules behind it.

use serde::Serialize;

use crate::record::{DateBasis, Effect, Event, EventDate, EventPlace, Flag, Party, Source, Toll};

/// A field of an event that says something.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// A column of events.csv, or what a group of them begins with.
    pub field: &'static str,
    /// What it says.
    pub value: String,
    /// The words it was read from, with their rules; none where it was worked out from no words of
    /// its own.
    pub read_from: Vec<Words>,
}

/// Words and the rule that read them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Words {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words.
    pub text: String,
    /// The rule.
    pub rule: String,
}

/// The fields of `event` that say something, in the order of its columns.
pub fn fields(event: &Event) -> Vec<Field> {
    let mut fields = vec![of("event_kind", event, event.kind)];
    fields.extend(event.weapon.map(|weapon| of("weapon", event, weapon)));
    fields.push(of("date", event, date(&event.date)));
    let mut places = event.sources.iter().filter(|source| source.field == "place");
    for place in &event.places {
        let read_from = places.next().map(Words::from).into_iter().collect();
        fields.push(Field { field: "place", value: self::place(place), read_from });
    }
    fields.extend(event.actor.as_ref().map(|actor| of("actor", event, party(actor))));
    fields.extend(event.target.as_ref().map(|target| of("target", event, party(target))));
    fields.extend(event.claimed_by.as_ref().map(|name| of("claimed_by", event, name)));
    fields.extend(event.casualties.iter().map(|toll| of(toll.effect.as_str(), event, count(toll))));
    fields.extend(event.attribution_type.map(|speaker| of("attribution", event, speaker)));
    fields.push(of("confidence", event, event.confidence));
    fields.extend(event.flags.iter().map(|flag| Field {
        field: "flags",
        value: flag.to_string(),
        read_from: words(event, |field| field == flag.as_str() || concerns(*flag, field)),
    }));
    fields
}

/// A field with the sources that bear its name.
fn of(field: &'static str, event: &Event, value: impl ToString) -> Field {
    let read_from = words(event, |source| source == field);
    Field { field, value: value.to_string(), read_from }
}

fn words(event: &Event, of: impl Fn(&str) -> bool) -> Vec<Words> {
    event.sources.iter().filter(|source| of(&source.field)).map(Words::from).collect()
}

impl From<&Source> for Words {
    fn from(source: &Source) -> Words {
        let Source { start, end, text, rule, .. } = source.clone();
        Words { start, end, text, rule }
    }
}

/// Whether a flag is a doubt about a field.
fn concerns(flag: Flag, field: &str) -> bool {
    match flag {
        Flag::YearImplied | Flag::DateConflict => field == "date",
        Flag::PlaceAmbiguous | Flag::PlaceUnresolved | Flag::TollShared => field == "place",
        Flag::TollSummed
        | Flag::TollConflict
        | Flag::TollUpdated
        | Flag::VagueCount
        | Flag::Negated => Effect::NAMES.contains(&field),
        Flag::PartyClaim => field == "attribution",
        Flag::DateFromPublished
        | Flag::NoDate
        | Flag::NoPlace
        | Flag::TollNotReported
        | Flag::PublishedDoubtful
        | Flag::Aggregate => false,
    }
}

/// `2024-03-05, stated`: the interval, what bends it, what it rests on.
fn date(date: &EventDate) -> String {
    let edtf = date.edtf.as_deref().unwrap_or("unknown");
    let modifier = date.modifier.map(|modifier| modifier.as_str());
    let basis = match (date.basis, &date.text) {
        (Some(DateBasis::Implied), None) => Some("implied by where the story stood"),
        (basis, _) => basis.map(|basis| basis.as_str()),
    };
    [Some(edtf), modifier, basis].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `Gao, ML, exact`, with the distance where there is one.
fn place(place: &EventPlace) -> String {
    let mut said = place.name.clone();
    if let Some(country) = place.country_code.as_deref().filter(|_| place.country.is_some()) {
        said += &format!(", {country}");
    }
    said += &format!(", {}", place.precision.map_or("not found", |p| p.as_str()));
    if let Some(km) = place.distance_km {
        let bearing = place.bearing.as_deref().unwrap_or_default();
        said += format!(", {km} km {bearing}").trim_end();
    }
    said
}

/// `Front of the Dunes, armed_group, claimed`.
fn party(party: &Party) -> String {
    let class = party.class.map(|class| class.as_str());
    let basis = party.basis.map(|basis| basis.as_str());
    [Some(party.name.as_str()), class, basis].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `5.. at_least, security`.
fn count(toll: &Toll) -> String {
    let bound = |bound: Option<u64>| bound.map(|b| b.to_string()).unwrap_or_default();
    let (low, high) = (bound(toll.low), bound(toll.high));
    let count = if low == high { low } else { format!("{low}..{high}") };
    format!("{count} {}, {}", toll.qualifier, toll.who)
}
