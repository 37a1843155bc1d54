//! Explaining to a reader: in, a document and what was made of it; out, its events field by field, then
//! what belongs to no event, then what looked like something and is none.

use std::{collections::HashMap, fmt::Write};

use super::{Line, Status, event};
use crate::{
    quote::quote,
    record::{DocumentRecord, Event, Extraction, Mention, MentionValue},
};

/// Width of the names of fields and kinds.
const NAME: usize = 13;

/// The whole explanation, ending in an empty line.
pub fn explanation(extraction: &Extraction, lines: &[Line]) -> String {
    let mut said = head(&extraction.document);
    for (number, event) in (1..).zip(&extraction.events) {
        said += &told(number, event);
    }
    section(&mut said, "Of no event", loose(&extraction.mentions));
    let idle = lines.iter().filter(|line| line.kind == "trigger" && line.status == Status::Unused);
    section(&mut said, "Triggers without an event", idle.map(idle_trigger));
    let refused = lines.iter().filter(|line| line.status == Status::Rejected);
    let refused = refused.map(|line| Entry::of(line, line.reason.unwrap_or_default().to_owned()));
    section(&mut said, "Rejected", refused);
    said.push('\n');
    said
}

/// What document it is, and how much was made of it.
fn head(document: &DocumentRecord) -> String {
    let published = document
        .published
        .map_or("no day of publication".to_owned(), |day| format!("published {day}"));
    let events = match document.events {
        0 => "no event".to_owned(),
        1 => "1 event".to_owned(),
        events => format!("{events} events"),
    };
    let mut said = format!("{}: {events}, {published}\n", quote(&document.document_id));
    if !document.flags.is_empty() {
        let flags: Vec<_> = document.flags.iter().map(|flag| flag.as_str()).collect();
        let _ = writeln!(said, "  {:NAME$} {}", "flags", flags.join(", "));
    }
    said
}

/// An event, a line for each field.
fn told(number: usize, event: &Event) -> String {
    let what = if event.aggregate { "Total" } else { "Event" };
    let mut said = format!("\n{what} {number}: {} ({})\n", event.kind, event.event_id);
    for evidence in &event.evidence {
        let _ = writeln!(said, "  {}", quote(&evidence.text));
    }
    for field in event::fields(event) {
        let value = each(&field.value);
        let _ = write!(said, "  {:NAME$} {value}", field.field);
        let words: Vec<String> = field.read_from.iter().map(|w| quoted(&w.text, &w.rule)).collect();
        if !words.is_empty() {
            let _ = write!(said, "  <- {}", words.join("; "));
        }
        said.push('\n');
    }
    said
}

/// A value part by part, so that a name in it does not reorder the others.
fn each(value: &str) -> String {
    value.split(", ").map(quote).collect::<Vec<_>>().join(", ")
}

fn quoted(words: &str, rule: &str) -> String {
    format!("{} {rule}", quote(words))
}

/// A line of a list: what it says, and the words it was read from.
struct Entry {
    said: String,
    words: String,
    /// Whether others that say the same are left out, whatever their words.
    sums: bool,
}

impl Entry {
    fn of(line: &Line, said: String) -> Entry {
        let said = format!("{:NAME$} {said}", line.kind);
        Entry { said, words: quoted(&line.text, &line.rule), sums: false }
    }
}

/// The mentions that belong to no event, statements of casualties first.
fn loose(mentions: &[Mention]) -> impl Iterator<Item = Entry> + '_ {
    let of = move |kind: &'static str| {
        let loose = move |m: &&Mention| m.event_ids.is_empty() && m.value.kind() == kind;
        mentions.iter().filter(loose)
    };
    ["casualty", "date", "place", "actor"].into_iter().flat_map(of).map(|mention| Entry {
        said: format!("{:NAME$} {}", mention.value.kind(), each(&value(mention))),
        words: quoted(&mention.text, &mention.rule),
        sums: mention.value.kind() != "casualty",
    })
}

/// A weak trigger makes an event only with a count.
fn idle_trigger(line: &Line) -> Entry {
    let kind = line.value["kind"].as_str().unwrap_or_default();
    let weak = if line.value["strong"] == false { ", without a count" } else { "" };
    Entry::of(line, format!("{kind}{weak}"))
}

/// What a mention says, in short.
fn value(mention: &Mention) -> String {
    let said = match &mention.value {
        MentionValue::Date(date) => date.edtf.clone(),
        MentionValue::Place(place) => match &place.country_code {
            Some(country) => format!("{}, {country}", place.name),
            None => place.name.clone(),
        },
        MentionValue::Casualty(count) => {
            let bound = |bound: Option<u64>| bound.map(|b| b.to_string()).unwrap_or_default();
            let (low, high) = (bound(count.low), bound(count.high));
            let part = if count.part { ", part" } else { "" };
            format!("{} {low}..{high} {}{part}", count.effect, count.qualifier)
        }
        MentionValue::Actor(actor) => format!("{}, {}", actor.name, actor.role),
    };
    mention
        .flags
        .iter()
        .map(|flag| flag.as_str())
        .fold(said, |said, flag| format!("{said}, {flag}"))
}

/// A list under its title. What is said more than once stands where it is said first.
fn section(said: &mut String, title: &str, entries: impl Iterator<Item = Entry>) {
    let mut order: Vec<(Entry, usize)> = Vec::new();
    let mut rows: HashMap<String, usize> = HashMap::new();
    for entry in entries {
        let words = if entry.sums { "" } else { &entry.words };
        let key = format!("{}\n{words}", entry.said);
        match rows.get(&key) {
            Some(row) => order[*row].1 += 1,
            None => {
                rows.insert(key, order.len());
                order.push((entry, 0));
            }
        }
    }
    if !order.is_empty() {
        let _ = writeln!(said, "\n{title}");
    }
    for (Entry { said: what, words, .. }, more) in order {
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        let _ = writeln!(said, "  {what}  <- {words}{more}");
    }
}
