//! Undo and redo: in, a reviewer; out, a batch of its own that takes back the last one, or the last
//! undo.

use std::collections::BTreeMap;

use super::{Action, Committed, Review, Verb, batch::action_of, store};
use crate::Result;

impl Review {
    /// Takes back the last batch of a reviewer that stands; nothing where there is none.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub fn undo(&mut self, reviewer: &str) -> Result<Option<Committed>> {
        self.take_back(reviewer, Verb::Undo)
    }

    /// Takes back the last undo of a reviewer, unless something was done since.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub fn redo(&mut self, reviewer: &str) -> Result<Option<Committed>> {
        self.take_back(reviewer, Verb::Redo)
    }

    fn take_back(&mut self, reviewer: &str, verb: Verb) -> Result<Option<Committed>> {
        loop {
            let batch = match verb {
                Verb::Undo => self.state.to_undo(reviewer),
                _ => self.state.to_redo(reviewer),
            };
            let Some(batch) = batch else {
                let known = self.seq();
                self.since(known)?;
                if self.seq() == known {
                    return Ok(None);
                }
                continue;
            };
            let back = |action: &Action| Action {
                event_id: action.event_id.clone(),
                document_id: action.document_id.clone(),
                field: action.field.clone(),
                old: action.new.clone(),
                new: action.old.clone(),
                snapshot: action.snapshot.clone(),
                undoes: Some(batch),
                ..action_of(reviewer, verb, &store::now())
            };
            let actions = self.state.batch(batch).map(back).collect();
            if let Some(committed) = self.write(actions, &BTreeMap::new())? {
                return Ok(Some(committed));
            }
        }
    }
}
