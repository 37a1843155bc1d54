//! The place index: names, ids, what holds what.

use assert_cmd::Command;
use rasd::{
    gazetteer::{Build, Gazetteer, consonants, demonyms},
    normalise::fold,
    record::Feature,
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
    let place = |id: &str| gazetteer.by_id(id).unwrap();
    let holds = |outer: &str, inner: &str| gazetteer.holds(place(outer), place(inner));
    assert!(holds("gn:ML", "gn:2453348"));
    assert!(holds("gn:ML.04", "gn:2453348"));
    assert!(!holds("gn:ML.05", "gn:2453348"));
    assert!(!holds("gn:ML", "gn:ML"));
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

#[test]
fn names_that_sound_alike_are_found_across_scripts() {
    let gazetteer = Gazetteer::builtin().unwrap();
    // Diafarabé as Arabic texts write it, with and without the vowels
    for name in ["ديافارابي", "ديافرابي", "Diafarabé"] {
        let near = gazetteer.similar(name, &["ML"], 1);
        let (place, distance) = near[0];
        assert_eq!(gazetteer.place(place).name, "Diafarabe");
        assert!(distance <= 0.05, "{name}: {distance}");
    }
    assert!(gazetteer.similar("", &[], 5).is_empty());
    assert!(consonants("ديافارابي") >= 3 && consonants("ديا") < 3);
}

#[test]
fn names_may_be_bound_or_lack_their_ending() {
    let folder = tempfile::tempdir().unwrap();
    let (table, packed) = (folder.path().join("own.csv"), folder.path().join("own.gaz"));
    let rows = "id,country,name\nown:1,ML,Zilbat Kandoura\nown:2,ML,Zantifadougou\n";
    std::fs::write(&table, rows).unwrap();
    Build { tables: vec![table], ..Build::default() }.run(&packed).unwrap();
    let mut gazetteer = Gazetteer::world().unwrap();
    gazetteer.lay_over(&packed).unwrap();
    for (name, id) in [("زلبة كندورة", "own:1"), ("زنتيفا", "own:2")] {
        let (place, distance) = gazetteer.similar(name, &["ML"], 1)[0];
        assert_eq!(gazetteer.place(place).id, id);
        assert!(distance <= 0.1, "{name}: {distance}");
    }
}

#[test]
fn every_country_and_parent_is_known() {
    let gazetteer = Gazetteer::builtin().unwrap();
    let table = std::fs::read_to_string("data/supplement.tsv").unwrap();
    for line in table.lines().skip(1).filter(|line| !line.starts_with('#')) {
        let id = line.split('\t').next().unwrap();
        let place = gazetteer.place(gazetteer.by_id(id).unwrap());
        assert!(!place.name.is_empty(), "{line}");
        let parent = line.split('\t').nth(2).unwrap();
        assert!(parent.is_empty() || gazetteer.by_id(parent).is_some(), "no parent: {line}");
        let code = place.country_code;
        assert!(code.is_empty() || gazetteer.country(code).is_some(), "no country: {line}");
        let known =
            place.latitude.is_some() || matches!(place.feature, Feature::Country | Feature::Admin);
        assert!(known, "no point: {line}");
    }
}

/// The program.
fn rasd() -> Command {
    Command::cargo_bin("rasd").unwrap()
}

/// What the program prints with these arguments, which must please it.
fn printed(arguments: &[&str]) -> String {
    let output = rasd().args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const DUMP: &str = "\
2454220\tKwala\tKwala\tKwala,Kouala\t14.1506\t-8.0422\tP\tPPL\tML\t\t07\t\t\t\t0\t\t350\tAfrica/Bamako\t2019-09-05
9000001\tZyxanda\tZyxanda\t\t14.2\t-8.1\tP\tPPL\tML\t\t04\t\t\t\t900\t\t350\tAfrica/Bamako\t2019-09-05
9000002\tMopti Region\tMopti Region\t\t14.5\t-4.1\tA\tADM1\tML\t\t04\t\t\t\t0\t\t350\tAfrica/Bamako\t2019-09-05
";

#[test]
fn dumps_and_tables_lie_over_the_built_in_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("ML.txt"), DUMP).unwrap();
    std::fs::write(path("names.txt"), "1\t9000001\tar\tزيكسندا\t\t\t\t\n").unwrap();
    let own = "id,kind,parent,latitude,longitude,name,names\n\
        gn:9000001,,,,,Zyx,\nown:1,camp,gn:9000001,14.21,-8.11,Wykanu,مخيم ويكانو\n";
    std::fs::write(path("own.csv"), own).unwrap();
    let (dump, names, table) = (path("ML.txt"), path("names.txt"), path("own.csv"));
    let (first, second) = (path("ml.gaz"), path("own.gaz"));
    printed(&[
        "gazetteer",
        "build",
        "--geonames",
        &dump,
        "--alternate-names",
        &names,
        "-o",
        &first,
    ]);
    printed(&["gazetteer", "build", "--csv", &table, "-o", &second]);
    let layers = ["--gazetteer", &first, "--gazetteer", &second];
    let find =
        |name: &str| printed(&[&["gazetteer", "find", name, "--limit", "1"], &layers[..]].concat());
    assert_eq!(
        find("زيكسندا"),
        "gn:9000001\tZyx\tvillage\tMopti, ML\t14.2 -8.1\t900\thas this name\n"
    );
    assert_eq!(
        find("مخيم ويكانو"),
        "own:1\tWykanu\tcamp\tMopti, ML\t14.21 -8.11\t0\thas this name\n"
    );
    // the dump's name of the division does not push out the English main name
    assert!(find("Mopti Region").starts_with("gn:ML.04\tMopti\tadmin\tML\t"));
}

#[test]
fn bad_files_are_named_with_line_and_cause() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("bad.txt"), format!("{DUMP}1\tx\n")).unwrap();
    std::fs::write(path("bad.csv"), "id,kind\nown:1,town\nown:2,tawn\n").unwrap();
    std::fs::write(path("bad.gaz"), "nothing of the kind, but long enough to look at closely for once, or so one would think of it\n").unwrap();
    let mut broken = std::fs::read("data/supplement.gaz").unwrap();
    let middle = broken.len() / 2;
    broken[middle] ^= 1;
    std::fs::write(path("broken.gaz"), &broken).unwrap();
    std::fs::write(path("short.gaz"), &broken[..middle]).unwrap();
    let out = path("out.gaz");
    for (arguments, message) in [
        (
            ["build", "--geonames", &path("bad.txt"), "-o", &out],
            "bad.txt:4: 2 columns, not the 19 of a GeoNames dump",
        ),
        (["build", "--csv", &path("bad.csv"), "-o", &out], "bad.csv:3: unknown kind \"tawn\""),
        (["build", "--csv", &path("none.csv"), "-o", &out], "none.csv: No such file"),
        (
            ["find", "Mopti", "--no-supplement", "--gazetteer", &path("bad.gaz")],
            "bad.gaz: not a gazetteer",
        ),
        (
            ["find", "Mopti", "--no-supplement", "--gazetteer", &path("short.gaz")],
            "short.gaz: the gazetteer is cut short",
        ),
        (
            ["find", "Mopti", "--no-supplement", "--gazetteer", &path("broken.gaz")],
            "broken.gaz: the gazetteer is damaged",
        ),
    ] {
        let output = rasd().arg("gazetteer").args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(message), "{said}");
        assert!(!std::path::Path::new(&out).exists());
    }
}

#[test]
fn credits_name_the_sources() {
    let credits = printed(&["credits"]);
    assert!(credits.contains("GeoNames") && credits.contains("Creative Commons Attribution 4.0"));
    assert!(printed(&["--version"]).contains("sha256"));
}
