//! README.md: every command in it runs, in a copy of what the repository holds.

use std::{fs, path::Path};

use crate::place::Place;

/// The lines of the README's `sh` blocks.
fn commands() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = fs::read_to_string(path).unwrap();
    let blocks = page.split("```").skip(1).step_by(2);
    let sh = blocks.filter_map(|block| block.strip_prefix("sh\n"));
    sh.flat_map(str::lines).filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

/// `cargo run --release [-- …]` is the program; `cargo test` is what runs this.
fn arguments(command: &str) -> Option<&str> {
    let command = command.split(" #").next().unwrap_or(command).trim();
    if let Some(rest) = command.strip_prefix("cargo run --release") {
        return Some(rest.trim().strip_prefix("--").unwrap_or(rest).trim());
    }
    command.strip_prefix("rasd")
}

#[test]
fn the_commands_of_the_readme_run() {
    let place = Place::new();
    place.copy("seeds", "seeds");
    place.copy("tests/packs/sahel", "own");
    place.copy("output", "last-week");
    place.copy("tests/score", ".");
    place.write("reports/report.txt", "قُتل خمسة جنود.\n");
    place.write("sheet.csv", "day,story\n2024-03-10,قُتل خمسة جنود.\n");
    place.write("news.jsonl", "{\"text\":\"قُتل خمسة جنود.\"}\n");
    let commands = commands();
    assert!(commands.iter().any(|command| command == "cargo run --release"));
    assert!(commands.iter().any(|command| command == "cargo test"));
    let mut ran = 0;
    for command in commands.iter().filter(|command| !command.starts_with("cargo test")) {
        let arguments = arguments(command).unwrap_or_else(|| panic!("how to run {command:?}?"));
        let said = place.rasd(arguments);
        // a comparison says with its status whether something is different
        let well = said.status == 0 || arguments.starts_with("diff ") && said.status == 1;
        assert!(well, "{command}: {}", said.err);
        ran += 1;
    }
    assert!(ran > 1);
    assert!(place.path().join("output/events.csv").exists());
}

/// The sentence and the record that the README shows.
#[test]
fn the_example_of_the_readme_is_what_comes_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("README.md")).unwrap();
    let block = |tag: &str| {
        let start = format!("```{tag}\n");
        let at = page.find(&start).unwrap_or_else(|| panic!("README.md has no {tag} block"));
        page[at + start.len()..].split("```").next().unwrap()
    };
    let place = Place::new();
    place.write("a.txt", block("text"));
    assert_eq!(place.rasd("extract a.txt --published 2024-03-10").status, 0);
    let rows = crate::place::table(&place.read("output/events.csv"));
    assert_eq!(rows.len(), 1);
    for line in block("yaml").lines() {
        let (column, value) = line.split_once(':').unwrap_or_else(|| panic!("{line:?}"));
        assert_eq!(rows[0][column], value.trim(), "{column}");
    }
}
