//! `rasd diff`: what it says of two runs, in every form, and with which exit status.

use std::{path::Path, process::Command};

use serde_json::Value;

use crate::place::{Place, Said, table};

const REPORT: &str = "---\npublished: 2024-03-10\n---\n\
    قُتل خمسة جنود وأصيب ثلاثة آخرون، الاثنين الماضي، في انفجار سيارة مفخخة بمدينة غاو شمالي مالي.\n\
    اختطف مسلحون راهبا في بغداد يوم 5 يناير 2022.\n\
    ومنذ عام 2015 قتل أكثر من 500 شخص في المنطقة.\n";

/// Two runs over the report: the second with `from` written as `to`.
fn runs(from: &str, to: &str) -> Place {
    let place = Place::new();
    place.write("in/a.txt", REPORT);
    assert_eq!(place.rasd("extract in -q -o old").status, 0);
    assert!(REPORT.contains(from));
    place.write("in/a.txt", REPORT.replace(from, to));
    assert_eq!(place.rasd("extract in -q -o new").status, 0);
    place
}

/// A report without the spaces that line it up.
fn squeezed(report: &str) -> String {
    report.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Two tables of events, put together from lines.
fn tables(old: &[&str], new: &[&str]) -> Place {
    const HEAD: &str = "event_id,document_id,event_kind,killed_low,evidence,rules";
    let text = |lines: &[&str]| [&[HEAD], lines].concat().join("\n") + "\n";
    Place::with(&[("old.csv", text(old).as_bytes()), ("new.csv", text(new).as_bytes())])
}

fn refused(place: &Place, arguments: &str, message: &str) {
    let Said { status, out, err } = place.rasd(arguments);
    assert_eq!((status, out.as_str()), (2, ""), "{arguments}: {err}");
    assert!(err.starts_with("error: ") && err.contains(message), "{arguments}: {err}");
}

#[test]
fn the_same_is_status_0_and_silence() {
    let place = runs("خمسة", "خمسة");
    for arguments in ["old new", "old/events.csv new/events.csv", "old/events.json new/events.json"]
    {
        let said = place.rasd(&format!("diff {arguments}"));
        assert_eq!((said.status, said.out, said.err), (0, String::new(), String::new()));
    }
}

#[test]
fn a_changed_figure_is_status_1_and_field_by_field() {
    let place = runs("خمسة", "سبعة");
    let said = place.rasd("diff old new --table events");
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert!(said.out.starts_with("events  3 → 3: 1 changed\n~ ev_"), "{}", said.out);
    for line in [" killed_low 5 → 7\n", " killed_best 5 → 7\n", " killed_high 5 → 7\n"] {
        assert!(squeezed(&said.out).contains(line), "{line:?} in {}", said.out);
    }
    let all = place.rasd("diff old new").out;
    for name in ["events  ", "mentions  ", "event_casualties  ", "documents  "] {
        assert!(all.contains(&format!("\n{name}")) || all.starts_with(name), "{name:?} in {all}");
    }
    assert!(!all.contains("event_places"), "nothing of the places is different: {all}");
}

#[test]
fn ignored_fields_make_no_difference() {
    let place = tables(&["ev_a,d,ambush,4,words,r"], &["ev_a,d,ambush,5,words,r"]);
    assert_eq!(place.rasd("diff old.csv new.csv").status, 1);
    assert_eq!(place.rasd("diff old.csv new.csv --ignore killed_low,evidence").status, 0);
    refused(&place, "diff old.csv new.csv --ignore toll", "no column to ignore is called toll");
}

#[test]
fn json_is_compared_by_the_paths_of_its_fields() {
    let place = runs("خمسة", "سبعة");
    let said = place.rasd("diff old/events.json new/events.json");
    assert_eq!(said.status, 1, "{}", said.err);
    assert!(squeezed(&said.out).contains(" casualties.killed.low 5 → 7\n"), "{}", said.out);
    let said = place.rasd("diff old/mentions.jsonl new/mentions.jsonl");
    assert!(said.out.starts_with("mentions  ") && said.out.contains("5 → 7"), "{}", said.out);
}

#[test]
fn moved_ids_are_matched_by_evidence() {
    let place = tables(
        &["ev_a,d,ambush,4,first,r", "ev_b,d,coup,,second,r", "ev_c,d,riot,1,third,r"],
        &["ev_x,d,ambush,4,first,r", "ev_y,d,coup,2,second,r", "ev_z,d,riot,1,other,r"],
    );
    let said = place.rasd("diff old.csv new.csv");
    assert_eq!(said.status, 1);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "events  3 → 3: 1 added, 1 removed, 1 changed, 1 moved");
    assert_eq!(lines[1], "> ev_x  was ev_a  ambush  d  first");
    assert_eq!(lines[2], "~ ev_y  was ev_b  coup  d  second");
    assert!(lines[4].ends_with("(empty) → 2"), "{lines:?}");
    assert_eq!(lines[5..], ["- ev_c  riot  d  third", "+ ev_z  riot  d  other"]);
    // moved rows are the same to those who do not mind the ids
    let place = tables(&["ev_a,d,ambush,4,first,r"], &["ev_x,d,ambush,4,first,r"]);
    assert_eq!(place.rasd("diff old.csv new.csv").status, 1);
    assert_eq!(place.rasd("diff old.csv new.csv --ignore event_id").status, 0);
}

/// Of two alike the nearer one is taken, and no row twice.
#[test]
fn twins_are_matched_one_to_one() {
    let place = tables(
        &["ev_a,d,ambush,4,same,r", "ev_b,d,ambush,9,same,r"],
        &["ev_x,d,ambush,9,same,r", "ev_y,d,ambush,4,same,r", "ev_z,d,ambush,4,same,r"],
    );
    let said = place.rasd("diff old.csv new.csv");
    assert!(said.out.starts_with("events  2 → 3: 1 added"), "{}", said.out);
}

#[test]
fn a_renamed_document_moves_its_rows_and_changes_none() {
    let place = Place::new();
    place.write("in/a.txt", REPORT);
    assert_eq!(place.rasd("extract in -q -o old").status, 0);
    std::fs::rename(place.path().join("in/a.txt"), place.path().join("in/b.txt")).unwrap();
    assert_eq!(place.rasd("extract in -q -o new").status, 0);
    let said = place.rasd("diff old new --summary --format csv");
    assert_eq!(said.status, 1);
    let rows = table(&said.out);
    for row in &rows {
        assert_eq!([&*row["added"], &*row["removed"], &*row["changed"]], ["0"; 3], "{row:?}");
    }
    let moved = |table: &str| rows.iter().find(|r| r["table"] == table && r["by"] == "all");
    assert_eq!(moved("events").unwrap()["moved"], "3");
    assert_eq!(moved("documents").unwrap()["moved"], "1");
    assert!(moved("event_places").is_none(), "what points to a moved row follows it");
}

#[test]
fn every_format_tells_the_change() {
    let place = tables(
        &["ev_a,d,ambush,4,<b>|one,ar.casualty.x", "ev_b,d,coup,,two,ar.event.y"],
        &["ev_a,d,ambush,5,<b>|one,ar.casualty.x", "ev_c,d,riot,,three,ar.event.z"],
    );
    let form = |arguments: &str| {
        let said = place.rasd(&format!("diff old.csv new.csv --format {arguments}"));
        assert_eq!((said.status, said.err.as_str()), (1, ""), "{arguments}");
        said.out
    };
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!(json["same"], false);
    let changes = json["tables"][0]["changes"].as_array().unwrap();
    assert_eq!(changes[0]["fields"][0]["new"], "5");
    assert_eq!(changes[0]["rules"], serde_json::json!(["ar.casualty.x"]));
    assert_eq!(
        (&changes[1]["change"], &changes[1]["row"]["evidence"]),
        (&"removed".into(), &"two".into())
    );
    assert_eq!(changes[2]["row"]["event_kind"], "riot");
    let rows = table(&form("csv"));
    let told: Vec<_> =
        rows.iter().map(|r| [&*r["change"], &*r["field"], &*r["old"], &*r["new"]]).collect();
    assert_eq!(
        told,
        [["changed", "killed_low", "4", "5"], ["removed", "", "", ""], ["added", "", "", ""]]
    );
    let md = form("md");
    assert!(md.starts_with("## events\n\n2 → 2 rows; 1 added, 1 removed, 1 changed\n"), "{md}");
    assert!(md.contains("| changed | ev_a | ambush | killed_low | 4 | 5 |\n"), "{md}");
    let html = form("html");
    assert!(html.contains("<td dir=\"auto\">killed_low</td><td dir=\"auto\">4</td>"), "{html}");
    assert!(html.trim_end().ends_with("</html>"));
}

#[test]
fn every_format_tells_the_summary() {
    let place = tables(
        &["ev_a,d,ambush,4,one,ar.casualty.x;ar.date.y", "ev_b,d,ambush,1,two,ar.casualty.x"],
        &["ev_a,d,ambush,5,one,ar.casualty.x;ar.date.y", "ev_b,d,ambush,3,two,ar.casualty.x"],
    );
    let form =
        |name: &str| place.rasd(&format!("diff old.csv new.csv --summary --format {name}")).out;
    assert_eq!(
        form("text"),
        "events: 2 changed\n  kind   ambush         2 changed\n  field  killed_low     2 changed\n  \
         rule   ar.casualty.x  2 changed\n"
    );
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!(json["lines"][3]["name"], "ar.casualty.x");
    assert_eq!(json["lines"][3]["changed"], 2);
    assert_eq!(table(&form("csv"))[2]["name"], "killed_low");
    assert!(form("md").contains("| events | rule | ar.casualty.x | 0 | 0 | 2 | 0 |"));
    assert!(form("html").contains("<td>rule</td><td dir=\"auto\">ar.casualty.x</td><td>0</td>"));
}

/// No cell is markup, starts a line or colours the terminal.
#[test]
fn cells_do_no_harm() {
    let place = tables(
        &["ev_a,d,ambush,4,one,r"],
        &["ev_a,d,ambush,4,\"<script>|`x`\n\u{1b}[31m\u{202e}\",r"],
    );
    let form = |name: &str| place.rasd(&format!("diff old.csv new.csv --format {name}")).out;
    assert!(!form("text").contains(['\u{1b}', '\u{202e}']));
    assert!(form("md").contains("&lt;script>\\|\\`x\\` "));
    assert!(!form("html").contains("<script>"));
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let place = tables(&["ev_a,d,ambush,4,one,r"], &["ev_a,d,ambush,5,one,r"]);
    assert!(!place.rasd("diff old.csv new.csv").out.contains('\u{1b}'));
    assert!(place.rasd("diff old.csv new.csv --color always").out.contains("\u{1b}[33m~"));
}

#[test]
fn trouble_is_status_2() {
    let place = tables(
        &["ev_a,d,ambush,4,one,r", "ev_b,d,coup,,two,r", "ev_a,d,riot,,three,r"],
        &["ev_a,d,ambush,4,one,r"],
    );
    let twice = "old.csv:4: duplicate key: event_id ev_a is that of line 2, too";
    refused(&place, "diff old.csv new.csv", twice);
    refused(&place, "diff new.csv old.csv", twice);
    refused(&place, "diff new.csv nowhere.csv", "nowhere.csv: cannot read: ");
    place.write("other.csv", "a,b\n1,2\n");
    refused(&place, "diff new.csv other.csv", "other.csv: no table that rasd writes");
    place.write("ragged.csv", "event_id,event_kind\nev_a,coup\nev_b\n");
    refused(&place, "diff new.csv ragged.csv", "ragged.csv:3: not a CSV table: ");
    place.write("cut.jsonl", "{\"mention_id\":\"mn_a\",\"rule\":\"r\"}\n{\"mention_id\":");
    refused(&place, "diff new.csv cut.jsonl", "cut.jsonl:2: not JSON records: ");
    place.write("m.csv", "mention_id,rule\nmn_a,r\n");
    refused(&place, "diff new.csv m.csv", "cannot compare events with mentions");
    place.write("folder/x", "");
    refused(&place, "diff folder new.csv", "cannot compare a folder with a file");
    refused(&place, "diff folder folder", "folder: no run.json");
    refused(&place, "diff new.csv", "expected two folders or two files");
    assert_eq!(place.rasd("diff").status, 2);
    assert_eq!(place.rasd("diff new.csv new.csv --format pdf").status, 2);
}

#[test]
fn sets_that_do_not_match_their_record_are_refused() {
    let place = runs("خمسة", "سبعة");
    refused(&place, "diff old new --table toll", "no table is called toll; there are documents, ");
    let events = place.read("new/events.csv");
    place.write("new/events.csv", events.replace(",high,", ",low,").replace(",medium,", ",low,"));
    refused(&place, "diff old new", "new/events.csv: changed since its run");
    assert_eq!(place.rasd("diff old new --unchecked").status, 1);
    let run = place.read("new/run.json");
    place.write("new/run.json", run.replace("\"contract\": 1", "\"contract\": 2"));
    let message = "new/run.json: version 2 of the output contract; this program reads version 1";
    refused(&place, "diff old new --unchecked", message);
    place.write("new/run.json", "{}");
    refused(&place, "diff old new", "new/run.json: not the record of a run: ");
}

#[test]
fn new_columns_are_told_and_the_others_compared() {
    let place = Place::with(&[
        ("old.csv", b"event_id,event_kind,weapon\nev_a,coup,\n"),
        ("new.csv", b"event_id,event_kind,means\nev_a,riot,fire\n"),
    ]);
    let said = place.rasd("diff old.csv new.csv");
    assert_eq!(said.status, 1);
    for line in ["  new columns: means\n", "  gone columns: weapon\n", "event_kind  coup → riot\n"]
    {
        assert!(said.out.contains(line), "{line:?} in {}", said.out);
    }
    assert_eq!(place.rasd("diff old.csv new.csv --ignore weapon,means,event_kind").status, 0);
}

#[test]
fn release_notes_tell_what_a_user_counts() {
    let place = runs("خمسة", "سبعة");
    let said = place.rasd("diff old new --summary --release-notes=notes/changes.csv");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("notes/changes.csv: cannot write the release notes"), "{}", said.err);
    assert_eq!(place.rasd("diff old new --summary --release-notes").status, 1);
    let rows = table(&place.read("changes.csv"));
    let revised: Vec<_> = rows.iter().map(|row| row["field"].as_str()).collect();
    assert!(revised.contains(&"killed_low"), "{revised:?}");
    assert!(!revised.iter().any(|field| field.starts_with("evidence")), "{revised:?}");
    let row = rows.iter().find(|row| row["field"] == "killed_low").unwrap();
    assert_eq!([&*row["change"], &*row["old"], &*row["new"]], ["revised", "5", "7"]);
    assert_eq!((&*row["place_name"], &*row["why"]), ("Gao", "the text of the document changed"));
    // the same words, read otherwise
    let place =
        tables(&["ev_a,d,ambush,4,one,ar.casualty.x"], &["ev_a,d,ambush,5,one,ar.casualty.x"]);
    place.rasd("diff old.csv new.csv --release-notes");
    assert_eq!(table(&place.read("changes.csv"))[0]["why"], "read otherwise: ar.casualty.x");
}

fn git(place: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(arguments)
        .current_dir(place)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// As docs/diff.md has it.
#[test]
fn git_shows_tables_by_it() {
    let place = runs("خمسة", "سبعة");
    let root = place.path();
    let program = assert_cmd::cargo::cargo_bin!("rasd").display().to_string();
    git(root, &["init", "-q"]);
    git(root, &["config", "diff.rasd.command", &format!("'{program}' diff --git")]);
    place.write(".gitattributes", "*.csv diff=rasd\n*.jsonl diff=rasd\nevents.json diff=rasd\n");
    place.write("output/events.csv", place.read("old/events.csv"));
    place.write("output/gone.csv", place.read("old/events.csv"));
    git(root, &["add", ".gitattributes", "output"]);
    git(root, &["commit", "-q", "-m", "x"]);
    place.write("output/events.csv", place.read("new/events.csv"));
    std::fs::remove_file(root.join("output/gone.csv")).unwrap();
    place.write("output/events.json", place.read("new/events.json"));
    git(root, &["add", "-N", "output/events.json"]);
    let said = git(root, &["diff", "--", "output"]);
    assert!(said.starts_with("rasd diff output/events.csv\nevents  2 → 2: 1 changed\n"), "{said}");
    assert!(squeezed(&said).contains(" killed_low 5 → 7\n"), "{said}");
    assert!(said.contains("rasd diff output/events.json\nevents  0 → 3: 3 added\n"), "{said}");
    assert!(said.contains("rasd diff output/gone.csv\nevents  2 → 0: 2 removed\n"), "{said}");
}
