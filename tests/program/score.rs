//! `rasd score`: what it says of an extraction, and of which mistakes.

use std::path::Path;

use serde_json::{Value, json};

use rasd::score::{Extracted, Gold, Report, score};

use crate::place::Place;

/// What is scored: an event as annotated.
fn event() -> Value {
    json!({
        "kind": "ambush", "start": "2022-03-05", "end": "2022-03-05", "aggregate": false,
        "places": [{"name": "Gao", "kind": "city", "country": "ML", "lat": 16.27, "lon": -0.04}],
        "casualties": [{"effect": "killed", "low": 5, "high": 5}],
        "actor": "armed men", "target": null, "evidence": "five soldiers killed",
    })
}

/// The same as read, with these changes by JSON pointer.
fn read(changes: &[(&str, Value)]) -> Value {
    let mut event = json!({
        "document_id": "a", "kind": "ambush",
        "date": {"start": "2022-03-05", "end": "2022-03-05"}, "aggregate": false,
        "places": [{"name": "Gao", "text": "Gao", "feature": "city", "country": "Mali",
            "country_code": "ML", "latitude": 16.3, "longitude": -0.05}],
        "casualties": [{"effect": "killed", "low": 5, "high": 5}],
        "actor": {"name": "the men", "text": "men"}, "target": null,
        "evidence": [{"text": "five soldiers killed"}], "rules": ["ar.event.ambush"],
    });
    for (pointer, value) in changes {
        *event.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
    }
    event
}

fn gold(field: &str, annotations: Value) -> Value {
    let mut document =
        json!({"id": "a", "dates": [], "places": [], "casualties": [], "events": []});
    document[field] = annotations;
    document
}

fn report(gold: &Value, mentions: &[Value], events: &[Value]) -> Report {
    let mentions: Vec<String> = mentions.iter().map(Value::to_string).collect();
    let extracted = Extracted::parse(&mentions.join("\n"), &json!(events).to_string()).unwrap();
    score(&Gold::parse(&gold.to_string()).unwrap(), &extracted)
}

/// Right, annotated and read.
fn tally(report: &Report, measure: &str) -> [u64; 3] {
    let tally = report.measure(measure).unwrap().tally;
    [tally.right, tally.gold, tally.got]
}

#[test]
fn dates_count_once_for_each_value() {
    let gold = gold(
        "dates",
        json!([{"quote": "x", "start": "2022-03-05", "end": "2022-03-05"},
            {"quote": "y", "start": null, "end": null}]),
    );
    let date = |start: Value, rule: &str| {
        json!({"document_id": "a", "kind": "date", "text": "x", "rule": rule, "start": 0, "end": 1,
            "date_start": start, "date_end": start})
    };
    let mentions = [
        date("2022-03-05".into(), "a"),
        date("2022-03-05".into(), "b"),
        date("2022-03-06".into(), "b"),
    ];
    let report = report(&gold, &mentions, &[]);
    assert_eq!(tally(&report, "date"), [1, 2, 2]);
    let rules: Vec<_> = report.rules.iter().map(|r| (r.rule.as_str(), r.right, r.got)).collect();
    assert_eq!(rules, [("a", 1, 1), ("b", 1, 2)]);
    let kinds: Vec<_> = report.mistakes_by_kind(9).map(|mistake| mistake.what).collect();
    assert_eq!(kinds, ["date missed", "date wrong"]);
}

#[test]
fn places_are_right_within_their_limits() {
    let gold = |kind: &str, lat: Value| {
        gold(
            "places",
            json!([{"quote": "q", "name": "n", "kind": kind, "country": "ML", "lat": lat, "lon": 0.0}]),
        )
    };
    let place = |feature: &str, code: &str, lat: Value| {
        json!({"document_id": "a", "kind": "place", "text": "q", "rule": "r", "start": 0, "end": 1,
            "name": "n", "feature": feature, "country_code": code, "latitude": lat, "longitude": lat})
    };
    for (kind, lat, feature, code, read, expected) in [
        ("city", json!(0.1), "city", "ML", json!(0.0), [1, 1, 1]),
        ("city", json!(0.3), "city", "ML", json!(0.0), [0, 1, 1]),
        ("admin", json!(1.0), "admin", "ML", json!(0.0), [1, 1, 1]),
        ("admin", json!(1.0), "admin", "BF", json!(0.0), [0, 1, 1]),
        ("natural", json!(1.0), "natural", "BF", json!(0.0), [1, 1, 1]),
        ("country", Value::Null, "country", "ML", Value::Null, [1, 1, 1]),
        ("country", Value::Null, "city", "ML", json!(0.0), [0, 1, 1]),
        // not resolved: missed, and no false alarm
        ("city", json!(0.1), "city", "ML", Value::Null, [0, 1, 0]),
    ] {
        let mention = place(feature, code, read);
        let report = report(&gold(kind, lat.clone()), &[mention.clone(), mention], &[]);
        assert_eq!(tally(&report, "place"), expected, "{kind} {lat} {feature} {code}");
    }
}

#[test]
fn casualties_count_mention_by_mention() {
    let figure = |begin: u64, low: u64| json!({"quote": "q", "begin": begin, "finish": begin + 5, "effect": "killed", "low": low, "high": low});
    let mention = |start: u64, low: u64| {
        json!({"document_id": "a", "kind": "casualty", "text": "t", "rule": "r", "start": start,
            "end": start + 5, "effect": "killed", "low": low, "high": low})
    };
    let gold = gold("casualties", json!([figure(0, 5), figure(20, 5), figure(40, 7)]));
    let report =
        report(&gold, &[mention(2, 5), mention(3, 5), mention(20, 5), mention(40, 8)], &[]);
    assert_eq!(tally(&report, "casualty"), [2, 3, 4]);
}

#[test]
fn events_are_found_and_strictly_right() {
    let gold = gold("events", json!([event()]));
    let far = json!(0.0);
    for (changes, found, strict) in [
        (vec![], 1, 1),
        // battle and attack are not told apart
        (vec![("/kind", json!("killing"))], 1, 1),
        (vec![("/kind", json!("coup"))], 1, 0),
        (vec![("/aggregate", json!(true))], 1, 0),
        (vec![("/casualties/0/high", Value::Null)], 1, 0),
        (vec![("/date/start", json!("2022-03-01"))], 1, 0),
        (vec![("/places/0/latitude", far.clone())], 1, 0),
        // two of date, place and dead contradict
        (
            vec![
                ("/places/0/latitude", far.clone()),
                ("/date/start", json!("2023-01-01")),
                ("/date/end", json!("2023-01-01")),
            ],
            0,
            0,
        ),
        (
            vec![
                ("/places/0/latitude", far),
                ("/casualties", json!([{"effect": "killed", "low": 9, "high": 9}])),
            ],
            0,
            0,
        ),
    ] {
        let report = report(&gold, &[], &[read(&changes)]);
        assert_eq!(tally(&report, "event_found")[0], found, "{changes:?}");
        assert_eq!(tally(&report, "event_strict")[0], strict, "{changes:?}");
    }
}

#[test]
fn fields_of_events_found() {
    let gold = gold("events", json!([event()]));
    let report = report(
        &gold,
        &[],
        &[read(&[("/kind", json!("killing"))]), read(&[("/kind", json!("coup"))])],
    );
    assert_eq!(tally(&report, "event_found"), [1, 1, 2]);
    let wrong: Vec<_> = report.fields.iter().filter(|f| f.right < f.of).map(|f| f.name).collect();
    assert_eq!(wrong, ["exact kind"], "the party shares a word, the nearer kind was taken");
}

#[test]
fn intervals_hold_the_score_and_are_the_same_every_time() {
    let lines: Vec<String> = (0..20)
        .map(|n| {
            let mut document =
                gold("dates", json!([{"quote": "x", "start": "2022-03-05", "end": "2022-03-05"}]));
            document["id"] = n.to_string().into();
            document.to_string()
        })
        .collect();
    let mention = |n: u32| {
        json!({"document_id": n.to_string(), "kind": "date", "text": "x", "rule": "r", "start": 0,
            "end": 1, "date_start": "2022-03-05", "date_end": "2022-03-05"})
    };
    let mentions: Vec<String> = (0..10).map(|n| mention(n).to_string()).collect();
    let gold = Gold::parse(&lines.join("\n")).unwrap();
    let extracted = Extracted::parse(&mentions.join("\n"), "[]").unwrap();
    let report = score(&gold, &extracted);
    let date = report.measure("date").unwrap();
    assert_eq!((date.tally.precision(), date.tally.recall()), (1.0, 0.5));
    let (precision, recall) = (date.precision.unwrap(), date.recall.unwrap());
    assert_eq!((precision.low, precision.high), (1.0, 1.0));
    assert!(0.2 < recall.low && recall.low < 0.4, "{recall:?}");
    assert!(0.6 < recall.high && recall.high < 0.8, "{recall:?}");
    assert_eq!(report, score(&gold, &extracted));
}

fn place() -> Place {
    let place = Place::new();
    place.copy("tests/score", ".");
    assert_eq!(place.rasd("extract gold.jsonl -q -o read").status, 0);
    place
}

#[test]
fn the_report_in_every_form() {
    let place = place();
    let said = place.rasd("score gold.jsonl read --by-rule --errors 2");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(said.out.starts_with("2 documents; "), "{}", said.out);
    for line in [
        "\ndate          P ",
        "\nevent_strict  P ",
        "\n  killed         ",
        "\n  casualty      ar.casualty.",
    ] {
        assert!(said.out.contains(line), "{line:?} in {}", said.out);
    }
    assert!(
        said.out.contains("\ncasualty missed:  "),
        "an annotation is wrong on purpose: {}",
        said.out
    );
    let said = place.rasd("score gold.jsonl read --format json --by-rule --errors 1");
    let json: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["documents"], 2);
    for measure in rasd::score::MEASURES {
        let score = &json[measure];
        let share = |name: &str| score[name].as_f64().unwrap();
        let [low, high] = [0, 1].map(|at| score["f1_95"][at].as_f64().unwrap());
        assert!(low <= share("f1") && share("f1") <= high, "{measure} {score}");
        assert!(score["right"].as_u64().unwrap() > 0, "{measure}: too little to tell");
    }
    assert!(json["rules"].as_array().unwrap().len() > 4);
    assert_eq!(json["errors"][0]["what"], "casualty missed");
    let plain: Value =
        serde_json::from_str(&place.rasd("score gold.jsonl read --format json").out).unwrap();
    assert!(plain.get("rules").is_none() && plain.get("errors").is_none());
}

#[test]
fn documents_that_were_not_read_are_told() {
    let place = place();
    let lines = place.read("gold.jsonl");
    place.write("one.jsonl", lines.lines().next().unwrap());
    assert_eq!(place.rasd("extract one.jsonl -q -o read").status, 0);
    let said = place.rasd("score gold.jsonl read");
    assert_eq!(said.status, 0);
    assert_eq!(said.err, "note: of 1 annotated documents nothing was read\n");
}

#[test]
fn what_cannot_be_scored_is_named() {
    let place = place();
    place.write("bad.jsonl", "\n{\"id\": 5}\n");
    place.write("read/events.json", "[]");
    for (arguments, message) in [
        ("nowhere.jsonl read", "nowhere.jsonl: cannot read: "),
        ("bad.jsonl read", "bad.jsonl:2: not an annotated document: "),
        ("gold.jsonl nowhere", "nowhere: no run.json"),
        ("gold.jsonl read", "read/events.json: changed since its run"),
    ] {
        let said = place.rasd(&format!("score {arguments}"));
        assert_eq!((said.status, said.out.as_str()), (1, ""), "{arguments}");
        assert!(said.err.contains(message), "{arguments}: {}", said.err);
    }
    assert_eq!(place.rasd("score gold.jsonl read --unchecked").status, 0);
    assert!(Path::new(place.path()).join("read").exists());
}

/// The cells of a CSV file with these changes in the row of an event kind.
fn review(place: &Place, file: &str, changes: &[(&str, &str, &str)]) {
    let text = place.read(file);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |column: &str| header.iter().position(|name| name == column).unwrap();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for row in reader.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        for (kind, column, value) in changes {
            if cells[at("event_kind")] == *kind {
                cells[at(column)] = (*value).to_owned();
            }
        }
        out.write_record(&cells).unwrap();
    }
    place.write(file, out.into_inner().unwrap());
}

#[test]
fn reviewed_tables_are_annotations_of_events() {
    let place = place();
    assert_eq!(place.rasd("extract gold.jsonl -q -o new").status, 0);
    let score = || {
        let said = place.rasd("score read new --format json --errors 9");
        assert_eq!(said.status, 0, "{}", said.err);
        serde_json::from_str::<Value>(&said.out).unwrap()
    };
    assert_eq!(score()["documents"], 0, "nothing has been reviewed");
    // one document is decided, of the other one row is not
    let file = "read/events.csv";
    review(
        &place,
        file,
        &[
            ("bombing", "review_status", "accepted"),
            ("abduction", "review_status", "unsure"),
            ("shelling", "review_status", "accepted"),
        ],
    );
    let all_right = score();
    assert_eq!(all_right["documents"], 1);
    assert!(all_right.get("date").is_none(), "nothing is known of mentions");
    let figures = |report: &Value| {
        ["right", "gold", "got"].map(|f| report["event_strict"][f].as_u64().unwrap())
    };
    assert_eq!(figures(&all_right), [1, 1, 1]);
    assert_eq!(all_right["errors"], json!([]));
    review(
        &place,
        file,
        &[
            ("abduction", "review_status", "rejected"),
            ("shelling", "review_status", "corrected"),
            ("shelling", "killed_high", "13"),
        ],
    );
    let report = score();
    assert_eq!(figures(&report), [1, 2, 3]);
    assert_eq!(report["event_found"]["right"], 2);
    let what: Vec<_> =
        report["errors"].as_array().unwrap().iter().map(|e| e["what"].clone()).collect();
    assert_eq!(what, ["event wrong", "event not strict"]);
    review(&place, file, &[("bombing", "review_status", "fine")]);
    let said = place.rasd("score read new");
    assert_eq!(said.status, 1);
    assert!(
        said.err.contains("read/events.csv:2: review_status: \"fine\" is none"),
        "{}",
        said.err
    );
}
