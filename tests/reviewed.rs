//! Reviewed data by the program: export in all formats, the trail, the page, and sheets that were edited
//! by hand and are read back.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::{Command, assert::Assert};
use rasd::review::{Draft, Reason, Review, Verb};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use tempfile::TempDir;

const FIRST: &str = "قتل أربعة جنود في هجوم مسلح على ثكنة في مدينة موبتي يوم 5 مارس 2022.";
const SECOND: &str = "وأصيب 12 مدنيا في انفجار سيارة مفخخة في مدينة غاو يوم 9 مارس 2022.";

/// A temporary folder in which `rasd` runs.
struct Place(TempDir);

impl Place {
    fn new() -> Place {
        Place(TempDir::new().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn rasd(&self, args: &[&str]) -> Assert {
        Command::cargo_bin("rasd").unwrap().current_dir(self.0.path()).args(args).assert()
    }
}

/// A run over two documents, with a workbook and copies for Excel.
fn place() -> Place {
    let place = Place::new();
    place.write("in/a.txt", format!("{FIRST}\n{SECOND}\n"));
    place.write("in/b.txt", "لم يحدث شيء في هذا اليوم.\n");
    place.rasd(&["extract", "in", "-q", "-o", "out", "--format", "xlsx", "--excel"]).success();
    place
}

fn review(place: &Place) -> Review {
    Review::open(&place.path("out"), false).unwrap()
}

fn ids(place: &Place) -> Vec<String> {
    review(place).rows("x").into_iter().map(|row| row.event_id).collect()
}

/// The rows of a CSV file, as cells by column.
fn table(path: &Path) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        columns.iter().cloned().zip(row.iter().map(str::to_owned)).collect()
    });
    let rows = rows.collect();
    (columns, rows)
}

fn save(path: &Path, columns: &[String], rows: &[BTreeMap<String, String>]) {
    let mut out = csv::Writer::from_path(path).unwrap();
    out.write_record(columns).unwrap();
    for row in rows {
        out.write_record(columns.iter().map(|name| row.get(name).map_or("", String::as_str)))
            .unwrap();
    }
    out.flush().unwrap();
}

fn decide(place: &Place) -> Vec<String> {
    let ids = ids(place);
    let mut review = review(place);
    let drafts = vec![
        Draft::edit(&ids[0], "killed_low", json!(5)),
        Draft::edit(&ids[0], "killed_high", json!(5)),
        Draft { new: Some(json!("اتصل بالمصدر")), ..Draft::of(Verb::Note, &ids[0]) },
        Draft::of(Verb::Accept, &ids[0]),
    ];
    review.commit("amal", drafts).unwrap();
    let reject = Draft { reason: Some(Reason::Background), ..Draft::of(Verb::Reject, &ids[1]) };
    review.commit("amal", vec![reject]).unwrap();
    ids
}

#[test]
fn the_reviewed_dataset_is_written_in_every_format() {
    let place = place();
    let ids = decide(&place);
    let before = fs::read(place.path("out/events.csv")).unwrap();
    let formats =
        ["--format", "xlsx,geojson,jsonl,label-studio", "--excel", "--profile", "acled,ucdp,hxl"];
    let args = [&["export", "out", "--reviewed", "-o", "new"][..], &formats].concat();
    place.rasd(&args).success();
    let (_, rows) = table(&place.path("new/events.csv"));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["event_id"], ids[0]);
    assert_eq!((&*rows[0]["killed_best"], &*rows[0]["review_status"]), ("5", "corrected"));
    assert_eq!(rows[0]["review_note"], "اتصل بالمصدر");
    let (_, documents) = table(&place.path("new/documents.csv"));
    assert_eq!(documents[0]["events"], "1");
    let (_, mentions) = table(&place.path("new/mentions.csv"));
    assert!(mentions.iter().all(|row| !row["event_ids"].contains(&ids[1])));
    for file in ["rasd.xlsx", "events.geojson", "events.jsonl", "label-studio.json", "acled.csv"] {
        assert!(place.path("new").join(file).exists(), "{file}");
    }
    let run: Value = serde_json::from_str(&place.read("new/run.json")).unwrap();
    assert_eq!(run["reviewed"]["reviewers"], json!(["amal"]));
    let reviewed = rasd::id::sha256(&fs::read(place.path("out/run.json")).unwrap());
    assert_eq!(run["reviewed"]["run"], json!(reviewed));
    // the run is as it was, and what was written can be read again
    assert_eq!(fs::read(place.path("out/events.csv")).unwrap(), before);
    assert_eq!(Review::open(&place.path("new"), false).unwrap().rows("x").len(), 1);
    place.rasd(&["export", "out", "--reviewed", "-o", "all", "--with-rejected"]).success();
    let (_, rows) = table(&place.path("all/events.csv"));
    assert_eq!(rows[1]["review_status"], "rejected");
}

#[test]
fn what_is_not_decided_is_exported_as_extracted() {
    let place = place();
    let ids = ids(&place);
    let mut review = review(&place);
    review.commit("amal", vec![Draft::edit(&ids[0], "weapon", json!("mortar"))]).unwrap();
    review.commit("amal", vec![Draft::of(Verb::Accept, &ids[1])]).unwrap();
    review.commit("badr", vec![Draft::of(Verb::Reject, &ids[1])]).unwrap();
    let run = place.rasd(&["export", "out", "--reviewed", "-o", "new"]).success();
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("1 events are in conflict") && said.contains("1 events were edited"),
        "{said}"
    );
    let (_, rows) = table(&place.path("new/events.csv"));
    assert_eq!((&*rows[0]["weapon"], &*rows[0]["review_status"]), ("", ""));
    assert_eq!(rows[1]["review_status"], "unsure");
    assert_eq!(rows[1]["review_note"], "conflict: amal: accepted; badr: rejected");
}

#[test]
fn an_export_never_lands_on_the_run_or_on_reviewed_rows() {
    let place = place();
    place.rasd(&["export", "out", "--reviewed", "-o", "new"]).code(1);
    assert!(!place.path("out/review.sqlite").exists(), "it was not begun by an export");
    decide(&place);
    place.rasd(&["export", "out", "--reviewed", "-o", "out", "--force"]).code(1);
    place.rasd(&["export", "out", "--reviewed"]).code(2);
    place.rasd(&["export", "out"]).code(2);
    place.rasd(&["export", "out", "--reviewed", "-o", "new"]).success();
    place.rasd(&["export", "out", "--reviewed", "-o", "new"]).code(1);
    place.rasd(&["export", "out", "--reviewed", "-o", "new", "--force"]).success();
}

#[test]
fn the_trail_tells_every_action() {
    let place = place();
    let ids = decide(&place);
    review(&place).undo("amal").unwrap();
    let run = place.rasd(&["export", "out", "--audit"]).success();
    let lines: Vec<Value> = String::from_utf8(run.get_output().stdout.clone())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(
        (&lines[0]["verb"], &lines[0]["old"], &lines[0]["new"]),
        (&json!("edit"), &json!(4), &json!(5))
    );
    assert_eq!((&lines[4]["event_id"], &lines[4]["stands"]), (&json!(ids[1]), &json!(false)));
    assert_eq!((&lines[5]["verb"], &lines[5]["undoes"]), (&json!("undo"), &lines[4]["batch"]));
}

#[test]
fn the_page_is_whole_and_hostile_text_stays_text() {
    let place = place();
    place.write("in/c.md", "---\ntitle: \"<script>alert(1)</script>\"\n---\nقتل رجلان في هجوم مسلح في مدينة غاو يوم 2 مارس 2022.\n");
    place.rasd(&["extract", "in", "-q", "-o", "out"]).success();
    let ids = ids(&place);
    let note = Draft {
        new: Some(json!("\"><img src=x onerror=alert(1)>")),
        ..Draft::of(Verb::Note, &ids[0])
    };
    review(&place).commit("amal", vec![note]).unwrap();
    place.rasd(&["export", "out", "--html", "report.html"]).success();
    let page = place.read("report.html");
    assert!(!page.contains("<script") && !page.contains("<img"), "no markup of a text");
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(page.contains("Content-Security-Policy") && page.contains("style-src 'sha256-"));
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing is loaded");
    assert!(page.contains("<path d=\"M") && page.matches("<circle").count() >= 2);
    for id in &ids {
        assert!(page.contains(&format!("<tr id=\"{id}\">")), "{id}");
    }
    assert!(page.contains("<rect") && page.contains(FIRST.trim_end()));
    place.rasd(&["export", "out", "--html", "report.html"]).code(1);
}

#[test]
fn an_edited_csv_file_is_taken_by_id() {
    let place = place();
    let ids = ids(&place);
    let (columns, mut rows) = table(&place.path("out/events.csv"));
    rows[0].insert("killed_low".into(), "6".into());
    rows[0].insert("killed_high".into(), "".into());
    rows[0].insert("review_status".into(), "Corrected".into());
    rows[1].insert("review_status".into(), "rejected".into());
    rows[1].insert("review_note".into(), "خبر قديم".into());
    rows.reverse();
    save(&place.path("edited.csv"), &columns, &rows);
    let import = ["import", "edited.csv", "out", "--reviewer", "amal"];
    place.rasd(&[&import[..], &["--dry-run"]].concat()).success();
    assert!(review(&place).actions().is_empty());
    place.rasd(&import).success();
    let item = review(&place).item(&ids[0], "amal").unwrap();
    let toll = &item.event.casualties[0];
    assert_eq!((toll.low, toll.high, toll.qualifier.as_str()), (Some(6), None, "at_least"));
    assert_eq!(item.event.review.status.as_deref(), Some("corrected"));
    let item = review(&place).item(&ids[1], "amal").unwrap();
    assert_eq!(item.event.review.status.as_deref(), Some("rejected"));
    assert_eq!(item.event.review.note.as_deref(), Some("خبر قديم"));
    // the same sheet again says nothing new
    let actions = review(&place).actions().len();
    place.rasd(&import).success();
    assert_eq!(review(&place).actions().len(), actions);
    review(&place).undo("amal").unwrap();
    assert_eq!(review(&place).progress("amal").done, 0);
}

#[test]
fn a_sheet_that_nobody_touched_says_nothing() {
    let place = place();
    // a title that Excel would run, which the copy for Excel writes with an apostrophe
    place.write(
        "in/c.txt",
        "---\ntitle: \"=1+1\"\n---\nقتل رجلان في هجوم مسلح في مدينة غاو يوم 2 مارس 2022.\n",
    );
    place.rasd(&["extract", "in", "-q", "-o", "out", "--format", "xlsx", "--excel"]).success();
    assert!(place.read("out/events.excel.csv").contains("'=1+1"));
    for file in ["out/rasd.xlsx", "out/events.excel.csv", "out/events.csv", "out/aggregates.csv"] {
        place.rasd(&["import", file, "out"]).success();
        assert!(review(&place).actions().is_empty(), "{file}");
    }
    // nor does that of a reviewed dataset
    decide(&place);
    place
        .rasd(&["export", "out", "--reviewed", "-o", "new", "--format", "xlsx", "--with-rejected"])
        .success();
    let actions = review(&place).actions().len();
    place.rasd(&["import", "new/rasd.xlsx", "out", "--reviewer", "amal"]).success();
    assert_eq!(review(&place).actions().len(), actions);
}

#[test]
fn a_workbook_gives_dates_numbers_and_additions() {
    let place = place();
    let ids = ids(&place);
    let (columns, rows) = table(&place.path("out/events.csv"));
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("events").unwrap();
    let at = |name: &str| u16::try_from(columns.iter().position(|c| c == name).unwrap()).unwrap();
    for (column, name) in (0..).zip(&columns) {
        sheet.write(0, column, name).unwrap();
        sheet.write(2, column, &rows[0][name]).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let date = |day: u8| ExcelDateTime::from_ymd(2022, 3, day).unwrap();
    sheet.write_with_format(2, at("date_start"), date(6), &day).unwrap();
    sheet.write_with_format(2, at("date_end"), date(6), &day).unwrap();
    sheet.write(2, at("injured_low"), 3).unwrap();
    sheet.write(2, at("review_status"), "accepted").unwrap();
    sheet.write(1, at("document_id"), "b.txt").unwrap();
    sheet.write(1, at("event_kind"), "arrest").unwrap();
    sheet.write_with_format(1, at("date_start"), date(2), &day).unwrap();
    sheet.write_with_format(1, at("date_end"), date(2), &day).unwrap();
    sheet.write(1, at("place_name"), "Gao").unwrap();
    sheet.write(1, at("evidence"), "في هذا اليوم").unwrap();
    workbook.save(place.path("edited.xlsx")).unwrap();
    place.rasd(&["import", "edited.xlsx", "out", "--reviewer", "amal"]).success();
    let review = review(&place);
    let event = review.item(&ids[0], "amal").unwrap().event;
    assert_eq!(event.date.start.unwrap().to_string(), "2022-03-06");
    assert_eq!(event.date.edtf.as_deref(), Some("2022-03-06"));
    assert_eq!(event.casualties[1].low, Some(3));
    assert_eq!(event.review.status.as_deref(), Some("corrected"));
    let added = review.rows("amal").into_iter().find(|row| row.added).unwrap();
    assert_eq!((&*added.document_id, &*added.text), ("b.txt", "في هذا اليوم"));
    assert_eq!((added.place.as_deref(), added.status.as_deref()), (Some("Gao"), Some("added")));
    let actions = review.actions().len();
    place.rasd(&["import", "edited.xlsx", "out", "--reviewer", "amal"]).success();
    assert_eq!(self::review(&place).actions().len(), actions, "it is not added twice");
}

#[test]
fn what_is_not_understood_is_told_and_the_rest_is_taken() {
    let place = place();
    let ids = ids(&place);
    let (mut columns, rows) = table(&place.path("out/events.csv"));
    columns.push("my remarks".into());
    let with = |row: &BTreeMap<String, String>, cells: &[(&str, &str)]| {
        let mut row = row.clone();
        row.extend(cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())));
        row
    };
    let bad = [
        with(&rows[0], &[("killed_low", "many"), ("review_status", "accepted")]),
        with(&rows[1], &[("review_status", "accepted"), ("my remarks", "x")]),
        with(&rows[1], &[("review_status", "rejected")]),
        with(&rows[0], &[("event_id", "ev_aaaaaaaaaaaa")]),
        with(&rows[0], &[("event_id", ""), ("document_id", "z.txt")]),
        with(&rows[0], &[("event_id", ""), ("evidence", "كلمات أخرى")]),
    ];
    save(&place.path("edited.csv"), &columns, &bad);
    let run = place.rasd(&["import", "edited.csv", "out", "--reviewer", "amal"]).code(2);
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    for told in [
        "edited.csv, row 1, column my remarks: unknown column",
        "row 2, column killed_low: \"many\" is no whole number",
        "row 4, column event_id: ",
        "row 5, column event_id: there is no event ev_aaaaaaaaaaaa",
        "row 6, column document_id: there is no document \"z.txt\"",
        "row 7, column evidence: these words do not stand in the document",
    ] {
        assert!(said.contains(told), "{told} in:\n{said}");
    }
    let review = review(&place);
    assert_eq!(
        review.item(&ids[1], "amal").unwrap().event.review.status.as_deref(),
        Some("accepted")
    );
    assert_eq!(review.actions().len(), 1);
    for (column, cell, told) in [
        ("date_end", "2022-03-01", "the last day is before the first"),
        ("date_start", "5/3/2022", "is no day"),
        ("title", "x", "it cannot be changed"),
        ("evidence", "كلمات أخرى", "stale"),
        ("event_kind", "", "it cannot be empty"),
        ("review_status", "maybe", "is none of accepted"),
    ] {
        save(&place.path("edited.csv"), &columns, &[with(&rows[0], &[(column, cell)])]);
        let run = place.rasd(&["import", "edited.csv", "out", "--reviewer", "amal"]).code(2);
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(said.contains(told) && said.contains(&format!("column {column}")), "{said}");
    }
    assert_eq!(self::review(&place).actions().len(), 1);
    columns.retain(|name| name != "event_id");
    save(&place.path("edited.csv"), &columns, &bad);
    place.rasd(&["import", "edited.csv", "out"]).code(1);
}

#[test]
fn a_value_that_was_changed_meanwhile_is_not_overwritten_by_a_sheet() {
    let place = place();
    place.rasd(&["extract", "in", "-q", "-o", "out", "--force"]).success();
    decide(&place);
    place.rasd(&["export", "out", "--reviewed", "-o", "new"]).success();
    let (columns, mut rows) = table(&place.path("new/events.csv"));
    rows[0].insert("killed_low".into(), "7".into());
    rows[0].insert("killed_high".into(), "7".into());
    // beside the run that it was written with, it is known what was in it
    save(&place.path("new/edited.csv"), &columns, &rows);
    let id = rows[0]["event_id"].clone();
    let edit =
        vec![Draft::edit(&id, "killed_high", json!(9)), Draft::edit(&id, "killed_low", json!(9))];
    review(&place).commit("amal", edit).unwrap();
    let run = place.rasd(&["import", "new/edited.csv", "out", "--reviewer", "amal"]).code(2);
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(said.contains("it was 5 in the sheet, and is 9 by now"), "{said}");
}

#[test]
fn decisions_are_gold_per_field_and_per_rule() {
    let place = place();
    place.rasd(&["score", "--reviewed", "out"]).code(1);
    let ids = decide(&place);
    let score = |place: &Place| -> Value {
        let run = place.rasd(&["score", "--reviewed", "out", "--by-rule", "--format", "json"]);
        serde_json::from_slice(&run.success().get_output().stdout).unwrap()
    };
    let found = score(&place);
    let of = |list: &Value, field: &str| {
        let held = list.as_array().unwrap().iter().find(|held| held["field"] == field).unwrap();
        [&held["right"], &held["got"], &held["gold"]].map(|n| n.as_u64().unwrap_or(99))
    };
    let reviewed = &found["reviewed"];
    assert_eq!((&reviewed["documents"], &reviewed["read_through"]), (&json!(1), &json!(0)));
    // one of two events holds, its count does not
    assert_eq!(of(&reviewed["fields"], "event"), [1, 2, 1]);
    assert_eq!(of(&reviewed["fields"], "event_kind"), [1, 2, 1]);
    assert_eq!(of(&reviewed["fields"], "killed_low"), [0, 1, 1]);
    assert_eq!(of(&reviewed["fields"], "injured_low"), [0, 1, 0]);
    assert_eq!(of(&reviewed["rules"], "killed"), [0, 1, 99]);
    assert_eq!(of(&reviewed["rules"], "date")[0], 1);
    assert_eq!(
        (&found["event_found"]["got"], &found["event_found"]["gold"]),
        (&json!(2), &json!(1))
    );
    // an event that was missed is a miss
    let missed = json!({"event_kind": "arrest", "evidence": {"start": 0, "end": 9}});
    let add =
        Draft { document_id: Some("a.txt".into()), new: Some(missed), ..Draft::new(Verb::Add) };
    let done = Draft {
        document_id: Some("b.txt".into()),
        new: Some(json!("no_events")),
        ..Draft::new(Verb::Document)
    };
    review(&place).commit("amal", vec![add, done]).unwrap();
    let found = score(&place);
    assert_eq!(of(&found["reviewed"]["fields"], "event"), [1, 2, 2]);
    assert_eq!(found["reviewed"]["read_through"], 1);
    // what is not decided is no gold
    review(&place).commit("amal", vec![Draft::of(Verb::Unsure, &ids[1])]).unwrap();
    assert_eq!(score(&place)["reviewed"]["documents"], 1);
    review(&place).commit("badr", vec![Draft::of(Verb::Accept, &ids[1])]).unwrap();
    let text = place.rasd(&["score", "--reviewed", "out", "--by-rule"]).success();
    let text = String::from_utf8(text.get_output().stdout.clone()).unwrap();
    assert!(text.contains("amal and badr on 1 events both decided"), "{text}");
    assert_eq!(score(&place)["agreement"][0]["fields"][0]["same"], 0);
}
