//! Decisions as annotations: in, a run that is open for review; out, the events that hold in the
//! documents of which all is decided.

use super::{
    gold::{Gold, GoldDocument, Incident},
    output,
};
use crate::{Error, Result, record::Event, review::Review};

impl Gold {
    /// The events that reviewers say there are.
    ///
    /// # Errors
    /// When an event cannot be read as one.
    pub fn of_review(review: &Review) -> Result<Gold> {
        let documents = review.decided_documents().into_iter().map(|decided| {
            let events = decided.events.iter().map(incident).collect::<Result<_>>()?;
            Ok(GoldDocument::of_events(decided.document_id, events))
        });
        Ok(Gold { documents: documents.collect::<Result<_>>()?, events_only: true })
    }
}

fn incident(event: &Event) -> Result<Incident> {
    let unreadable = |error| Error::caused("not an event", error);
    let value = serde_json::to_value(event).map_err(unreadable)?;
    serde_json::from_value::<output::Event>(value).map(Incident::from).map_err(unreadable)
}
