//! Words and rules of one's own: `--pack`, `rasd pack check`, `rasd rules`.

use std::{fs, path::Path};

use serde_json::Value;

use crate::place::{Place, table};

/// The folder that docs/packs.md explains.
fn sahel() -> Place {
    let place = Place::new();
    place.copy("tests/packs/sahel", "sahel");
    place.write(
        "a.txt",
        "أسلم ثلاثة جنود الروح في هجوم شنته جبهة الكثبان على قرية بئر تاكوبا في 3 سبطمبر 2023.\n",
    );
    place
}

/// A place with one file of an overlay in it.
fn own(name: &str, text: &str) -> Place {
    let place = Place::with(&[("a.txt", "قتل خمسة جنود.\n".as_bytes())]);
    place.write(&format!("own/{name}"), text);
    place
}

#[test]
fn the_worked_example_holds() {
    let said = sahel().rasd("pack check sahel");
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{}", said.out);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "examples           7, all hold");
    assert_eq!(lines[1], "rules              1, all with an example");
    assert!(lines[2].starts_with("built-in examples  ") && lines[2].ends_with(", all hold"));
}

#[test]
fn the_page_shows_what_the_folder_holds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/packs.md")).unwrap();
    let place = sahel();
    let holds: Vec<String> =
        place.list("sahel").iter().map(|name| place.read(&format!("sahel/{name}"))).collect();
    let (worked, _) = page.split_once("## What lies over what").unwrap();
    let blocks: Vec<&str> = worked.split("```").skip(1).step_by(2).collect();
    assert!(blocks.len() > 5);
    // how many built-in examples there are changes from day to day
    let own = |said: &str| said.lines().take(2).map(str::to_owned).collect::<Vec<_>>();
    for block in blocks {
        let (kind, text) = block.split_once('\n').unwrap();
        match kind {
            "toml" | "csv" => assert!(holds.iter().any(|file| file.contains(text)), "{text}"),
            "text" => assert_eq!(own(text), own(&place.rasd("pack check sahel").out)),
            _ => assert_eq!(kind, "sh"),
        }
    }
}

#[test]
fn words_of_the_folder_make_an_event() {
    let place = sahel();
    assert_eq!(place.rasd("extract a.txt --pack sahel").status, 0);
    let rows = table(&place.read("output/events.csv"));
    assert_eq!(rows.len(), 1);
    for (column, value) in [
        ("killed_low", "3"),
        ("actor", "Front of the Dunes"),
        ("place_name", "Bir Takoba"),
        ("gazetteer_id", "own:1"),
        ("admin1", "Gao"),
        ("date_start", "2023-09-03"),
    ] {
        assert_eq!(rows[0][column], value, "{column}");
    }
    assert!(rows[0]["rules"].contains("ar.casualty.killed.gave.up.the.ghost"));
    place.rasd("extract a.txt -o plain");
    let plain = table(&place.read("plain/events.csv"));
    assert_eq!((plain[0]["killed_low"].as_str(), plain[0]["date_start"].as_str()), ("", ""));
}

#[test]
fn a_run_names_what_lay_over_the_pack() {
    let place = sahel();
    place.rasd("extract a.txt --pack sahel -o over");
    place.rasd("extract a.txt -o plain");
    let run = |folder: &str| -> Value {
        serde_json::from_str(&place.read(&format!("{folder}/run.json"))).unwrap()
    };
    let (over, plain) = (run("over"), run("plain"));
    assert_eq!(plain["packs"].as_array().unwrap().len(), 1);
    assert_ne!(over["packs"][0]["sha256"], plain["packs"][0]["sha256"]);
    assert_eq!(over["packs"][1]["name"], "sahel");
    let before = over["packs"][1]["sha256"].clone();
    assert_eq!(before.as_str().unwrap().len(), 64);
    let layers = over["gazetteer"].as_array().unwrap();
    let top = layers.last().unwrap()["name"].as_str().unwrap();
    assert!(Path::new(top).ends_with("sahel/gazetteer.csv"), "{top}");

    place.write("sahel/dates.toml", "[[month]]\nnumber = 9\nnames = [\"سبطنبر\"]\n");
    place.rasd("extract a.txt --pack sahel -o over");
    assert_ne!(run("over")["packs"][1]["sha256"], before);
}

#[test]
fn a_pack_may_say_again_what_is_known() {
    let place = sahel();
    place.write("sahel/numbers.toml", "[[word]]\nkind = \"unit\"\nvalue = 3\nwords = [\"ثلاثة\"]");
    let said = place.rasd("pack check sahel sahel");
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{}", said.out);
}

#[test]
fn the_last_pack_is_on_top() {
    let place = own(
        "actors.toml",
        "[[actor]]\nname = \"A\"\nclass = \"militia\"\nnames = [\"كتيبة الرمال\"]\n",
    );
    place.write(
        "top/actors.toml",
        "[[actor]]\nname = \"B\"\nclass = \"police\"\nnames = [\"كتيبة الرمال\"]\n",
    );
    place.write("b.txt", "قتل خمسة جنود في هجوم شنته كتيبة الرمال.\n");
    for (packs, actor) in [("--pack own --pack top", "B"), ("--pack top --pack own", "A")] {
        place.rasd(&format!("extract b.txt {packs}"));
        assert_eq!(table(&place.read("output/events.csv"))[0]["actor"], actor, "{packs}");
    }
}

#[test]
fn a_word_of_ones_own_counts_where_the_pack_has_a_class() {
    let place = own("casualties.toml", "[words]\nlegend = \"أسطورة\"\n");
    place.write("a.txt", "في أسطورة قديمة قتل خمسة جنود.\n");
    let deaths = |pack: &str| {
        assert_eq!(place.rasd(&format!("extract a.txt{pack}")).status, 0);
        table(&place.read("output/events.csv")).len()
    };
    assert_eq!((deaths(""), deaths(" --pack own")), (1, 0));
}

#[test]
fn a_rule_is_replaced_or_switched_off() {
    let rules = |place: &Place, options: &str| -> Vec<String> {
        assert_eq!(place.rasd(&format!("extract a.txt {options}")).status, 0);
        let rows = table(&place.read("output/mentions.csv"));
        rows.into_iter().map(|row| row["rule"].clone()).collect()
    };
    let rule = "ar.casualty.killed.nominal".to_owned();
    assert!(rules(&own("pack.toml", ""), "").contains(&rule));
    let off = own("casualties.toml", &format!("disable = [\"{rule}\"]\n"));
    assert!(!rules(&off, "--pack own").contains(&rule));
    let phrase = "[[phrase]]\nid = \"killed.nominal\"\neffect = \"killed\"\n";
    let other = own("casualties.toml", &format!("{phrase}patterns = [\"غفغف {{people}}\"]\n"));
    assert!(!rules(&other, "--pack own").contains(&rule));
    other.write("a.txt", "غفغف خمسة جنود.\n");
    assert!(rules(&other, "--pack own").contains(&rule));
}

#[test]
fn every_file_adds_to_the_one_below() {
    // a file, what it says, the examples it shows in, a text and what that gives
    for (name, says, examples, text, gives) in [
        (
            "numbers.toml",
            "[[word]]\nkind = \"unit\"\nvalue = 7\nwords = [\"سبيعة\"]",
            "numbers",
            "وصل سبيعة رجال",
            "سبيعة = 7",
        ),
        (
            "numbers.toml",
            "[[bound]]\nqualifier = \"at_least\"\nbefore = [\"بحد أخفض\"]",
            "numbers",
            "وصل بحد أخفض 40 رجلا",
            "بحد أخفض 40 = 40.. at_least",
        ),
        (
            "dates.toml",
            "[words]\nlast = [\"المنفلت\"]\n[[weekday]]\nnumber = 5\nnames = [\"عروبة\"]",
            "dates",
            "انفجرت عبوة يوم عروبة 5 يناير 2024",
            "يوم عروبة 5 يناير 2024 = 2024-01-05",
        ),
        (
            "places.toml",
            "[demonyms]\nML = [\"مليان\"]\n[words]\naround = [\"بجانبات\"]",
            "places",
            "وقع الهجوم بجانبات موبتي",
            "موبتي = Mopti, ML, near",
        ),
        (
            "people.toml",
            "[[group]]\nid = \"person\"\nbroken = { \"نفير\" = [\"أنفرة\"] }",
            "casualties",
            "مقتل 3 أنفرة",
            "مقتل 3 أنفرة = killed 3..3 exact",
        ),
        (
            "people.toml",
            "[[group]]\nid = \"herders\"\nwho = \"civilians\"\nsound = [\"مبقار\"]",
            "casualties",
            "مقتل خمسة مبقارين",
            "مقتل خمسة مبقارين = killed 5..5 exact",
        ),
        (
            "casualties.toml",
            "[class.\"killed.noun\"]\nwords = [\"نحر\"]\narticle = \"may\"",
            "casualties",
            "النحر 3 جنود",
            "النحر 3 جنود = killed 3..3 exact",
        ),
        (
            "events.toml",
            "[[trigger]]\nid = \"own\"\nkind = \"ambush\"\nstrong = [\"تربصوا ~1 {people}\"]",
            "events",
            "تربصوا بجنود في موبتي فقتل ثلاثة منهم",
            "ambush, Mopti, killed 3",
        ),
        (
            "actors.toml",
            "[[role]]\nid = \"own\"\nbasis = \"claimed\"\npatterns = [\"تفاخرت {claimant}\"]",
            "actors",
            "تفاخرت حركة الشباب",
            "حركة الشباب = Al-Shabaab, claimant, claimed",
        ),
        (
            "speakers.toml",
            "[[speaker]]\nid = \"own\"\ntype = \"monitor\"\npatterns = [\"العين الراصدة\"]",
            "speakers",
            "قالت العين الراصدة إن ثلاثة قتلوا",
            "العين الراصدة = monitor",
        ),
    ] {
        let place = own(name, says);
        let example = format!("[[example]]\ntext = \"{text}\"\ngives = [\"{gives}\"]\n");
        place.write(&format!("own/{examples}.examples.toml"), example);
        let said = place.rasd("pack check own");
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{says}\n{}", said.out);
    }
}

#[test]
fn mistakes_are_named_with_file_line_and_cause() {
    let phrase = "[[phrase]]\nid = \"own\"\neffect = \"killed\"\n";
    for (name, text, message) in [
        ("casualtys.toml", "", ": not a file of a pack; there are: pack.toml, "),
        ("casualties.toml", "\ndisabel = []", ":2: unknown field `disabel`, expected one of"),
        (
            "casualties.toml",
            &format!("{phrase}patterns = [\"@nix {{people}}\"]"),
            ":4: no class \"nix\"",
        ),
        (
            "casualties.toml",
            &format!("{phrase}patterns = [\n\"عثر [{{people}}\"]"),
            ":5: a [ without its ]",
        ),
        ("casualties.toml", &format!("{phrase}patterns = []"), ":2: \"own\" has no pattern"),
        (
            "casualties.toml",
            "\ndisable = [\"ar.casualty.nix\"]",
            ":2: no rule \"ar.casualty.nix\" to switch off",
        ),
        (
            "casualties.toml",
            &format!("{phrase}patterns = [\"عثر\"]\n{phrase}patterns = [\"وجد\"]"),
            ":6: \"own\" is the id of another rule of this file",
        ),
        (
            "events.toml",
            "\n[class.\"killed.noun\"]\nwords = [\"نحر\"]",
            ":2: class \"killed.noun\" is one of another file",
        ),
        ("dates.toml", "[[month]]\nnumber = 13\nnames = []", ":2: 13 is not between 1 and 12"),
        (
            "dates.toml",
            "[[month]]\nnumber = 1\nnames = [\"يناير\",\n\"\"]",
            ":4: \"\" is not one word",
        ),
        (
            "dates.toml",
            "[[month]]\nnumber = 9\nnames = [\"يناير\"]",
            ":3: \"يناير\" is already the name of another",
        ),
        (
            "casualties.toml",
            "[class.mine]\nwords = [\"وجد\",\n\"مات حتفه\"]",
            ":3: \"مات حتفه\" is not one word",
        ),
        (
            "numbers.toml",
            "[[word]]\nkind = \"unit\"\nvalue = 9\nwords = [\"ثلاثة\"]",
            ":4: \"ثلاثة\" already has another value",
        ),
        (
            "actors.toml",
            "[[actor]]\nname = \"Nobody\"\nnames = [\"لا أحد\"]",
            ":2: no actor \"Nobody\" to add to, and a new one needs a class: state_forces",
        ),
        (
            "people.toml",
            "[[group]]\nid = \"nobody\"\nsound = [\"عدم\"]",
            ":2: no group \"nobody\" to add to",
        ),
        (
            "pack.toml",
            "code = \"ar\"",
            ":1: unknown field `code`, expected one of `open`, `function`, `thing`",
        ),
        ("gazetteer.csv", "id,kind\nown:1,hamlet\n", ":2: unknown kind \"hamlet\""),
    ] {
        let place = own(name, text);
        for command in [
            "extract a.txt --pack own",
            "explain a.txt --pack own",
            "pack check own",
            "rules --pack own",
        ] {
            let said = place.rasd(command);
            assert_eq!(said.status, 1, "{command}: {text}");
            let file = Path::new("own").join(name);
            let start = format!("error: {}{message}", file.display());
            assert!(said.err.starts_with(&start), "{command}: {start}\n{}", said.err);
        }
        assert_eq!(place.list("."), ["a.txt", "own"], "{text}");
    }
    let place = own("casualties.examples.toml", "[[example]]\ntxt = \"نص\"\n");
    let said = place.rasd("pack check own");
    assert!(said.err.contains("casualties.examples.toml:2: unknown field `txt`"), "{}", said.err);
    let place = own(
        "people.toml",
        "\n[inflection]\naccusative = []\nfeminine = [\"\", \"\"]\ndual = []\ndual_or_plural = []\n\
         plural = []\nconstruct = \"\"\nfeminine_plural = \"\"\n",
    );
    let said = place.rasd("pack check own");
    let message = "people.toml:2: the built-in pack says how nouns inflect";
    assert!(said.err.contains(message), "{}", said.err);
    place.write("own/people.toml", b"adjectives = [\n\"\xe3\"]");
    let said = place.rasd("pack check own");
    assert!(said.err.contains("people.toml:2: not UTF-8"), "{}", said.err);
    let said = place.rasd("pack check nowhere");
    assert!(said.err.starts_with("error: nowhere: cannot read the folder: "), "{}", said.err);
}

#[test]
fn check_tells_what_fails_what_is_untested_and_what_breaks() {
    let place = own(
        "casualties.toml",
        "disable = [\"ar.casualty.displaced.verb\"]\n\
         [words]\nunreal = \"مقتل\"\n\
         [[phrase]]\nid = \"own\"\neffect = \"killed\"\npatterns = [\"غفغف {people}\"]\n\
         [[phrase]]\nid = \"other\"\neffect = \"killed\"\npatterns = [\"غلغل {people}\"]\n",
    );
    place.write(
        "own/casualties.examples.toml",
        "[[example]]\ntext = \"غفغف ثلاثة جنود\"\ngives = [\"غفغف ثلاثة جنود = killed 4..4 exact\"]\n",
    );
    let said = place.rasd("pack check own");
    assert_eq!((said.status, said.err.as_str()), (2, ""));
    let own = Path::new("own");
    let example = own.join("casualties.examples.toml");
    for words in [
        format!("Examples that do not hold:\n\n{}:2: ", example.display()),
        "  wants [\"غفغف ثلاثة جنود = killed 4..4 exact\"]\n  gives [\"غفغف ثلاثة جنود = killed 3..3 exact\"]\n     by ar.casualty.own\n".to_owned(),
        format!("{}:9: ar.casualty.other\n", own.join("casualties.toml").display()),
        "Built-in examples that this breaks:\n\nar/".to_owned(),
        "Built-in examples of rules that this replaces or switches off (no mistake):\n\nar/casualties".to_owned(),
        "examples           1, 1 of them do not hold\n".to_owned(),
        "rules              2, 2 of them without an example that holds\n".to_owned(),
    ] {
        assert!(said.out.contains(&words), "{words}\nin\n{}", said.out);
    }
}

#[test]
fn switching_a_rule_off_is_no_mistake() {
    let place = own("casualties.toml", "disable = [\"ar.casualty.displaced.verb\"]\n");
    let said = place.rasd("pack check own");
    assert_eq!(said.status, 0, "{}", said.out);
    assert!(said.out.contains("(no mistake)"), "{}", said.out);
}

#[test]
fn rules_are_listed() {
    let place = sahel();
    let said = place.rasd("rules");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    for id in ["ar.casualty.killed.nominal ", "ar.event.armed_attack ", "ar.date.weekday "] {
        let line = said.out.lines().find(|line| line.starts_with(id));
        assert!(line.is_some_and(|line| line.contains(" example")), "{id}");
    }
    let own = "ar.casualty.killed.gave.up.the.ghost";
    assert!(!said.out.contains(own));
    assert!(place.rasd("rules --pack sahel").out.contains(own));
    let some = place.rasd("rules ar.speaker.").out;
    assert!(some.lines().count() > 5 && some.lines().all(|line| line.starts_with("ar.speaker.")));
}

#[test]
fn a_rule_is_shown_with_its_words_and_examples() {
    let place = sahel();
    let said = place.rasd("rules ar.casualty.killed.nominal --pack sahel");
    for words in [
        "gives killed; stands in ar/casualties.toml:",
        "@killed.noun ~1 {count}",
        "نحر",
        "casualties.examples.toml:",
    ] {
        assert!(said.out.contains(words), "{words} in {}", said.out);
    }
    // behind !< as well
    assert!(place.rasd("rules ar.casualty.killed.subject").out.contains("@governs "));
    let said = place.rasd("rules ar.date.weekday --format jsonl");
    let rule: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(rule["id"], "ar.date.weekday");
    assert!(!rule["examples"].as_array().unwrap().is_empty());
    let said = place.rasd("rules ar.nix");
    assert_eq!((said.status, said.out.as_str()), (1, ""));
    assert!(said.err.starts_with("error: no rule is called ar.nix"), "{}", said.err);
}
