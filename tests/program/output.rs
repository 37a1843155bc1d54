//! The dataset of the seed documents, `output/`, is what this program gives: a change of a rule shows
//! as a diff of the dataset beside it.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::place::Place;

const REGENERATE: &str = "output/ is not what the seeds give now. If that is meant, write it anew \
                          and commit it with the change:\n\n    cargo run --release\n";

/// What run.json says of one run or one version and not of the dataset.
const OF_THE_RUN: [&str; 6] = ["program", "packs", "gazetteer", "started", "finished", "arguments"];

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}\n{REGENERATE}", folder.display()));
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // somebody may have reviewed it
    names.filter(|name| !name.starts_with("review.")).collect()
}

/// A file as it is compared.
fn text(folder: &Path, name: &str) -> String {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    if name != "run.json" {
        return text;
    }
    let mut run: Value = serde_json::from_str(&text).unwrap();
    for field in OF_THE_RUN {
        run.as_object_mut().unwrap().remove(field).unwrap_or_else(|| panic!("no {field:?}"));
    }
    serde_json::to_string_pretty(&run).unwrap()
}

/// The first lines that differ.
fn difference(name: &str, committed: &str, now: &str) -> String {
    let (mut before, mut after) = (committed.lines(), now.lines());
    let mut report = format!("{name}\n");
    let mut shown = 0;
    for number in 1.. {
        let (a, b) = (before.next(), after.next());
        if shown == 5 || (a, b) == (None, None) {
            break;
        }
        if a != b {
            shown += 1;
            report.push_str(&format!("  line {number}\n"));
            report.extend(a.map(|line| format!("  - {line}\n")));
            report.extend(b.map(|line| format!("  + {line}\n")));
        }
    }
    report
}

#[test]
fn the_committed_output_is_what_the_seeds_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = Place::new();
    let seeds = root.join("seeds");
    let said = place.rasd(&format!("extract {} -o output", seeds.display()));
    assert_eq!(said.status, 0, "{}", said.err);

    let (committed, now) = (root.join("output"), place.path().join("output"));
    assert_eq!(names(&committed), names(&now), "{REGENERATE}");
    let differences: Vec<String> = names(&now)
        .iter()
        .map(|name| (name, text(&committed, name), text(&now, name)))
        .filter(|(_, a, b)| a != b)
        .map(|(name, a, b)| difference(name, &a, &b))
        .collect();
    assert!(differences.is_empty(), "{REGENERATE}\n{}", differences.join("\n"));
}

#[test]
fn the_dataset_is_the_same_however_it_is_read() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let place = Place::new();
    place.rasd(&format!("extract {} -o one", seeds.display()));
    for entry in fs::read_dir(&seeds).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), place.path().join(entry.file_name())).unwrap();
    }
    place.write("zz.txt", "لا شيء هنا.\n");
    place.rasd("extract . -o two");
    // another document at the end adds its rows there and changes nothing before
    for name in ["events.csv", "mentions.csv", "documents.csv", "documents.jsonl"] {
        let (one, two) = (place.read(&format!("one/{name}")), place.read(&format!("two/{name}")));
        assert!(two.starts_with(&one), "{name}");
    }
}
