//! Settings: the file, the arguments over it, and what they do to places.

use std::fs;

use serde_json::Value;

use crate::place::{Place, SENTENCE};

/// The places that `explain` finds in a text: words and country.
fn places(place: &Place, text: &str, arguments: &str) -> Vec<(String, String)> {
    place.write("a.txt", text);
    let said = place.rasd(&format!("explain a.txt --format jsonl {arguments}"));
    assert_eq!(said.status, 0, "{}", said.err);
    let rows = said.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    rows.filter(|row| row["kind"] == "place")
        .map(|row| (text(&row["text"]), text(&row["value"]["country_code"])))
        .collect()
}

fn pair(words: &str, country: &str) -> (String, String) {
    (words.to_owned(), country.to_owned())
}

#[test]
fn the_example_of_the_page_holds() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/config.md")).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let keep = |line: &&str| !line.starts_with("packs") && !line.starts_with("gazetteers");
    let place = Place::new();
    place.write("rasd.toml", example.lines().filter(keep).collect::<Vec<_>>().join("\n"));
    let text = "سقطت قذيفة على زرغوم وعلى حي الوحدة وفي نارا.";
    assert_eq!(places(&place, text, ""), [pair("زرغوم", "ML"), pair("نارا", "ML")]);
    assert_eq!(place.rasd("extract a.txt -q").status, 0);
    let run: Value = serde_json::from_str(&place.read("tables/run.json")).unwrap();
    assert_eq!(run["config"]["path"], "rasd.toml");
    assert_eq!(run["config"]["sha256"].as_str().unwrap().len(), 64);
    for name in ["rasd.xlsx", "acled.csv", "events.jsonl"] {
        assert!(place.list("tables").contains(&name.to_owned()), "{name}");
    }
    let events = place.read("tables/mentions.csv");
    assert!(events.contains("own:ML/zirgoum") && events.contains("Mopti"), "{events}");
}

#[test]
fn a_preferred_country_is_no_filter() {
    let place = Place::new();
    let text = "سقطت قذيفة في نارا.";
    assert_eq!(places(&place, text, ""), [pair("نارا", "JP")]);
    assert_eq!(places(&place, text, "--country ml,BF"), [pair("نارا", "ML")]);
    let text = "سقطت قذيفة في نارا في اليابان.";
    assert_eq!(places(&place, text, "--country ML")[0], pair("نارا", "JP"));
}

#[test]
fn names_are_denied_and_allowed() {
    let place = Place::new();
    let text = "تحدث كاتي عن مدينة غاو.";
    assert_eq!(places(&place, text, ""), [pair("غاو", "ML")]);
    place.write("own.toml", "allow = ['كاتي']\ndeny = ['غاو']\n");
    assert_eq!(places(&place, text, "--config own.toml"), [pair("كاتي", "ML")]);
}

#[test]
fn arguments_win_and_folders_are_those_of_the_file() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    place.write("sub/own.toml", "published = 2024-03-10\noutput = 'tables'\ncountries = ['ML']\n");
    let said = place.rasd("extract --config sub/own.toml --show-config --country NE");
    for line in ["published = \"2024-03-10\"  # sub/own.toml:1", "countries = [\"NE\"]  # argument"]
    {
        assert!(said.out.contains(line), "{line} in {}", said.out);
    }
    assert_eq!(place.rasd("extract a.txt -q --config sub/own.toml").status, 0);
    assert_eq!(place.list("sub"), ["own.toml", "tables"]);
    assert_eq!(place.rasd("extract a.txt -q --config sub/own.toml -o here").status, 0);
    assert_eq!(place.list("."), ["a.txt", "here", "sub"]);
}

#[test]
fn a_file_says_how_to_read_and_what_to_write() {
    let place = Place::new();
    let record = |story: &str, n: usize| {
        format!("{{\"story\":\"{}\",\"day\":\"10/03/2024\",\"n\":{n}}}\n", story.trim())
    };
    place.write("in/list", record(SENTENCE, 1) + &record(SENTENCE, 2));
    let settings = "input_format = 'jsonl'\ntext_field = 'story'\ndate_field = 'day'\n\
        date_format = '%d/%m/%Y'\nid_field = 'n'\nencoding = 'utf-8'\nkeep_duplicates = true\n\
        jobs = 1\nformats = ['geojson']\nprofiles = ['hxl']\nexcel = true\ntext = false\n";
    place.write("rasd.toml", settings);
    assert_eq!(place.rasd("extract in -q").status, 0);
    let rows = crate::place::table(&place.read("output/documents.csv"));
    let shown = |row: &std::collections::BTreeMap<String, String>| {
        ["document_id", "published", "events"].map(|name| row[name].clone())
    };
    assert_eq!(shown(&rows[0]), ["1", "2024-03-10", "1"]);
    assert_eq!(shown(&rows[1]), ["2", "2024-03-10", "1"]);
    let files = place.list("output");
    for name in ["events.geojson", "hxl.csv", "events.excel.csv"] {
        assert!(files.contains(&name.to_owned()), "{files:?}");
    }
    assert!(!place.read("output/documents.jsonl").contains("\"text\""));
    // arguments win, lists as wholes
    let said = place.rasd("extract in -q -o other --format jsonl --id-field none");
    assert_eq!(said.status, 0, "{}", said.err);
    let files = place.list("other");
    assert!(files.contains(&"events.jsonl".to_owned()), "{files:?}");
    assert!(!files.contains(&"events.geojson".to_owned()), "{files:?}");
    assert!(place.read("other/documents.csv").contains("list#1"));
}

#[test]
fn the_origin_of_every_setting_is_shown() {
    let place = Place::new();
    place.write(
        "rasd.toml",
        "# mine\nexcel = true\n\nformats = ['xlsx',\n 'jsonl']\ndeny = ['x']\n",
    );
    let said = place.rasd("extract --show-config --jobs 3 --profile acled,hxl");
    for line in [
        "lang = \"ar\"  # default",
        "excel = true  # rasd.toml:2",
        "formats = [\"xlsx\", \"jsonl\"]  # rasd.toml:4",
        "deny = [\"x\"]  # rasd.toml:6",
        "jobs = 3  # argument",
        "profiles = [\"acled\", \"hxl\"]  # argument",
        "output = \"output\"  # default",
    ] {
        assert!(said.out.lines().any(|shown| shown == line), "{line} in {}", said.out);
    }
    // what is shown is a file of settings
    place.write("shown.toml", &said.out);
    let again = place.rasd("extract --show-config --config shown.toml");
    let values = |out: &str| -> Vec<String> {
        out.lines().map(|line| line.split("  # ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(values(&again.out), values(&said.out), "{}", again.err);
}

#[test]
fn mistakes_are_named_with_file_line_and_key() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    let own = "names = ['x']\nlat = 1.0\nlon = 1.0\nfeature = 'town'\n";
    for (text, message) in [
        ("lang = 'ar'\ncountry = ['ML']\n", "rasd.toml:2: unknown field `country`"),
        ("lang = 'xx'\n", "rasd.toml:1: no rules for \"xx\""),
        ("\ncountries = ['ML', 'Mali']\n", "rasd.toml:2: \"Mali\" is no country code"),
        ("published = 'soon'\n", "rasd.toml:1: "),
        ("max_document_size = '10XB'\n", "rasd.toml:1: unknown unit"),
        (
            "\nformats = ['csv', 'pdf']\n",
            "rasd.toml:2: there is no \"pdf\" (there are: csv, json, ",
        ),
        ("profiles = ['gtd']\n", "rasd.toml:1: there is no \"gtd\""),
        ("input_format = 'doc'\n", "rasd.toml:1: unknown format \"doc\""),
        ("encoding = 'klingon'\n", "rasd.toml:1: unknown encoding"),
        ("jobs = 0\n", "rasd.toml:1: "),
        ("excel = 'yes'\n", "rasd.toml:1: "),
        (&format!("[[place]]\n{own}"), "rasd.toml:1: missing field `country`"),
        (&format!("[[place]]\ncountry = 'ZZ'\n{own}"), "rasd.toml:1: \"ZZ\" is no country code"),
        (
            &format!("\n[[place]]\ncountry = 'ML'\nadmin1 = 'Paris'\n{own}"),
            "rasd.toml:2: ML has no first-level division \"Paris\"",
        ),
    ] {
        place.write("rasd.toml", text);
        let said = place.rasd("extract a.txt -q");
        assert!(said.status != 0 && said.err.contains(message), "{message}: {}", said.err);
    }
    fs::remove_file(place.path().join("rasd.toml")).unwrap();
    let said = place.rasd("extract a.txt -q --country Mali");
    assert!(said.err.contains("write ML"), "{}", said.err);
    assert!(place.rasd("extract a.txt --config no.toml").err.contains("no.toml: "));
}
