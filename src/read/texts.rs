//! Texts that were read before: in, documents one after another; out, for each the first that has the
//! same text.

use std::collections::{HashMap, hash_map::Entry};

/// The first document with each text, by the text in brief.
#[derive(Debug, Default)]
pub struct Texts(HashMap<u128, Box<str>>);

impl Texts {
    /// The document that had this text before; if none did, `id` is the first.
    pub(crate) fn first(&mut self, text: u128, id: &str) -> Option<&str> {
        match self.0.entry(text) {
            Entry::Occupied(first) => Some(first.into_mut()),
            Entry::Vacant(none) => {
                none.insert(id.into());
                None
            }
        }
    }
}
