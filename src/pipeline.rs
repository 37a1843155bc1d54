//! The stages in order: read here first. In, a document; out, its mentions and events.

use crate::{
    gazetteer::Gazetteer,
    lang::Pack,
    normalise::Normaliser,
    read::Document,
    recognise::{date, number, place},
    resolve,
};

/// The rules and places of a run, shared by all documents.
#[derive(Debug)]
pub struct Engine {
    /// Rules of the language.
    pub pack: Pack,
    /// Places of the world.
    pub gazetteer: Gazetteer,
}

impl Engine {
    /// Runs one document through the stages.
    pub fn extract(&self, normaliser: &mut Normaliser<'_>, document: &Document) {
        let text = normaliser.normalise(&document.text);
        let numbers = number::numbers(&text, &self.pack);
        let _quantities = number::quantities(&text, &self.pack, &numbers);
        let expressions = date::dates(&text, &self.pack, &numbers);
        let (_dates, _flags) =
            resolve::date::resolve(&text, &self.pack, &expressions, document.published);
        let candidates = place::places(&text, &self.pack, &self.gazetteer);
        let _places = resolve::place::resolve(&text, &candidates, &self.gazetteer);
    }
}
