//! The tables in the form of other datasets, docs/profiles.md.

use std::{collections::BTreeMap, fs, path::Path};

use crate::place::{Place, table};

type Rows = Vec<BTreeMap<String, String>>;

const REPORT: &str = "---\npublished: 2024-03-10\nsource: وكالة\nurl: https://example.org/1\n---\n\
    هاجم مسلحون دورية للجيش المالي في مدينة غاو شمالي مالي الثلاثاء الماضي، ما أسفر عن مقتل خمسة جنود.\n\
    وقصفت طائرة حربية سوقا في محافظة إدلب السورية في فبراير 2024، ما أدى إلى مقتل 12 مدنيا.\n\
    وانفجرت عبوة ناسفة في حلب في 3 فبراير 2024 ولم يقتل أحد.\n\
    ونصب مسلحون كمينا لقافلة بين غاو وميناكا في عام 2023 قتل فيه ما لا يقل عن سبعة جنود.\n\
    وتظاهر المئات في بغداد يوم 5 يناير 2022.\n\
    ولقي تسعة أشخاص مصرعهم في حادث سير قرب القاهرة يوم الجمعة الماضي.\n\
    ومنذ عام 2015 قتل أكثر من 500 شخص في المنطقة.\n";

fn extracted(arguments: &str) -> Place {
    let place = Place::with(&[("a.txt", REPORT.as_bytes())]);
    let said = place.rasd(&format!("extract a.txt {arguments}"));
    assert_eq!(said.status, 0, "{}", said.err);
    place
}

/// The columns that docs/profiles.md lists below a heading, in its order.
fn documented(heading: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/profiles.md");
    let page = fs::read_to_string(path).unwrap();
    let section = page.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.flat_map(|row| row.split(" |").next().unwrap().split(", "))
        .map(|name| name.trim_matches('`').to_owned())
        .collect()
}

fn header(csv: &str) -> Vec<String> {
    csv.lines().next().unwrap().split(',').map(str::to_owned).collect()
}

/// The row of the incident whose evidence has these words.
fn row<'r>(
    rows: &'r Rows,
    events: &Rows,
    id: &str,
    words: &str,
) -> Option<&'r BTreeMap<String, String>> {
    let event = events.iter().find(|event| event["evidence"].contains(words));
    let event = event.unwrap_or_else(|| panic!("no event of {words:?}"));
    rows.iter().find(|row| row[id] == event["event_id"])
}

#[track_caller]
fn has(row: &BTreeMap<String, String>, cells: &[(&str, &str)]) {
    for (column, value) in cells {
        assert_eq!(row[*column], *value, "{column} of {row:?}");
    }
}

#[test]
fn the_columns_are_the_documented_ones() {
    let place = extracted("--profile acled --profile ucdp,hxl");
    for (heading, file) in [("ACLED", "acled"), ("UCDP", "ucdp"), ("HXL", "hxl")] {
        let written = header(&place.read(&format!("output/{file}.csv")));
        assert_eq!(written, documented(heading), "{file}.csv");
    }
}

#[test]
fn acled() {
    let place = extracted("--profile acled");
    let rows = table(&place.read("output/acled.csv"));
    let events = table(&place.read("output/events.csv"));
    let of = |words| row(&rows, &events, "event_id_cnty", words);
    has(
        of("دورية").unwrap(),
        &[
            ("event_date", "2024-03-05"),
            ("year", "2024"),
            ("time_precision", "1"),
            ("disorder_type", "Political violence"),
            ("event_type", "Battles"),
            ("sub_event_type", "Armed clash"),
            ("inter2", "State forces"),
            ("iso", "466"),
            ("country", "Mali"),
            ("admin1", "Gao"),
            ("geo_precision", "1"),
            ("fatalities", "5"),
            ("assoc_actor_1", ""),
            ("source", "وكالة"),
        ],
    );
    // a month: its middle; a division: precision 3, and it is its own first level
    has(
        of("إدلب").unwrap(),
        &[
            ("event_date", "2024-02-15"),
            ("time_precision", "3"),
            ("sub_event_type", "Air/drone strike"),
            ("civilian_targeting", "Civilian targeting"),
            ("iso", "760"),
            ("admin1", "Idlib"),
            ("geo_precision", "3"),
        ],
    );
    // a year is no date that ACLED codes
    has(
        of("كمين").unwrap(),
        &[("event_date", ""), ("year", "2023"), ("time_precision", ""), ("geo_precision", "2")],
    );
    has(of("عبوة").unwrap(), &[("fatalities", "0"), ("time_precision", "1")]);
    has(of("تظاهر").unwrap(), &[("disorder_type", "Demonstrations"), ("fatalities", "")]);
    assert!(of("حادث سير").is_none(), "an accident has no ACLED type");
    assert!(rows.iter().all(|row| !row["notes"].contains("500")), "totals are no incidents");
}

#[test]
fn ucdp() {
    let place = extracted("--profile ucdp");
    let rows = table(&place.read("output/ucdp.csv"));
    let events = table(&place.read("output/events.csv"));
    let of = |words| row(&rows, &events, "id", words);
    has(
        of("دورية").unwrap(),
        &[
            ("year", "2024"),
            ("date_prec", "1"),
            ("where_prec", "1"),
            ("adm_1", "Gao"),
            ("type_of_violence", "1"),
            ("side_a", "security forces"),
            ("deaths_a", "5"),
            ("deaths_b", ""),
            ("best", "5"),
            ("low", "5"),
            ("high", "5"),
            ("source_date", "2024-03-10"),
            ("conflict_name", ""),
        ],
    );
    has(
        of("إدلب").unwrap(),
        &[("date_prec", "4"), ("where_prec", "4"), ("deaths_civilians", "12"), ("deaths_b", "")],
    );
    has(
        of("كمين").unwrap(),
        &[("date_prec", "5"), ("where_prec", "5"), ("low", "7"), ("best", "7"), ("high", "")],
    );
    assert!(of("لم يقتل").is_none() && of("تظاهر").is_none(), "without a death there is no row");
    assert!(of("حادث سير").is_none(), "no conflict");
}

#[test]
fn hxl_has_its_tags_below_the_header_and_the_values_of_events_csv() {
    let place = extracted("--profile hxl");
    let mut rows = table(&place.read("output/hxl.csv"));
    let events = table(&place.read("output/events.csv"));
    let tags = rows.remove(0);
    let tag = regex::Regex::new(r"^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$").unwrap();
    assert!(tags.values().all(|written| tag.is_match(written)), "{tags:?}");
    assert_eq!((&*tags["date_start"], &*tags["latitude"]), ("#date+start", "#geo+lat"));
    let mut distinct: Vec<_> = tags.values().collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), tags.len());
    assert_eq!(rows.len(), events.len());
    for (row, event) in rows.iter().zip(&events) {
        for (column, value) in row {
            assert_eq!(*value, event[column], "{column}");
        }
    }
}
