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
    for line in ["# sub/own.toml", "published = \"2024-03-10\"", "countries = [\"NE\"]"] {
        assert!(said.out.contains(line), "{line} in {}", said.out);
    }
    assert_eq!(place.rasd("extract a.txt -q --config sub/own.toml").status, 0);
    assert_eq!(place.list("sub"), ["own.toml", "tables"]);
    assert_eq!(place.rasd("extract a.txt -q --config sub/own.toml -o here").status, 0);
    assert_eq!(place.list("."), ["a.txt", "here", "sub"]);
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
