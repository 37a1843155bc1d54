//! What is said of an event: in, the actions about it, one after the other; out, each reviewer's
//! opinion, and what holds of all.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    action::{Action, Reason, Verb},
    values::Edits,
};
use crate::record::Event;

/// A reviewer's word on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// None yet.
    Open,
    /// It is an event.
    Accepted,
    /// It is none of the dataset.
    Rejected,
    /// Not known.
    Unsure,
}

/// What a reviewer says of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    /// Whether it is one.
    pub verdict: Verdict,
    /// Why not.
    pub reason: Option<Reason>,
    /// The event that tells of the same.
    pub into: Option<String>,
    /// Values that the reviewer gave or took on.
    pub edits: Edits,
    /// Remark.
    pub note: Option<String>,
    /// The event as extracted when it was last judged, by hash.
    pub snapshot: Option<String>,
    /// Number and time of the last action.
    pub seq: i64,
    /// When.
    pub time: String,
}

impl Opinion {
    fn new() -> Opinion {
        Opinion {
            verdict: Verdict::Open,
            reason: None,
            into: None,
            edits: Edits::new(),
            note: None,
            snapshot: None,
            seq: 0,
            time: String::new(),
        }
    }

    /// Whether it is a decision.
    pub fn decided(&self) -> bool {
        self.verdict != Verdict::Open
    }

    /// Whether two decide the same.
    fn agrees(&self, other: &Opinion) -> bool {
        let rejected = self.verdict == Verdict::Rejected;
        self.verdict == other.verdict && (rejected || self.edits == other.edits)
    }
}

/// All that is said of an event.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The event, where a reviewer added it.
    pub added: Option<Event>,
    /// By reviewer.
    pub opinions: BTreeMap<String, Opinion>,
}

/// What holds of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds<'s> {
    /// Nothing has been decided.
    Open,
    /// All who decided say so; the last of them.
    One(&'s Opinion),
    /// Decisions differ.
    Conflict,
}

impl Said {
    /// What holds.
    pub fn holds(&self) -> Holds<'_> {
        let mut decided = self.opinions.values().filter(|opinion| opinion.decided());
        let Some(first) = decided.next() else { return Holds::Open };
        let mut last = first;
        for opinion in decided {
            if !opinion.agrees(first) {
                return Holds::Conflict;
            }
            last = if opinion.seq > last.seq { opinion } else { last };
        }
        Holds::One(last)
    }

    /// What a reviewer starts from: the own opinion; unless `blind`, else what the others made of it.
    pub fn seen_by(&self, reviewer: &str, blind: bool) -> Option<&Opinion> {
        let own = self.opinions.get(reviewer);
        if own.is_some() || blind {
            return own;
        }
        match self.holds() {
            Holds::One(opinion) => Some(opinion),
            _ => self.opinions.values().max_by_key(|opinion| (opinion.decided(), opinion.seq)),
        }
    }

    pub(super) fn take(&mut self, action: &Action) {
        match action.verb {
            Verb::Reset => {
                self.opinions.remove(&action.reviewer);
                if self.added.is_some() {
                    self.own(action).verdict = Verdict::Accepted;
                }
                return;
            }
            Verb::Settle => return self.settle(action),
            Verb::Add | Verb::Split => {
                let event = action.new.clone().map(serde_json::from_value);
                self.added = event.and_then(Result::ok);
            }
            Verb::Undo | Verb::Redo | Verb::Document => return,
            _ => {}
        }
        let opinion = self.own(action);
        match action.verb {
            Verb::Accept | Verb::Add | Verb::Split => opinion.decide(Verdict::Accepted, action),
            Verb::Reject => opinion.decide(Verdict::Rejected, action),
            Verb::Merge => {
                opinion.decide(Verdict::Rejected, action);
                opinion.reason = Some(Reason::Duplicate);
                opinion.into = action.new.as_ref().and_then(Value::as_str).map(str::to_owned);
            }
            Verb::Unsure => opinion.decide(Verdict::Unsure, action),
            Verb::Edit => {
                let field = action.field.clone().unwrap_or_default();
                opinion.edits.insert(field, action.new.clone().unwrap_or_default());
                opinion.snapshot.clone_from(&action.snapshot);
            }
            Verb::Note => {
                opinion.note = action.new.as_ref().and_then(Value::as_str).map(str::to_owned);
            }
            Verb::Adopt => {
                if let Some(Value::Object(edits)) = &action.new {
                    opinion.edits = edits.clone().into_iter().collect();
                }
                opinion.snapshot.clone_from(&action.snapshot);
            }
            _ => {}
        }
    }

    fn own(&mut self, action: &Action) -> &mut Opinion {
        let opinion = self.opinions.entry(action.reviewer.clone()).or_insert_with(Opinion::new);
        opinion.seq = action.seq;
        opinion.time.clone_from(&action.time);
        opinion
    }

    fn settle(&mut self, action: &Action) {
        let named = action.new.as_ref().and_then(Value::as_str).unwrap_or(&action.reviewer);
        let Some(right) = self.opinions.get(named) else { return };
        let mut right = right.clone();
        right.snapshot.clone_from(&action.snapshot);
        right.seq = action.seq;
        right.time.clone_from(&action.time);
        self.opinions.insert(action.reviewer.clone(), right.clone());
        for opinion in self.opinions.values_mut() {
            let note = opinion.note.take();
            *opinion = Opinion { note, ..right.clone() };
        }
    }
}

impl Opinion {
    fn decide(&mut self, verdict: Verdict, action: &Action) {
        self.verdict = verdict;
        self.reason = action.reason;
        self.into = None;
        self.snapshot.clone_from(&action.snapshot);
    }
}
