//! What a reviewer does, put on the disk: in, drafts; out, the actions of one batch in the log, or why
//! there are none. Also undo and redo, which are batches of their own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{
    Action, Draft, Review, Verb, adding, fields, store,
    values::{self, same},
};
use crate::{Error, Result, id::sha256, record::Event};

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

/// A batch on its way to the log.
pub(super) struct Batch<'r> {
    pub(super) review: &'r Review,
    pub(super) reviewer: &'r str,
    time: String,
    pub(super) actions: Vec<Action>,
    /// Events as the reviewer has them by now, with the fields that the batch edits.
    edited: BTreeMap<String, (Event, BTreeSet<String>)>,
    /// Events as extracted, by hash.
    judged: BTreeMap<String, String>,
    hashes: BTreeMap<String, String>,
    adopted: BTreeSet<String>,
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

    /// Writes a batch that was made of what is known; nothing where others wrote meanwhile: then that
    /// is known, and the batch is to be made anew.
    fn write(
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

impl Verb {
    /// Whether it may make or end a likeness of events.
    pub(super) fn moves(self) -> bool {
        matches!(self, Verb::Edit | Verb::Add | Verb::Split | Verb::Undo | Verb::Redo)
    }
}

fn action_of(reviewer: &str, verb: Verb, time: &str) -> Action {
    Action {
        seq: 0,
        batch: 0,
        time: time.to_owned(),
        reviewer: reviewer.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        verb,
        event_id: None,
        document_id: None,
        field: None,
        old: None,
        new: None,
        rule: None,
        reason: None,
        snapshot: None,
        undoes: None,
    }
}

impl<'r> Batch<'r> {
    fn new(review: &'r Review, reviewer: &'r str) -> Batch<'r> {
        Batch {
            review,
            reviewer,
            time: store::now(),
            actions: Vec::new(),
            edited: BTreeMap::new(),
            judged: BTreeMap::new(),
            hashes: BTreeMap::new(),
            adopted: BTreeSet::new(),
        }
    }

    fn take(&mut self, draft: Draft) -> std::result::Result<(), Refused> {
        match draft.verb {
            Verb::Add => return adding::add(self, &draft),
            Verb::Split => return adding::split(self, &draft),
            Verb::Document => return self.document(&draft),
            Verb::Undo | Verb::Redo | Verb::Adopt => {
                return Err(invalid(None, "verb", format!("{} is no draft", draft.verb)));
            }
            _ => {}
        }
        let id = draft.event_id.as_deref().map(|id| self.review.current(id).to_owned());
        let id = id.ok_or_else(|| invalid(None, "event_id", "it names no event"))?;
        let Some(event) = self.event(&id) else {
            return Err(invalid(Some(&id), "event_id", "there is no such event"));
        };
        let document = event.document_id.clone();
        let said = self.review.state.said(&id);
        match draft.verb {
            Verb::Settle => self.settle(&id, &draft)?,
            Verb::Merge => {
                let into = draft.new.as_ref().and_then(Value::as_str).unwrap_or_default();
                if into == id || self.event(into).is_none() {
                    return Err(invalid(Some(&id), "new", "there is no event to merge it into"));
                }
            }
            Verb::Reset if said.is_none_or(|s| !s.opinions.contains_key(self.reviewer)) => {
                return Ok(());
            }
            _ => {}
        }
        if !matches!(draft.verb, Verb::Reset | Verb::Settle | Verb::Reject | Verb::Merge) {
            self.adopt(&id, &document);
        }
        if draft.verb == Verb::Edit {
            return self.edit(&id, &draft);
        }
        let old = match draft.verb {
            Verb::Note => event.review.note.map(Value::from),
            _ => event.review.status.map(Value::from),
        };
        let snapshot = self.snapshot(&id);
        self.push(Action {
            event_id: Some(id),
            document_id: Some(document),
            old,
            new: draft.new,
            reason: draft.reason,
            snapshot,
            ..action_of(self.reviewer, draft.verb, &self.time)
        });
        Ok(())
    }

    pub(super) fn push(&mut self, action: Action) {
        self.actions.push(action);
    }

    pub(super) fn action(&self, verb: Verb) -> Action {
        action_of(self.reviewer, verb, &self.time)
    }

    /// The event as the reviewer has it by now.
    pub(super) fn event(&self, id: &str) -> Option<Event> {
        let edited = self.edited.get(id).map(|(event, _)| event.clone());
        edited.or_else(|| self.review.seen(id, self.reviewer))
    }

    fn settle(&self, id: &str, draft: &Draft) -> std::result::Result<(), Refused> {
        let named = draft.new.as_ref().and_then(Value::as_str).unwrap_or(self.reviewer);
        let said = self.review.state.said(id);
        let opinion = said.and_then(|said| said.opinions.get(named));
        match opinion.is_some_and(|opinion| opinion.decided()) {
            true => Ok(()),
            false => Err(invalid(Some(id), "new", format!("{named} has decided nothing"))),
        }
    }

    /// Values of others that the reviewer sees become the own before something is built on them.
    fn adopt(&mut self, id: &str, document: &str) {
        let Some(said) = self.review.state.said(id) else { return };
        let opinion = said.seen_by(self.reviewer, self.review.blind);
        let Some(opinion) = opinion.filter(|opinion| !opinion.edits.is_empty()) else { return };
        if said.opinions.contains_key(self.reviewer) || !self.adopted.insert(id.to_owned()) {
            return;
        }
        let edits = opinion.edits.clone();
        let snapshot = self.snapshot(id);
        self.push(Action {
            event_id: Some(id.to_owned()),
            document_id: Some(document.to_owned()),
            new: Some(Value::Object(edits.into_iter().collect())),
            snapshot,
            ..self.action(Verb::Adopt)
        });
    }

    fn edit(&mut self, id: &str, draft: &Draft) -> std::result::Result<(), Refused> {
        let field = draft.field.as_deref().unwrap_or_default();
        let new = draft.new.clone().unwrap_or_default();
        let Some(mut event) = self.event(id) else { return Ok(()) };
        let now = fields::read(&event, field);
        if draft.old.as_ref().is_some_and(|old| !same(old, &now)) {
            let (event_id, field) = (id.to_owned(), field.to_owned());
            return Err(Refused::Moved { event_id, field, now });
        }
        fields::set(&mut event, field, &new).map_err(|why| invalid(Some(id), field, why))?;
        if same(&now, &new) {
            return Ok(());
        }
        let rule = self.review.base(id).and_then(|event| rule_of(event, field));
        let document_id = Some(event.document_id.clone());
        let edited =
            self.edited.entry(id.to_owned()).or_insert_with(|| (event.clone(), BTreeSet::new()));
        edited.0 = event;
        edited.1.insert(field.to_owned());
        let snapshot = self.snapshot(id);
        self.push(Action {
            event_id: Some(id.to_owned()),
            document_id,
            field: Some(field.to_owned()),
            old: Some(now),
            new: Some(new),
            rule,
            snapshot,
            ..self.action(Verb::Edit)
        });
        Ok(())
    }

    fn document(&mut self, draft: &Draft) -> std::result::Result<(), Refused> {
        let id = draft.document_id.clone().unwrap_or_default();
        if self.review.document(&id).is_none() {
            return Err(invalid(None, "document_id", "there is no such document"));
        }
        let reading = draft.new.clone().unwrap_or_default();
        let reading: super::Reading = serde_json::from_value(reading)
            .map_err(|error| invalid(None, "new", error.to_string()))?;
        let old = self.review.state.reading(&id, self.reviewer, self.review.blind);
        self.push(Action {
            document_id: Some(id),
            old: old.map(|(state, _)| state.as_str().into()),
            new: Some(reading.as_str().into()),
            ..self.action(Verb::Document)
        });
        Ok(())
    }

    /// The hash of the event as extracted, which is kept with the batch.
    fn snapshot(&mut self, id: &str) -> Option<String> {
        if let Some(known) = self.hashes.get(id) {
            return Some(known.clone());
        }
        let event = serde_json::to_string(self.review.extracted(id)?).ok()?;
        let hash = sha256(event.as_bytes());
        self.judged.insert(hash.clone(), event);
        self.hashes.insert(id.to_owned(), hash.clone());
        Some(hash)
    }

    /// Whether the events as edited can be.
    fn check(&self) -> std::result::Result<(), Refused> {
        for (id, (event, fields)) in &self.edited {
            values::check(event, |name| fields.contains(name))
                .map_err(|(field, why)| invalid(Some(id), &field, why))?;
        }
        Ok(())
    }
}

/// The rule that read a field of an event.
fn rule_of(event: &Event, field: &str) -> Option<String> {
    let of = match field {
        "latitude" | "longitude" | "admin1" | "admin2" | "country" | "country_code"
        | "gazetteer_id" | "places" | "other_places" => "place",
        "conflict_related" | "aggregate" => "event_kind",
        _ => field,
    };
    let begins = |source: &str| {
        of.strip_prefix(source).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let source = event.sources.iter().find(|source| begins(&source.field));
    source.map(|source| source.rule.clone())
}
