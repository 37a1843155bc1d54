//! The fields of an event that a reviewer may change: in, a name (a column of events.csv) and a value
//! as JSON or as the text of a cell; out, the event with it, or why not. What follows from a value
//! that was changed is worked out anew.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::toll;
use crate::{
    record::{Event, EventDate, EventPlace, Flag, Party, PlaceRole},
    write::table::{Column, Kind, Row},
};

/// Why a value is none: for the reviewer.
pub type Wrong = String;

/// Columns that stand as they are.
const FIXED: [&str; 16] = [
    "event_id",
    "document_id",
    "source",
    "url",
    "title",
    "language",
    "published",
    "acled_event_type",
    "acled_sub_event_type",
    "confidence",
    "evidence",
    "evidence_start",
    "evidence_end",
    "rules",
    "review_status",
    "review_note",
];

/// Fields that are no column: a total or an incident, and all places at once.
pub const WHOLE: [&str; 2] = ["aggregate", "places"];

/// Most persons that a count is believed to be of.
const MOST: u64 = 1_000_000_000;

static COLUMNS: LazyLock<Vec<Column<Event>>> = LazyLock::new(Event::columns);

/// The columns that may be changed, in the order of events.csv.
pub fn columns() -> impl Iterator<Item = &'static Column<Event>> {
    COLUMNS.iter().filter(|column| !FIXED.contains(&column.field.name))
}

/// The columns of an event's origin, which stand as they are.
pub(super) fn fixed() -> impl Iterator<Item = &'static str> {
    let own = |name: &&&str| !name.starts_with("review_") && **name != "event_id";
    FIXED.iter().filter(own).copied()
}

/// All names of fields, in the order in which they are to be set.
pub fn names() -> impl Iterator<Item = &'static str> {
    WHOLE.into_iter().chain(columns().map(|column| column.field.name))
}

/// A column of events.csv, whether it may be changed or not.
pub(super) fn column(name: &str) -> Option<&'static Column<Event>> {
    COLUMNS.iter().find(|column| column.field.name == name)
}

/// Whether a field of this name may be changed.
pub fn editable(name: &str) -> bool {
    names().any(|known| known == name)
}

/// The value of a field.
pub fn read(event: &Event, name: &str) -> Value {
    let value = match name {
        "aggregate" => return event.aggregate.into(),
        "places" => serde_json::to_value(&event.places),
        _ => match column(name) {
            Some(column) => serde_json::to_value(column.cell(event)),
            None => return Value::Null,
        },
    };
    value.unwrap_or_default()
}

/// The text of a cell as the value of a field.
///
/// # Errors
/// When it is no value of that kind.
pub fn parse(name: &str, text: &str) -> Result<Value, Wrong> {
    let column = column(name).ok_or_else(|| unknown(name))?;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Value::Null);
    }
    let value = match &column.field.kind {
        Kind::Text | Kind::List => text.into(),
        Kind::Term(_) | Kind::Terms(_) => trimmed.to_ascii_lowercase().into(),
        Kind::Day => trimmed.into(),
        Kind::Bool => match trimmed.to_ascii_lowercase().as_str() {
            "true" | "1" => true.into(),
            "false" | "0" => false.into(),
            _ => return Err(format!("{trimmed:?} is neither true nor false")),
        },
        Kind::Whole => match trimmed.strip_suffix(".0").unwrap_or(trimmed).parse::<u64>() {
            Ok(number) => number.into(),
            Err(_) => return Err(format!("{trimmed:?} is no whole number")),
        },
        Kind::Real(..) => match trimmed.parse::<f64>() {
            Ok(number) if number.is_finite() => number.into(),
            _ => return Err(format!("{trimmed:?} is no number")),
        },
    };
    check_kind(&column.field.kind, &value)?;
    Ok(value)
}

/// Sets a field.
///
/// # Errors
/// When it is none that may be changed, or the value is none of it.
pub fn set(event: &mut Event, name: &str, value: &Value) -> Result<(), Wrong> {
    if !editable(name) {
        return Err(unknown(name));
    }
    if let Some(column) = column(name) {
        check_kind(&column.field.kind, value)?;
        if column.field.required && value.is_null() {
            return Err("it cannot be empty".to_owned());
        }
    }
    assign(event, name, value)
}

fn unknown(name: &str) -> Wrong {
    match column(name) {
        Some(_) => "it cannot be changed".to_owned(),
        None => format!("there is no field {name:?}"),
    }
}

/// Whether a value is one of its kind.
fn check_kind(kind: &Kind, value: &Value) -> Result<(), Wrong> {
    let among = |terms: &[&str], word: &str| match terms.contains(&word) {
        true => Ok(()),
        false => Err(format!("{word:?} is none of {}", terms.join(", "))),
    };
    match (kind, value) {
        (_, Value::Null) | (Kind::Text | Kind::List, Value::String(_)) => Ok(()),
        (Kind::Bool, Value::Bool(_)) => Ok(()),
        (Kind::Term(terms), Value::String(word)) => among(terms, word),
        (Kind::Terms(terms), Value::String(words)) => {
            words.split(';').try_for_each(|word| among(terms, word.trim()))
        }
        (Kind::Whole, value) => match value.as_u64() {
            Some(number) if number <= MOST => Ok(()),
            _ => Err(format!("{value} is no whole number of persons")),
        },
        (Kind::Real(least, most), value) => match value.as_f64() {
            Some(number) if (*least..=*most).contains(&number) => Ok(()),
            _ => Err(format!("{value} is no number between {least} and {most}")),
        },
        (Kind::Day, Value::String(day)) => match day.parse::<NaiveDate>() {
            Ok(_) if day.len() == 10 => Ok(()),
            _ => Err(format!("{day:?} is no day (YYYY-MM-DD)")),
        },
        (kind, value) => Err(format!("{value} is not {}", kind.in_words())),
    }
}

/// A value in the type of the record.
fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, Wrong> {
    T::deserialize(value).map_err(|error| error.to_string())
}

fn assign(event: &mut Event, name: &str, value: &Value) -> Result<(), Wrong> {
    match name {
        "aggregate" => event.aggregate = typed(value)?,
        "places" => event.places = typed(value)?,
        "conflict_related" => event.conflict_related = typed(value)?,
        "event_kind" => event.kind = typed(value)?,
        "weapon" => event.weapon = typed(value)?,
        "claimed_by" => event.claimed_by = typed(value)?,
        "attribution" => event.attribution = typed(value)?,
        "attribution_type" => event.attribution_type = typed(value)?,
        "place_detail" => event.place_detail = typed(value)?,
        "flags" => event.flags = flags(value)?,
        "other_places" => other_places(event, value),
        "actor" | "actor_class" | "actor_basis" => party(&mut event.actor, name, value)?,
        "target" | "target_class" => party(&mut event.target, name, value)?,
        _ if name.starts_with("date_") => date(&mut event.date, name, value)?,
        _ if toll::set(event, name, value)? => {}
        _ => place(event, name, value)?,
    }
    Ok(())
}

fn date(date: &mut EventDate, name: &str, value: &Value) -> Result<(), Wrong> {
    match name {
        "date_start" => date.start = typed(value)?,
        "date_end" => date.end = typed(value)?,
        "date_precision" => date.precision = typed(value)?,
        "date_basis" => date.basis = typed(value)?,
        "date_modifier" => date.modifier = typed(value)?,
        "date_edtf" => date.edtf = typed(value)?,
        _ => date.text = typed(value)?,
    }
    Ok(())
}

fn party(party: &mut Option<Party>, name: &str, value: &Value) -> Result<(), Wrong> {
    match (name, &mut *party) {
        ("actor" | "target", Some(party)) if !value.is_null() => party.name = typed(value)?,
        ("actor" | "target", _) => {
            let name: Option<String> = typed(value)?;
            *party = name.map(|name| Party { name, text: String::new(), class: None, basis: None });
        }
        ("actor_class" | "target_class", Some(party)) => party.class = typed(value)?,
        (_, Some(party)) => party.basis = typed(value)?,
        (_, None) if value.is_null() => {}
        (_, None) => return Err("nobody is named whom it could be said of".to_owned()),
    }
    Ok(())
}

fn place(event: &mut Event, name: &str, value: &Value) -> Result<(), Wrong> {
    if name == "place_name" && value.is_null() {
        if !event.places.is_empty() {
            event.places.remove(0);
        }
        return Ok(());
    }
    if event.places.is_empty() {
        match (name, value) {
            (_, Value::Null) => return Ok(()),
            ("place_name", Value::String(name)) => event.places.push(named(name)),
            _ => return Err("no place is named that it could be said of".to_owned()),
        }
    }
    let place = &mut event.places[0];
    match name {
        "place_name" => place.name = typed(value)?,
        "place_text" => place.text = typed::<Option<String>>(value)?.unwrap_or_default(),
        "latitude" => place.latitude = typed(value)?,
        "longitude" => place.longitude = typed(value)?,
        "place_precision" => place.precision = typed(value)?,
        "admin2" => place.admin2 = typed(value)?,
        "admin1" => place.admin1 = typed(value)?,
        "country" => place.country = typed(value)?,
        "country_code" => place.country_code = typed(value)?,
        "gazetteer_id" => place.gazetteer_id = typed(value)?,
        _ => return Err(unknown(name)),
    }
    Ok(())
}

/// A place of which nothing but the name is known.
fn named(name: &str) -> EventPlace {
    EventPlace {
        role: PlaceRole::Location,
        name: name.to_owned(),
        text: String::new(),
        feature: None,
        latitude: None,
        longitude: None,
        precision: None,
        distance_km: None,
        bearing: None,
        admin2: None,
        admin1: None,
        country: None,
        country_code: None,
        gazetteer_id: None,
        mention_id: String::new(),
    }
}

/// The names after the first place: those that it had stay as they were.
fn other_places(event: &mut Event, value: &Value) {
    let mut had: Vec<EventPlace> = event.places.drain(1.min(event.places.len())..).collect();
    for name in texts(value) {
        let place = match had.iter().position(|place| place.name == name) {
            Some(at) => had.remove(at),
            None => named(&name),
        };
        event.places.push(place);
    }
}

/// A list as a cell has it, or as JSON.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split(';').map(|part| part.trim().to_owned()).collect(),
        Value::Array(all) => all.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn flags(value: &Value) -> Result<Vec<Flag>, Wrong> {
    let mut flags: Vec<Flag> =
        texts(value).into_iter().map(|flag| typed(&flag.into())).collect::<Result<_, _>>()?;
    flags.sort_unstable();
    flags.dedup();
    Ok(flags)
}
