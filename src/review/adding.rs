//! Events that reviewers add: in, a draft with the fields of one that was missed, or of the second of
//! two that were read as one; out, an action with the whole event.

use serde_json::{Map, Value};

use super::{Action, Draft, Refused, Verb, batch::Batch, commit::invalid, fields, values};
use crate::{
    id,
    record::{
        Confidence, DocumentRecord, Event, EventDate, EventKind, Evidence, KilledGroups, Review,
    },
};

type Done = Result<(), Refused>;

/// Adds an event that was missed.
pub(super) fn add(batch: &mut Batch<'_>, draft: &Draft) -> Done {
    let event = built(batch.review, draft)?;
    put(batch, Verb::Add, event, None);
    Ok(())
}

fn built(review: &super::Review, draft: &Draft) -> Result<Event, Refused> {
    let document = draft.document_id.as_deref().unwrap_or_default();
    let Some(extraction) = review.document(document) else {
        return Err(invalid(None, "document_id", "there is no such document"));
    };
    let given = object(draft)?;
    let mut event = blank(&extraction.document);
    event.evidence = evidence(&extraction.document, given.get("evidence"))?;
    fill(&mut event, &given)?;
    Ok(event)
}

/// Whether a reviewer has added the same event before.
pub(super) fn known(review: &super::Review, draft: &Draft) -> bool {
    let Ok(new) = built(review, draft) else { return false };
    let values = |event: &Event| {
        let event = Event { event_id: String::new(), ..event.clone() };
        serde_json::to_value(event).unwrap_or_default()
    };
    let mut added = review.state.all_said().filter_map(|(_, said)| said.added.as_ref());
    added.any(|event| event.document_id == new.document_id && values(event) == values(&new))
}

/// Makes a second event of one.
pub(super) fn split(batch: &mut Batch<'_>, draft: &Draft) -> Done {
    let from = draft.event_id.as_deref().unwrap_or_default();
    let Some(mut event) = batch.event(from) else {
        return Err(invalid(None, "event_id", "there is no such event"));
    };
    let given = object(draft)?;
    if given.contains_key("evidence") {
        let document = batch.review.document(&event.document_id);
        if let Some(extraction) = document {
            event.evidence = evidence(&extraction.document, given.get("evidence"))?;
        }
    }
    fill(&mut event, &given)?;
    put(batch, Verb::Split, event, Some(from.to_owned()));
    Ok(())
}

fn object(draft: &Draft) -> Result<Map<String, Value>, Refused> {
    match &draft.new {
        Some(Value::Object(object)) => Ok(object.clone()),
        None => Ok(Map::new()),
        Some(_) => Err(invalid(None, "new", "the fields of an event are an object")),
    }
}

fn put(batch: &mut Batch<'_>, verb: Verb, mut event: Event, from: Option<String>) {
    let (review, reviewer) = (batch.review, batch.reviewer);
    // those taken back count, too: an id is never given twice
    let begins = |action: &&Action| {
        matches!(action.verb, Verb::Add | Verb::Split)
            && action.reviewer == reviewer
            && action.document_id.as_ref() == Some(&event.document_id)
    };
    let before = review.actions().iter().chain(&batch.actions).filter(begins).count();
    event.event_id = id::added_id(&event.document_id, reviewer, before + 1);
    event.review = Review::default();
    let action = Action {
        event_id: Some(event.event_id.clone()),
        document_id: Some(event.document_id.clone()),
        field: from.as_ref().map(|_| "from".to_owned()),
        old: from.map(Value::from),
        new: serde_json::to_value(&event).ok(),
        ..batch.action(verb)
    };
    batch.push(action);
}

/// An event of a document of which nothing is known.
fn blank(document: &DocumentRecord) -> Event {
    Event {
        event_id: String::new(),
        document_id: document.document_id.clone(),
        source: document.source.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        language: document.language.clone(),
        published: document.published,
        kind: EventKind::Other,
        conflict_related: true,
        acled_event_type: None,
        acled_sub_event_type: None,
        weapon: None,
        date: EventDate::default(),
        place_detail: None,
        places: Vec::new(),
        actor: None,
        target: None,
        claimed_by: None,
        casualties: Vec::new(),
        killed_groups: KilledGroups::default(),
        statements: Vec::new(),
        aggregate: false,
        attribution: None,
        attribution_type: None,
        confidence: Confidence::High,
        flags: Vec::new(),
        evidence: Vec::new(),
        rules: Vec::new(),
        review: Review::default(),
        sources: Vec::new(),
    }
}

/// Sets the fields of `given`, by the names of the columns.
fn fill(event: &mut Event, given: &Map<String, Value>) -> Done {
    let known = |name: &str| name == "evidence" || fields::editable(name);
    if let Some(name) = given.keys().find(|name| !known(name)) {
        return Err(invalid(None, name, "there is no such field"));
    }
    let fresh = event.event_id.is_empty();
    if fresh && given.get("event_kind").is_none_or(Value::is_null) {
        return Err(invalid(None, "event_kind", "an event is of some kind"));
    }
    for name in fields::names() {
        if let Some(value) = given.get(name) {
            fields::set(event, name, value).map_err(|why| invalid(None, name, why))?;
        }
    }
    let edits = given.iter().filter(|(name, _)| *name != "evidence");
    *event = values::with(event, &edits.map(|(n, v)| (n.clone(), v.clone())).collect());
    values::check(event, |name| given.contains_key(name))
        .map_err(|(field, why)| invalid(None, &field, why))
}

/// Sentences by their offsets: the words are those of the body.
fn evidence(document: &DocumentRecord, given: Option<&Value>) -> Result<Vec<Evidence>, Refused> {
    let wrong = |why: &str| invalid(None, "evidence", why);
    let spans = match given {
        // of an event that is only known to be told somewhere, no words may be given
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one @ Value::Object(_)) => vec![one],
        _ => return Err(wrong("the words it stands in are to be selected")),
    };
    if spans.is_empty() {
        return Ok(Vec::new());
    }
    let Some(body) = &document.text else {
        return Err(wrong("the body of the document is not in documents.jsonl"));
    };
    let slice = |span: &Value| {
        let at = |name: &str| span[name].as_u64().and_then(|n| usize::try_from(n).ok());
        let (start, end) = at("start").zip(at("end"))?;
        let text: String = body.chars().skip(start).take(end.checked_sub(start)?).collect();
        (!text.is_empty() && text.chars().count() == end - start).then_some(Evidence {
            start,
            end,
            text,
        })
    };
    let spans = spans.into_iter().map(slice).collect::<Option<Vec<_>>>();
    spans.ok_or_else(|| wrong("there are no such words in the body"))
}
