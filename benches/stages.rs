//! What each stage costs, over real text: `cargo bench`. Every line is the throughput of the stages up
//! to it, so that a stage's own cost is a difference: 1/throughput in nanoseconds a byte.
//!
//! The text is `$RASD_CORPUS` or ../shared/corpus/news.jsonl.xz (read with `xz`), else made up; of it
//! the first `$RASD_SAMPLE` bytes or 4 MiB.

// criterion_group! declares a function without documentation
#![allow(missing_docs)]

use std::{env, fs, hint::black_box, path::Path, process::Command};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rasd::{
    gazetteer::Gazetteer,
    lang::Pack,
    normalise::Normaliser,
    pipeline::Engine,
    read::Document,
    recognise::{date, number, place},
    resolve,
};

/// Bytes of text a run reads where nothing else is said.
const SAMPLE: usize = 4 << 20;

fn stages(criterion: &mut Criterion) {
    let documents = documents();
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let engine = Engine::builtin("ar").expect("the built-in rules and places");
    let Engine { pack, gazetteer } = &engine;
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    group.bench_function("0 split into words", |b| {
        b.iter(|| documents.iter().map(|d| d.text.split_whitespace().count()).sum::<usize>());
    });
    // a word is looked up when it is new: the two lines differ by what looking for names costs
    let anew = |normaliser: fn(&Engine) -> Normaliser<'_>| {
        let mut normaliser = normaliser(&engine);
        documents.iter().map(|d| normaliser.normalise(&d.text).tokens.len()).sum::<usize>()
    };
    group.bench_function("0a normalise, every word new, no places", |b| {
        b.iter(|| anew(|engine| Normaliser::new(&engine.pack.lexicon)));
    });
    group.bench_function("0b normalise, every word new", |b| b.iter(|| anew(Engine::normaliser)));
    let mut read = |name: &str, up_to: fn(&mut Normaliser<'_>, &Pack, &Gazetteer, &Document)| {
        // one for all samples: criterion calls the closure anew for each, and a word is new but once
        let mut normaliser = engine.normaliser();
        group.bench_function(name, |b| {
            b.iter(|| documents.iter().for_each(|d| up_to(&mut normaliser, pack, gazetteer, d)));
        });
    };
    read("1 normalise", |normaliser, _, _, document| {
        black_box(normaliser.normalise(&document.text));
    });
    read("2 numbers", |normaliser, pack, _, document| {
        let text = normaliser.normalise(&document.text);
        black_box(number::numbers(&text, pack));
    });
    read("3 numbers and dates", |normaliser, pack, _, document| {
        let text = normaliser.normalise(&document.text);
        let numbers = number::numbers(&text, pack);
        let expressions = date::dates(&text, pack, &numbers);
        black_box(resolve::date::resolve(&pack.code, &expressions, document.published));
    });
    read("4 numbers and places", |normaliser, pack, gazetteer, document| {
        let text = normaliser.normalise(&document.text);
        let numbers = number::numbers(&text, pack);
        let cues = place::PlaceWords::of(&text, pack);
        let candidates = place::places(&text, pack, gazetteer, &numbers, &cues);
        let nationalities = cues.nationalities(pack);
        let words = |tokens: &_| text.words(tokens);
        black_box(resolve::place::resolve(&candidates, &nationalities, gazetteer, words));
    });
    let mut normaliser = engine.normaliser();
    group.bench_function("5 everything", |b| {
        b.iter(|| {
            documents.iter().map(|d| engine.extract(&mut normaliser, d).events.len()).sum::<usize>()
        });
    });
    group.bench_function("opening the gazetteer", |b| {
        b.iter(|| Gazetteer::builtin().expect("the built-in gazetteer"));
    });
    group.finish();
}

/// Documents of about as many bytes as a run reads.
fn documents() -> Vec<Document> {
    let sample = env::var("RASD_SAMPLE").ok().and_then(|bytes| bytes.parse().ok());
    let sample = sample.unwrap_or(SAMPLE);
    let mut all = corpus().unwrap_or_else(made_up);
    let mut bytes = 0;
    all.retain(|d| {
        bytes += d.text.len();
        bytes <= sample
    });
    all
}

fn corpus() -> Option<Vec<Document>> {
    let path = env::var("RASD_CORPUS").unwrap_or("../shared/corpus/news.jsonl.xz".into());
    let path = Path::new(&path);
    let lines = match path.extension().is_some_and(|e| e == "xz") {
        true => String::from_utf8(Command::new("xz").arg("-dc").arg(path).output().ok()?.stdout),
        false => String::from_utf8(fs::read(path).ok()?),
    };
    let lines = lines.ok().filter(|text| !text.is_empty())?;
    let document = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).ok()?;
        let text = record["text"].as_str()?.to_owned();
        let published = record["published"].as_str().and_then(|day| day.parse().ok());
        Some(Document { published, ..Document::new(record["id"].to_string(), text) })
    };
    Some(lines.lines().filter_map(document).collect())
}

/// Texts that stand in where there is no corpus: the examples of the pack, over and over.
fn made_up() -> Vec<Document> {
    let examples = include_str!("../src/lang/ar/casualties.examples.toml");
    let texts = examples.lines().filter_map(|l| l.strip_prefix("text = \"")?.strip_suffix('"'));
    let body = texts.collect::<Vec<_>>().join(".\n");
    let document = |n: usize| Document::new(n.to_string(), body.clone());
    (0..SAMPLE / body.len()).map(document).collect()
}

criterion_group!(benches, stages);
criterion_main!(benches);
