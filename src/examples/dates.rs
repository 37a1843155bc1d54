//! The examples of dates.toml: "words = start..end", with the modifier, for the example's publication
//! day; an unknown bound is left out, a date of which nothing is known shows its EDTF.

use super::{Example, Given};
use crate::{
    normalise::Normaliser,
    pipeline::Engine,
    recognise::{date, number},
    resolve::date::{DateMention, resolve},
};

pub(super) fn read(engine: &Engine, example: &Example) -> Given {
    let pack = &engine.pack;
    let mut normaliser = Normaliser::new(&pack.lexicon);
    let text = normaliser.normalise(example.text.get_ref());
    let expressions = date::dates(&text, pack, &number::numbers(&text, pack));
    let (mentions, _) = resolve(&pack.code, &expressions, example.published);
    let line = |m: &DateMention| format!("{} = {}", text.words(&m.tokens), value(m));
    Given {
        lines: mentions.iter().map(line).collect(),
        rules: mentions.iter().map(|m| m.rule.clone()).collect(),
    }
}

fn value(mention: &DateMention) -> String {
    let value = &mention.value;
    let bound = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let interval = match (value.date_start, value.date_end) {
        (None, None) => value.edtf.clone(),
        (start, end) if start == end => bound(start),
        (start, end) => format!("{}..{}", bound(start), bound(end)),
    };
    match value.modifier {
        Some(modifier) => format!("{interval} {modifier}"),
        None => interval,
    }
}
