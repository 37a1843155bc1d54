//! The stages in order: read here first. In, a document; out, its mentions and events.

use crate::{
    error::Error,
    gazetteer::Gazetteer,
    id,
    lang::Pack,
    normalise::{Normaliser, Text},
    read::{Document, Failure},
    recognise::{date, number, place},
    record::{DocumentRecord, Extraction, Flag, Mention, MentionValue},
    resolve,
    span::{CodePoints, Span},
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
    /// When there are no rules for the language.
    pub fn builtin(language: &str) -> Result<Engine, Error> {
        Ok(Engine { pack: Pack::builtin(language)?, gazetteer: Gazetteer::default() })
    }

    /// Runs one document through the stages.
    pub fn extract(&self, normaliser: &mut Normaliser<'_>, document: &Document) -> Extraction {
        let text = normaliser.normalise(&document.text);
        let numbers = number::numbers(&text, &self.pack);
        let _quantities = number::quantities(&text, &self.pack, &numbers);
        let expressions = date::dates(&text, &self.pack, &numbers);
        let (dates, flags) =
            resolve::date::resolve(&text, &self.pack, &expressions, document.published);
        let candidates = place::places(&text, &self.pack, &self.gazetteer);
        let places = resolve::place::resolve(&text, &candidates, &self.gazetteer);
        let mentions = mentions(document, &text, dates, places);
        let record = self.describe(document, &text, flags, mentions.len());
        Extraction { document: record, mentions, events: Vec::new() }
    }

    /// The document's own row; its body is added by whoever owns it.
    fn describe(
        &self,
        document: &Document,
        text: &Text<'_>,
        flags: Vec<Flag>,
        mentions: usize,
    ) -> DocumentRecord {
        DocumentRecord {
            document_id: document.id.clone(),
            path: document.path.clone(),
            source: document.source.clone(),
            url: document.url.clone(),
            channel: document.channel.clone(),
            published: document.published,
            published_basis: document.published_basis,
            language: self.pack.code.clone(),
            encoding: document.encoding.clone(),
            title: document.title.clone(),
            characters: document.text.chars().count(),
            sentences: text.sentences.len(),
            events: 0,
            mentions,
            duplicate_of: None,
            flags,
            sha256: id::sha256(document.text.as_bytes()),
            text: None,
        }
    }
}

/// Runs documents through the stages and hands on what they gave, in input order.
///
/// # Errors
/// When `sink` fails; what could not be read is handed on like the rest.
pub fn run(
    engine: &Engine,
    documents: impl Iterator<Item = Result<Document, Failure>>,
    mut sink: impl FnMut(Result<Extraction, Failure>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut normaliser = Normaliser::new(&engine.pack.lexicon);
    for document in documents {
        sink(document.map(|document| {
            let mut extraction = engine.extract(&mut normaliser, &document);
            extraction.document.text = Some(document.text);
            extraction
        }))?;
    }
    Ok(())
}

/// The mentions of a document as records, in text order. (Provisional: see `assemble`.)
fn mentions(
    document: &Document,
    text: &Text<'_>,
    dates: Vec<resolve::date::DateMention>,
    places: Vec<resolve::place::PlaceMention>,
) -> Vec<Mention> {
    let dates = dates.into_iter().map(|m| (m.tokens, MentionValue::Date(m.value), m.rule, m.flags));
    let places =
        places.into_iter().map(|m| (m.tokens, MentionValue::Place(m.value), m.rule, m.flags));
    let found: Vec<_> = dates.chain(places).collect();
    let spans: Vec<Span> = found.iter().map(|(tokens, ..)| text.span(tokens)).collect();
    let occurrences = id::occurrences(text.raw, &spans);
    let points = CodePoints::new(text.raw);
    let mut mentions: Vec<Mention> = found
        .into_iter()
        .zip(spans.iter().zip(occurrences))
        .map(|((_, value, rule, flags), (span, occurrence))| {
            let words = span.slice(text.raw);
            Mention {
                mention_id: id::mention_id(&document.id, value.kind(), words, occurrence),
                document_id: document.id.clone(),
                event_ids: Vec::new(),
                value,
                start: points.of(span.start),
                end: points.of(span.end),
                text: words.to_owned(),
                rule: rule.to_string(),
                flags,
            }
        })
        .collect();
    mentions.sort_by(|a, b| (a.start, &a.mention_id).cmp(&(b.start, &b.mention_id)));
    mentions
}
