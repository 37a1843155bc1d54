//! The repository keeps its own rules: words of a language stand in packs and not in Rust, the list
//! of pack files is whole, pages name every term the program writes.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rasd::record::{
    ActorBasis, ActorRole, AgeSex, AttributionType, Confidence, DateAnchor, DateBasis,
    DateModifier, DatePrecision, Effect, EventKind, Feature, Flag, PartyClass, PlacePrecision,
    PlaceRole, PublishedBasis, Qualifier, Side, Status, Weapon, Who,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below `folder` with this extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// A letter of the Arabic blocks; their punctuation is a matter of script, not of language.
fn is_arabic_letter(c: char) -> bool {
    let block = matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{870}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    block && c.is_alphabetic()
}

#[test]
fn no_word_of_a_language_stands_in_rust() {
    let sources = files(&root().join("src"), "rs");
    assert!(sources.len() > 50);
    let mut found = Vec::new();
    for path in sources {
        for (number, line) in (1..).zip(read(&path).lines()) {
            if line.contains(is_arabic_letter) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "words belong into src/lang/*/*.toml:\n{}", found.join("\n"));
}

#[test]
fn every_source_file_says_what_it_is() {
    for path in files(&root().join("src"), "rs") {
        assert!(read(&path).starts_with("//! "), "{} does not open with //!", path.display());
    }
}

#[test]
fn the_list_of_pack_files_is_the_folder() {
    let lang = root().join("src/lang");
    let list = read(&lang.join("mod.rs"));
    for code in rasd::lang::codes() {
        let start = list.find(&format!("source!(\"{code}\":")).expect("the list names the code");
        let list = &list[start..start + list[start..].find(")]").expect("the list ends")];
        let listed: BTreeSet<&str> =
            list.split('"').skip(1).step_by(2).filter(|name| name.ends_with(".toml")).collect();
        let folder = files(&lang.join(code), "toml");
        let there: BTreeSet<&str> =
            folder.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(listed, there, "src/lang/mod.rs and src/lang/{code}/");
    }
}

#[test]
fn every_folder_of_a_language_is_listed() {
    let heads = files(&root().join("src/lang"), "toml").into_iter();
    let heads = heads.filter(|path| path.file_name().unwrap() == "pack.toml");
    let folders: BTreeSet<String> = heads
        .map(|path| path.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(folders, rasd::lang::codes().map(str::to_owned).collect());
}

#[test]
fn the_pages_name_every_term() {
    let pages = read(&root().join("docs/records.md")) + &read(&root().join("docs/codebook.md"));
    let terms = [
        EventKind::NAMES,
        Effect::NAMES,
        Qualifier::NAMES,
        Who::NAMES,
        AgeSex::NAMES,
        Status::NAMES,
        Side::NAMES,
        DatePrecision::NAMES,
        DateModifier::NAMES,
        DateBasis::NAMES,
        DateAnchor::NAMES,
        Feature::NAMES,
        PlacePrecision::NAMES,
        PlaceRole::NAMES,
        PartyClass::NAMES,
        ActorBasis::NAMES,
        ActorRole::NAMES,
        AttributionType::NAMES,
        Weapon::NAMES,
        Confidence::NAMES,
        Flag::NAMES,
        PublishedBasis::NAMES,
    ];
    let missing: Vec<_> =
        terms.concat().into_iter().filter(|term| !pages.contains(&format!("`{term}`"))).collect();
    assert!(missing.is_empty(), "not in docs/: {missing:?}");
}

/// Rust and packs point to pages, too.
#[test]
fn pages_that_the_sources_name_are_there() {
    let sources = files(&root().join("src"), "rs").into_iter();
    for path in sources.chain(files(&root().join("src/lang"), "toml")) {
        for rest in read(&path).split("docs/").skip(1) {
            let name = rest.split_once(".md").map(|(name, _)| name).unwrap_or_default();
            let page = format!("docs/{name}.md");
            assert!(root().join(&page).exists(), "{}: {page}", path.display());
        }
    }
}

#[test]
fn the_pages_link_to_files_that_are_there() {
    let pages = ["README.md", "DESIGN.md", "CHANGELOG.md"].map(|name| root().join(name));
    for page in pages.into_iter().chain(files(&root().join("docs"), "md")) {
        let text = read(&page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or(link);
            let there = file.is_empty()
                || file.starts_with("http")
                || page.parent().unwrap().join(file).exists();
            assert!(there, "{}: {link}", page.display());
        }
    }
}
