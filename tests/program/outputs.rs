//! The formats beside the canonical files, docs/outputs.md.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::place::{Place, table};

/// Two incidents with coordinates, one without, a total, an emoji, and words that a spreadsheet would
/// take for formulas.
const REPORT: &str = "---\npublished: 2024-03-10\nsource: =HYPERLINK(\"http://example.org\")\ntitle: @desk\n---\n\
    \u{1f534} عاجل: قُتل خمسة جنود وأصيب ثلاثة آخرون، الاثنين الماضي، في انفجار سيارة مفخخة بمدينة غاو شمالي مالي.\n\
    وقصفت طائرة حربية بلدة قرب الحدود في فبراير 2024، ما أدى إلى مقتل 12 مدنيا.\n\
    اختطف مسلحون راهبا في بغداد يوم 5 يناير 2022.\n\
    ومنذ عام 2015 قتل أكثر من 500 شخص في المنطقة.\n";

/// The report, extracted with these arguments.
fn extracted(arguments: &str) -> (Place, String) {
    let place =
        Place::with(&[("in/a.txt", REPORT.as_bytes()), ("in/b.txt", "لا شيء هنا.".as_bytes())]);
    let said = place.rasd(&format!("extract in {arguments}"));
    assert_eq!(said.status, 0, "{}", said.err);
    (place, said.err)
}

fn json(place: &Place, name: &str) -> Value {
    serde_json::from_str(&place.read(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn extras_come_beside_the_canonical_files_and_change_none() {
    let (plain, _) = extracted("");
    let (extra, _) = extracted("--format jsonl,geojson --format label-studio --excel");
    let canonical = plain.list("output");
    for name in canonical.iter().filter(|name| *name != "run.json") {
        let file = format!("output/{name}");
        assert_eq!(plain.read(&file), extra.read(&file), "{name}");
    }
    let added: Vec<_> =
        extra.list("output").into_iter().filter(|name| !canonical.contains(name)).collect();
    assert_eq!(
        added,
        [
            "aggregates.excel.csv",
            "documents.excel.csv",
            "event_casualties.excel.csv",
            "event_places.excel.csv",
            "events.excel.csv",
            "events.geojson",
            "events.jsonl",
            "label-studio.json",
            "label-studio.xml",
            "mentions.excel.csv",
        ]
    );
    let run = json(&extra, "output/run.json");
    let listed = run["files"].as_array().unwrap();
    assert_eq!(listed.len() + 1, extra.list("output").len(), "run.json lists every file");
    // the next run, without them, leaves none that its run.json does not vouch for
    assert_eq!(extra.rasd("extract in --format csv,json").status, 0);
    assert_eq!(extra.list("output"), canonical);
}

#[test]
fn unknown_formats_are_refused_by_name() {
    let place = Place::with(&[("a.txt", REPORT.as_bytes())]);
    let said = place.rasd("extract a.txt --format csv,pdf");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("'pdf'") && said.err.contains("label-studio"), "{}", said.err);
    let said = place.rasd("extract a.txt --format label-studio --no-text");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("leave out --no-text"), "{}", said.err);
    assert_eq!(place.list("."), ["a.txt"]);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_build_it() {
    let place = Place::with(&[("a.txt", REPORT.as_bytes())]);
    let said = place.rasd("extract a.txt --format parquet");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("cargo build --release --features parquet"), "{}", said.err);
    assert_eq!(place.list("."), ["a.txt"]);
}

#[test]
fn json_lines_have_the_events_of_the_array() {
    let (place, _) = extracted("--format jsonl");
    let array = json(&place, "output/events.json");
    assert_eq!(Value::Array(place.lines("output/events.jsonl")), array);
}

#[test]
fn geojson_has_a_feature_for_each_incident_and_nothing_else() {
    let (place, _) = extracted("--format geojson");
    let collection = json(&place, "output/events.geojson");
    assert_eq!(collection["type"], "FeatureCollection");
    let features = collection["features"].as_array().unwrap();
    let rows = table(&place.read("output/events.csv"));
    assert_eq!(features.len(), rows.len());
    let mut nowhere = 0;
    for (feature, row) in features.iter().zip(&rows) {
        assert_eq!(feature["type"], "Feature");
        assert_eq!(feature["id"], row["event_id"]);
        let properties = feature["properties"].as_object().unwrap();
        assert_eq!(properties.len(), row.len());
        for (name, value) in properties {
            let written = match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                Value::Number(number) if number.is_f64() => number.as_f64().unwrap().to_string(),
                other => other.to_string(),
            };
            assert_eq!(written, row[name], "{name}");
        }
        if row["latitude"].is_empty() {
            nowhere += 1;
            assert_eq!(feature["geometry"], Value::Null);
            continue;
        }
        let geometry = &feature["geometry"];
        assert_eq!(geometry["type"], "Point");
        let position = geometry["coordinates"].as_array().unwrap();
        let position: Vec<_> = position.iter().map(|number| number.as_f64().unwrap()).collect();
        // longitude comes first
        let written = ["longitude", "latitude"].map(|name| row[name].parse::<f64>().unwrap());
        assert_eq!(position, written);
    }
    assert!(nowhere > 0 && nowhere < rows.len(), "{nowhere} of {}: too few to tell", rows.len());
}

#[test]
fn label_studio_tasks_quote_their_texts() {
    let (place, _) = extracted("--format label-studio");
    let tasks = json(&place, "output/label-studio.json");
    let tasks = tasks.as_array().unwrap();
    assert_eq!(tasks.len(), 2, "a task for every document, also for one without mentions");
    let interface = place.read("output/label-studio.xml");
    let text: Vec<char> = tasks[0]["data"]["text"].as_str().unwrap().chars().collect();
    let regions = tasks[0]["predictions"][0]["result"].as_array().unwrap();
    let mentions = place.lines("output/mentions.jsonl").len();
    let events = json(&place, "output/events.json").as_array().unwrap().len();
    assert_eq!(regions.len(), mentions + events);
    for region in regions {
        let value = &region["value"];
        let at = |name: &str| usize::try_from(value[name].as_u64().unwrap()).unwrap();
        // behind an emoji code points and UTF-16 differ
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(value["text"], words);
        let label = value["labels"][0].as_str().unwrap();
        assert!(interface.contains(&format!("<Label value=\"{label}\"")), "{label}");
        assert!(interface.contains(&format!("name={}", region["from_name"])));
        assert!(interface.contains(&format!("name={}", region["to_name"])));
    }
}

#[test]
fn excel_runs_no_cell_and_is_told_the_encoding() {
    let (place, said) = extracted("--excel");
    let bytes = fs::read(place.path().join("output/events.excel.csv")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    assert!(text.lines().count() > 3 && !text.replace("\r\n", "").contains('\n'), "CRLF");
    let (rows, canonical) = (table(text), table(&place.read("output/events.csv")));
    assert_eq!(rows.len(), canonical.len());
    let mut changed = 0;
    for (row, canonical) in rows.iter().zip(&canonical) {
        for (name, cell) in row {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r', '\n']), "{name}: {cell}");
            changed += usize::from(*cell != canonical[name]);
            assert_eq!(cell.trim_start_matches('\''), canonical[name], "{name}");
        }
        assert_eq!(row["source"], "'=HYPERLINK(\"http://example.org\")");
    }
    assert_eq!(changed, 2 * rows.len(), "source and title of every row, and nothing else");
    let aggregates = table(&place.read("output/aggregates.csv")).len();
    // the documents have a source and a title, too
    let all = changed + 2 * aggregates + 2;
    assert!(said.contains(&format!("note: *.excel.csv: {all} cells ")), "{said}");
}

#[test]
fn a_coordinate_west_of_greenwich_stays_a_number_in_excel() {
    let place =
        Place::with(&[("a.txt", "قُتل خمسة جنود في هجوم بمدينة غاو شمالي مالي.\n".as_bytes())]);
    assert_eq!(place.rasd("extract a.txt --excel").status, 0);
    let text = place.read("output/events.excel.csv");
    let rows = table(text.trim_start_matches('\u{feff}'));
    assert!(rows[0]["longitude"].starts_with("-0."), "{}", rows[0]["longitude"]);
}

/// A cell of a workbook as its CSV cell.
fn written(cell: &Data) -> String {
    match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

#[test]
fn the_workbook_has_the_values_of_the_tables() {
    let (place, said) = extracted("--format xlsx");
    assert!(!said.contains("note:"), "{said}");
    let mut book: Xlsx<_> = open_workbook(place.path().join("output/rasd.xlsx")).unwrap();
    let tables =
        ["events", "aggregates", "event_places", "event_casualties", "mentions", "documents"];
    assert_eq!(book.sheet_names(), [&tables[..], &["columns"]].concat());
    let mut described = 1;
    for name in tables {
        let text = place.read(&format!("output/{name}.csv"));
        let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let records: Vec<_> = csv.records().map(Result::unwrap).collect();
        described += records[0].len();
        let sheet = book.worksheet_range(name).unwrap();
        assert_eq!(sheet.height(), records.len(), "{name}");
        for (number, (row, record)) in sheet.rows().zip(&records).enumerate() {
            for (column, cell) in record.iter().enumerate() {
                let found = row.get(column).map(written).unwrap_or_default();
                assert_eq!(found, cell, "{name}, row {number}, {:?}", &records[0][column]);
            }
        }
        let formulas = book.worksheet_formula(name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "a formula in {name}");
    }
    assert_eq!(book.worksheet_range("columns").unwrap().height(), described);
}

/// A part of a workbook.
fn part(place: &Place, name: &str) -> String {
    let file = fs::File::open(place.path().join("output/rasd.xlsx")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

#[test]
fn sheets_are_read_from_the_right_and_offer_the_terms_of_review() {
    let (place, _) = extracted("--format xlsx");
    let sheet = part(&place, "xl/worksheets/sheet1.xml");
    for what in [
        "rightToLeft=\"1\"",
        "<pane xSplit=\"1\" ySplit=\"1\"",
        "<autoFilter ref=\"A1:",
        "<dataValidation type=\"list\"",
        "accepted,corrected,rejected,unsure,duplicate,added,stale",
    ] {
        assert!(sheet.contains(what), "{what}");
    }
    // only rows that need it have a height of their own: there may be a million
    let mentions = part(&place, "xl/worksheets/sheet5.xml");
    assert!(sheet.contains("customHeight") && !mentions.contains("customHeight"));
}

#[test]
fn the_workbook_is_the_same_to_the_byte() {
    let bytes = || {
        let (place, _) = extracted("--format xlsx");
        fs::read(place.path().join("output/rasd.xlsx")).unwrap()
    };
    let first = bytes();
    // the clock of the archive goes in steps of two seconds
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == bytes());
}

#[test]
fn spreadsheets_changed_by_hand_are_not_overwritten() {
    for (option, name) in [("--format xlsx", "rasd.xlsx"), ("--excel", "events.excel.csv")] {
        let (place, _) = extracted(option);
        assert_eq!(place.rasd(&format!("extract in {option}")).status, 0, "untouched");
        let file = format!("output/{name}");
        let mut bytes = fs::read(place.path().join(&file)).unwrap();
        bytes.extend(b"accepted");
        place.write(&file, &bytes);
        // not even by a run that would only remove it
        for arguments in [option, ""] {
            let said = place.rasd(&format!("extract in {arguments}"));
            assert_eq!(said.status, 1, "{}", said.err);
            assert!(said.err.contains(&format!("{name}: changed by hand")), "{}", said.err);
            assert_eq!(fs::read(place.path().join(&file)).unwrap(), bytes);
        }
        assert_eq!(place.rasd(&format!("extract in {option} --force")).status, 0);
        assert!(fs::read(place.path().join(&file)).unwrap() != bytes);
    }
}
