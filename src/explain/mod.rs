//! Explaining: in, a document; out, how it was read (docs/records.md, explain): for a reader, its
//! events field by field ([`text()`]); for a program, one JSON object for each event and each thing
//! recognised or considered, in text order, with the rule and what became of it ([`jsonl`]).

mod event;
mod text;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

pub use event::{Field, Words, fields};

use crate::{
    assemble::{Parts, assemble},
    normalise::{Normaliser, Tokens},
    pipeline::{Engine, Stages},
    read::Document,
    recognise::{casualty::Refusal, number::Number},
    record::{Event, Extraction},
    span::CodePoints,
};

/// What became of something recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It stands in the output or in something that does.
    Used,
    /// Nothing needed it.
    Unused,
    /// It looked like something and is none.
    Rejected,
}

/// One thing recognised or considered.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Document it stands in.
    pub document_id: String,
    /// event, number, ordinal, duration, date, place, casualty, actor or trigger.
    pub kind: &'static str,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words.
    pub text: String,
    /// Rule that recognised it.
    pub rule: String,
    /// What became of it.
    pub status: Status,
    /// Why it was rejected.
    pub reason: Option<&'static str>,
    /// The fields of its kind.
    pub value: Value,
}

/// Writes the lines of one document to `out`.
///
/// # Errors
/// When `out` cannot be written.
pub fn jsonl(
    engine: &Engine,
    normaliser: &mut Normaliser<'_>,
    document: &Document,
    out: &mut dyn Write,
) -> io::Result<()> {
    for line in engine.read(normaliser, document, |stages| lines(stages, &assemble(&stages.parts)))
    {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes one document to `out`, for a reader.
///
/// # Errors
/// When `out` cannot be written.
pub fn text(
    engine: &Engine,
    normaliser: &mut Normaliser<'_>,
    document: &Document,
    out: &mut dyn Write,
) -> io::Result<()> {
    let said = engine.read(normaliser, document, |stages| {
        let extraction = assemble(&stages.parts);
        text::explanation(&extraction, &lines(stages, &extraction))
    });
    out.write_all(said.as_bytes())
}

/// Every event of a document, and everything recognised or considered in it, in text order.
pub fn lines(stages: &Stages<'_>, extraction: &Extraction) -> Vec<Line> {
    let parts = &stages.parts;
    let points = CodePoints::new(parts.text.raw);
    let lines = extraction.events.iter().map(of_event).collect();
    let mut writer = Writer { parts, points, lines };
    writer.numbers(stages);
    writer.durations(stages);
    writer.dates();
    writer.places();
    writer.casualties();
    writer.actors();
    writer.triggers(&extraction.events);
    let mut lines = writer.lines;
    lines.sort_by(|a, b| (a.start, a.end, a.kind).cmp(&(b.start, b.end, b.kind)));
    lines
}

/// An event at its first sentence, by the rule that tells its kind.
fn of_event(event: &Event) -> Line {
    let evidence = &event.evidence[0];
    Line {
        document_id: event.document_id.clone(),
        kind: "event",
        start: evidence.start,
        end: evidence.end,
        text: evidence.text.clone(),
        rule: event.sources.first().map(|source| source.rule.clone()).unwrap_or_default(),
        status: Status::Used,
        reason: None,
        value: json!({
            "event_id": event.event_id, "aggregate": event.aggregate, "fields": fields(event),
        }),
    }
}

struct Writer<'a> {
    parts: &'a Parts<'a>,
    points: CodePoints<'a>,
    lines: Vec<Line>,
}

impl Writer<'_> {
    fn line(
        &mut self,
        kind: &'static str,
        tokens: &Tokens,
        rule: String,
        (status, reason): (Status, Option<&'static str>),
        value: Value,
    ) {
        let span = self.parts.text.span(tokens);
        self.lines.push(Line {
            document_id: self.parts.document.id.clone(),
            kind,
            start: self.points.of(span.start),
            end: self.points.of(span.end),
            text: span.slice(self.parts.text.raw).to_owned(),
            rule,
            status,
            reason,
            value,
        });
    }

    fn numbers(&mut self, stages: &Stages<'_>) {
        let dates = self.parts.dates.iter().map(|date| ends(&date.tokens));
        let casualties = self.parts.casualties.iter().map(|casualty| ends(&casualty.tokens));
        let made = Covered::new(dates.chain(casualties));
        let used = |tokens: &Tokens| match made.holds(tokens.start, tokens.end) {
            true => (Status::Used, None),
            false => (Status::Unused, None),
        };
        for quantity in stages.quantities {
            let value = json!({
                "low": quantity.low, "high": quantity.high, "qualifier": quantity.qualifier,
            });
            let rule = self.parts.pack.rule_id(quantity.rule);
            self.line("number", &quantity.tokens, rule, used(&quantity.core), value);
        }
        let counted = Covered::new(stages.quantities.iter().map(|q| ends(&q.core)));
        let counted = |n: &&Number| !counted.holds(n.tokens.start, n.tokens.end);
        for number in stages.numbers.iter().filter(|n| !n.ordinal).filter(counted) {
            let value = json!({ "value": number.value });
            let rule = self.parts.pack.rule_id(number.rule);
            self.line("number", &number.tokens, rule, used(&number.tokens), value);
        }
        // "the twenty" is also "the twentieth"
        for number in stages.numbers.iter().filter(|n| n.ordinal || n.definite && !n.figures) {
            let whole = number.whole();
            let value = json!({ "value": number.value, "low": whole, "high": whole });
            let rule = self.parts.pack.rule_id(number.rule);
            self.line("ordinal", &number.tokens, rule, used(&number.tokens), value);
        }
    }

    fn durations(&mut self, stages: &Stages<'_>) {
        let parts = self.parts;
        let dates = Covered::new(parts.dates.iter().map(|date| ends(&date.tokens)));
        for found in crate::recognise::date::durations(parts.text, parts.pack, stages.quantities) {
            if dates.holds(found.tokens.start, found.tokens.start + 1) {
                continue;
            }
            let value = json!({
                "low": found.low, "high": found.high, "qualifier": found.qualifier,
                "unit": found.unit,
            });
            let rule = parts.pack.rule_id("duration.counted");
            self.line("duration", &found.tokens, rule, (Status::Unused, None), value);
        }
    }

    fn dates(&mut self) {
        for date in self.parts.dates {
            let v = &date.value;
            let value = json!({
                "date_start": v.date_start, "date_end": v.date_end, "precision": v.precision,
                "modifier": v.modifier, "basis": v.basis, "anchor": v.anchor, "edtf": v.edtf,
            });
            self.line("date", &date.tokens, date.rule.to_string(), (Status::Used, None), value);
        }
    }

    fn places(&mut self) {
        for place in self.parts.places {
            let value = json!(place.value(self.parts.gazetteer));
            let rule = place.rule(&self.parts.pack.code);
            self.line("place", &place.tokens, rule, (Status::Used, None), value);
        }
    }

    fn casualties(&mut self) {
        for casualty in self.parts.casualties {
            let value = json!({
                "effect": casualty.effect, "low": casualty.low, "high": casualty.high,
                "qualifier": casualty.qualifier, "who": casualty.who,
                "age_sex": casualty.age_sex, "part": casualty.part,
            });
            let rule = casualty.rule.clone();
            self.line("casualty", &casualty.tokens, rule, (Status::Used, None), value);
        }
        for refused in self.parts.refused {
            let why = (Status::Rejected, Some(reason(refused.reason)));
            self.line("casualty", &refused.tokens, refused.rule.clone(), why, Value::Null);
        }
    }

    fn actors(&mut self) {
        for actor in self.parts.actors {
            let name = actor.actor.map(|row| &self.parts.pack.actors.actors[row].name);
            let value = json!({
                "name": name, "role": actor.role, "class": actor.class, "basis": actor.basis,
            });
            self.line("actor", &actor.tokens, actor.rule.clone(), (Status::Used, None), value);
        }
    }

    fn triggers(&mut self, events: &[Event]) {
        let sources = events.iter().flat_map(|event| &event.sources);
        let sources = Covered::new(sources.map(|source| (source.start, source.end)));
        for trigger in self.parts.triggers {
            let value = json!({
                "kind": trigger.kind, "weapon": trigger.weapon, "strong": trigger.strong,
            });
            let span = self.parts.text.span(&trigger.tokens);
            let (start, end) = (self.points.of(span.start), self.points.of(span.end));
            let why = match trigger.unreal {
                true => (Status::Rejected, Some("a threat, plan, denial or the like")),
                false if sources.holds(start, end) => (Status::Used, None),
                false => (Status::Unused, None),
            };
            self.line("trigger", &trigger.tokens, trigger.rule.clone(), why, value);
        }
    }
}

/// Stretches of a text: where each begins, and how far it and those before it reach.
struct Covered(Vec<(usize, usize)>);

impl Covered {
    fn new(spans: impl Iterator<Item = (usize, usize)>) -> Covered {
        let mut spans: Vec<_> = spans.collect();
        spans.sort_unstable();
        let mut reach = 0;
        for (_, end) in &mut spans {
            reach = reach.max(*end);
            *end = reach;
        }
        Covered(spans)
    }

    /// Whether `start..end` lies inside one of them.
    fn holds(&self, start: usize, end: usize) -> bool {
        let before = self.0.partition_point(|(begin, _)| *begin <= start);
        before > 0 && end <= self.0[before - 1].1
    }
}

fn ends(tokens: &Tokens) -> (usize, usize) {
    (tokens.start, tokens.end)
}

fn reason(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Unreal => "a threat, plan, fear or question",
        Refusal::Anaphoric => "persons spoken of before, without a count",
        Refusal::Unlicensed => "an uncounted plural outside any report of an incident",
        Refusal::Freed => "persons set free",
        Refusal::NotReported => "the text says that it is not known",
        Refusal::OtherSense => {
            "words beside it give it another sense: an illness, a game, a court's sentence"
        }
    }
}
