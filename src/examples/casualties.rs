//! The examples of casualties.toml: "words = effect low..high qualifier", `[part]` behind a part.

use super::{Example, Given};
use crate::{
    normalise::Normaliser,
    pipeline::Engine,
    recognise::{
        casualty::{Casualty, casualties},
        number, people,
    },
};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let pack = &engine.pack;
    let mut normaliser = Normaliser::new(&pack.lexicon);
    let text = normaliser.normalise(example.text.get_ref());
    let numbers = number::numbers(&text, pack);
    let quantities = number::quantities(&text, pack, &numbers);
    let peoples = people::peoples(&text, pack, &quantities);
    let found = casualties(&text, pack, &peoples).found;
    let line = |c: &Casualty| format!("{} = {}", text.words(&c.tokens), value(c));
    Given {
        lines: found.iter().map(line).collect(),
        rules: found.iter().map(|c| c.rule.clone()).collect(),
    }
}

fn value(c: &Casualty) -> String {
    let bound = |b: Option<u64>| b.map(|b| b.to_string()).unwrap_or_default();
    let part = if c.part { " [part]" } else { "" };
    let (effect, qualifier) = (c.effect, c.qualifier);
    format!("{effect} {}..{} {qualifier}{part}", bound(c.low), bound(c.high))
}
