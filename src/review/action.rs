//! What a reviewer does: in, a draft (from the page, or from a row of an edited sheet); out, an
//! action as the log keeps it, with its number, time and the value it replaced.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::record::terms;

terms! {
    /// What an action does.
    Verb {
        /// The event is one, as it stands.
        Accept = "accept",
        /// It is none, or not one for the dataset.
        Reject = "reject",
        /// Somebody else should look.
        Unsure = "unsure",
        /// Takes back what the reviewer said of it.
        Reset = "reset",
        /// A field has another value.
        Edit = "edit",
        /// A remark.
        Note = "note",
        /// An event that was missed.
        Add = "add",
        /// One more event, made of one that is two.
        Split = "split",
        /// It is told by another row, too.
        Merge = "merge",
        /// Takes on the values that others gave it, before one's own decision.
        Adopt = "adopt",
        /// What is said of a whole document.
        Document = "document",
        /// Ends a conflict: what this reviewer, or the one named, says holds for all.
        Settle = "settle",
        /// Takes a batch back.
        Undo = "undo",
        /// Takes an undo back.
        Redo = "redo",
    }
}

terms! {
    /// Why an event is rejected.
    Reason {
        /// Nothing of the kind happened.
        NoIncident = "no_incident",
        /// It happened, but it is no political violence.
        NotConflict = "not_conflict",
        /// It is told as history.
        Background = "background",
        /// Another row has it.
        Duplicate = "duplicate",
        /// It is a total over several incidents.
        Aggregate = "aggregate",
    }
}

terms! {
    /// How far a document has been gone through.
    Reading {
        /// Not yet.
        Open = "open",
        /// All its events are there.
        Done = "done",
        /// It is of no interest.
        Irrelevant = "irrelevant",
        /// It tells of none.
        NoEvents = "no_events",
    }
}

/// An action before it has a number.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What it does.
    pub verb: Verb,
    /// The event it is about; none of `add` and `document`.
    #[serde(default)]
    pub event_id: Option<String>,
    /// The document; needed by `add` and `document` only.
    #[serde(default)]
    pub document_id: Option<String>,
    /// Of `edit`, the field.
    #[serde(default)]
    pub field: Option<String>,
    /// Of `edit`, the value that the reviewer saw; when given, it must still be that.
    #[serde(default, deserialize_with = "given")]
    pub old: Option<Value>,
    /// Of `edit` and `note`, the value; of `add` and `split`, the fields of the new event; of `merge`
    /// the event that stays; of `document` a [`Reading`]; of `settle` the reviewer who is right.
    #[serde(default, deserialize_with = "given")]
    pub new: Option<Value>,
    /// Of `reject`, why.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// `null` is a value and not its absence.
fn given<'d, D: Deserializer<'d>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl Draft {
    /// A draft that says nothing but this.
    pub fn new(verb: Verb) -> Draft {
        Draft {
            verb,
            event_id: None,
            document_id: None,
            field: None,
            old: None,
            new: None,
            reason: None,
        }
    }

    /// The same about an event.
    pub fn of(verb: Verb, event_id: impl Into<String>) -> Draft {
        Draft { event_id: Some(event_id.into()), ..Draft::new(verb) }
    }

    /// A new value of a field.
    pub fn edit(event_id: impl Into<String>, field: impl Into<String>, new: Value) -> Draft {
        let draft = Draft::of(Verb::Edit, event_id);
        Draft { field: Some(field.into()), new: Some(new), ..draft }
    }
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Action {
    /// Its number, counted over all reviewers.
    pub seq: i64,
    /// What was done at once: undone at once, too.
    pub batch: i64,
    /// When, in UTC (RFC 3339, with milliseconds).
    pub time: String,
    /// By whom.
    pub reviewer: String,
    /// Version of the program.
    pub version: String,
    /// What it does.
    pub verb: Verb,
    /// The event.
    pub event_id: Option<String>,
    /// Its document.
    pub document_id: Option<String>,
    /// The field.
    pub field: Option<String>,
    /// Its value before.
    pub old: Option<Value>,
    /// Its value after.
    pub new: Option<Value>,
    /// Rule that gave the value before.
    pub rule: Option<String>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// SHA-256 of the event as it was extracted when it was judged.
    pub snapshot: Option<String>,
    /// The batch that it takes back.
    pub undoes: Option<i64>,
}
