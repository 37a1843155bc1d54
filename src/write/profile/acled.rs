//! ACLED: in, an incident that has an ACLED event type; out, its row, with the labels ACLED has used
//! since 2024 (`State forces` rather than 1).

use chrono::Datelike;

use super::{Columns, admin1, admin2, column, days, is_division, killed, place, span, uncoded};
use crate::record::{Event, EventKind, EventPlace, Party, PartyClass, PlacePrecision};

pub(super) fn columns() -> Columns {
    vec![
        column("event_id_cnty", |e| (&e.event_id).into()),
        column("event_date", |e| date(e).map(|(_, day)| day).into()),
        column("year", |e| year(e).into()),
        column("time_precision", |e| date(e).map(|(precision, _)| precision).into()),
        column("disorder_type", |e| disorder(e).into()),
        column("event_type", |e| e.acled_event_type.as_deref().into()),
        column("sub_event_type", |e| e.acled_sub_event_type.as_deref().into()),
        column("actor1", |e| e.actor.as_ref().map(|p| &p.name).into()),
        uncoded("assoc_actor_1"),
        column("inter1", |e| inter(e, &e.actor).map(|(_, label)| label).into()),
        column("actor2", |e| e.target.as_ref().map(|p| &p.name).into()),
        uncoded("assoc_actor_2"),
        column("inter2", |e| inter(e, &e.target).map(|(_, label)| label).into()),
        column("interaction", |e| interaction(e).into()),
        column("civilian_targeting", |e| {
            targets_civilians(e).then_some("Civilian targeting").into()
        }),
        column("iso", |e| place(e).and_then(iso).into()),
        uncoded("region"),
        column("country", |e| place(e).and_then(|p| p.country.as_deref()).into()),
        column("admin1", |e| place(e).and_then(admin1).into()),
        column("admin2", |e| place(e).and_then(admin2).into()),
        uncoded("admin3"),
        column("location", |e| place(e).map(|p| &p.name).into()),
        column("latitude", |e| place(e).and_then(|p| p.latitude).into()),
        column("longitude", |e| place(e).and_then(|p| p.longitude).into()),
        column("geo_precision", |e| place(e).and_then(geo_precision).into()),
        column("source", |e| (&e.source).into()),
        uncoded("source_scale"),
        column("notes", |e| e.evidence.first().map(|sentence| &sentence.text).into()),
        column("fatalities", |e| killed(e).and_then(|toll| toll.best).into()),
        uncoded("tags"),
        uncoded("timestamp"),
    ]
}

/// Time precision and day: 1 the day itself, 2 within a week, 3 within a month.
fn date(event: &Event) -> Option<(u64, chrono::NaiveDate)> {
    let (length, middle) = span(event)?;
    let precision = match length {
        1 => 1,
        2..=7 => 2,
        8..=31 => 3,
        _ => return None,
    };
    Some((precision, middle))
}

/// The year, if all of the date lies in one.
fn year(event: &Event) -> Option<String> {
    let (start, end) = days(event)?;
    (start.year() == end.year()).then(|| start.year().to_string())
}

fn disorder(event: &Event) -> Option<&'static str> {
    Some(match event.acled_event_type.as_deref()? {
        "Protests" | "Riots" => "Demonstrations",
        "Strategic developments" => "Strategic developments",
        _ => "Political violence",
    })
}

/// Code and label of a party. That a group is of rebels or a political militia is ACLED's judgement
/// of its aims, which no report states.
fn inter(event: &Event, party: &Option<Party>) -> Option<(u8, &'static str)> {
    Some(match party.as_ref()?.class? {
        PartyClass::StateForces | PartyClass::Police => (1, "State forces"),
        PartyClass::Protesters if event.kind == EventKind::Riot => (5, "Rioters"),
        PartyClass::Protesters => (6, "Protesters"),
        PartyClass::Civilians => (7, "Civilians"),
        PartyClass::ForeignForces => (8, "External/Other forces"),
        PartyClass::ArmedGroup | PartyClass::Militia | PartyClass::Other => return None,
    })
}

/// Both labels, the lower code first.
fn interaction(event: &Event) -> Option<String> {
    let mut sides = [inter(event, &event.actor)?, inter(event, &event.target)?];
    sides.sort_unstable();
    Some(format!("{}-{}", sides[0].1, sides[1].1))
}

fn targets_civilians(event: &Event) -> bool {
    let target = event.target.as_ref().and_then(|party| party.class);
    event.acled_event_type.as_deref() == Some("Violence against civilians")
        || target == Some(PartyClass::Civilians)
}

/// ISO 3166-1 numeric, without leading zeros.
fn iso(place: &EventPlace) -> Option<u64> {
    let country = rust_iso3166::from_alpha2(place.country_code.as_deref()?)?;
    Some(country.numeric.into())
}

/// 1 a place itself, 2 a place that stands for what is near it, 3 a division.
fn geo_precision(place: &EventPlace) -> Option<u64> {
    Some(match place.precision? {
        _ if is_division(place) => 3,
        PlacePrecision::Exact => 1,
        PlacePrecision::Near
        | PlacePrecision::Offset
        | PlacePrecision::Between
        | PlacePrecision::Parent => 2,
        PlacePrecision::Admin | PlacePrecision::Country => return None,
    })
}
