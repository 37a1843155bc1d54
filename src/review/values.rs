//! The values that a reviewer gave an event: in, the event and the edits by field; out, the event with
//! them and with what follows from them, or why it cannot be so.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::{
    fields::{self, Wrong},
    toll,
};
use crate::{
    assemble::acled,
    gazetteer::Gazetteer,
    record::{
        DateBasis, DatePrecision, Effect, Event, EventDate, EventKind, EventPlace, Flag,
        PlacePrecision,
    },
    resolve::date::edtf,
};

/// New values by field.
pub type Edits = BTreeMap<String, Value>;

/// The event with its edits. One that its field refuses, because the event has become another since,
/// is left out.
pub fn with(event: &Event, edits: &Edits) -> Event {
    let mut event = event.clone();
    if edits.is_empty() {
        return event;
    }
    for name in fields::names() {
        if let Some(value) = edits.get(name) {
            let _ = fields::set(&mut event, name, value);
        }
    }
    follow(&mut event, |name| edits.contains_key(name));
    event
}

/// The fields in which the edits differ from the event.
pub fn differing(event: &Event, edits: &Edits) -> Vec<String> {
    let differs = |(name, value): &(&String, &Value)| !same(&fields::read(event, name), value);
    edits.iter().filter(differs).map(|(name, _)| name.clone()).collect()
}

/// Whether two values are one; numbers may be written in two ways.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// Works out anew what depends on fields that were `told`, where it was not told itself.
fn follow(event: &mut Event, told: impl Fn(&str) -> bool) {
    if told("event_kind") && !told("conflict_related") {
        event.conflict_related = event.kind != EventKind::Other;
    }
    if ["date_start", "date_end"].into_iter().any(&told) {
        date(&mut event.date, &told);
    }
    if let Some(place) = event.places.first_mut() {
        self::place(place, &told);
    }
    toll::agree(event, &told);
    if ["event_kind", "actor_class", "target_class", "actor", "target"].into_iter().any(&told) {
        types(event);
    }
    if !told("flags") {
        flags(event, &told);
    }
}

fn date(date: &mut EventDate, told: &impl Fn(&str) -> bool) {
    let known = date.start.or(date.end).is_some();
    if !told("date_precision") {
        date.precision = known.then(|| precision(date.start, date.end));
    }
    if !told("date_basis") {
        date.basis = known.then_some(date.basis.unwrap_or(DateBasis::Stated));
    }
    if !told("date_modifier") {
        date.modifier = None;
    }
    if !told("date_edtf") {
        date.edtf = edtf::of_days(date.start, date.end);
    }
}

/// The unit that an interval is.
fn precision(start: Option<NaiveDate>, end: Option<NaiveDate>) -> DatePrecision {
    let Some((start, end)) = start.zip(end) else { return DatePrecision::Range };
    let after = end.succ_opt().unwrap_or(end);
    let months = (after.year() - start.year()) * 12 + after.month0() as i32 - start.month0() as i32;
    match (start == end, start.day() == 1 && after.day() == 1, months) {
        (true, ..) => DatePrecision::Day,
        (_, true, 1) => DatePrecision::Month,
        (_, true, 12) if start.month() == 1 => DatePrecision::Year,
        _ => DatePrecision::Range,
    }
}

fn place(place: &mut EventPlace, told: &impl Fn(&str) -> bool) {
    if told("country_code") && !told("country") {
        let code = place.country_code.as_deref().unwrap_or_default();
        place.country = country_name(code).map(str::to_owned);
    }
    if !told("latitude") && !told("longitude") {
        return;
    }
    if !told("gazetteer_id") {
        place.gazetteer_id = None;
    }
    let vague = matches!(place.precision, None | Some(PlacePrecision::Country));
    if !told("place_precision") && vague && place.latitude.is_some() {
        place.precision = Some(PlacePrecision::Exact);
    }
}

/// The name that extractions write for a country.
fn country_name(code: &str) -> Option<&'static str> {
    static WORLD: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::builtin().unwrap_or_default());
    WORLD.country(code).map(|country| WORLD.name(country))
}

fn types(event: &mut Event) {
    let class = |party: &Option<crate::record::Party>| party.as_ref().and_then(|p| p.class);
    let killed = event.casualties.iter().find(|toll| toll.effect == Effect::Killed);
    let types = acled::types(
        event.kind,
        class(&event.actor),
        class(&event.target),
        killed.map(|toll| toll.who),
    );
    event.acled_event_type = types.map(|(kind, _)| kind.into());
    event.acled_sub_event_type = types.map(|(_, sub)| sub.into());
}

/// Doubts that a new value has settled.
fn flags(event: &mut Event, told: &impl Fn(&str) -> bool) {
    let dated = told("date_start") || told("date_end");
    let placed = told("places") || told("place_name") || told("latitude");
    let (no_date, no_place) =
        (event.date.start.or(event.date.end).is_none(), event.places.is_empty());
    let aggregate = event.aggregate;
    event.flags.retain(|flag| match flag {
        Flag::NoDate => no_date,
        Flag::NoPlace => no_place,
        Flag::Aggregate => aggregate,
        Flag::YearImplied | Flag::DateConflict | Flag::DateFromPublished => !dated,
        Flag::PlaceAmbiguous | Flag::PlaceUnresolved => !placed,
        _ => true,
    });
    let now = [(Flag::NoDate, no_date), (Flag::NoPlace, no_place), (Flag::Aggregate, aggregate)];
    for (flag, stands) in now {
        if stands && !event.flags.contains(&flag) {
            event.flags.push(flag);
            event.flags.sort_unstable();
        }
    }
}

/// Whether the values of an event can be true together; else a field, and why not.
///
/// # Errors
/// When they cannot, and one of the fields is among those `told`.
pub fn check(event: &Event, told: impl Fn(&str) -> bool) -> Result<(), (String, Wrong)> {
    let wrong = |fields: [&str; 2], why: &str| {
        let field = fields.into_iter().find(|name| told(name));
        field.map_or(Ok(()), |name| Err((name.to_owned(), why.to_owned())))
    };
    if event.date.start.zip(event.date.end).is_some_and(|(start, end)| start > end) {
        wrong(["date_end", "date_start"], "the last day is before the first")?;
    }
    for effect in Effect::NAMES {
        ordered(event, effect, &wrong)?;
    }
    for group in ["civilians", "security", "militants", "children", "women"] {
        ordered(event, &format!("killed_{group}"), &wrong)?;
    }
    let Some(place) = event.places.first() else { return Ok(()) };
    if place.latitude.is_some() != place.longitude.is_some() {
        wrong(["latitude", "longitude"], "a point has a latitude and a longitude")?;
    }
    let outside = |place: &EventPlace| {
        let off = |degrees: Option<f64>, most: f64| degrees.is_some_and(|d| d.abs() > most);
        off(place.latitude, 90.0) || off(place.longitude, 180.0)
    };
    if event.places.iter().any(outside) {
        wrong(["places", "latitude"], "there is no such point")?;
    }
    let code = place.country_code.as_deref();
    if code.is_some_and(|code| rust_iso3166::from_alpha2(code).is_none() && code != "XK") {
        wrong(["country_code", "places"], "there is no country of this code (ISO 3166-1 alpha-2)")?;
    }
    Ok(())
}

fn ordered(
    event: &Event,
    of: &str,
    wrong: &impl Fn([&str; 2], &str) -> Result<(), (String, Wrong)>,
) -> Result<(), (String, Wrong)> {
    let names = [format!("{of}_high"), format!("{of}_low")];
    let [high, low] = names.each_ref().map(|name| fields::read(event, name).as_u64());
    match low.zip(high) {
        Some((low, high)) if low > high => {
            wrong([&names[0], &names[1]], "fewer at most than at least")
        }
        _ => Ok(()),
    }
}
