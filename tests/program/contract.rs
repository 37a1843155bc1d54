//! The output contract, docs/records.md: columns and their order, the same values in CSV and JSON,
//! hashes, and that every cell is what datapackage.json says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::{Value, json};

use crate::place::{Place, table};

type Cells = BTreeMap<String, String>;

/// Texts that reach many columns: dates, places, tolls with parts and doubts, actors, totals.
const TEXTS: &[(&str, &str)] = &[
    (
        "a.txt",
        "---\npublished: 2024-03-10\nsource: Desk, \"late\" edition\nurl: https://example.org/1\ntitle: عنوان؛ تجريبي\n---\n\
         قُتل خمسة جنود وأصيب ثلاثة آخرون، الاثنين الماضي، في انفجار سيارة مفخخة بمدينة غاو شمالي مالي.\n\
         وقال مسؤول عسكري إن مسلحين هاجموا بلدة تقع على بعد 40 كيلومترا شمال تمبكتو، ما أسفر عن مقتل 12 مدنيا بينهم طفلان.\n\
         ولم يقتل أحد في قصف مدفعي على قرية قرب حلب في 3 فبراير 2024.\n",
    ),
    (
        "b.txt",
        "اختطف مسلحون راهبا في بغداد يوم 5 يناير 2022.\r\n\r\nومنذ عام 2015 قتل أكثر من 500 شخص في المنطقة.\r\n\
         وتبنت حركة الشباب الهجوم الذي أودى بحياة عشرات الأشخاص بين مقديشو وكيسمايو، \"وفق شهود\".\n",
    ),
    ("c.txt", "افتتح الوزير معرضا للكتاب.\n"),
    ("d.txt", "افتتح الوزير معرضا للكتاب.\n"),
    ("empty.txt", ""),
];

fn run() -> Place {
    let place = Place::new();
    for (name, text) in TEXTS {
        place.write(&format!("in/{name}"), text);
    }
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        place.write(&format!("in/{name}"), fs::read(entry.path()).unwrap());
    }
    assert_eq!(place.rasd("extract in").status, 2, "one file is empty");
    place
}

/// Column lists of docs/records.md: below a heading, the lines of the first code block.
fn documented(heading: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/records.md");
    let page = fs::read_to_string(path).unwrap();
    let section = page.split("\n## ").find(|section| section.starts_with(heading));
    let section = section.unwrap_or_else(|| panic!("docs/records.md has no heading {heading:?}"));
    let block = section.split("```").nth(1).expect("a code block");
    block.split([',', '\n']).map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect()
}

fn header(csv: &str) -> Vec<String> {
    csv.lines().next().unwrap().split(',').map(str::to_owned).collect()
}

const TABLES: [&str; 6] =
    ["events", "aggregates", "event_places", "event_casualties", "mentions", "documents"];

#[test]
fn columns_are_the_documented_ones() {
    let place = run();
    for name in TABLES {
        let file = format!("{name}.csv");
        assert_eq!(header(&place.read(&format!("output/{file}"))), documented(&file), "{file}");
    }
}

#[test]
fn the_files_are_plain_csv_and_json_lines() {
    let place = run();
    for name in place.list("output") {
        let text = place.read(&format!("output/{name}"));
        assert!(!text.starts_with('\u{feff}') && text.ends_with('\n'), "{name}");
        let only_line_feeds = !text.replace("\\r", "").contains("\r\n") || name.ends_with(".csv");
        assert!(only_line_feeds, "{name}");
    }
    let events = place.read("output/events.csv");
    assert!(!events.contains("N/A") && !events.contains("null"));
    // quotation marks stand only where they must
    assert!(events.contains("\"Desk, \"\"late\"\" edition\"") && !events.contains("\"a.txt\""));
}

/// A JSON value as its CSV cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap().to_string(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

#[test]
fn mentions_and_documents_hold_the_same_values_in_csv_and_json() {
    let place = run();
    for name in ["mentions", "documents"] {
        let rows = table(&place.read(&format!("output/{name}.csv")));
        let objects = place.lines(&format!("output/{name}.jsonl"));
        assert_eq!(rows.len(), objects.len());
        for (row, object) in rows.iter().zip(&objects) {
            let mut object = object.as_object().unwrap().clone();
            if name == "documents" {
                object.remove("text").expect("the body");
            }
            if object.get("kind").is_some_and(|kind| kind == "casualty") {
                // its column is in event_casualties.csv
                object.remove("side").expect("whose loss it is");
            }
            for (column, written) in row {
                let value = object.remove(column).unwrap_or(Value::Null);
                assert_eq!(written, &cell(&value), "{column} of {row:?}");
            }
            assert!(object.is_empty(), "{name}.csv lacks {object:?}");
        }
    }
}

/// What events.json says under each column of events.csv.
fn flattened(event: &Value) -> Vec<(&'static str, Value)> {
    let place = &event["places"][0];
    let toll = |effect: &str| {
        let tolls = event["casualties"].as_array().unwrap().iter();
        tolls.clone().find(|toll| toll["effect"] == effect).cloned().unwrap_or(Value::Null)
    };
    let (killed, injured) = (toll("killed"), toll("injured"));
    let others: Vec<Value> =
        event["places"].as_array().unwrap().iter().skip(1).map(|p| p["name"].clone()).collect();
    let evidence = &event["evidence"][0];
    let same = |name: &'static str| (name, event[name].clone());
    let mut flat = vec![
        same("event_id"),
        same("document_id"),
        same("source"),
        same("url"),
        same("title"),
        same("language"),
        same("published"),
        same("conflict_related"),
        same("acled_event_type"),
        same("acled_sub_event_type"),
        same("weapon"),
        same("place_detail"),
        same("claimed_by"),
        same("attribution"),
        same("attribution_type"),
        same("confidence"),
        same("flags"),
        same("rules"),
        ("event_kind", event["kind"].clone()),
        ("date_start", event["date"]["start"].clone()),
        ("date_end", event["date"]["end"].clone()),
        ("date_precision", event["date"]["precision"].clone()),
        ("date_basis", event["date"]["basis"].clone()),
        ("date_modifier", event["date"]["modifier"].clone()),
        ("date_edtf", event["date"]["edtf"].clone()),
        ("date_text", event["date"]["text"].clone()),
        ("place_name", place["name"].clone()),
        ("place_text", place["text"].clone()),
        ("latitude", place["latitude"].clone()),
        ("longitude", place["longitude"].clone()),
        ("place_precision", place["precision"].clone()),
        ("admin2", place["admin2"].clone()),
        ("admin1", place["admin1"].clone()),
        ("country", place["country"].clone()),
        ("country_code", place["country_code"].clone()),
        ("gazetteer_id", place["gazetteer_id"].clone()),
        ("other_places", json!(others)),
        ("actor", event["actor"]["name"].clone()),
        ("actor_class", event["actor"]["class"].clone()),
        ("actor_basis", event["actor"]["basis"].clone()),
        ("target", event["target"]["name"].clone()),
        ("target_class", event["target"]["class"].clone()),
        ("killed_low", killed["low"].clone()),
        ("killed_best", killed["best"].clone()),
        ("killed_high", killed["high"].clone()),
        ("killed_qualifier", killed["qualifier"].clone()),
        ("killed_text", killed["text"].clone()),
        ("injured_low", injured["low"].clone()),
        ("injured_best", injured["best"].clone()),
        ("injured_high", injured["high"].clone()),
        ("injured_qualifier", injured["qualifier"].clone()),
        ("injured_text", injured["text"].clone()),
        ("evidence", evidence["text"].clone()),
        ("evidence_start", evidence["start"].clone()),
        ("evidence_end", evidence["end"].clone()),
        ("review_status", event["review"]["status"].clone()),
        ("review_note", event["review"]["note"].clone()),
    ];
    for (effect, low, high) in [
        ("abducted", "abducted_low", "abducted_high"),
        ("missing", "missing_low", "missing_high"),
        ("detained", "detained_low", "detained_high"),
        ("displaced", "displaced_low", "displaced_high"),
        ("casualties", "casualties_low", "casualties_high"),
    ] {
        flat.extend([(low, toll(effect)["low"].clone()), (high, toll(effect)["high"].clone())]);
    }
    for (group, low, high) in [
        ("civilians", "killed_civilians_low", "killed_civilians_high"),
        ("security", "killed_security_low", "killed_security_high"),
        ("militants", "killed_militants_low", "killed_militants_high"),
        ("children", "killed_children_low", "killed_children_high"),
        ("women", "killed_women_low", "killed_women_high"),
    ] {
        let bounds = &event["killed_groups"][group];
        flat.extend([(low, bounds["low"].clone()), (high, bounds["high"].clone())]);
    }
    flat
}

#[test]
fn events_hold_the_same_values_in_csv_and_json() {
    let place = run();
    let events: Vec<Value> = serde_json::from_str(&place.read("output/events.json")).unwrap();
    assert_eq!(place.read("output/events.json").lines().count(), events.len() + 2, "one a line");
    let mut rows: BTreeMap<String, (bool, Cells)> = BTreeMap::new();
    for (file, aggregate) in [("events", false), ("aggregates", true)] {
        for row in table(&place.read(&format!("output/{file}.csv"))) {
            rows.insert(row["event_id"].clone(), (aggregate, row));
        }
    }
    assert!(rows.values().any(|(aggregate, _)| *aggregate) && rows.len() > 5, "too few to tell");
    for event in &events {
        let (aggregate, mut row) = rows.remove(event["event_id"].as_str().unwrap()).unwrap();
        assert_eq!(event["aggregate"], aggregate);
        for (column, value) in flattened(event) {
            let written = row.remove(column).unwrap_or_else(|| panic!("no column {column}"));
            assert_eq!(written, cell(&value), "{column} of {event}");
        }
        assert!(row.is_empty(), "events.json lacks {row:?}");
    }
    assert!(rows.is_empty(), "events.json lacks {rows:?}");
}

#[test]
fn offsets_are_code_points_of_the_bodies_beside_them() {
    let place = run();
    let bodies: BTreeMap<String, Vec<char>> = place
        .lines("output/documents.jsonl")
        .iter()
        .map(|d| {
            (
                d["document_id"].as_str().unwrap().to_owned(),
                d["text"].as_str().unwrap().chars().collect(),
            )
        })
        .collect();
    let check = |row: &Cells, start: &str, end: &str, text: &str| {
        let (start, end): (usize, usize) = (row[start].parse().unwrap(), row[end].parse().unwrap());
        assert_eq!(bodies[&row["document_id"]][start..end].iter().collect::<String>(), row[text]);
    };
    for row in table(&place.read("output/mentions.csv")) {
        check(&row, "start", "end", "text");
    }
    for file in ["events", "aggregates"] {
        for row in table(&place.read(&format!("output/{file}.csv"))) {
            check(&row, "evidence_start", "evidence_end", "evidence");
        }
    }
}

#[test]
fn run_json_vouches_for_every_file() {
    let place = run();
    let run: Value = serde_json::from_str(&place.read("output/run.json")).unwrap();
    let files = run["files"].as_array().unwrap();
    let mut named: Vec<_> = files.iter().map(|f| f["path"].as_str().unwrap().to_owned()).collect();
    for file in files {
        let bytes =
            fs::read(place.path().join("output").join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["sha256"], rasd::id::sha256(&bytes));
        assert_eq!(file["bytes"], bytes.len());
    }
    named.push("run.json".to_owned());
    named.sort();
    assert_eq!(named, place.list("output"));
    assert_eq!(run["totals"]["documents"], TEXTS.len());
    assert_eq!(run["totals"]["errors"], 1);
    assert_eq!(run["inputs"][0]["path"], "000_e7fe2e9d8aa0f98f.txt");
    assert_eq!(run["count_profile"], "reported");
}

/// What is wrong with `written` by its field of datapackage.json.
fn fault(field: &Value, written: &str) -> Option<&'static str> {
    let constraints = &field["constraints"];
    if written.is_empty() {
        return (constraints["required"] == true).then_some("empty");
    }
    let terms = constraints["enum"].as_array();
    if terms.is_some_and(|terms| terms.iter().all(|term| term != written)) {
        return Some("not one of the terms");
    }
    let whole = |pattern: &str| regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
    if constraints["pattern"].as_str().is_some_and(|pattern| !whole(pattern).is_match(written)) {
        return Some("not of the pattern");
    }
    let number = written.parse::<f64>().ok();
    let within = |number: f64| {
        constraints["minimum"].as_f64().is_none_or(|least| number >= least)
            && constraints["maximum"].as_f64().is_none_or(|most| number <= most)
    };
    let right = match field["type"].as_str().unwrap() {
        "integer" => written.parse::<u64>().is_ok() && number.is_some_and(within),
        "number" => number.is_some_and(within),
        "boolean" => ["true", "false"].contains(&written),
        "date" => written.parse::<chrono::NaiveDate>().is_ok(),
        _ => true,
    };
    (!right).then_some("not of the type")
}

#[test]
fn every_cell_is_what_datapackage_json_says() {
    let place = run();
    let package: Value = serde_json::from_str(&place.read("output/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let names: Vec<_> = resources.iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names, TABLES);
    let keys = |name: &str, columns: &[&str]| -> Vec<Vec<String>> {
        let rows = table(&place.read(&format!("output/{name}.csv")));
        rows.iter().map(|row| columns.iter().map(|c| row[*c].clone()).collect()).collect()
    };
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let schema = &resource["schema"];
        let fields = schema["fields"].as_array().unwrap();
        let text = place.read(&format!("output/{path}"));
        let named: Vec<_> = fields.iter().map(|f| f["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(named, header(&text), "{path}");
        for row in table(&text) {
            for field in fields {
                let written = &row[field["name"].as_str().unwrap()];
                let fault = fault(field, written);
                assert_eq!(fault, None, "{path}: {} is {written:?}", field["name"]);
            }
        }
        let name = resource["name"].as_str().unwrap();
        let key: Vec<_> =
            schema["primaryKey"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
        let all = keys(name, &key);
        assert_eq!(
            all.iter().collect::<BTreeSet<_>>().len(),
            all.len(),
            "{path}: {key:?} is no key"
        );
        for foreign in schema["foreignKeys"].as_array().into_iter().flatten() {
            let column = foreign["fields"][0].as_str().unwrap();
            let there = keys(foreign["reference"]["resource"].as_str().unwrap(), &[column]);
            for value in keys(name, &[column]).iter().filter(|value| !value[0].is_empty()) {
                assert!(there.contains(value), "{path}: {column} {value:?} leads nowhere");
            }
        }
    }
}

#[test]
fn a_repeated_text_is_marked() {
    let place = run();
    let documents = table(&place.read("output/documents.csv"));
    let of = |id: &str| documents.iter().find(|d| d["document_id"] == id).unwrap().clone();
    assert_eq!(of("d.txt")["duplicate_of"], "c.txt");
    assert_eq!(of("c.txt")["duplicate_of"], "");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (run(), run());
    for name in one.list("output").iter().filter(|name| *name != "run.json") {
        let file = format!("output/{name}");
        assert_eq!(one.read(&file), two.read(&file), "{name}");
    }
}

/// Readers of ISO 8601 dates take years of four digits.
#[test]
fn a_year_before_the_first_is_left_out() {
    let place =
        Place::with(&[("a.txt", "بنيت القلعة قبل 2500 سنة، ودمرت قبل 3 سنوات.".as_bytes())]);
    assert_eq!(place.rasd("extract a.txt --published 2024-03-10").status, 0);
    let rows = table(&place.read("output/mentions.csv"));
    let starts: Vec<_> = rows.iter().map(|row| row["date_start"].as_str()).collect();
    assert_eq!(starts, ["", "2021-01-01"]);
}
