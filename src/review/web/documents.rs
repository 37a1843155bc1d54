//! The queue of documents: in, the documents of the run; out, a row for each, one in full, and the
//! sample that is drawn for a recall check.

use serde::Serialize;

use crate::{
    record::{DocumentRecord, Extraction, Mention, MentionValue},
    review::{Reading, Review},
};

/// A document in the queue.
#[derive(Debug, Serialize)]
pub struct Line<'r> {
    document_id: &'r str,
    title: Option<&'r str>,
    source: Option<&'r str>,
    published: Option<chrono::NaiveDate>,
    events: usize,
    /// Events without a decision.
    open: usize,
    /// Casualty mentions that belong to no event.
    orphans: usize,
    state: Reading,
    sampled: bool,
}

/// A document in full.
#[derive(Debug, Serialize)]
pub struct Whole<'r> {
    document: &'r DocumentRecord,
    mentions: &'r [Mention],
    /// Ids of the events told in it, those that reviewers added among them.
    events: Vec<String>,
    orphans: Vec<&'r Mention>,
    state: Reading,
}

fn orphans(one: &Extraction) -> impl Iterator<Item = &Mention> {
    let casualty = |mention: &&Mention| matches!(mention.value, MentionValue::Casualty(_));
    one.mentions.iter().filter(casualty).filter(|mention| mention.event_ids.is_empty())
}

/// Every document, in the order of the run.
pub fn lines<'r>(review: &'r Review, reviewer: &str, sample: &[String]) -> Vec<Line<'r>> {
    let line = |one: &'r Extraction| {
        let state = review.document_state(&one.document.document_id, reviewer);
        Line {
            document_id: &one.document.document_id,
            title: one.document.title.as_deref(),
            source: one.document.source.as_deref(),
            published: one.document.published,
            events: state.events,
            open: state.open,
            orphans: orphans(one).count(),
            state: state.state,
            sampled: sample.binary_search(&one.document.document_id).is_ok(),
        }
    };
    review.documents().iter().map(line).collect()
}

/// One document; none where the run has no such.
pub fn whole<'r>(review: &'r Review, reviewer: &str, id: &str) -> Option<Whole<'r>> {
    let one = review.document(id)?;
    let seen = |id: &&str| review.row(id, reviewer).is_some();
    let events = review.ids_of(id).into_iter().filter(seen).map(str::to_owned);
    Some(Whole {
        document: &one.document,
        mentions: &one.mentions,
        events: events.collect(),
        orphans: orphans(one).collect(),
        state: review.document_state(id, reviewer).state,
    })
}

/// Ids of documents drawn without regard to what was found in them, sorted; none where no sample is
/// asked for. Copies of an earlier text are not drawn.
pub fn sample(review: &Review, asked: Option<(usize, u64)>) -> Vec<String> {
    let Some((count, seed)) = asked else { return Vec::new() };
    let documents = review.documents().iter().map(|one| &one.document);
    let originals = documents.filter(|document| document.duplicate_of.is_none());
    let mut ids: Vec<String> = originals.map(|document| document.document_id.clone()).collect();
    ids.sort_unstable();
    let mut random = oorandom::Rand64::new(seed.into());
    for place in 0..count.min(ids.len()) {
        let other = random.rand_range(place as u64..ids.len() as u64) as usize;
        ids.swap(place, other);
    }
    ids.truncate(count);
    ids.sort_unstable();
    ids
}
