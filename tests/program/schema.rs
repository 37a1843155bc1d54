//! `rasd schema` against what `rasd extract` writes; completions and manual.

use serde_json::{Map, Value, json};

use crate::place::{Place, table};

const REPORT: &str = "---\npublished: 2024-03-10\nsource: وكالة\n---\n\
    هاجم مسلحون دورية للجيش المالي في مدينة غاو شمالي مالي الثلاثاء الماضي، ما أسفر عن مقتل خمسة جنود وإصابة مدنيين اثنين.\n\
    وقُتل عشرات الأشخاص على بعد 80 كيلومترا شمال تمبكتو، وفق شهود.\n\
    ومنذ عام 2015 قتل أكثر من 500 شخص في المنطقة.\n";

fn schema(place: &Place, arguments: &str) -> Value {
    let said = place.rasd(&format!("schema {arguments}"));
    assert_eq!(said.status, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// The report and a file that cannot be read, extracted; the records by table.
fn extracted() -> (Place, Map<String, Value>) {
    let place = Place::new();
    place.write("in/a.txt", REPORT);
    place.write("in/b.txt", "");
    assert_eq!(place.rasd("extract in").status, 2);
    let mut records = Map::new();
    for name in ["mentions", "documents", "errors"] {
        records.insert(name.to_owned(), place.lines(&format!("output/{name}.jsonl")).into());
    }
    let events: Value = serde_json::from_str(&place.read("output/events.json")).unwrap();
    records.insert("events".to_owned(), events);
    for name in ["event_places", "event_casualties"] {
        records.insert(name.to_owned(), rows(&place, name));
    }
    assert!(records.values().all(|records| !records.as_array().unwrap().is_empty()));
    (place, records)
}

/// The rows of a CSV table with the types of datapackage.json.
fn rows(place: &Place, name: &str) -> Value {
    let package: Value = serde_json::from_str(&place.read("output/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let resource = resources.iter().find(|resource| resource["name"] == name).unwrap();
    let fields = resource["schema"]["fields"].as_array().unwrap();
    let typed = |row: std::collections::BTreeMap<String, String>| -> Value {
        let cells = fields.iter().map(|field| {
            let column = field["name"].as_str().unwrap();
            let value = match (&*row[column], field["type"].as_str().unwrap()) {
                ("", _) => Value::Null,
                (cell, "integer" | "number" | "boolean") => serde_json::from_str(cell).unwrap(),
                (cell, _) => cell.into(),
            };
            (column.to_owned(), value)
        });
        Value::Object(cells.collect())
    };
    table(&place.read(&format!("output/{name}.csv"))).into_iter().map(typed).collect()
}

/// The same schema, that refuses fields it does not name.
fn strict(mut schema: Value) -> Value {
    schema["unevaluatedProperties"] = false.into();
    let definitions = schema.get_mut("$defs").and_then(Value::as_object_mut);
    for (name, definition) in definitions.into_iter().flatten() {
        // these are parts of a record, and the record has other fields
        let part = ["DateValue", "PlaceValue", "CasualtyValue", "ActorValue"];
        if definition.get("properties").is_some() && !part.contains(&&**name) {
            definition["unevaluatedProperties"] = false.into();
        }
    }
    schema
}

fn faults(schema: &Value, record: &Value) -> Vec<String> {
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(schema).unwrap();
    validator.iter_errors(record).map(|error| error.to_string()).collect()
}

#[test]
fn every_record_is_what_its_schema_says_and_has_no_other_field() {
    let (place, records) = extracted();
    for (name, records) in &records {
        let schema = schema(&place, name);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        let strict = strict(schema);
        for record in records.as_array().unwrap() {
            assert_eq!(faults(&strict, record), [""; 0], "{name}: {record}");
        }
    }
    let mentions = records["mentions"].as_array().unwrap();
    for kind in ["date", "place", "casualty", "actor"] {
        assert!(mentions.iter().any(|mention| mention["kind"] == kind), "no {kind} to tell by");
    }
}

#[test]
fn the_schema_of_all_tables_takes_all_records() {
    let (place, records) = extracted();
    let schema = schema(&place, "");
    assert!(jsonschema::meta::is_valid(&schema));
    let tables: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(tables.len(), records.len());
    let mut all = Value::Object(records);
    assert_eq!(faults(&schema, &all), [""; 0]);
    all["events"][0]["kind"] = "picnic".into();
    assert!(!faults(&schema, &all).is_empty());
}

#[test]
fn a_wrong_record_does_not_pass() {
    let (place, records) = extracted();
    let change = |name: &str, field: &str, value: Value| {
        let mut record = records[name][0].clone();
        record[field] = value;
        faults(&schema(&place, name), &record)
    };
    assert!(change("events", "aggregate", false.into()).is_empty(), "no change, no fault");
    for (name, field, value) in [
        ("events", "kind", json!("picnic")),
        ("events", "date", Value::Null),
        ("events", "published", json!("yesterday")),
        ("events", "flags", json!("no_date")),
        ("mentions", "kind", json!("colour")),
        ("mentions", "start", json!(-1)),
        ("documents", "sha256", Value::Null),
        ("errors", "reason", json!(7)),
        ("event_places", "role", json!("scenery")),
        ("event_places", "ordinal", Value::Null),
        ("event_places", "latitude", json!(91)),
        ("event_casualties", "part", json!("true")),
    ] {
        let faults = change(name, field, value.clone());
        assert!(!faults.is_empty(), "{name}: {field} = {value}");
    }
    let mut record = records["events"][0].clone();
    record.as_object_mut().unwrap().remove("event_id");
    assert!(!faults(&schema(&place, "events"), &record).is_empty());
}

#[test]
fn an_unknown_table_has_no_schema() {
    let said = Place::new().rasd("schema weather");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("'weather'") && said.err.contains("event_places"), "{}", said.err);
}

#[test]
fn shells_complete_what_there_is() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = place.rasd(&format!("completions {shell}"));
        assert_eq!(said.status, 0, "{}", said.err);
        for word in ["extract", "profile", "completions"] {
            assert!(said.out.contains(word), "{shell}: {word}");
        }
    }
    assert!(place.rasd("completions bash").out.contains("label-studio"));
    assert_eq!(place.rasd("completions cmd").status, 2);
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let place = Place::new();
    let page = place.rasd("man").out;
    assert!(page.contains(".TH rasd 1") && page.contains("rasd\\-extract"), "{page}");
    assert!(place.rasd("man extract").out.contains(".TH rasd-extract 1"));
    assert!(place.rasd("man pack check").out.contains(".TH rasd-pack-check 1"));
    let said = place.rasd("man brew");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("no command is called \"brew\""), "{}", said.err);
}
