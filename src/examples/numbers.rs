//! The examples of numbers.toml: "words = 27", `27..`, `..99`, `10..15`, with the qualifier unless it
//! is plain; `no. 3` for ordinals.

use super::{Example, Given};
use crate::{
    normalise::Normaliser,
    pipeline::Engine,
    recognise::number::{Quantity, numbers, quantities},
    record::Qualifier,
};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let pack = &engine.pack;
    let mut normaliser = Normaliser::new(&pack.lexicon);
    let text = normaliser.normalise(example.text.get_ref());
    let numbers = numbers(&text, pack);
    let mut found = Vec::new();
    for q in quantities(&text, pack, &numbers) {
        let line = format!("{} = {}", text.words(&q.tokens), shown(&q));
        found.push((q.tokens.start, line, pack.rule_id(q.rule)));
    }
    for n in numbers.iter().filter(|n| n.ordinal || n.whole().is_none()) {
        let value = if n.ordinal { format!("no. {}", n.value) } else { n.value.to_string() };
        let line = format!("{} = {value}", text.words(&n.tokens));
        found.push((n.tokens.start, line, pack.rule_id(n.rule)));
    }
    found.sort();
    let (lines, rules) = found.into_iter().map(|(_, line, rule)| (line, rule)).unzip();
    Given { lines, rules }
}

fn shown(q: &Quantity) -> String {
    let bound = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    let range = match (q.low, q.high) {
        (Some(low), Some(high)) if low == high => bound(q.low),
        (low, high) => format!("{}..{}", bound(low), bound(high)),
    };
    match q.qualifier {
        Qualifier::Exact => range,
        qualifier => format!("{range} {qualifier}"),
    }
}
