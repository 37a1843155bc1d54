//! What has been decided: in, the actions of the log; out, what each reviewer says of each event and
//! document, what holds, and which batches have been taken back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    action::{Action, Reading, Reason, Verb},
    carry::Judged,
    fields,
    values::{Edits, same},
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

    fn take(&mut self, action: &Action) {
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

/// The log, folded.
#[derive(Clone, Debug, Default)]
pub struct State {
    actions: Vec<Action>,
    /// Actions by the event that they are about now.
    of_event: BTreeMap<String, Vec<usize>>,
    of_document: BTreeMap<String, Vec<usize>>,
    /// Batches that do not hold.
    undone: BTreeSet<i64>,
    said: BTreeMap<String, Said>,
    /// Ids of events before a new extraction with the snapshots judged, and what they are now.
    carried: BTreeMap<Judged, String>,
}

impl State {
    /// The whole log; `carried` leads from ids of earlier extractions to those of now.
    pub fn of(actions: Vec<Action>, carried: BTreeMap<Judged, String>) -> State {
        let mut state = State { carried, ..State::default() };
        state.absorb(actions);
        state
    }

    /// The number of the last action.
    pub fn seq(&self) -> i64 {
        self.actions.last().map_or(0, |action| action.seq)
    }

    /// All actions.
    pub fn actions(&self) -> &[Action] {
        &self.actions
    }

    /// What is said of an event.
    pub fn said(&self, event_id: &str) -> Option<&Said> {
        self.said.get(event_id)
    }

    /// All events of which something is said.
    pub fn all_said(&self) -> impl Iterator<Item = (&str, &Said)> {
        self.said.iter().map(|(id, said)| (id.as_str(), said))
    }

    /// The id that an event of an earlier extraction has now; the last one it was carried to.
    pub fn now<'s>(&'s self, event_id: &'s str) -> &'s str {
        let mut carried = self.carried.iter().filter(|((id, _), _)| id == event_id);
        carried.next_back().map_or(event_id, |(_, now)| now)
    }

    /// The event that an action is about now.
    fn about(&self, action: &Action) -> Option<String> {
        let id = action.event_id.clone()?;
        let judged = action.snapshot.clone().map(|sha256| (id.clone(), sha256));
        Some(judged.and_then(|judged| self.carried.get(&judged).cloned()).unwrap_or(id))
    }

    /// The actions about an event.
    pub fn history(&self, event_id: &str) -> impl Iterator<Item = &Action> {
        self.of_event.get(event_id).into_iter().flatten().map(|at| &self.actions[*at])
    }

    /// Whether a batch holds.
    pub fn stands(&self, batch: i64) -> bool {
        !self.undone.contains(&batch)
    }

    /// What a reviewer says of a document; where that is nothing and it is not `blind`, what the
    /// last of the others does.
    pub fn reading(&self, document: &str, reviewer: &str, blind: bool) -> Option<(Reading, &str)> {
        let actions = self.of_document.get(document)?.iter().map(|at| &self.actions[*at]);
        let standing = actions.rev().filter(|action| self.stands(action.batch));
        let mut standing = standing.filter(|a| !blind || a.reviewer == reviewer);
        let own = standing.clone().find(|action| action.reviewer == reviewer);
        let action = own.or_else(|| standing.next())?;
        let reading = action.new.clone().and_then(|new| serde_json::from_value(new).ok())?;
        Some((reading, &action.reviewer))
    }

    /// Adds actions of the log; gives the events and documents that they touch.
    pub fn absorb(&mut self, actions: Vec<Action>) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut events, mut documents) = (BTreeSet::new(), BTreeSet::new());
        let mut undoing = false;
        for action in actions {
            undoing |= action.undoes.is_some();
            let at = self.actions.len();
            if let Some(id) = self.about(&action) {
                self.of_event.entry(id.clone()).or_default().push(at);
                events.insert(id);
            } else if let Some(id) = &action.document_id {
                self.of_document.entry(id.clone()).or_default().push(at);
                documents.insert(id.clone());
            }
            self.actions.push(action);
        }
        if undoing {
            self.undone = undone(&self.actions);
        }
        events.iter().for_each(|id| self.fold(id));
        (events, documents)
    }

    fn fold(&mut self, id: &str) {
        let mut said = Said::default();
        for action in self.history(id).filter(|action| self.stands(action.batch)) {
            said.take(action);
        }
        if said.added.is_none() && said.opinions.is_empty() {
            self.said.remove(id);
        } else {
            self.said.insert(id.to_owned(), said);
        }
    }

    /// Forgets edits that say what the event says without them.
    pub fn prune(&mut self, id: &str, event: &Event) {
        if let Some(said) = self.said.get_mut(id) {
            for opinion in said.opinions.values_mut() {
                opinion.edits.retain(|name, value| !same(&fields::read(event, name), value));
            }
        }
    }

    /// The batch that a reviewer's undo takes back.
    pub fn to_undo(&self, reviewer: &str) -> Option<i64> {
        let own = self.actions.iter().rev().filter(|action| action.reviewer == reviewer);
        let mut done = own.filter(|action| action.undoes.is_none() && self.stands(action.batch));
        done.next().map(|action| action.batch)
    }

    /// The undo that a reviewer's redo takes back: the last one, unless something was done since.
    pub fn to_redo(&self, reviewer: &str) -> Option<i64> {
        let own = self.actions.iter().rev().filter(|action| action.reviewer == reviewer);
        for action in own {
            match action.verb {
                Verb::Undo if self.stands(action.batch) => return Some(action.batch),
                Verb::Undo | Verb::Redo => {}
                _ => return None,
            }
        }
        None
    }

    /// The actions of a batch.
    pub fn batch(&self, batch: i64) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(move |action| action.batch == batch)
    }
}

/// The batches that others take back which hold themselves; the last word counts.
fn undone(actions: &[Action]) -> BTreeSet<i64> {
    let mut undone = BTreeSet::new();
    for action in actions.iter().rev() {
        if let Some(batch) = action.undoes.filter(|_| !undone.contains(&action.batch)) {
            undone.insert(batch);
        }
    }
    undone
}
