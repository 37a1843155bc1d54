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

/// An id with the hash of a snapshot: after a new extraction the id may be another event's.
pub type Judged = (String, String);

/// Where decisions went.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// The id now, where it is another one.
    pub ids: BTreeMap<Judged, String>,
    /// Events of now with snapshots that they do not agree with.
    pub outdated: BTreeSet<Judged>,
    /// Decisions about events that are gone, and of no event like them.
    pub orphans: Vec<Orphan>,
}

/// The events of a run by id and by document.
struct Events<'e> {
    all: BTreeMap<&'e str, &'e Event>,
    by_document: BTreeMap<&'e str, Vec<&'e Event>>,
}

impl<'e> Events<'e> {
    fn of(documents: &'e [Extraction]) -> Events<'e> {
        let mut events = Events { all: BTreeMap::new(), by_document: BTreeMap::new() };
        for extraction in documents {
            let of = events.by_document.entry(&extraction.document.document_id).or_default();
            of.extend(&extraction.events);
            let by_id = extraction.events.iter().map(|event| (event.event_id.as_str(), event));
            events.all.extend(by_id);
        }
        events
    }
}

/// Carries the decisions of a log over to an extraction: to the event of the same id and sentence,
/// else to one of the same sentence, else to that of the same id.
pub fn carry(
    actions: &[Action],
    snapshots: &BTreeMap<String, Event>,
    documents: &[Extraction],
) -> Carried {
    let events = Events::of(documents);
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut now: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    // who has come to stand for an event
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, sha256) in judged_in(actions) {
        let event = events.all.get(id).copied();
        let stays =
            event.zip(snapshots.get(sha256)).is_some_and(|(e, was)| sentence(e) == sentence(was));
        if stays {
            owners.insert(id, id);
            now.insert((id, sha256), id);
        } else {
            open.push((id, sha256));
        }
    }
    open.retain(|(id, sha256)| {
        let Some(was) = snapshots.get(*sha256) else { return true };
        let near = events.by_document.get(was.document_id.as_str()).into_iter().flatten().copied();
        let free = near.filter(|e| owners.get(e.event_id.as_str()).is_none_or(|owner| owner == id));
        let Some(event) = like(was, free) else { return true };
        owners.insert(&event.event_id, id);
        now.insert((id, sha256), &event.event_id);
        false
    });
    for (id, sha256) in open {
        if events.all.contains_key(id) && owners.get(id).is_none_or(|owner| *owner == id) {
            now.insert((id, sha256), id);
        } else if let Some((_, event)) =
            owners.iter().find(|(_, owner)| **owner == id).map(|(e, o)| (o, *e))
        {
            now.insert((id, sha256), event);
        }
    }
    let mut carried = Carried::default();
    for ((id, sha256), event) in &now {
        if id != event {
            carried.ids.insert(((*id).to_owned(), (*sha256).to_owned()), (*event).to_owned());
        }
        let differs = |was: &Event| judged(was) != judged(events.all[event]);
        if snapshots.get(*sha256).is_some_and(differs) {
            carried.outdated.insert(((*event).to_owned(), (*sha256).to_owned()));
        }
    }
    let kept: BTreeSet<&str> = now.keys().map(|(id, _)| *id).collect();
    carried.orphans = orphans(actions, snapshots, &events, &kept);
    carried
}

/// Ids with the snapshots that were judged under them, in the order of the log.
fn judged_in(actions: &[Action]) -> Vec<(&str, &str)> {
    let mut seen = BTreeSet::new();
    let both =
        actions.iter().filter_map(|a| Some((a.event_id.as_deref()?, a.snapshot.as_deref()?)));
    both.filter(|pair| seen.insert(*pair)).collect()
}

/// What is said of events that are neither `kept` nor added to a document that is there.
fn orphans(
    actions: &[Action],
    snapshots: &BTreeMap<String, Event>,
    events: &Events<'_>,
    kept: &BTreeSet<&str>,
) -> Vec<Orphan> {
    let mut all: BTreeMap<&str, Orphan> = BTreeMap::new();
    let mut there: BTreeSet<&str> = BTreeSet::new();
    for action in actions {
        let Some(id) = action.event_id.as_deref().filter(|id| !kept.contains(id)) else { continue };
        let orphan = all.entry(id).or_insert_with(|| Orphan {
            event_id: id.to_owned(),
            event: None,
            reviewers: BTreeSet::new(),
            actions: 0,
        });
        orphan.actions += 1;
        orphan.reviewers.insert(action.reviewer.clone());
        let snapshot = action.snapshot.as_ref().and_then(|sha256| snapshots.get(sha256));
        if let Some(event) = snapshot {
            orphan.event = Some(event.clone());
        }
        if matches!(action.verb, Verb::Add | Verb::Split) {
            orphan.event = action.new.clone().and_then(|new| serde_json::from_value(new).ok());
            let document = action.document_id.as_deref().unwrap_or_default();
            if events.by_document.contains_key(document) {
                there.insert(id);
            }
        }
    }
    all.into_iter().filter(|(id, _)| !there.contains(id)).map(|(_, orphan)| orphan).collect()
}

/// The sentence that tells of an event.
fn sentence(event: &Event) -> Option<&str> {
    event.evidence.first().map(|evidence| evidence.text.as_str())
}

/// The event that was read from the same sentence: the one with all the same values, else of the
/// same kind, else the only one.
fn like<'e>(was: &Event, events: impl Iterator<Item = &'e Event>) -> Option<&'e Event> {
    let words = sentence(was)?;
    let near: Vec<&Event> = events.filter(|event| sentence(event) == Some(words)).collect();
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
