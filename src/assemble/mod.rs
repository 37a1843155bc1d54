//! Assembling: in, the mentions of a document with their values; out, its events and the records of
//! all mentions. One incident is one event, however often the text tells it.
//!
//! ```text
//! frames    what each clause reports: trigger, counts, date, places, parties
//! merge     frames that tell the same incident become one draft
//! finish    a draft gets its one date, place, toll, parties, flags and id
//! records   mentions in the output's terms: code points, ids, the events they belong to
//! ```

pub(crate) mod acled;
mod attributing;
mod dating;
mod finish;
mod frame;
mod locating;
mod merge;
mod occurrences;
mod party;
mod records;
mod sources;
mod toll;

use crate::{
    gazetteer::Gazetteer,
    lang::Pack,
    normalise::Text,
    read::Document,
    recognise::{
        actor::ActorMention,
        casualty::{Casualty, Refused},
        phrase::Matcher,
        speaker::Speaker,
        trigger::Trigger,
    },
    record::{Extraction, Flag},
    resolve::{date::DateMention, place::PlaceMention},
};

/// What the stages before gave for one document.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its body.
    pub text: &'a Text<'a>,
    /// The rules.
    pub pack: &'a Pack,
    /// The places of the world.
    pub gazetteer: &'a Gazetteer,
    /// Matches words of the pack in the body.
    pub matcher: &'a Matcher<'a>,
    /// Dates, in text order.
    pub dates: &'a [DateMention],
    /// Places, in text order.
    pub places: &'a [PlaceMention<'a>],
    /// Casualty statements, in text order.
    pub casualties: &'a [Casualty],
    /// What looked like a casualty statement and is none.
    pub refused: &'a [Refused],
    /// Triggers, in text order, unreal ones included.
    pub triggers: &'a [Trigger],
    /// Actors, in text order.
    pub actors: &'a [ActorMention],
    /// Who says so, in text order.
    pub speakers: &'a [Speaker],
    /// Flags of the whole document.
    pub flags: &'a [Flag],
}

/// What a document gives from which nothing is extracted.
pub fn pass_over(document: &Document, language: &str, sentences: usize) -> Extraction {
    let document = records::document(document, language, sentences, &[]);
    Extraction { document, mentions: Vec::new(), events: Vec::new() }
}

/// Puts a document's events together.
pub fn assemble(parts: &Parts<'_>) -> Extraction {
    let frames = frame::frames(parts);
    let drafts = merge::merge(parts, frames);
    let mut records = records::Records::new(parts);
    let events = finish::finish(parts, &mut records, &drafts);
    records.extraction(parts, events, &drafts)
}
