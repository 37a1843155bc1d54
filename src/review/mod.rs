//! Review: in, the folder of a run and what reviewers do; out, what each of them sees and what holds.
//! The run's own files are never touched: decisions stand in a log beside them, which is only added
//! to (docs/reviewed.md).

pub mod action;
mod adding;
mod agreement;
mod batch;
mod carry;
mod commit;
mod export;
pub mod fields;
mod gold;
mod import;
mod outlines;
mod progress;
pub mod records;
pub mod report;
mod said;
mod sheet;
pub mod state;
mod store;
mod toll;
mod touched;
mod twins;
mod undo;
mod values;
mod views;
pub mod web;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
};

pub use self::{
    action::{Action, Draft, Reading, Reason, Verb},
    agreement::{Agreed, Agreement},
    carry::Orphan,
    commit::{Committed, Refused},
    export::Export,
    gold::{Decided, Held, Reviewed},
    import::{Import, Problem},
    progress::Progress,
    store::FILE,
    views::{Decision, DocumentState, Item, Row},
};
use self::{
    carry::{Carried, Judged},
    said::{Holds, Opinion, Said, Verdict},
    state::State,
    store::Store,
    twins::Twins,
};
use crate::{
    Result,
    record::{self, Event, Extraction},
};

type Indexed<T> = HashMap<String, T, foldhash::fast::FixedState>;

/// A run, open for review.
#[derive(Debug)]
pub struct Review {
    folder: PathBuf,
    blind: bool,
    documents: Vec<Extraction>,
    /// Where an event is: its document, and the place in it.
    events: Indexed<(usize, usize)>,
    by_id: Indexed<usize>,
    store: Store,
    state: State,
    snapshots: BTreeMap<String, Event>,
    outdated: BTreeSet<Judged>,
    orphans: Vec<Orphan>,
    twins: Twins,
    /// Ids of the events that reviewers added, by document.
    added: BTreeMap<String, BTreeSet<String>>,
}

impl Review {
    /// Opens the folder of a run with its log of decisions, which is begun where there is none. Where
    /// it is `blind`, reviewers do not see what others say.
    ///
    /// # Errors
    /// When the records cannot be read or are not those of the run, or the log cannot be written.
    pub fn open(folder: &Path, blind: bool) -> Result<Review> {
        let documents = records::read(folder)?;
        let store = Store::open(folder)?;
        let actions = store.after(0)?;
        let snapshots = store.snapshots()?;
        let Carried { ids, outdated, orphans } = carry::carry(&actions, &snapshots, &documents);
        let mut events = Indexed::default();
        let mut by_id = Indexed::default();
        for (at, extraction) in documents.iter().enumerate() {
            by_id.insert(extraction.document.document_id.clone(), at);
            for (place, event) in extraction.events.iter().enumerate() {
                events.insert(event.event_id.clone(), (at, place));
            }
        }
        let mut review = Review {
            folder: folder.to_owned(),
            blind,
            documents,
            events,
            by_id,
            store,
            state: State::of(Vec::new(), ids),
            snapshots,
            outdated,
            orphans,
            twins: Twins::default(),
            added: BTreeMap::new(),
        };
        review.absorb(actions);
        review.twins = review.find_twins();
        Ok(review)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether reviewers do not see what others say.
    pub fn blind(&self) -> bool {
        self.blind
    }

    /// What every document gave, as extracted, in the order of the run.
    pub fn documents(&self) -> &[Extraction] {
        &self.documents
    }

    /// What a document gave, as extracted.
    pub fn document(&self, id: &str) -> Option<&Extraction> {
        self.by_id.get(id).map(|at| &self.documents[*at])
    }

    /// Decisions about events that the run no longer has.
    pub fn orphans(&self) -> &[Orphan] {
        &self.orphans
    }

    /// All actions of the log.
    pub fn actions(&self) -> &[Action] {
        self.state.actions()
    }

    /// Number of the last action.
    pub fn seq(&self) -> i64 {
        self.state.seq()
    }

    /// The actions after `seq`, those of other processes included.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn since(&mut self, seq: i64) -> Result<Vec<Action>> {
        let news = self.store.after(self.state.seq())?;
        let moves = news.iter().any(|action| action.verb.moves());
        self.absorb(news);
        if moves {
            self.twins = self.find_twins();
        }
        let actions = self.state.actions();
        Ok(actions[actions.partition_point(|action| action.seq <= seq)..].to_vec())
    }

    /// The id that an event has now: of an earlier extraction it may be another.
    fn current<'s>(&'s self, id: &'s str) -> &'s str {
        if self.events.contains_key(id) { id } else { self.state.now(id) }
    }

    /// The event as extracted or as it was added.
    fn base(&self, id: &str) -> Option<&Event> {
        let extracted = self.extracted(id);
        extracted.or_else(|| self.state.said(id)?.added.as_ref())
    }

    fn extracted(&self, id: &str) -> Option<&Event> {
        self.events.get(id).map(|(document, at)| &self.documents[*document].events[*at])
    }

    /// Takes on actions that stand in the log; gives the events and documents they touch.
    fn absorb(&mut self, actions: Vec<Action>) -> (BTreeSet<String>, BTreeSet<String>) {
        let touched = self.state.absorb(actions);
        for id in &touched.0 {
            let base = self.events.get(id).map(|(d, at)| &self.documents[*d].events[*at]);
            let added = || self.state.said(id).and_then(|said| said.added.clone());
            match base {
                Some(event) => self.state.prune(id, event),
                None => {
                    if let Some(event) = added() {
                        let ids = self.added.entry(event.document_id.clone()).or_default();
                        ids.insert(id.clone());
                        self.state.prune(id, &event);
                    }
                }
            }
        }
        touched
    }

    /// Whether an opinion was formed on other words or values than those of now.
    fn stale(&self, id: &str, opinion: &Opinion) -> bool {
        let snapshot = opinion.snapshot.as_ref();
        snapshot.is_some_and(|sha256| self.outdated.contains(&(id.to_owned(), sha256.clone())))
    }

    /// The word for an opinion that files have.
    fn status(&self, id: &str, said: &Said, opinion: &Opinion) -> Option<&'static str> {
        if opinion.decided() && self.stale(id, opinion) {
            return Some("stale");
        }
        Some(match opinion.verdict {
            Verdict::Open => return None,
            Verdict::Accepted if said.added.is_some() => "added",
            Verdict::Accepted if opinion.edits.is_empty() => "accepted",
            Verdict::Accepted => "corrected",
            Verdict::Rejected if opinion.reason == Some(Reason::Duplicate) => "duplicate",
            Verdict::Rejected => "rejected",
            Verdict::Unsure => "unsure",
        })
    }

    /// The event with the values and the status of an opinion.
    fn valued(&self, id: &str, said: &Said, opinion: &Opinion) -> Option<Event> {
        let mut event = values::with(self.base(id)?, &opinion.edits);
        event.review = record::Review {
            status: self.status(id, said, opinion).map(str::to_owned),
            note: opinion.note.clone(),
        };
        Some(event)
    }

    /// The event as a reviewer sees it.
    fn seen(&self, id: &str, reviewer: &str) -> Option<Event> {
        let said = self.state.said(id);
        let opinion = said.and_then(|said| said.seen_by(reviewer, self.blind).map(|o| (said, o)));
        match opinion {
            Some((said, opinion)) => self.valued(id, said, opinion),
            None if self.hidden(id, reviewer) => None,
            None => self.base(id).cloned(),
        }
    }

    /// Whether another reviewer added the event, of whom this one is not to know.
    fn hidden(&self, id: &str, reviewer: &str) -> bool {
        let said = self.state.said(id);
        self.blind && said.is_some_and(|s| s.added.is_some() && !s.opinions.contains_key(reviewer))
    }

    /// Ids of the events that reviewers added to a document, in the order of its text.
    fn added_to(&self, document: &str) -> Vec<&str> {
        let ids = self.added.get(document).into_iter().flatten();
        let added = ids.filter_map(|id| {
            let event = self.state.said(id)?.added.as_ref()?;
            Some((event.evidence.first().map_or(0, |evidence| evidence.start), id.as_str()))
        });
        let mut added: Vec<_> = added.collect();
        added.sort_unstable();
        added.into_iter().map(|(_, id)| id).collect()
    }

    fn find_twins(&self) -> Twins {
        let mut events: Vec<Event> = Vec::new();
        let changed = self.state.all_said().filter_map(|(id, said)| match said.holds() {
            Holds::One(o) if o.verdict == Verdict::Rejected => Some((id.to_owned(), None)),
            _ => {
                let opinion = said.seen_by("", false)?;
                let differs = said.added.is_some() || !opinion.edits.is_empty();
                differs.then(|| (id.to_owned(), self.valued(id, said, opinion)))
            }
        });
        let changed: BTreeMap<String, Option<Event>> = changed.collect();
        events.extend(changed.values().flatten().cloned());
        let all = self.documents.iter().flat_map(|extraction| &extraction.events);
        let unchanged = all.filter(|event| !changed.contains_key(&event.event_id));
        twins::twins(unchanged.chain(&events))
    }
}
