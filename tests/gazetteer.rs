//! The place index: names, ids, what holds what.

use rasd::{
    gazetteer::{Build, Gazetteer, demonyms},
    normalise::fold,
};

#[test]
fn names_lead_to_places() {
    let gazetteer = Gazetteer::builtin().unwrap();
    let ids = |name: &str| -> Vec<String> {
        let found = gazetteer.named(&fold(name)).into_iter();
        found.map(|id| gazetteer.place(id).id.to_string()).collect()
    };
    assert!(ids("موبتي").contains(&"gn:2453348".to_owned()));
    assert!(ids("Mopti").contains(&"gn:ML.04".to_owned()));
    assert!(ids("بوركينا فاسو").contains(&"gn:BF".to_owned()));
    assert!(gazetteer.begins(&fold("بوركينا")) && !gazetteer.begins(&fold("فاسو")));
}

#[test]
fn the_longest_name_wins() {
    let gazetteer = Gazetteer::builtin().unwrap();
    let words = ["بوركينا", "فاسو", "مالي"];
    let (count, places) = gazetteer.longest(|n| words.get(n).copied()).unwrap();
    assert_eq!((count, gazetteer.place(places[0]).country_code), (2, "BF"));
}

#[test]
fn countries_and_divisions_hold_places() {
    let gazetteer = Gazetteer::builtin().unwrap();
    assert!(gazetteer.contains("gn:ML", "gn:2453348"));
    assert!(gazetteer.contains("gn:ML.04", "gn:2453348"));
    assert!(!gazetteer.contains("gn:ML.05", "gn:2453348"));
    assert!(!gazetteer.contains("gn:ML", "gn:ML"));
}

#[test]
fn the_supplement_is_packed_as_it_stands() {
    let packed = tempfile::NamedTempFile::new().unwrap();
    let build = Build {
        tables: vec!["data/supplement.tsv".into()],
        label: "supplement".into(),
        ..Build::default()
    };
    build.run(packed.path()).unwrap();
    let same =
        std::fs::read(packed.path()).unwrap() == std::fs::read("data/supplement.gaz").unwrap();
    assert!(same, "data/supplement.tsv was changed: pack it as data/README.md says");
}

#[test]
fn adjectives_point_to_countries() {
    let forms = demonyms();
    let code =
        |word: &str| forms.iter().find(|(form, _)| *form == fold(word)).map(|(_, code)| *code);
    assert_eq!(code("مالية"), Some("ML"));
    assert_eq!(code("فرنسيين"), Some("FR"));
    assert_eq!(code("أتراك"), Some("TR"));
    let gazetteer = Gazetteer::builtin().unwrap();
    assert!(forms.iter().all(|(_, code)| gazetteer.country(code).is_some()));
}
