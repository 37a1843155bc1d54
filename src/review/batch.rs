//! A batch on its way to the log: in, drafts of a reviewer; out, the actions that they are, with what
//! each replaces, if all of them can be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    Action, Draft, Refused, Review, Verb, adding,
    commit::invalid,
    fields, store,
    values::{self, same},
};
use crate::{id::sha256, record::Event};

/// A batch on its way to the log.
pub(super) struct Batch<'r> {
    pub(super) review: &'r Review,
    pub(super) reviewer: &'r str,
    time: String,
    pub(super) actions: Vec<Action>,
    /// Events as the reviewer has them by now, with the fields that the batch edits.
    edited: BTreeMap<String, (Event, BTreeSet<String>)>,
    /// Events as extracted, by hash.
    pub(super) judged: BTreeMap<String, String>,
    hashes: BTreeMap<String, String>,
    adopted: BTreeSet<String>,
}

impl Verb {
    /// Whether it may make or end a likeness of events.
    pub(super) fn moves(self) -> bool {
        matches!(self, Verb::Edit | Verb::Add | Verb::Split | Verb::Undo | Verb::Redo)
    }
}

pub(super) fn action_of(reviewer: &str, verb: Verb, time: &str) -> Action {
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
    pub(super) fn new(review: &'r Review, reviewer: &'r str) -> Batch<'r> {
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

    pub(super) fn take(&mut self, draft: Draft) -> std::result::Result<(), Refused> {
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
    pub(super) fn check(&self) -> std::result::Result<(), Refused> {
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
