//! Decisions after a new extraction: in, the actions, the events as they were judged and those of now;
//! out, which event of now each is about, which were judged on other words or values, and which are
//! about none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::action::{Action, Verb};
use crate::record::{Event, Extraction};

/// Decisions about an event that is no longer there.
#[derive(Clone, Debug, Serialize)]
pub struct Orphan {
    /// Its id.
    pub event_id: String,
    /// The event as it was last judged.
    pub event: Option<Event>,
    /// Who said something of it.
    pub reviewers: BTreeSet<String>,
    /// How many actions there are.
    pub actions: usize,
}

/// Where decisions went.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Ids of before, with those of now.
    pub ids: BTreeMap<String, String>,
    /// Events with a snapshot of theirs that they no longer agree with.
    pub outdated: BTreeSet<(String, String)>,
    /// Decisions about events that are gone, and of no event like them.
    pub orphans: Vec<Orphan>,
}

/// What is known of an event from the log.
#[derive(Default)]
struct Logged<'a> {
    added_in: Option<&'a str>,
    snapshots: Vec<&'a str>,
    reviewers: BTreeSet<String>,
    actions: usize,
}

/// Carries the decisions of a log over to an extraction.
pub fn carry(
    actions: &[Action],
    snapshots: &BTreeMap<String, Event>,
    documents: &[Extraction],
) -> Carried {
    let mut events: BTreeMap<&str, &Event> = BTreeMap::new();
    let mut by_document: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for extraction in documents {
        let of = by_document.entry(&extraction.document.document_id).or_default();
        for event in &extraction.events {
            events.insert(&event.event_id, event);
            of.push(event);
        }
    }
    let logged = logged(actions);
    let mut carried = Carried::default();
    let mut taken: BTreeSet<&str> =
        logged.keys().filter(|id| events.contains_key(*id)).copied().collect();
    for (id, log) in &logged {
        let gone = match log.added_in {
            Some(document) => !by_document.contains_key(document),
            None => !events.contains_key(id),
        };
        if !gone {
            continue;
        }
        let was = log.snapshots.last().and_then(|sha256| snapshots.get(*sha256));
        let like = was.filter(|_| log.added_in.is_none()).and_then(|was| {
            let all = by_document.get(was.document_id.as_str())?;
            like(was, all.iter().copied().filter(|event| !taken.contains(&*event.event_id)))
        });
        match like {
            Some(event) => {
                taken.insert(&event.event_id);
                carried.ids.insert((*id).to_owned(), event.event_id.clone());
            }
            None => carried.orphans.push(Orphan {
                event_id: (*id).to_owned(),
                event: was.cloned(),
                reviewers: log.reviewers.clone(),
                actions: log.actions,
            }),
        }
    }
    for (id, log) in &logged {
        let now = carried.ids.get(*id).map_or(*id, String::as_str);
        let Some(event) = events.get(now) else { continue };
        let words = judged(event);
        for sha256 in log.snapshots.iter().collect::<BTreeSet<_>>() {
            if snapshots.get(*sha256).is_some_and(|was| judged(was) != words) {
                carried.outdated.insert((now.to_owned(), (*sha256).to_owned()));
            }
        }
    }
    carried
}

fn logged(actions: &[Action]) -> BTreeMap<&str, Logged<'_>> {
    let mut all: BTreeMap<&str, Logged<'_>> = BTreeMap::new();
    for action in actions {
        let Some(id) = &action.event_id else { continue };
        let log = all.entry(id).or_default();
        log.actions += 1;
        log.reviewers.insert(action.reviewer.clone());
        log.snapshots.extend(action.snapshot.as_deref());
        if matches!(action.verb, Verb::Add | Verb::Split) {
            log.added_in = action.document_id.as_deref();
        }
    }
    all
}

/// The event that was read from the same sentence: the one with all the same values, else of the
/// same kind, else the only one.
fn like<'e>(was: &Event, events: impl Iterator<Item = &'e Event>) -> Option<&'e Event> {
    let sentence = |event: &Event| event.evidence.first().map(|evidence| evidence.text.clone());
    let words = sentence(was)?;
    let near: Vec<&Event> = events.filter(|e| sentence(e).as_ref() == Some(&words)).collect();
    let same = judged(was);
    let only = if near.len() == 1 { near.first() } else { None };
    let kind = || near.iter().find(|event| event.kind == was.kind);
    near.iter().find(|event| judged(event) == same).or_else(kind).or(only).copied()
}

/// What a reviewer judges of an event: its words and values; not its id, the rules that read it, its
/// doubts, nor where in the text it stands.
fn judged(event: &Event) -> Value {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    let Some(object) = value.as_object_mut() else { return value };
    for name in [
        "event_id",
        "document_id",
        "source",
        "url",
        "title",
        "acled_event_type",
        "acled_sub_event_type",
        "statements",
        "confidence",
        "flags",
        "rules",
        "review",
        "sources",
    ] {
        object.shift_remove(name);
    }
    let lists = [("places", ["mention_id", ""]), ("evidence", ["start", "end"])];
    for (list, names) in lists {
        for item in object.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(item) = item.as_object_mut() {
                item.retain(|name, _| !names.contains(&name.as_str()));
            }
        }
    }
    value
}
