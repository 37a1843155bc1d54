//! Names by their sound, kept: in, the consonants of a name; out, the names of a layer that have them,
//! with row and country, read from the packed index once. Texts ask for the same consonants again
//! and again, and reading them costs far more than going through what was read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Names kept for a layer before starting afresh: some megabytes.
const MOST: usize = 200_000;

/// The code of a country.
pub(super) type Country = [u8; 2];

/// The code, where it has the form of one.
pub(super) fn country(code: &str) -> Option<Country> {
    code.as_bytes().try_into().ok()
}

/// The names with the same consonants.
#[derive(Debug, Default)]
pub(super) struct Alike {
    phonemes: String,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    /// Where its phonemes end, which begin where those of the name before do.
    end: u32,
    row: u32,
    country: Option<Country>,
}

impl Alike {
    /// Adds a name of a row that lies in `country`.
    pub(super) fn push(&mut self, phonemes: &str, row: u32, country: Option<Country>) {
        self.phonemes.push_str(phonemes);
        self.names.push(Name { end: self.phonemes.len() as u32, row, country });
    }

    /// Phonemes, row and country of each name; no country where the row itself does not say it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32, Option<Country>)> {
        let mut start = 0;
        self.names.iter().map(move |name| {
            let begin = std::mem::replace(&mut start, name.end as usize);
            (&self.phonemes[begin..name.end as usize], name.row, name.country)
        })
    }
}

/// What was read of the index so far.
#[derive(Debug, Default)]
pub(super) struct Heard(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    by_skeleton: HashMap<Box<str>, Arc<Alike>>,
    names: usize,
}

impl Heard {
    /// The names with a skeleton, which `read` reads where they have not been.
    pub(super) fn alike(&self, skeleton: &str, read: impl FnOnce() -> Alike) -> Arc<Alike> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(alike) = kept.by_skeleton.get(skeleton) {
            return alike.clone();
        }
        let alike = Arc::new(read());
        if kept.names > MOST {
            *kept = Kept::default();
        }
        kept.names += alike.names.len();
        kept.by_skeleton.insert(skeleton.into(), alike.clone());
        alike
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_once() {
        let heard = Heard::default();
        let mut alike = Alike::default();
        alike.push("mupti", 7, country("ML"));
        alike.push("mubita", 9, country(""));
        let kept = heard.alike("mbt", || alike);
        let all = [("mupti", 7, Some(*b"ML")), ("mubita", 9, None)];
        assert!(kept.iter().eq(all));
        assert!(heard.alike("mbt", || panic!("read twice")).iter().eq(all));
        assert_eq!(heard.alike("k", Alike::default).iter().count(), 0);
    }
}
