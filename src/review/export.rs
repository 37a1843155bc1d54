//! The reviewed dataset: in, a run with its decisions; out, what every document gives with the values
//! that hold, and the trail of how they came about.

use std::{io::Write, time::SystemTime};

use serde::Serialize;
use serde_json::Value;

use super::{
    Action, Review, Verb, records,
    said::{Holds, Opinion, Said, Verdict},
};
use crate::{
    Result,
    record::{Event, Extraction},
    write::{self, Note, Output, Reviewed, Run, Totals, json},
};

/// What the reviewed dataset is to be.
#[derive(Clone, Debug)]
pub struct Export {
    /// Where to and in which formats.
    pub options: write::Options,
    /// With the events that were rejected.
    pub rejected: bool,
    /// When it began.
    pub started: SystemTime,
    /// Arguments of the command line.
    pub arguments: Vec<String>,
}

/// A line of the trail.
#[derive(Serialize)]
struct Trail<'t> {
    #[serde(flatten)]
    action: &'t Action,
    /// Whether it has not been taken back.
    stands: bool,
}

impl Review {
    /// Writes the reviewed dataset; gives the sums and what the user should know.
    ///
    /// # Errors
    /// When the folder cannot be written, is the run's own, or holds reviewed rows.
    pub fn export(&self, export: Export) -> Result<(Totals, Vec<Note>)> {
        let (made, inputs) = write::of_folder(&self.folder)?;
        let mut output = Output::create(&export.options)?;
        for extraction in self.effective(export.rejected) {
            output.document(extraction)?;
        }
        for error in records::unread(&self.folder)? {
            output.error(&error)?;
        }
        let (totals, mut notes) = output.finish(Run {
            started: export.started,
            arguments: export.arguments,
            inputs,
            made,
            reviewed: Some(self.reviewed()?),
        })?;
        notes.extend(self.remarks());
        Ok((totals, notes))
    }

    fn reviewed(&self) -> Result<Reviewed> {
        let mut reviewers: Vec<String> =
            self.actions().iter().map(|action| action.reviewer.clone()).collect();
        reviewers.sort_unstable();
        reviewers.dedup();
        let run = crate::dataset::read(&self.folder.join("run.json"))?;
        Ok(Reviewed { run: crate::id::sha256(&run), seq: self.seq(), reviewers })
    }

    /// What every document gives with the values that hold, in the order of the run.
    pub fn effective(&self, rejected: bool) -> impl Iterator<Item = Extraction> {
        self.documents.iter().map(move |extraction| {
            let mut extraction = extraction.clone();
            let ids = self.ids_of(&extraction.document.document_id);
            let events = ids.iter().filter_map(|id| self.held(id));
            let stays = |event: &Event| {
                let status = event.review.status.as_deref();
                rejected || !matches!(status, Some("rejected" | "duplicate"))
            };
            extraction.events = events.filter(stays).collect();
            let there = |id: &String| extraction.events.iter().any(|event| event.event_id == *id);
            for mention in &mut extraction.mentions {
                mention.event_ids.retain(there);
            }
            extraction.document.events = extraction.events.len();
            extraction
        })
    }

    /// An event as it holds for all.
    pub fn held(&self, id: &str) -> Option<Event> {
        let Some(said) = self.state.said(id) else { return self.base(id).cloned() };
        let mut event = match said.holds() {
            Holds::One(opinion) => self.valued(id, said, opinion)?,
            _ => self.base(id)?.clone(),
        };
        let mut notes: Vec<String> =
            said.opinions.values().filter_map(|opinion| opinion.note.clone()).collect();
        notes.dedup();
        if said.holds() == Holds::Conflict {
            event.review.status = Some("unsure".to_owned());
            notes.insert(0, self.in_conflict(id, said));
        }
        event.review.note = Some(notes.join("; ")).filter(|note| !note.is_empty());
        Some(event)
    }

    /// What each of those who differ says.
    fn in_conflict(&self, id: &str, said: &Said) -> String {
        let decided = said.opinions.iter().filter(|(_, opinion)| opinion.decided());
        let words = decided.map(|(name, opinion)| {
            let status = self.status(id, said, opinion).unwrap_or_default();
            format!("{name}: {status}{}", details(opinion))
        });
        format!("conflict: {}", words.collect::<Vec<_>>().join("; "))
    }

    /// What the user of the dataset should know.
    pub fn remarks(&self) -> Vec<Note> {
        let said = || self.state.all_said().filter(|(id, _)| self.base(id).is_some());
        let conflicts = said().filter(|(_, said)| said.holds() == Holds::Conflict).count();
        let stale = said().filter(|(id, said)| match said.holds() {
            Holds::One(opinion) => self.stale(id, opinion),
            _ => false,
        });
        let pending = said().filter(|(_, said)| {
            let edited = |opinion: &Opinion| !opinion.edits.is_empty();
            said.holds() == Holds::Open && said.opinions.values().any(edited)
        });
        let counts = [
            (conflicts, "events are in conflict: they are unsure until one decision is settled"),
            (stale.count(), "decisions are stale: the events are not those that were judged"),
            (pending.count(), "events were edited and not decided: they stand as extracted"),
        ];
        let mut notes: Vec<Note> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        notes.extend(self.orphans.iter().map(|orphan| {
            let words = orphan.event.as_ref().and_then(|event| event.evidence.first());
            let words: String = words.map_or("", |e| &e.text).chars().take(80).collect();
            let who: Vec<&str> = orphan.reviewers.iter().map(String::as_str).collect();
            format!(
                "{} is gone, what {} decided on it is kept in the log: {}",
                orphan.event_id,
                who.join(", "),
                crate::quote::quote(&words)
            )
        }));
        notes
    }

    /// Writes all that was done, a line for each action.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn audit(&self, out: &mut impl Write) -> Result<()> {
        self.actions().iter().try_for_each(|action| {
            let stands = self.state.stands(action.batch);
            json::line(out, &Trail { action, stands })
        })
    }

    /// Whether anything has been decided, edited or added at all.
    pub fn begun(&self) -> bool {
        self.actions().iter().any(|action| action.verb != Verb::Document)
    }
}

/// The reason of a rejection, or the values that were given.
fn details(opinion: &Opinion) -> String {
    let value = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => "…".to_owned(),
        other => other.to_string(),
    };
    let mut words: Vec<String> = Vec::new();
    match opinion.verdict {
        Verdict::Accepted => {
            words.extend(opinion.edits.iter().map(|(name, v)| format!("{name} {}", value(v))));
        }
        _ => words.extend(opinion.reason.map(|reason| reason.to_string())),
    }
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}
