//! Values of the file of settings: in, what TOML has; out, what they mean, or an error that says what was
//! expected. The file of settings adds its line.

use std::{fmt::Display, result};

use chrono::NaiveDate;
use rasd::read;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

use super::super::{formats, parse_size};

/// A day, as a date of TOML or a text.
pub(super) fn day<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> result::Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a day, such as 2024-03-10")]
    enum Day {
        Date(toml::value::Datetime),
        Text(String),
    }
    let text = match Day::deserialize(deserializer)? {
        Day::Date(date) => date.to_string(),
        Day::Text(text) => text,
    };
    read::parse_published(&text).map(Some).map_err(D::Error::custom)
}

/// A number of bytes, or a text with a unit.
pub(super) fn size<'de, D: Deserializer<'de>>(deserializer: D) -> result::Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a size, such as \"10MB\"")]
    enum Size {
        Bytes(u64),
        Text(String),
    }
    match Size::deserialize(deserializer)? {
        Size::Bytes(bytes) => Ok(bytes),
        Size::Text(text) => parse_size(&text).map_err(D::Error::custom),
    }
}

/// The name of an input format.
pub(super) fn input_format<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> result::Result<Option<read::InputFormat>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(D::Error::custom)
}

/// The name of an encoding.
pub(super) fn encoding<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> result::Result<Option<String>, D::Error> {
    let name = String::deserialize(deserializer)?;
    read::parse_encoding(&name).map(|_| Some(name)).map_err(D::Error::custom)
}

/// Names of formats that are written.
pub(super) fn formats<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> result::Result<Vec<String>, D::Error> {
    names(deserializer, &formats::formats().collect::<Vec<_>>())
}

/// Names of profiles.
pub(super) fn profiles<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> result::Result<Vec<String>, D::Error> {
    names(deserializer, &formats::profiles().collect::<Vec<_>>())
}

fn names<'de, D: Deserializer<'de>>(
    deserializer: D,
    known: &[&str],
) -> result::Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    match names.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(names),
        Some(name) => {
            Err(D::Error::custom(format!("there is no {name:?} (there are: {})", known.join(", "))))
        }
    }
}

/// Writes a value as its name.
pub(super) fn named<S: Serializer>(
    value: &Option<impl Display>,
    out: S,
) -> result::Result<S::Ok, S::Error> {
    match value {
        Some(value) => out.collect_str(value),
        None => out.serialize_none(),
    }
}
