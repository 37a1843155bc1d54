//! Records of JSON and of tables: in, fields under whatever names an export gave them; out, those of a
//! document. The user names the fields, or the usual names are looked for.

use std::{fmt, iter};

use chrono::NaiveDate;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{Fault, Fields, Options, published};
use crate::lang::schema::fields::{FieldNames, Names};

/// The fields of one record, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Record(pub Vec<(String, Value)>);

/// A value, as far as a document has use for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing is said.
    Null,
    Text(String),
    Whole(i64),
    /// Anything else.
    Other,
}

/// The usual names of a field, the likeliest first, and those of the language.
struct Usual {
    names: &'static [&'static str],
    own: fn(&FieldNames) -> &Names,
}

const TEXT: Usual = Usual {
    names: &["text", "body", "content", "article", "full_text", "fulltext", "message"],
    own: |names| &names.text,
};
const DATE: Usual = Usual {
    names: &[
        "published",
        "published_at",
        "publishedat",
        "date_published",
        "datepublished",
        "publication_date",
        "published_date",
        "pub_date",
        "pubdate",
        "date",
        "datetime",
        "created_at",
        "timestamp",
    ],
    own: |names| &names.date,
};
const ID: Usual =
    Usual { names: &["id", "document_id", "doc_id", "_id", "uid", "guid"], own: |names| &names.id };
const TITLE: Usual = Usual { names: &["title", "headline"], own: |names| &names.title };
const SOURCE: Usual =
    Usual { names: &["source", "publisher", "outlet", "site_name"], own: |names| &names.source };
const URL: Usual =
    Usual { names: &["url", "link", "permalink", "source_url"], own: |names| &names.url };
const CHANNEL: Usual = Usual { names: &["channel"], own: |names| &names.channel };
const LANGUAGE: Usual = Usual { names: &["language", "lang"], own: |names| &names.language };

impl Record {
    /// The document in it.
    pub(super) fn fields(&self, options: &Options) -> Result<Fields, Fault> {
        let text = match self.get(options.text_field.as_deref(), &TEXT, options) {
            Some((_, Value::Text(text))) => text.clone(),
            Some((name, Value::Whole(_) | Value::Other)) => {
                return Err(Fault::new(format!("field {name:?} holds no text")));
            }
            Some((_, Value::Null)) => String::new(),
            None => return Err(no_text(options.text_field.as_deref())),
        };
        if text.len() as u64 > options.max_document_size {
            return Err(Fault::too_long(options));
        }
        Ok(Fields {
            id: self.id(options)?,
            text,
            published: self.published(options)?,
            title: self.words(&TITLE, options),
            source: self.words(&SOURCE, options),
            url: self.words(&URL, options),
            channel: self.words(&CHANNEL, options),
            language: self.words(&LANGUAGE, options),
            ..Fields::default()
        })
    }

    /// Whether a field of this name may hold the text.
    pub(super) fn may_hold_text(name: &str, options: &Options) -> bool {
        match &options.text_field {
            Some(named) => named == name,
            None => {
                let usual = TEXT.names.iter().any(|usual| usual.eq_ignore_ascii_case(name));
                usual || (TEXT.own)(&options.names).position(name).is_some()
            }
        }
    }

    /// The field that the user names, else the first with a usual name, rather one with a value.
    fn get(&self, named: Option<&str>, usual: &Usual, options: &Options) -> Option<(&str, &Value)> {
        let fields = || self.0.iter().map(|(name, value)| (name.as_str(), value));
        if let Some(named) = named {
            return fields().find(|(name, _)| *name == named);
        }
        let english = usual.names.iter().flat_map(|usual| {
            fields().filter(move |(name, _)| name.trim().eq_ignore_ascii_case(usual))
        });
        let mut found = english.chain(iter::once_with(|| self.own(usual, options)).flatten());
        let first = found.next()?;
        let filled = iter::once(first).chain(found).find(|(_, value)| !value.is_empty());
        filled.or(Some(first))
    }

    /// The fields with a name of the language, the likeliest first.
    fn own(&self, usual: &Usual, options: &Options) -> Vec<(&str, &Value)> {
        let names = (usual.own)(&options.names);
        let rank = |(name, value)| Some((names.position(name)?, (name, value)));
        let fields = self.0.iter().map(|(name, value)| (name.as_str(), value));
        let mut found: Vec<_> = fields.filter_map(rank).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, field)| field).collect()
    }

    fn words(&self, usual: &Usual, options: &Options) -> Option<String> {
        match self.get(None, usual, options)? {
            (_, Value::Text(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Exports give ids as text or as a whole number.
    fn id(&self, options: &Options) -> Result<Option<String>, Fault> {
        match self.get(options.id_field.as_deref(), &ID, options) {
            Some((_, Value::Text(text))) => {
                Ok(Some(text.trim()).filter(|id| !id.is_empty()).map(str::to_owned))
            }
            Some((_, Value::Whole(number))) => Ok(Some(number.to_string())),
            Some((_, Value::Other)) => Err(Fault::new("the id must be text or a whole number")),
            Some((_, Value::Null)) | None => Ok(None),
        }
    }

    fn published(&self, options: &Options) -> Result<Option<NaiveDate>, Fault> {
        let Some((name, value)) = self.get(options.date_field.as_deref(), &DATE, options) else {
            return Ok(None);
        };
        let day = match value {
            Value::Null => return Ok(None),
            Value::Text(text) if text.trim().is_empty() => return Ok(None),
            Value::Text(text) => match &options.date_format {
                Some(format) => published::by_format(text, format),
                None => published::any(text),
            },
            Value::Whole(number) => published::of_seconds(*number),
            Value::Other => Err("is no date".to_owned()),
        };
        day.map(Some).map_err(|reason| Fault::new(format!("{name}: {reason}")))
    }
}

/// The fault of a record, or of a table, without a text.
pub(super) fn no_text(named: Option<&str>) -> Fault {
    match named {
        Some(name) => Fault::new(format!("no field {name:?}")),
        None => Fault::new("no field \"text\" or the like (name the one with --text-field)"),
    }
}

impl Value {
    fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::Whole(_) | Value::Other => false,
        }
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Record, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Record(fields))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

/// Lists and objects are passed over, however deep.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_str<E>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Value, E> {
                Ok(Value::Text(text))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Whole(number))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
                // past the last i64 it is still an id
                let whole = i64::try_from(number).map(Value::Whole);
                Ok(whole.unwrap_or_else(|_| Value::Text(number.to_string())))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
                Ok(Value::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Value::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Value::Other)
            }
        }
        deserializer.deserialize_any(Visit)
    }
}

/// A record of JSON.
pub(super) fn from_json(json: &[u8]) -> Result<Record, Fault> {
    serde_json::from_slice(json).map_err(|error| {
        // with our own line instead of its "line 1"
        let text = error.to_string();
        Fault::new(match text.rsplit_once(" at line ") {
            Some((cause, _)) if error.line() == 1 => {
                format!("not a JSON record: {cause} at column {}", error.column())
            }
            Some((cause, _)) => format!("not a JSON record: {cause}"),
            None => format!("not a JSON record: {text}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str, options: &Options) -> Result<Fields, String> {
        let record = from_json(json.as_bytes()).map_err(|fault| fault.reason)?;
        record.fields(options).map_err(|fault| fault.reason)
    }

    #[test]
    fn the_usual_names_are_found_whatever_their_case() {
        let json = r#"{"Content":" a ","ID":-7,"pubDate":"Sun, 10 Mar 2024 23:30:00 +0300",
            "Headline":"t","link":"u","tags":[[1],{"a":{}}],"body":null}"#;
        let read = fields(json, &Options::default()).unwrap();
        assert_eq!((read.text.as_str(), read.id.as_deref()), (" a ", Some("-7")));
        assert_eq!((read.title.as_deref(), read.url.as_deref()), (Some("t"), Some("u")));
        assert_eq!(read.published.unwrap().to_string(), "2024-03-10");
    }

    #[test]
    fn named_fields_are_the_only_ones() {
        let options = Options {
            text_field: Some("words".into()),
            date_field: Some("day".into()),
            date_format: Some("%d/%m/%Y".into()),
            id_field: Some("n".into()),
            ..Options::default()
        };
        let json = r#"{"text":"x","words":"w","day":"03/04/2024","date":"no","n":5,"id":"y"}"#;
        let read = fields(json, &options).unwrap();
        assert_eq!((read.text.as_str(), read.id.as_deref()), ("w", Some("5")));
        assert_eq!(read.published.unwrap().to_string(), "2024-04-03");
        assert_eq!(fields(r#"{"text":"x"}"#, &options).unwrap_err(), "no field \"words\"");
    }

    #[test]
    fn what_is_no_document() {
        for (json, reason) in [
            ("[1]", "not a JSON record: invalid type: sequence, expected an object"),
            ("{\"text\":5}", "field \"text\" holds no text"),
            ("{\"text\":[]}", "field \"text\" holds no text"),
            ("{\"id\":\"a\"}", "no field \"text\" or the like"),
            ("{\"text\":\"a\",\"id\":{}}", "the id must be text or a whole number"),
            ("{\"text\":\"a\",\"date\":\"03/04/2024\"}", "date: \"03/04/2024\" is no date"),
            ("{\"text\":\"a\",\"date\":true}", "date: is no date"),
        ] {
            let found = fields(json, &Options::default()).unwrap_err();
            assert!(found.starts_with(reason), "{json}: {found}");
        }
    }
}
