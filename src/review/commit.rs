//! What a reviewer does, put on the disk: in, drafts; out, the actions of one batch in the log, or why
//! there are none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{Action, Draft, Review, batch::Batch};
use crate::{Error, Result};

/// A batch that stands in the log.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Committed {
    /// Its number.
    pub batch: i64,
    /// Numbers of its actions.
    pub seqs: Vec<i64>,
    /// Events that it touches, among them those it added.
    pub events: BTreeSet<String>,
    /// Documents of which it says something.
    pub documents: BTreeSet<String>,
}

/// Why drafts were not taken: none of them was.
#[derive(Debug)]
pub enum Refused {
    /// A field cannot have the value, or something that is needed is not there.
    Invalid {
        /// The event, where there is one.
        event_id: Option<String>,
        /// The field, or a part of the draft.
        field: String,
        /// Why not.
        message: String,
    },
    /// The value is no longer the one that the reviewer saw.
    Moved {
        /// The event.
        event_id: String,
        /// The field.
        field: String,
        /// The value now.
        now: Value,
    },
    /// The log could not be written.
    Store(Error),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refused::Invalid { field, message, .. } => write!(f, "{field}: {message}"),
            Refused::Moved { field, now, .. } => write!(f, "{field} is {now} now"),
            Refused::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refused {}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Store(error)
    }
}

/// A draft that is no good; `of` names the event.
pub(super) fn invalid(of: Option<&str>, field: &str, message: impl Into<String>) -> Refused {
    Refused::Invalid {
        event_id: of.map(str::to_owned),
        field: field.to_owned(),
        message: message.into(),
    }
}

impl Review {
    /// Takes what a reviewer did at once. When this returns, it is on the disk.
    ///
    /// # Errors
    /// When a draft is no good, or somebody else was faster; then none of them is taken.
    pub fn commit(
        &mut self,
        reviewer: &str,
        drafts: Vec<Draft>,
    ) -> std::result::Result<Committed, Refused> {
        if reviewer.trim().is_empty() {
            return Err(invalid(None, "reviewer", "a reviewer has a name"));
        }
        loop {
            let mut batch = Batch::new(self, reviewer);
            for draft in &drafts {
                batch.take(draft.clone())?;
            }
            batch.check()?;
            let (actions, judged) = (batch.actions, batch.judged);
            if let Some(committed) = self.write(actions, &judged)? {
                return Ok(committed);
            }
        }
    }

    /// Whether drafts would be taken as they are.
    ///
    /// # Errors
    /// When they would not.
    pub(super) fn would_take(
        &self,
        reviewer: &str,
        drafts: &[Draft],
    ) -> std::result::Result<(), Refused> {
        let mut batch = Batch::new(self, reviewer);
        drafts.iter().try_for_each(|draft| batch.take(draft.clone()))?;
        batch.check()
    }

    /// Writes a batch that was made of what is known; nothing where others wrote meanwhile: then that
    /// is known, and the batch is to be made anew.
    pub(super) fn write(
        &mut self,
        mut actions: Vec<Action>,
        judged: &BTreeMap<String, String>,
    ) -> Result<Option<Committed>> {
        if actions.is_empty() {
            return Ok(Some(Committed::default()));
        }
        let writing = self.store.begin()?;
        let news = writing.after(self.state.seq())?;
        if !news.is_empty() {
            drop(writing);
            self.absorb(news);
            return Ok(None);
        }
        writing.append(&mut actions, judged)?;
        let seqs = actions.iter().map(|action| action.seq).collect();
        let batch = actions[0].batch;
        let moves = actions.iter().any(|action| action.verb.moves());
        let (events, documents) = self.absorb(actions);
        if moves {
            self.twins = self.find_twins();
        }
        Ok(Some(Committed { batch, seqs, events, documents }))
    }
}
