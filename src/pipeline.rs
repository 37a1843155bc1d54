//! The stages in order: read here first. In, a document; out, its mentions and events.

use std::num::NonZero;

use crate::{
    assemble::{Parts, assemble, pass_over},
    error::Error,
    gazetteer::Gazetteer,
    lang::{Overlay, Pack},
    normalise::{Normaliser, Tokens},
    parallel,
    read::{Document, Failure},
    recognise::{
        actor, casualty, date,
        number::{self, Number, Quantity},
        people,
        phrase::Matcher,
        place, speaker, trigger,
    },
    record::Extraction,
    resolve::{self, date::DateMention},
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
    /// The built-in rules of `language` and the built-in gazetteer.
    ///
    /// # Errors
    /// When there are no rules for the language, or built-in data are damaged.
    pub fn builtin(language: &str) -> Result<Engine, Error> {
        Engine::new(Pack::builtin(language)?, Gazetteer::builtin()?)
    }

    /// These rules and places; tables of places among the overlays of the pack lie over the others.
    ///
    /// # Errors
    /// When a table has a line that is no place.
    pub fn new(pack: Pack, mut gazetteer: Gazetteer) -> Result<Engine, Error> {
        for table in pack.overlays.iter().filter_map(Overlay::places) {
            gazetteer.lay_over_table(table.path, table.text)?;
        }
        Ok(Engine { pack, gazetteer })
    }

    /// A normaliser that knows the words and places of this engine. One per thread.
    pub fn normaliser(&self) -> Normaliser<'_> {
        Normaliser::new(&self.pack.lexicon).knowing(&self.gazetteer)
    }

    /// Runs one document through the stages.
    pub fn extract(&self, normaliser: &mut Normaliser<'_>, document: &Document) -> Extraction {
        self.read(normaliser, document, |read| assemble(&read.parts))
    }

    /// Lists a document, and extracts nothing.
    pub fn pass_over(&self, normaliser: &mut Normaliser<'_>, document: &Document) -> Extraction {
        let sentences = normaliser.normalise(&document.text).sentences.len();
        pass_over(document, &self.pack.code, sentences)
    }

    /// Runs one document through the stages up to assembling, and hands what they gave to `then`.
    pub fn read<T>(
        &self,
        normaliser: &mut Normaliser<'_>,
        document: &Document,
        then: impl FnOnce(&Stages<'_>) -> T,
    ) -> T {
        let (pack, gazetteer) = (&self.pack, &self.gazetteer);
        let text = normaliser.normalise(&document.text);
        let numbers = number::numbers(&text, pack);
        let expressions = date::dates(&text, pack, &numbers);
        let cues = place::PlaceWords::of(&text, pack);
        let candidates = place::places(&text, pack, gazetteer, &numbers, &cues);
        let (dates, flags) = resolve::date::resolve(&pack.code, &expressions, document.published);
        let nationalities = cues.nationalities(pack);
        let places =
            resolve::place::resolve(&candidates, &nationalities, gazetteer, |t| text.words(t));
        let all = number::quantities(&text, pack, &numbers);
        let quantities = outside(&all, &dates);
        let peoples = people::peoples(&text, pack, &quantities);
        let casualties = casualty::casualties(&text, pack, &peoples);
        let phrases: Vec<Tokens> = places.iter().map(|p| p.phrase.clone()).collect();
        let matcher = Matcher {
            text: &text,
            lexicon: &pack.lexicon,
            peoples: &peoples,
            among: &pack.casualties.parts,
            places: &phrases,
            parties: &[],
        };
        let mut parties = actor::parties(pack, &matcher, &places);
        // August is written like "father"
        parties.retain(|party| outside_dates(&party.tokens, &dates));
        let spans: Vec<Tokens> = parties.iter().map(|p| p.tokens.clone()).collect();
        let matcher = Matcher { parties: &spans, ..matcher };
        let triggers = trigger::triggers(pack, &matcher);
        let actors = actor::actors(pack, &matcher, &parties);
        let speakers = speaker::speakers(pack, &matcher, &actors);
        let parts = Parts {
            document,
            text: &text,
            pack,
            gazetteer,
            matcher: &matcher,
            dates: &dates,
            places: &places,
            casualties: &casualties.found,
            refused: &casualties.rejected,
            triggers: &triggers,
            actors: &actors,
            speakers: &speakers,
            flags: &flags,
        };
        then(&Stages { parts, numbers: &numbers, quantities: &all })
    }
}

/// What the stages before assembling gave for one document.
#[derive(Clone, Copy, Debug)]
pub struct Stages<'a> {
    /// What events are put together from.
    pub parts: Parts<'a>,
    /// Cardinals and ordinals, in text order.
    pub numbers: &'a [Number],
    /// Quantities, those inside dates included.
    pub quantities: &'a [Quantity],
}

/// What becomes of a document with the text of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// It is listed, and nothing is extracted from it.
    Mark,
    /// It is extracted like any other.
    Keep,
}

/// Runs documents through the stages on `jobs` threads and hands on what they gave, in input order.
///
/// # Errors
/// When `sink` fails; what could not be read is handed on like the rest.
pub fn run(
    engine: &Engine,
    jobs: NonZero<usize>,
    duplicates: Duplicates,
    documents: impl Iterator<Item = Result<Document, Failure>> + Send,
    sink: impl FnMut(Result<Extraction, Failure>) -> Result<(), Error>,
) -> Result<(), Error> {
    let worker = || {
        let mut normaliser = engine.normaliser();
        move |read: Result<Document, Failure>| {
            read.map(|document| {
                let passed = duplicates == Duplicates::Mark && document.duplicate_of.is_some();
                let mut extraction = match passed {
                    true => engine.pass_over(&mut normaliser, &document),
                    false => engine.extract(&mut normaliser, &document),
                };
                extraction.document.text = Some(document.text);
                extraction
            })
        }
    };
    parallel::in_order(jobs, documents, worker, sink)
}

/// Whether no date takes in any of `tokens`.
fn outside_dates(tokens: &Tokens, dates: &[DateMention]) -> bool {
    let next = dates.partition_point(|d| d.tokens.end <= tokens.start);
    dates.get(next).is_none_or(|d| d.tokens.start >= tokens.end)
}

/// The quantities that are no part of a date.
fn outside(quantities: &[Quantity], dates: &[DateMention]) -> Vec<Quantity> {
    let mut next = 0;
    let mut free = |quantity: &&Quantity| {
        while dates.get(next).is_some_and(|d| d.tokens.end <= quantity.core.start) {
            next += 1;
        }
        dates.get(next).is_none_or(|d| d.tokens.start >= quantity.core.end)
    };
    quantities.iter().filter(|q| free(q)).cloned().collect()
}
