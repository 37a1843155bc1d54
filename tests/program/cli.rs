//! The command line: what it says and with which exit status, above all when an input is bad.

use std::fs;

use crate::place::{Place, SENTENCE, table};

const EVERY_FILE: [&str; 11] = [
    "aggregates.csv",
    "datapackage.json",
    "documents.csv",
    "documents.jsonl",
    "event_casualties.csv",
    "event_places.csv",
    "events.csv",
    "events.json",
    "mentions.csv",
    "mentions.jsonl",
    "run.json",
];

#[test]
fn without_arguments_it_reads_seeds_and_writes_output() {
    let place = Place::with(&[("seeds/a.txt", SENTENCE.as_bytes())]);
    let said = place.rasd("");
    assert_eq!((said.status, said.out.as_str()), (0, ""), "{}", said.err);
    for line in
        ["documents  1\n", "events     1 ", "mentions   ", "flags      ", "written    output"]
    {
        assert!(said.err.contains(line), "{line:?} in {}", said.err);
    }
    assert_eq!(place.list("output"), EVERY_FILE);
    assert_eq!(place.list("."), ["output", "seeds"]);
}

#[test]
fn quiet_says_nothing_when_all_is_well() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes()), ("b/c.pdf", b"")]);
    assert_eq!(place.rasd("extract a.txt -q").err, "");
}

#[test]
fn help_names_commands_options_and_examples() {
    let place = Place::new();
    let said = place.rasd("--help");
    assert_eq!(said.status, 0);
    for word in
        ["extract", "explain", "pack", "rules", "Examples:", "rasd extract reports/ -o tables"]
    {
        assert!(said.out.contains(word), "{word}");
    }
    let said = place.rasd("extract --help");
    for word in [
        "--output",
        "--published",
        "--lang",
        "--pack",
        "--force",
        "--input-format",
        "Examples:",
        "Exit status:",
    ] {
        assert!(said.out.contains(word), "{word}");
    }
    assert!(place.rasd("--version").out.starts_with("rasd "));
}

#[test]
fn bad_arguments() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    for (arguments, message) in [
        ("frobnicate", "unrecognized subcommand 'frobnicate'"),
        ("extract a.txt --published 2024-13-01", "\"2024-13-01\" is no date (expected YYYY-MM-DD)"),
        ("extract a.txt --published yesterday", "\"yesterday\" is no date (expected YYYY-MM-DD)"),
        ("extract a.txt --lang tlh", "[possible values: ar]"),
        ("extract a.txt --max-document-size 5parsecs", "unknown unit \"parsecs\""),
        ("extract a.txt --max-document-size 0", "is no size"),
        ("extract a.txt --input-format pdf", "[possible values: text, json, jsonl, csv"),
        ("extract a.txt --encoding klingon", "unknown encoding \"klingon\""),
        ("explain", "required arguments"),
    ] {
        let said = place.rasd(arguments);
        assert_eq!(said.status, 2, "{arguments}: {}", said.err);
        assert!(said.err.contains(message), "{arguments}: {}", said.err);
        assert_eq!(place.list("."), ["a.txt"], "{arguments} left something behind");
    }
}

/// A bad file beside a good one: what is said of it, and where errors.jsonl says it is.
struct Bad {
    name: &'static str,
    bytes: Vec<u8>,
    /// Of the line on standard error, from the file's name on.
    message: &'static str,
    /// Line and byte offset in errors.jsonl.
    at: (Option<u64>, Option<u64>),
}

fn bad(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    message: &'static str,
    at: (Option<u64>, Option<u64>),
) -> Bad {
    Bad { name, bytes: bytes.into(), message, at }
}

fn bad_files() -> Vec<Bad> {
    let nowhere = (None, None);
    let line = |n| (Some(n), None);
    let deep = format!("{{\"text\":{}{}}}", "[".repeat(300_000), "]".repeat(300_000));
    let huge = format!("{{\"text\":\"{}\"}}\n", "x".repeat(70_000_000));
    vec![
        bad("empty.txt", "", "empty.txt: empty", nowhere),
        bad("empty.jsonl", "", "empty.jsonl: empty", nowhere),
        bad("newlines.jsonl", "\n\n", "newlines.jsonl: empty", nowhere),
        bad("blank.txt", " \n\u{a0}\t\n", "blank.txt: no text", nowhere),
        bad("mark.txt", "\u{feff}", "mark.txt: no text", nowhere),
        bad(
            "latin.txt",
            b"caf\xe9",
            "latin.txt: not UTF-8: byte 0xe9 at offset 3",
            (None, Some(3)),
        ),
        bad("utf16.txt", b"\xff\xfe1\xd8", "utf16.txt: not UTF-16LE", nowhere),
        bad("cut.txt", b"ab\xd9", "cut.txt: not UTF-8: byte 0xd9 at offset 2", (None, Some(2))),
        bad(
            "day.txt",
            "---\npublished: 2024-02-30\n---\nx",
            "day.txt:2: published: \"2024-02-30\" is no date (expected YYYY-MM-DD)",
            line(2),
        ),
        bad(
            "open.txt",
            "---\ntitle: x\n",
            "open.txt:1: the front matter has no closing line ---",
            line(1),
        ),
        bad(
            "colon.txt",
            "---\nno colon\n---\nx",
            "colon.txt:2: front matter: expected `key: value` or ---",
            line(2),
        ),
        bad(
            "cut.jsonl",
            "{\"text\":\"a",
            "cut.jsonl:1: not a JSON record: EOF while parsing a string",
            line(1),
        ),
        bad(
            "list.jsonl",
            "\n[\"a\"]\n",
            "list.jsonl:2: not a JSON record: the line is no object",
            line(2),
        ),
        bad("type.jsonl", "{\"text\":5}\n", "type.jsonl:1: field \"text\" holds no text", line(1)),
        bad("notext.jsonl", "{\"id\":\"a\"}\n", "notext.jsonl:1: no field \"text\"", line(1)),
        bad("null.jsonl", "{\"text\":\"  \"}\n", "null.jsonl:1: no text", line(1)),
        bad(
            "day.jsonl",
            "{\"text\":\"a\",\"published\":\"May\"}\n",
            "day.jsonl:1: published: \"May\" is no date",
            line(1),
        ),
        bad(
            "latin.jsonl",
            b"{\"text\":\"a\"}\n{\"text\":\"\xe9\"}",
            "latin.jsonl:2: not UTF-8: byte 0xe9 at offset 22",
            (Some(2), Some(22)),
        ),
        bad("deep.jsonl", deep, "deep.jsonl:1: field \"text\" holds no text", line(1)),
        bad(
            "huge.jsonl",
            huge,
            "huge.jsonl:1: longer than 10000000 bytes (raise the limit with --max-document-size)",
            line(1),
        ),
        bad("huge.txt", "x".repeat(10_000_001), "huge.txt: longer than 10000000 bytes", nowhere),
    ]
}

#[test]
fn a_bad_file_is_named_and_the_rest_goes_on() {
    let place = Place::with(&[("in/good.txt", SENTENCE.as_bytes())]);
    let cases = bad_files();
    for case in &cases {
        place.write(&format!("in/{}", case.name), &case.bytes);
    }
    let said = place.rasd("extract in -o out");
    assert_eq!(said.status, 2, "{}", said.err);
    let errors = place.lines("out/errors.jsonl");
    for case in &cases {
        let separator = std::path::MAIN_SEPARATOR;
        let message = format!("error: in{separator}{}", case.message);
        assert!(said.err.contains(&message), "{message:?} in {}", said.err);
        let row = errors.iter().find(|row| row["path"] == case.name).expect(case.name);
        assert_eq!((row["line"].as_u64(), row["offset"].as_u64()), case.at, "{}", case.name);
        assert!(case.message.contains(&row["reason"].as_str().expect("a reason")[..5]), "{row}");
    }
    assert_eq!(errors.len(), cases.len());
    assert!(said.err.contains(&format!("not read   {} (see ", cases.len())), "{}", said.err);
    let documents = place.lines("out/documents.jsonl");
    let read: Vec<_> = documents.iter().map(|d| d["document_id"].as_str().unwrap()).collect();
    assert_eq!(read, ["good.txt", "latin.jsonl#1"]);
}

#[test]
fn a_broken_record_does_not_stop_its_file() {
    let deep = format!("{{\"text\":\"a\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let records =
        format!("{{\"text\":\"a\"}}\n{{\"text\": oops\n\n{deep}\r\n{{\"id\":7,\"text\":\"b\"}}");
    let place = Place::with(&[("r.jsonl", records.as_bytes())]);
    let said = place.rasd("extract r.jsonl");
    assert_eq!(said.status, 2);
    assert!(
        said.err.contains("r.jsonl:2: not a JSON record: expected value at column 10"),
        "{}",
        said.err
    );
    let errors = place.lines("output/errors.jsonl");
    assert_eq!((errors.len(), &errors[0]["record"], &errors[0]["line"]), (1, &2.into(), &2.into()));
    // a nested field that is ignored does no harm, and a broken record keeps its number
    let ids: Vec<_> = table(&place.read("output/documents.csv"))
        .iter()
        .map(|d| d["document_id"].clone())
        .collect();
    assert_eq!(ids, ["r.jsonl#1", "r.jsonl#3", "7"]);
}

#[test]
fn a_second_document_of_the_same_id_is_an_error() {
    let place = Place::with(&[
        ("a.jsonl", b"{\"id\":\"x\",\"text\":\"a\"}\n{\"id\":\"x\",\"text\":\"b\"}\n"),
        ("b/n.txt", b"c"),
        ("d/n.txt", b"d"),
    ]);
    let said = place.rasd("extract a.jsonl b d");
    assert_eq!(said.status, 2);
    assert!(
        said.err.contains(
            "a.jsonl:2: duplicate id \"x\": an earlier document has it, with another text"
        ),
        "{}",
        said.err
    );
    assert!(said.err.contains("n.txt: duplicate id \"n.txt\""), "{}", said.err);
    assert_eq!(place.lines("output/documents.jsonl").len(), 2);
}

#[test]
fn a_missing_path_is_named_and_the_rest_goes_on() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    let said = place.rasd("extract nowhere.txt a.txt");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("error: nowhere.txt: cannot read: "), "{}", said.err);
    assert_eq!(place.lines("output/errors.jsonl")[0]["path"], "nowhere.txt");
    assert_eq!(place.lines("output/documents.jsonl").len(), 1);
}

#[test]
fn a_folder_without_documents_is_named() {
    let place = Place::with(&[("in/paper.pdf", b"%PDF"), ("in/.hidden/a.txt", b"a")]);
    let said = place.rasd("extract in");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("error: in: no document in this directory"), "{}", said.err);
    assert!(said.err.contains("paper.pdf: not a kind of file rasd reads"), "{}", said.err);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_circle() {
    use std::os::unix::fs::symlink;
    let place = Place::with(&[("in/a.txt", SENTENCE.as_bytes()), ("in/b/c.txt", b"c")]);
    symlink("../../in", place.path().join("in/b/loop")).unwrap();
    symlink("nowhere", place.path().join("in/dangling.txt")).unwrap();
    symlink("self.txt", place.path().join("in/self.txt")).unwrap();
    let said = place.rasd("extract in");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("in/b/loop: cannot read: a link that leads back"), "{}", said.err);
    assert!(said.err.contains("in/dangling.txt: cannot read: "), "{}", said.err);
    assert!(said.err.contains("in/self.txt: cannot read: "), "{}", said.err);
    assert_eq!(place.lines("output/documents.jsonl").len(), 2);
    assert_eq!(place.lines("output/errors.jsonl").len(), 3);
}

#[test]
fn when_nothing_can_be_read_an_earlier_run_stays() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    place.rasd("extract a.txt");
    let before = place.read("output/run.json");
    let said = place.rasd("extract gone.txt");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("nothing could be read; output stays as it was"), "{}", said.err);
    assert_eq!(place.read("output/run.json"), before);
    assert_eq!(place.list("output"), EVERY_FILE);
}

#[test]
fn an_output_that_cannot_be_written_is_said_before_work_starts() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes()), ("file", b"x")]);
    for output in ["file", "file/below"] {
        let said = place.rasd(&format!("extract a.txt nowhere.txt -o {output}"));
        assert_eq!(said.status, 1, "{}", said.err);
        assert!(
            said.err.starts_with(&format!("error: {output}: cannot write here: ")),
            "{}",
            said.err
        );
        assert!(!said.err.contains("nowhere"), "work had started: {}", said.err);
    }
    assert_eq!(place.list("."), ["a.txt", "file"]);
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes()), ("locked/x", b"")]);
    let locked = place.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    // root may write anyway
    if fs::write(locked.join("probe"), "").is_err() {
        let said = place.rasd("extract a.txt -o locked");
        assert_eq!(said.status, 1);
        assert!(said.err.starts_with("error: locked: cannot write here: "), "{}", said.err);
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn reviewed_tables_are_not_overwritten() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    place.rasd("extract a.txt");
    let reviewed = place.read("output/events.csv").replacen(",,\n", ",accepted,\n", 1);
    place.write("output/events.csv", &reviewed);
    place.write("output/review.sqlite", "decisions");
    let said = place.rasd("extract a.txt");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("1 rows have been reviewed by hand"), "{}", said.err);
    assert!(said.err.contains("--force"), "{}", said.err);
    assert_eq!(place.read("output/events.csv"), reviewed);

    assert_eq!(place.rasd("extract a.txt --force").status, 0);
    assert_ne!(place.read("output/events.csv"), reviewed);
    assert_eq!(place.read("output/review.sqlite"), "decisions");
}

#[test]
fn a_table_that_is_not_ours_is_not_overwritten() {
    let place =
        Place::with(&[("a.txt", SENTENCE.as_bytes()), ("output/events.csv", b"a;b\n1;2\n")]);
    let said = place.rasd("extract a.txt");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("cannot tell whether it holds reviewed rows"), "{}", said.err);
}

#[test]
fn files_of_an_earlier_run_that_no_longer_apply_go() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes()), ("notes.md", b"mine")]);
    place.rasd("extract a.txt gone.txt");
    assert!(place.list("output").contains(&"errors.jsonl".to_owned()));
    place.write("output/notes.md", "mine");
    assert_eq!(place.rasd("extract a.txt").status, 0);
    let mut left = place.list("output");
    left.retain(|name| name != "notes.md");
    assert_eq!(left, EVERY_FILE);
    assert_eq!(place.read("output/notes.md"), "mine");
}

#[test]
fn standard_input_as_text_and_as_records() {
    let place = Place::new();
    let text =
        format!("\u{feff}---\nid: desk/1\npublished: 2024-05-03T01:00:00+03:00\n---\n{SENTENCE}");
    assert_eq!(place.rasd_reading("extract - -o a --published 2020-01-01", text).status, 0);
    let documents = place.lines("a/documents.jsonl");
    assert_eq!(documents[0]["document_id"], "desk/1");
    assert_eq!(
        (&documents[0]["path"], &documents[0]["published"]),
        (&"-".into(), &"2024-05-03".into())
    );
    assert_eq!(documents[0]["text"], SENTENCE);

    let records = "{\"text\":\"a\"}\n{\"text\":\"b\",\"published\":\"2024-05-03\"}\n";
    assert_eq!(place.rasd_reading("extract - -o b --published 2020-01-01", records).status, 0);
    let documents = table(&place.read("b/documents.csv"));
    assert_eq!(
        (documents[0]["document_id"].as_str(), documents[1]["document_id"].as_str()),
        ("-#1", "-#2")
    );
    assert_eq!(
        (documents[0]["published"].as_str(), documents[1]["published"].as_str()),
        ("2020-01-01", "2024-05-03")
    );

    let said = place.rasd_reading("extract - -o c", "");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("standard input: empty"), "{}", said.err);
}

#[test]
fn documents_stand_in_bytewise_order_of_their_paths() {
    let place = Place::with(&[
        ("in/b.txt", b"1"),
        ("in/a/z.txt", b"2"),
        ("in/a.txt", b"3"),
        ("in/B.txt", b"4"),
        ("in/\u{627}.txt", b"5"),
        ("other/a-b.txt", b"6"),
    ]);
    place.rasd("extract other/a-b.txt in");
    let ids: Vec<_> = table(&place.read("output/documents.csv"))
        .iter()
        .map(|d| d["document_id"].clone())
        .collect();
    assert_eq!(ids, ["B.txt", "a-b.txt", "a.txt", "a/z.txt", "b.txt", "\u{627}.txt"]);
}

#[test]
fn an_output_folder_is_no_input() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    place.rasd("extract . -o tables");
    let said = place.rasd("extract . -o tables");
    assert_eq!(said.status, 0, "{}", said.err);
    assert_eq!(place.lines("tables/documents.jsonl").len(), 1);
}

#[test]
fn no_text_leaves_the_bodies_out() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    place.rasd("extract a.txt --no-text");
    assert_eq!(place.lines("output/documents.jsonl")[0].get("text"), None);
}

#[test]
fn explain_writes_a_line_for_each_thing_found() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    let said = place.rasd("explain a.txt --format jsonl");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for kind in ["number", "casualty", "trigger"] {
        assert!(lines.iter().any(|line| line["kind"] == kind), "{kind} in {}", said.out);
    }
    let casualty = lines.iter().find(|line| line["kind"] == "casualty").unwrap();
    assert_eq!((&casualty["value"]["low"], &casualty["status"]), (&5.into(), &"used".into()));
    let event = lines.iter().find(|line| line["kind"] == "event").unwrap();
    let fields = event["value"]["fields"].as_array().unwrap();
    let killed = fields.iter().find(|field| field["field"] == "killed").unwrap();
    assert_eq!(killed["value"], "5 exact, security");
    assert_eq!(killed["read_from"][0]["rule"], casualty["rule"]);
    assert_eq!(killed["read_from"][0]["text"], casualty["text"]);
    assert_eq!(place.list("."), ["a.txt"]);
}

#[test]
fn explain_tells_events_field_by_field_then_what_is_none() {
    let place = Place::new();
    place.write(
        "a.txt",
        "قتل خمسة جنود وأصيب مدنيان، الثلاثاء الماضي، في هجوم مسلح شنته حركة الشباب في مدينة غاو، بحسب مصدر طبي.\n\
         وهدد الخاطفون بقتل عشرة رهائن. وزار الوزير باماكو في يناير 2020.\n\
         وانفجرت سيارة مفخخة في سيغو يوم 3 مارس 2024 ولم ترد أنباء عن ضحايا.\n",
    );
    let said = place.rasd("explain a.txt --published 2024-03-10");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let plain = said.out.replace(['\u{2068}', '\u{2069}'], "");
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines[0], "a.txt: 2 events, published 2024-03-10");
    assert!(lines[2].starts_with("Event 1: armed_attack (ev_"), "{plain}");
    for line in [
        "  event_kind    armed_attack  <- هجوم مسلح شنته ar.event.armed_attack",
        "  date          2024-03-05, implied  <- الثلاثاء الماضي ar.date.weekday",
        "  place         Gao, ML, exact  <- غاو ar.place.noun",
        "  killed        5 exact, security  <- قتل خمسة جنود ar.casualty.killed.nominal",
        "  attribution   medical  <- مصدر طبي ar.speaker.medical",
        "  flags         toll_not_reported  <- ضحايا ar.casualty.state.plural",
        "  place         Bamako, ML  <- باماكو ar.place.led",
        "  date          2020-01  <- يناير 2020 ar.date.month",
        "  casualty      a threat, plan, fear or question  <- بقتل عشرة رهائن ar.casualty.killed.nominal",
    ] {
        assert!(lines.contains(&line), "{line}\nin\n{plain}");
    }
    let at = |title: &str| lines.iter().position(|line| *line == title).unwrap();
    assert!(at("Of no event") < at("Rejected"));
}

#[test]
fn explain_says_when_there_is_nothing() {
    let place = Place::with(&[("a.txt", "\u{1b}[2J\u{202e} زار الوزير المدينة.\n".as_bytes())]);
    let said = place.rasd("explain a.txt");
    assert_eq!((said.status, said.out.as_str()), (0, "a.txt: no event, no day of publication\n\n"));
}

#[test]
fn explain_names_what_it_cannot_read() {
    let place = Place::with(&[("a.txt", SENTENCE.as_bytes())]);
    let said = place.rasd("explain gone.txt a.txt");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("error: gone.txt: cannot read: "), "{}", said.err);
    assert_eq!(place.list("."), ["a.txt"]);
}
