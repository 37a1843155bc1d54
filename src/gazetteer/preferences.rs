//! What a user says of the places of a run: the countries that the texts are about, names that are
//! places without further signs, and names that never are.

use std::collections::BTreeSet;

use super::{Gazetteer, key};
use crate::{
    error::{Error, Result},
    record::Feature,
};

/// Countries and names that a user prefers or rules out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// ISO 3166-1 alpha-2.
    countries: Vec<String>,
    allowed: BTreeSet<String>,
    denied: BTreeSet<String>,
}

impl Preferences {
    /// Texts that are about `countries` (ISO 3166-1 alpha-2); names, as texts have them, that are
    /// always or never places.
    pub fn new(countries: Vec<String>, allowed: &[String], denied: &[String]) -> Preferences {
        let keys = |names: &[String]| names.iter().map(|name| key(name)).collect();
        Preferences { countries, allowed: keys(allowed), denied: keys(denied) }
    }

    /// The countries that the texts are about, ISO 3166-1 alpha-2.
    pub fn countries(&self) -> &[String] {
        &self.countries
    }

    /// Whether the texts are about a country.
    pub fn prefers(&self, country: &str) -> bool {
        self.countries.iter().any(|preferred| preferred == country)
    }

    /// Whether a folded name is a place without a word that announces one.
    pub fn allows(&self, name: &str) -> bool {
        !self.allowed.is_empty() && self.allowed.contains(&key(name))
    }

    /// Whether there are names that are always places.
    pub fn allow_some(&self) -> bool {
        !self.allowed.is_empty()
    }

    /// Whether a folded name is never a place.
    pub fn denies(&self, name: &str) -> bool {
        !self.denied.is_empty() && self.denied.contains(&key(name))
    }
}

impl Gazetteer {
    /// Sets what the user prefers.
    pub fn prefer(&mut self, preferences: Preferences) {
        self.preferences = preferences;
    }

    /// What the user prefers.
    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// The code of a country, in capitals.
    ///
    /// # Errors
    /// When there is no such country.
    pub fn country_code(&self, code: &str) -> Result<String> {
        let upper = code.trim().to_uppercase();
        let plain = upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase());
        if plain && self.country(&upper).is_some() {
            return Ok(upper);
        }
        let called = self.named(&key(code)).into_iter().map(|id| self.facts(id));
        let mut called = called.filter(|place| place.feature == Feature::Country);
        let hint = match called.next() {
            Some(country) => format!("write {}", country.country),
            None => "two letters, such as ML".to_owned(),
        };
        Err(Error::new(format!("{code:?} is no country code (ISO 3166-1 alpha-2): {hint}")))
    }
}
