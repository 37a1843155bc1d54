//! What reviewers see: in, a run open for review and a reviewer; out, rows for the list, an event with
//! all that is said of it, how far a document is.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Action, Opinion, Reading, Reason, Review, Said,
    said::Holds,
    values::{self, Edits},
};
use crate::record::{Confidence, Effect, Event, EventKind, Flag};

/// Characters of the evidence that a list shows.
const EXCERPT: usize = 200;

/// An event of the list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// `ev_…`.
    pub event_id: String,
    /// Its document.
    pub document_id: String,
    /// Title of the document.
    pub title: Option<String>,
    /// Kind.
    pub kind: EventKind,
    /// A total.
    pub aggregate: bool,
    /// First day.
    pub date_start: Option<NaiveDate>,
    /// Last day.
    pub date_end: Option<NaiveDate>,
    /// Its first place.
    pub place: Option<String>,
    /// The country of that.
    pub country_code: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Fewest dead.
    pub killed_low: Option<u64>,
    /// Most dead.
    pub killed_high: Option<u64>,
    /// Fewest wounded.
    pub injured_low: Option<u64>,
    /// Most wounded.
    pub injured_high: Option<u64>,
    /// Confidence of the extraction.
    pub confidence: Confidence,
    /// Doubts.
    pub flags: Vec<Flag>,
    /// What this reviewer says, else what the others do: as review_status, null where it is open.
    pub status: Option<String>,
    /// Whether this reviewer has decided.
    pub mine: bool,
    /// Reviewers decided differently.
    pub conflict: bool,
    /// It was judged on other words or values.
    pub stale: bool,
    /// Some value is not as extracted.
    pub edited: bool,
    /// A reviewer added it.
    pub added: bool,
    /// How many others may tell of the same.
    pub twins: usize,
    /// The beginning of the evidence.
    pub text: String,
}

/// What a reviewer says of an event.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// Who.
    pub reviewer: String,
    /// As review_status; null where it is open.
    pub status: Option<&'static str>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// The event that tells of the same.
    pub into: Option<String>,
    /// Values that differ from the extraction.
    pub edits: Edits,
    /// Remark.
    pub note: Option<String>,
    /// When it was last touched.
    pub time: String,
}

/// An event with all that is said of it.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// With the values and the status that the reviewer sees.
    pub event: Event,
    /// As extracted; null where a reviewer added it.
    pub extracted: Option<Event>,
    /// As extracted when it was judged, where that is no longer so.
    pub judged: Option<Event>,
    /// What this reviewer says.
    pub mine: Option<Decision>,
    /// What the others say.
    pub others: Vec<Decision>,
    /// Reviewers decided differently.
    pub conflict: bool,
    /// It was judged on other words or values.
    pub stale: bool,
    /// Fields that are not as extracted.
    pub edited: Vec<String>,
    /// Ids of events that may tell of the same.
    pub twins: Vec<String>,
    /// All that was done to it.
    pub history: Vec<Action>,
}

/// How far a document is.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentState {
    /// What a reviewer said of it.
    pub state: Reading,
    /// Who.
    pub by: Option<String>,
    /// Events, those added included.
    pub events: usize,
    /// Of these, those without a decision.
    pub open: usize,
}

impl Review {
    /// All events, in the order of the run, those added where their words stand.
    pub fn rows(&self, reviewer: &str) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.events.len());
        for extraction in &self.documents {
            let ids = self.ids_of(&extraction.document.document_id);
            rows.extend(ids.iter().filter_map(|id| self.row(id, reviewer)));
        }
        rows
    }

    /// One of them.
    pub fn row(&self, id: &str, reviewer: &str) -> Option<Row> {
        let said = self.state.said(id);
        let opinion = said.and_then(|said| said.seen_by(reviewer, self.blind));
        match opinion {
            Some(_) => Some(self.row_of(&self.seen(id, reviewer)?, said, opinion, reviewer)),
            None if self.hidden(id, reviewer) => None,
            None => Some(self.row_of(self.base(id)?, said, None, reviewer)),
        }
    }

    fn row_of(
        &self,
        event: &Event,
        said: Option<&Said>,
        opinion: Option<&Opinion>,
        reviewer: &str,
    ) -> Row {
        let id = &event.event_id;
        let toll = |effect| event.casualties.iter().find(|toll| toll.effect == effect);
        let (killed, injured) = (toll(Effect::Killed), toll(Effect::Injured));
        let place = event.places.first();
        let own = said.and_then(|said| said.opinions.get(reviewer));
        let evidence = event.evidence.first().map_or("", |evidence| &evidence.text);
        Row {
            event_id: id.clone(),
            document_id: event.document_id.clone(),
            title: event.title.clone(),
            kind: event.kind,
            aggregate: event.aggregate,
            date_start: event.date.start,
            date_end: event.date.end,
            place: place.map(|place| place.name.clone()),
            country_code: place.and_then(|place| place.country_code.clone()),
            latitude: place.and_then(|place| place.latitude),
            longitude: place.and_then(|place| place.longitude),
            killed_low: killed.and_then(|toll| toll.low),
            killed_high: killed.and_then(|toll| toll.high),
            injured_low: injured.and_then(|toll| toll.low),
            injured_high: injured.and_then(|toll| toll.high),
            confidence: event.confidence,
            flags: event.flags.clone(),
            status: event.review.status.clone(),
            mine: own.is_some_and(Opinion::decided),
            conflict: !self.blind && said.is_some_and(|said| said.holds() == Holds::Conflict),
            stale: opinion.is_some_and(|opinion| opinion.decided() && self.stale(id, opinion)),
            edited: opinion.is_some_and(|opinion| !opinion.edits.is_empty()),
            added: said.is_some_and(|said| said.added.is_some()),
            twins: self.twins.group(id).len().saturating_sub(1),
            text: evidence.chars().take(EXCERPT).collect(),
        }
    }

    /// An event with all that is said of it.
    pub fn item(&self, event_id: &str, reviewer: &str) -> Option<Item> {
        let id = self.current(event_id);
        let event = self.seen(id, reviewer)?;
        let said = self.state.said(id);
        let opinion = said.and_then(|said| said.seen_by(reviewer, self.blind));
        let decision = |name: &str| self.decision(id, name);
        let others = said.into_iter().flat_map(|said| said.opinions.keys());
        let others = others.filter(|name| !self.blind && *name != reviewer);
        let stale = opinion.is_some_and(|opinion| opinion.decided() && self.stale(id, opinion));
        let snapshot = opinion.and_then(|opinion| opinion.snapshot.as_ref()).filter(|_| stale);
        let base = self.base(id)?;
        let history = self.state.history(id);
        Some(Item {
            edited: opinion.map(|o| values::differing(base, &o.edits)).unwrap_or_default(),
            extracted: self.extracted(id).cloned(),
            judged: snapshot.and_then(|sha256| self.snapshots.get(sha256)).cloned(),
            mine: decision(reviewer),
            others: others.filter_map(|name| decision(name)).collect(),
            conflict: !self.blind && said.is_some_and(|said| said.holds() == Holds::Conflict),
            stale,
            twins: self.twins_of(id),
            history: history.filter(|a| !self.blind || a.reviewer == reviewer).cloned().collect(),
            event,
        })
    }

    fn decision(&self, id: &str, reviewer: &str) -> Option<Decision> {
        let said = self.state.said(id)?;
        let opinion = said.opinions.get(reviewer)?;
        Some(Decision {
            reviewer: reviewer.to_owned(),
            status: self.status(id, said, opinion),
            reason: opinion.reason,
            into: opinion.into.clone(),
            edits: opinion.edits.clone(),
            note: opinion.note.clone(),
            time: opinion.time.clone(),
        })
    }

    /// Ids of the other events that may tell of the same.
    fn twins_of(&self, id: &str) -> Vec<String> {
        let group = self.twins.group(id).iter();
        group.filter(|other| *other != id).cloned().collect()
    }

    /// Ids of the events of a document, those added where their words stand.
    pub fn ids_of(&self, document: &str) -> Vec<&str> {
        let Some(extraction) = self.document(document) else { return Vec::new() };
        let mut ids: Vec<&str> = extraction.events.iter().map(|e| e.event_id.as_str()).collect();
        let start = |id: &str| self.base(id).and_then(|e| e.evidence.first()).map(|e| e.start);
        for id in self.added_to(document) {
            let at = ids.partition_point(|other| start(other) <= start(id));
            ids.insert(at, id);
        }
        ids
    }

    /// How far a document is.
    pub fn document_state(&self, id: &str, reviewer: &str) -> DocumentState {
        let reading = self.state.reading(id, reviewer, self.blind);
        let ids = self.ids_of(id);
        let ids: Vec<_> = ids.into_iter().filter(|id| !self.hidden(id, reviewer)).collect();
        DocumentState {
            state: reading.map_or(Reading::Open, |(state, _)| state),
            by: reading.map(|(_, by)| by.to_owned()),
            events: ids.len(),
            open: ids.iter().filter(|id| !self.decided(id, reviewer)).count(),
        }
    }

    /// Whether there is a decision that needs no other look.
    pub(super) fn decided(&self, id: &str, reviewer: &str) -> bool {
        let Some(said) = self.state.said(id) else { return false };
        let opinion = said.seen_by(reviewer, self.blind);
        opinion.is_some_and(|opinion| opinion.decided() && !self.stale(id, opinion))
    }
}
