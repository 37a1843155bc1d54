//! Search: in, words; out, the events told in them and the documents that hold them. Texts are folded
//! once, so that spelling and vowel signs do not matter.

use std::collections::HashSet;

use crate::{
    normalise::fold,
    record::{Event, Extraction},
    review::Row,
};

/// The folded texts of a run.
#[derive(Debug, Default)]
pub struct Texts {
    events: Vec<(String, String)>,
    documents: Vec<(String, String)>,
}

/// What was found, by id, in the order of the run.
#[derive(Debug, serde::Serialize)]
pub struct Found {
    events: Vec<String>,
    documents: Vec<String>,
}

impl Texts {
    /// Takes in documents and their events.
    pub fn add(&mut self, extractions: &[Extraction]) {
        for one in extractions {
            let document = &one.document;
            let given = [&document.title, &document.source, &document.text];
            let words = given.into_iter().flatten().map(String::as_str);
            let words: Vec<&str> = words.chain([document.document_id.as_str()]).collect();
            self.documents.push((document.document_id.clone(), fold(&words.join("\n"))));
            self.events.extend(one.events.iter().map(|e| (e.event_id.clone(), told(e))));
        }
    }

    /// What holds every word asked for: events by their own words, or where there are none, those
    /// of the documents that do. Events that reviewers added are found by their documents.
    pub fn find(&self, asked: &str, rows: &[Row]) -> Found {
        let asked = fold(asked);
        let words: Vec<&str> = asked.split_whitespace().collect();
        let ids = |list: &[(String, String)]| -> Vec<String> {
            let holds =
                |(_, text): &&(String, String)| words.iter().all(|word| text.contains(word));
            list.iter().filter(holds).map(|(id, _)| id.clone()).collect()
        };
        let documents = ids(&self.documents);
        let mut events = ids(&self.events);
        let inside: HashSet<&String> = documents.iter().collect();
        let alone = events.is_empty();
        let told = rows.iter().filter(|row| alone || row.added);
        let told = told.filter(|row| inside.contains(&row.document_id));
        events.extend(told.map(|row| row.event_id.clone()));
        Found { events, documents }
    }
}

/// The words of an event, folded.
fn told(event: &Event) -> String {
    let mut words: Vec<&str> = vec![&event.event_id];
    words.extend(event.evidence.iter().map(|evidence| evidence.text.as_str()));
    words.extend(event.places.iter().flat_map(|place| [place.name.as_str(), &place.text]));
    let parties = [&event.actor, &event.target].into_iter().flatten();
    words.extend(parties.flat_map(|party| [party.name.as_str(), &party.text]));
    let given = [&event.title, &event.claimed_by, &event.attribution, &event.review.note];
    words.extend(given.into_iter().flatten().map(String::as_str));
    fold(&words.join("\n"))
}
