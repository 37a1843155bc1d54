//! Many documents: in parallel, and into a folder that has some already.

mod killed;

use std::fs;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::place::{Place, SENTENCE};

/// Some hundred records of all lengths: repeated texts, a repeated id, lines that are none.
fn corpus() -> String {
    let weekday = "قتل ثلاثة جنود يوم الاثنين في مدينة غاو شمالي مالي، وأصيب 5 آخرون.";
    let mut lines = String::new();
    for n in 0..400 {
        let text = match n % 5 {
            0 => SENTENCE.trim().to_owned(),
            1 => format!("{weekday} وكان {n} شخصا قد نزحوا من بلدة كيدال."),
            2 => format!("{} {n}", weekday.repeat(n % 40)),
            3 => format!("لا شيء {n}."),
            _ => SENTENCE.trim().repeat(1 + n % 9),
        };
        let id = if n % 97 == 96 { 3 } else { n };
        let day = 1 + n % 28;
        lines += &match n % 50 {
            49 => "{\"text\":\n".to_owned(),
            _ => format!(
                "{{\"id\":\"d{id}\",\"published\":\"2024-03-{day:02}\",\"text\":\"{text}\"}}\n"
            ),
        };
    }
    lines
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let place = Place::with(&[("news.jsonl", corpus().as_bytes())]);
    for jobs in [1, 2, 8] {
        let extras = "--format jsonl,geojson,label-studio,xlsx --profile acled,ucdp,hxl --excel";
        let said = place.rasd(&format!("extract news.jsonl -o out{jobs} --jobs {jobs} {extras}"));
        assert_eq!(said.status, 2, "{}", said.err);
        assert!(said.err.contains("documents  388\n"), "{}", said.err);
        let names = place.list("out1");
        assert_eq!(place.list(&format!("out{jobs}")), names);
        for name in names.iter().filter(|name| *name != "run.json") {
            let same = bytes(&place, &format!("out{jobs}"), name) == bytes(&place, "out1", name);
            assert!(same, "{name}: {jobs} jobs give other bytes than one");
        }
    }
}

#[test]
fn no_jobs_are_too_few() {
    let said = Place::new().rasd("extract --jobs 0");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("--jobs"), "{}", said.err);
}

/// Every format that can be added to.
const ALL: &str = "--format jsonl,geojson,label-studio,xlsx --profile acled,ucdp,hxl --excel";

fn record(n: usize, text: &str) -> String {
    format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", text.trim())
}

/// A folder in which `in/` grew by `in/b.jsonl` after it had been read into `out`.
fn grown(arguments: &str) -> Place {
    let place = Place::new();
    place.write("in/a.jsonl", record(1, SENTENCE) + &record(2, "=لا شيء"));
    assert_eq!(place.rasd(&format!("extract in -o out {arguments}")).status, 0);
    let again = "قتل ثلاثة جنود في مدينة غاو أمس الاثنين. بلغ عدد القتلى منذ 2015 نحو 500 قتيل.";
    place.write("in/b.jsonl", record(3, again) + &record(4, SENTENCE) + &record(5, again));
    place
}

fn bytes(place: &Place, folder: &str, name: &str) -> Vec<u8> {
    fs::read(place.path().join(folder).join(name)).unwrap()
}

#[test]
fn adding_gives_what_reading_everything_gives() {
    let place = grown(ALL);
    let said = place.rasd(&format!("extract in -o out --append {ALL}"));
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.err.contains("note: 3 of the documents are new\n"), "{}", said.err);
    assert!(said.err.contains("documents  5\n"), "{}", said.err);
    assert_eq!(place.rasd(&format!("extract in -o whole {ALL}")).status, 0);
    assert_eq!(place.list("out"), place.list("whole"));
    for name in place.list("out").iter().filter(|name| *name != "run.json") {
        assert!(bytes(&place, "out", name) == bytes(&place, "whole", name), "{name}");
    }
    let run = |folder: &str| -> Value {
        serde_json::from_str(&place.read(&format!("{folder}/run.json"))).unwrap()
    };
    let (out, whole) = (run("out"), run("whole"));
    for part in ["inputs", "totals", "files", "packs", "gazetteer"] {
        assert_eq!(out[part], whole[part], "{part}");
    }
    let before = place.read("out/run.json");
    let said = place.rasd(&format!("extract in -o out --append {ALL}"));
    assert_eq!((said.status, said.err.as_str()), (0, "nothing is new; out stays as it was\n"));
    assert_eq!(place.read("out/run.json"), before);
}

/// A workbook cannot grow; it is written anew, with what was filled in in the tables.
#[test]
fn a_workbook_has_the_old_rows_and_the_new_ones() {
    let place = grown("--format xlsx");
    let said = place.rasd("extract in -o out --append");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("rasd.xlsx would stay behind; ask for the formats"), "{}", said.err);
    let reviewed = place.read("out/events.csv").trim_end().to_owned() + "looked at";
    place.write("out/events.csv", reviewed + "\n");
    let said = place.rasd("extract in -o out --append --force --format xlsx");
    assert_eq!(said.status, 0, "{}", said.err);
    let mut book: Xlsx<_> = open_workbook(place.path().join("out/rasd.xlsx")).unwrap();
    let events = book.worksheet_range("events").unwrap();
    assert_eq!(events.height(), place.read("out/events.csv").lines().count());
    assert_eq!(events.rows().nth(1).unwrap().last().unwrap().to_string(), "looked at");
    // one that was changed by hand is not written over
    place.write("out/rasd.xlsx", "mine");
    place.write("in/c.txt", "لا شيء جديد.");
    let said = place.rasd("extract in -o out --append --format xlsx");
    assert!(said.err.contains("rasd.xlsx: changed by hand since its run"), "{}", said.err);
    assert_eq!((said.status, place.read("out/rasd.xlsx").as_str()), (1, "mine"));
}

#[test]
fn there_need_be_nothing_to_add_to() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    assert_eq!(place.rasd("extract a.txt -o out --append").status, 0);
    assert!(place.read("out/events.csv").lines().count() == 2);
}

#[test]
fn files_without_rows_grow_too() {
    let place = Place::with(&[("in/a.txt", "لا شيء".as_bytes())]);
    let extras = "--format geojson,label-studio";
    assert_eq!(place.rasd(&format!("extract in -o out {extras}")).status, 0);
    place.write("in/b.txt", SENTENCE);
    assert_eq!(place.rasd(&format!("extract in -o out --append {extras}")).status, 0);
    place.write("in/c.txt", "لا شيء آخر");
    assert_eq!(place.rasd(&format!("extract in -o out --append {extras}")).status, 0);
    assert_eq!(place.rasd(&format!("extract in -o whole {extras}")).status, 0);
    for name in ["events.json", "events.geojson", "label-studio.json", "events.csv"] {
        assert_eq!(place.read(&format!("out/{name}")), place.read(&format!("whole/{name}")));
    }
}

#[test]
fn a_document_that_changed_keeps_its_rows() {
    let place = grown("");
    place.write("in/a.jsonl", record(1, "لا شيء"));
    let said = place.rasd("extract in -o out --append");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("document \"1\" has another text"), "{}", said.err);
    assert_eq!(place.lines("out/errors.jsonl").len(), 1);
    assert_eq!(place.lines("out/documents.jsonl").len(), 5);
}

#[test]
fn what_was_made_otherwise_is_not_added_to() {
    let place = grown("");
    let refused = |arguments: &str, message: &str| {
        let before = place.read("out/run.json");
        let said = place.rasd(&format!("extract in -o out --append {arguments}"));
        assert_eq!(said.status, 1, "{arguments}: {}", said.err);
        assert!(said.err.contains(message), "{arguments}: {}", said.err);
        assert_eq!(place.read("out/run.json"), before);
        assert!(place.list("out").iter().all(|name| !name.starts_with('.')));
    };
    refused(
        "--no-supplement",
        "out/run.json: made with another set of places: run without --append",
    );
    refused("--format jsonl", "out: cannot add to it: it has no events.jsonl");
    place.write("rasd.toml", "deny = [\"x\"]\n");
    refused("", "made with another file of settings");
    fs::remove_file(place.path().join("rasd.toml")).unwrap();
    place.write(
        "out/run.json",
        place.read("out/run.json").replace("\"version\": \"0", "\"version\": \"9"),
    );
    refused("", "made with another version of the program");
    assert_eq!(place.rasd("extract in -o out --append --force").status, 0);
    assert_eq!(place.lines("out/documents.jsonl").len(), 5);
}

#[test]
fn reviewed_rows_are_added_to_when_it_is_meant() {
    let place = grown("");
    let reviewed = place.read("out/events.csv").trim_end().to_owned() + "accepted,";
    let reviewed = reviewed.replace(",accepted", "accepted");
    place.write("out/events.csv", &reviewed);
    let said = place.rasd("extract in -o out --append");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("events.csv: changed since its run: --force adds"), "{}", said.err);
    assert_eq!(place.rasd("extract in -o out --append --force").status, 0);
    let now = place.read("out/events.csv");
    assert!(now.starts_with(&format!("{reviewed}\n")) && now.lines().count() > 2, "{now}");
}
