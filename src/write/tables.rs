//! The tables of the output contract: in, what a document gave; out, the cells of every row, read off
//! once for all the formats that write them.

use std::collections::HashMap;

use super::{
    casualties::{self, EVENT_CASUALTIES, StatementRow},
    documents::DOCUMENTS,
    events::{AGGREGATES, EVENTS},
    mentions::MENTIONS,
    places::{self, EVENT_PLACES, PlaceRow},
    table::{Cell, Column, Field, Row, Table, cells, fields},
};
use crate::{
    Result,
    record::{DocumentRecord, Event, Extraction, Mention},
};

/// The tables in the order of the contract.
pub const TABLES: [Table; 6] =
    [EVENTS, AGGREGATES, EVENT_PLACES, EVENT_CASUALTIES, MENTIONS, DOCUMENTS];

/// Where a table stands in [`TABLES`].
pub type Index = usize;

/// The incidents.
pub const EVENTS_TABLE: Index = 0;
const TOTALS: Index = 1;
const PLACES: Index = 2;
const STATEMENTS: Index = 3;
const ALL_MENTIONS: Index = 4;
const ALL_DOCUMENTS: Index = 5;

/// The columns of the tables.
#[derive(Debug)]
pub struct Tables {
    events: Vec<Column<Event>>,
    places: Vec<Column<PlaceRow>>,
    statements: Vec<Column<StatementRow>>,
    mentions: Vec<Column<Mention>>,
    documents: Vec<Column<DocumentRecord>>,
}

impl Tables {
    /// All of them.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Tables {
        Tables {
            events: Row::columns(),
            places: Row::columns(),
            statements: Row::columns(),
            mentions: Row::columns(),
            documents: Row::columns(),
        }
    }

    /// What is said of the columns of each of [`TABLES`].
    pub fn fields(&self) -> [Vec<Field>; TABLES.len()] {
        [
            fields(&self.events),
            fields(&self.events),
            fields(&self.places),
            fields(&self.statements),
            fields(&self.mentions),
            fields(&self.documents),
        ]
    }

    /// Hands on the rows that a document gave.
    pub fn rows(
        &self,
        extraction: &Extraction,
        mut take: impl FnMut(Index, &[Cell<'_>]) -> Result<()>,
    ) -> Result<()> {
        for mention in &extraction.mentions {
            take(ALL_MENTIONS, &cells(&self.mentions, mention))?;
        }
        let by_id = extraction.mentions.iter().map(|m| (m.mention_id.as_str(), m)).collect();
        for event in &extraction.events {
            self.event(event, &by_id, &mut take)?;
        }
        take(ALL_DOCUMENTS, &cells(&self.documents, &extraction.document))
    }

    fn event(
        &self,
        event: &Event,
        mentions: &HashMap<&str, &Mention>,
        take: &mut impl FnMut(Index, &[Cell<'_>]) -> Result<()>,
    ) -> Result<()> {
        let table = if event.aggregate { TOTALS } else { EVENTS_TABLE };
        take(table, &cells(&self.events, event))?;
        for row in places::rows(event) {
            take(PLACES, &cells(&self.places, &row))?;
        }
        for row in casualties::rows(event, mentions) {
            take(STATEMENTS, &cells(&self.statements, &row))?;
        }
        Ok(())
    }
}
