//! Runs the examples that stand beside the number words.

use super::*;
use crate::{
    lang::{
        builtin_file,
        examples::{Given, check},
    },
    normalise::Normaliser,
};

/// `27`, `27..`, `..99`, `10..15`, with the qualifier unless it is plain; `no. 3` for ordinals.
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

#[test]
fn examples() {
    let pack = Pack::builtin("ar").unwrap();
    let checked = check(builtin_file("ar", "numbers.examples.toml"), |example| {
        let mut normaliser = Normaliser::new(&pack.lexicon);
        let text = normaliser.normalise(example.text.get_ref());
        let numbers = numbers(&text, &pack);
        let mut lines: Vec<(usize, String, String)> = quantities(&text, &pack, &numbers)
            .iter()
            .map(|q| {
                (
                    q.tokens.start,
                    format!("{} = {}", text.words(&q.tokens), shown(q)),
                    pack.rule_id(q.rule),
                )
            })
            .collect();
        for n in numbers.iter().filter(|n| n.ordinal || n.whole().is_none()) {
            let value = if n.ordinal { format!("no. {}", n.value) } else { n.value.to_string() };
            lines.push((
                n.tokens.start,
                format!("{} = {value}", text.words(&n.tokens)),
                pack.rule_id(n.rule),
            ));
        }
        lines.sort();
        Given {
            lines: lines.iter().map(|l| l.1.clone()).collect(),
            rules: lines.into_iter().map(|l| l.2).collect(),
        }
    });
    checked.unwrap().hold();
}
