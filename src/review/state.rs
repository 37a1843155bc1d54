//! What has been decided: in, the actions of the log; out, what each reviewer says of each event and
//! document, what holds, and which batches have been taken back.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    action::{Action, Reading, Verb},
    carry::Judged,
    fields,
    said::Said,
    values::same,
};
use crate::record::Event;

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
