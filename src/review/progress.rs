//! How far the review is: in, a reviewer; out, what is done and left, and how fast it goes.

use chrono::DateTime;
use serde::Serialize;

use super::{Reading, Review, Verb};

/// Seconds after which a pause is a break.
const BREAK: f64 = 300.0;

/// How far the whole is.
#[derive(Clone, Debug, Serialize)]
pub struct Progress {
    /// Events.
    pub events: usize,
    /// Decided; in blind review by this reviewer.
    pub done: usize,
    /// The rest.
    pub left: usize,
    /// Documents.
    pub documents: usize,
    /// Documents that are said to be done, irrelevant or without events.
    pub documents_done: usize,
    /// Decisions of this reviewer an hour, breaks left out.
    pub per_hour: Option<f64>,
    /// Seconds for each of them.
    pub seconds: Option<f64>,
}

impl Review {
    /// How far the whole is.
    pub fn progress(&self, reviewer: &str) -> Progress {
        let added = self.state.all_said().filter(|(_, said)| said.added.is_some());
        let added = added.map(|(id, _)| id).filter(|id| !self.hidden(id, reviewer));
        let ids = self.events.keys().map(String::as_str).chain(added);
        let (mut events, mut done) = (0, 0);
        for id in ids {
            events += 1;
            done += usize::from(self.decided(id, reviewer));
        }
        let read = |id: &str| self.state.reading(id, reviewer, self.blind);
        let closed = self.documents.iter().filter(|extraction| {
            read(&extraction.document.document_id).is_some_and(|(state, _)| state != Reading::Open)
        });
        let seconds = self.pace(reviewer);
        Progress {
            events,
            done,
            left: events - done,
            documents: self.documents.len(),
            documents_done: closed.count(),
            per_hour: seconds.filter(|seconds| *seconds > 0.0).map(|seconds| 3600.0 / seconds),
            seconds,
        }
    }

    /// Seconds from one decision of a reviewer to the next, breaks left out.
    fn pace(&self, reviewer: &str) -> Option<f64> {
        let mut last: Option<(i64, i64)> = None;
        let (mut sum, mut count) = (0.0, 0_u32);
        for action in self.state.actions() {
            let deciding = matches!(action.verb, Verb::Accept | Verb::Reject | Verb::Unsure);
            let new = last.is_none_or(|(batch, _)| batch != action.batch);
            if !deciding || !new || action.reviewer != reviewer {
                continue;
            }
            let Ok(time) = DateTime::parse_from_rfc3339(&action.time) else { continue };
            let time = time.timestamp_millis();
            let gap = last.map(|(_, before)| (time - before) as f64 / 1000.0);
            if let Some(gap) = gap.filter(|gap| (0.0..=BREAK).contains(gap)) {
                sum += gap;
                count += 1;
            }
            last = Some((action.batch, time));
        }
        (count > 0).then(|| sum / f64::from(count))
    }
}
