//! The place index: names, ids, what holds what.

use rasd::{gazetteer::Gazetteer, normalise::fold};

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
