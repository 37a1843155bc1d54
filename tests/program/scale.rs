//! Many documents: in parallel, and into a folder that has some already.

use crate::place::{Place, SENTENCE};

/// Some hundred records of all lengths: repeated texts, a repeated id, lines that are none.
fn corpus() -> String {
    let weekday = "قتل ثلاثة جنود يوم الاثنين في مدينة غاو شمالي مالي، وأصيب 5 آخرون.";
    let mut lines = String::new();
    for n in 0..400 {
        let text = match n % 5 {
            0 => SENTENCE.trim().to_owned(),
            1 => format!("{weekday} وكان {n} شخصا قد نزحوا من بلدة كيدال."),
            2 => format!("{} {n}", weekday.repeat(n % 40)),
            3 => format!("لا شيء {n}."),
            _ => SENTENCE.trim().repeat(1 + n % 9),
        };
        let id = if n % 97 == 96 { 3 } else { n };
        let day = 1 + n % 28;
        lines += &match n % 50 {
            49 => "{\"text\":\n".to_owned(),
            _ => format!(
                "{{\"id\":\"d{id}\",\"published\":\"2024-03-{day:02}\",\"text\":\"{text}\"}}\n"
            ),
        };
    }
    lines
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let place = Place::with(&[("news.jsonl", corpus().as_bytes())]);
    for jobs in [1, 2, 8] {
        let extras = "--format jsonl,geojson,label-studio --excel";
        let said = place.rasd(&format!("extract news.jsonl -o out{jobs} --jobs {jobs} {extras}"));
        assert_eq!(said.status, 2, "{}", said.err);
        assert!(said.err.contains("documents  388\n"), "{}", said.err);
        let names = place.list("out1");
        assert_eq!(place.list(&format!("out{jobs}")), names);
        for name in names.iter().filter(|name| *name != "run.json") {
            let same =
                place.read(&format!("out{jobs}/{name}")) == place.read(&format!("out1/{name}"));
            assert!(same, "{name}: {jobs} jobs give other bytes than one");
        }
    }
}

#[test]
fn no_jobs_are_too_few() {
    let said = Place::new().rasd("extract --jobs 0");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("--jobs"), "{}", said.err);
}
