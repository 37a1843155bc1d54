//! What a comparison costs: `cargo bench --bench compare`. 100,000 events, of which each tenth has
//! another toll and each hundredth another id, read from CSV, compared and reported.

// criterion_group! declares a function without documentation
#![allow(missing_docs)]

use std::{fmt::Write as _, hint::black_box, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rasd::{
    diff::{self, Format, Options, Table},
    record::Event,
    write::table::Row,
};

/// Rows of a table.
const EVENTS: usize = 100_000;

fn compare(criterion: &mut Criterion) {
    let (old, new) = (events(false), events(true));
    let mut group = criterion.benchmark_group("compare");
    group.throughput(Throughput::Elements(EVENTS as u64)).sample_size(10);
    group.bench_function("100,000 events", |b| {
        b.iter(|| {
            let read = |text: &str| Table::parse(Path::new("events.csv"), text.as_bytes());
            let (old, new) = (read(&old).expect("a table"), read(&new).expect("a table"));
            let diff = diff::tables(old, new, &Options::default()).expect("tables of one kind");
            let mut report = Vec::new();
            diff.write(Format::Text { colour: false }, &mut report).expect("memory");
            black_box(report.len())
        });
    });
    group.finish();
}

/// events.csv with every column of the contract.
fn events(later: bool) -> String {
    let columns: Vec<&str> = Event::columns().iter().map(|column| column.field.name).collect();
    let mut text = columns.join(",") + "\n";
    for number in 0..EVENTS {
        for (at, column) in columns.iter().enumerate() {
            text.push_str(if at == 0 { "" } else { "," });
            let _ = match *column {
                "event_id" if later && number % 100 == 0 => write!(text, "ev_moved{number}"),
                "event_id" => write!(text, "ev_{number}"),
                "document_id" => write!(text, "news/{}.txt", number / 10),
                "killed_low" if later && number % 10 == 0 => write!(text, "{}", number % 90 + 1),
                "killed_low" => write!(text, "{}", number % 90),
                "evidence" => write!(text, "sentence {number} of the report {}", "x".repeat(160)),
                "evidence_start" => write!(text, "{}", number % 10 * 200),
                "evidence_end" => write!(text, "{}", number % 10 * 200 + 190),
                "rules" => write!(text, "ar.casualty.killed.verb;ar.date.day;ar.event.ambush"),
                name => write!(text, "{name}"),
            };
        }
        text.push('\n');
    }
    text
}

criterion_group!(benches, compare);
criterion_main!(benches);
