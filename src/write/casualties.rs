//! event_casualties.csv: in, an event and the mentions of its document; out, a row for each casualty
//! statement behind its toll, parts and rivals included.

use std::collections::HashMap;

use super::table::{Column, Kind, Row, Table, term};
use crate::record::{
    AgeSex, AttributionType, CasualtyValue, Effect, Event, Mention, MentionValue, Qualifier, Side,
    Status, Who,
};

/// Every casualty statement of every event.
pub const EVENT_CASUALTIES: Table = Table {
    name: "event_casualties",
    description: "Casualty statements behind the tolls of incidents and totals, rivals included.",
    key: &["event_id", "mention_id"],
    foreign: &[("mention_id", "mentions")],
};

/// A casualty statement of an event.
#[derive(Clone, Debug)]
pub struct StatementRow {
    event_id: String,
    mention_id: String,
    value: CasualtyValue,
    text: String,
    start: usize,
    end: usize,
}

/// The rows of `event`; `mentions` holds those of its document by id.
pub fn rows<'e>(
    event: &'e Event,
    mentions: &'e HashMap<&str, &Mention>,
) -> impl Iterator<Item = StatementRow> + 'e {
    event.statements.iter().filter_map(|id| {
        let mention = mentions.get(id.as_str())?;
        let MentionValue::Casualty(value) = &mention.value else { return None };
        Some(StatementRow {
            event_id: event.event_id.clone(),
            mention_id: id.clone(),
            value: value.clone(),
            text: mention.text.clone(),
            start: mention.start,
            end: mention.end,
        })
    })
}

type Col = Column<StatementRow>;

impl Row for StatementRow {
    fn columns() -> Vec<Col> {
        use Kind::{Bool, Text, Whole};
        vec![
            Col::new("event_id", Text, "Row of events.csv or aggregates.csv", |r| {
                (&r.event_id).into()
            })
            .required(),
            Col::new("mention_id", Text, "Its mention", |r| (&r.mention_id).into()).required(),
            Col::new("effect", term(Effect::NAMES), "What happened to them", |r| {
                r.value.effect.as_str().into()
            })
            .required(),
            Col::new("low", Whole, "Fewest the words allow", |r| r.value.low.into()),
            Col::new("high", Whole, "Most the words allow; empty: unbounded", |r| {
                r.value.high.into()
            }),
            Col::new("qualifier", term(Qualifier::NAMES), "How it was worded", |r| {
                r.value.qualifier.as_str().into()
            })
            .required(),
            Col::new("who", term(Who::NAMES), "Who they are", |r| r.value.who.as_str().into())
                .required(),
            Col::new("who_text", Text, "Head noun, as written", |r| (&r.value.who_text).into()),
            Col::new("age_sex", term(AgeSex::NAMES), "Age and sex", |r| {
                r.value.age_sex.as_str().into()
            })
            .required(),
            Col::new("side", term(Side::NAMES), "Whose loss it is", |r| {
                r.value.side.as_str().into()
            })
            .required(),
            Col::new("part", Bool, "Counted in another figure too", |r| r.value.part.into())
                .required(),
            Col::new("status", term(Status::NAMES), "What it is among its rivals", |r| {
                r.value.status.as_str().into()
            })
            .required(),
            Col::new("attribution", Text, "Who says so, as written", |r| {
                (&r.value.attribution).into()
            }),
            Col::new("attribution_type", term(AttributionType::NAMES), "Sort of speaker", |r| {
                r.value.attribution_type.map(AttributionType::as_str).into()
            }),
            Col::new("text", Text, "The words", |r| (&r.text).into()).required(),
            Col::new("start", Whole, "First code point in the body", |r| r.start.into()).required(),
            Col::new("end", Whole, "One past the last", |r| r.end.into()).required(),
        ]
    }
}
