//! Records: in, the mentions of a document; out, rows in the output's terms: code points of the
//! body, stable ids, the events they belong to.

use std::collections::HashSet;

use super::{Parts, attributing, merge::Draft, occurrences::occurrences, party};
use crate::{
    id,
    normalise::Tokens,
    read::Document,
    recognise::casualty::Casualty,
    record::{
        ActorValue, CasualtyValue, DocumentRecord, Event, Extraction, Flag, Mention, MentionValue,
        Qualifier, Side, Status,
    },
    span::{CodePoints, Span},
};

/// Mentions as records, in the order of their stages' lists.
#[derive(Debug)]
pub(super) struct Records<'a> {
    points: CodePoints<'a>,
    /// One per date.
    pub dates: Vec<Mention>,
    /// One per place.
    pub places: Vec<Mention>,
    /// One per casualty statement.
    pub casualties: Vec<Mention>,
    /// One per actor.
    pub actors: Vec<Mention>,
}

impl<'a> Records<'a> {
    /// Makes the records of all mentions.
    pub fn new(parts: &Parts<'a>) -> Records<'a> {
        let points = CodePoints::new(parts.text.raw);
        let mut maker = Maker::new(parts, &points);
        let dates = parts.dates.iter().map(|d| {
            maker.mention(&d.tokens, MentionValue::Date(d.value.clone()), &d.rule, &d.flags)
        });
        let dates = dates.collect();
        let places = parts.places.iter().map(|p| {
            let value = MentionValue::Place(p.value(parts.gazetteer));
            maker.mention(&p.tokens, value, &p.rule(&parts.pack.code), &p.flags)
        });
        let places = places.collect();
        let casualties = parts.casualties.iter().map(|c| {
            let value = MentionValue::Casualty(casualty(parts, c));
            maker.mention(&c.tokens, value, &c.rule, &flags(c))
        });
        let casualties = casualties.collect();
        let actors = parts.actors.iter().map(|a| {
            let name = party::name(parts, a);
            let value = ActorValue { name, role: a.role, class: Some(a.class) };
            maker.mention(&a.tokens, MentionValue::Actor(value), &a.rule, &[])
        });
        let actors = actors.collect();
        Records { points, dates, places, casualties, actors }
    }

    /// First and last code point of a span.
    pub fn code_points(&self, span: Span) -> (usize, usize) {
        (self.points.of(span.start), self.points.of(span.end))
    }

    /// The document's extraction: events, and all mentions with the events they belong to.
    pub fn extraction(self, parts: &Parts<'_>, events: Vec<Event>, drafts: &[Draft]) -> Extraction {
        let Records { mut dates, mut places, mut casualties, mut actors, .. } = self;
        for (event, draft) in events.iter().zip(drafts) {
            for frame in &draft.frames {
                let link = |mention: &mut Mention| {
                    if !mention.event_ids.contains(&event.event_id) {
                        mention.event_ids.push(event.event_id.clone());
                    }
                };
                frame.dates.iter().for_each(|d| link(&mut dates[*d]));
                frame.casualties.iter().for_each(|c| link(&mut casualties[*c]));
                for place in &frame.places {
                    if draft.only_place.is_none_or(|only| only == *place) {
                        link(&mut places[*place]);
                    }
                }
                let first = parts.actors.partition_point(|a| a.tokens.start < frame.tokens.start);
                let end = parts.actors.partition_point(|a| a.tokens.start < frame.tokens.end);
                actors[first..end.max(first)].iter_mut().for_each(link);
            }
        }
        let lists = [dates, places, casualties, actors];
        let mut mentions: Vec<Mention> = lists.into_iter().flatten().collect();
        mentions.sort_by(|a, b| (a.start, &a.mention_id).cmp(&(b.start, &b.mention_id)));
        let sentences = parts.text.sentences.len();
        let language = &parts.pack.code;
        let document = DocumentRecord {
            events: events.len(),
            mentions: mentions.len(),
            ..document(parts.document, language, sentences, parts.flags)
        };
        let mut events = events;
        events.sort_by(|a, b| {
            (a.evidence[0].start, &a.event_id).cmp(&(b.evidence[0].start, &b.event_id))
        });
        Extraction { document, mentions, events }
    }
}

/// Makes mentions in the order of [`Records`]' lists.
struct Maker<'p, 'a> {
    parts: &'p Parts<'a>,
    points: &'p CodePoints<'a>,
    /// Of the mentions still to come: which occurrence of its words each is.
    occurrences: std::vec::IntoIter<usize>,
    /// Ids given so far.
    taken: HashSet<String>,
}

impl<'p, 'a> Maker<'p, 'a> {
    fn new(parts: &'p Parts<'a>, points: &'p CodePoints<'a>) -> Maker<'p, 'a> {
        let dates = parts.dates.iter().map(|d| &d.tokens);
        let places = parts.places.iter().map(|p| &p.tokens);
        let casualties = parts.casualties.iter().map(|c| &c.tokens);
        let actors = parts.actors.iter().map(|a| &a.tokens);
        let all = dates.chain(places).chain(casualties).chain(actors);
        let spans: Vec<Span> = all.map(|tokens| parts.text.span(tokens)).collect();
        let occurrences = occurrences(parts.text.raw, &spans).into_iter();
        Maker { parts, points, occurrences, taken: HashSet::new() }
    }

    fn mention(
        &mut self,
        tokens: &Tokens,
        value: MentionValue,
        rule: &str,
        flags: &[Flag],
    ) -> Mention {
        let span = self.parts.text.span(tokens);
        let words = span.slice(self.parts.text.raw);
        let document_id = self.parts.document.id.clone();
        let occurrence = self.occurrences.next().unwrap_or(1);
        Mention {
            mention_id: self.id(&document_id, value.kind(), words, occurrence),
            document_id,
            event_ids: Vec::new(),
            value,
            start: self.points.of(span.start),
            end: self.points.of(span.end),
            text: words.to_owned(),
            rule: rule.to_owned(),
            flags: flags.to_vec(),
        }
    }

    /// The id of a mention; two of a kind over the same words are told apart by counting on.
    fn id(&mut self, document: &str, kind: &str, words: &str, occurrence: usize) -> String {
        let ids = (occurrence..).map(|n| id::mention_id(document, kind, words, n));
        let id = ids.into_iter().find(|id| !self.taken.contains(id)).unwrap_or_default();
        self.taken.insert(id.clone());
        id
    }
}

fn casualty(parts: &Parts<'_>, c: &Casualty) -> CasualtyValue {
    let who_text = (!c.noun.is_empty()).then(|| parts.text.words(&c.noun).to_owned());
    let speaker = attributing::speaker(parts, c.anchor);
    CasualtyValue {
        effect: c.effect,
        low: c.low,
        high: c.high,
        qualifier: c.qualifier,
        who: c.who,
        who_text,
        age_sex: c.age_sex,
        part: c.part,
        status: Status::Current,
        attribution: speaker.map(|s| parts.text.words(&s.tokens).to_owned()),
        attribution_type: speaker.map(|s| s.kind),
        side: Side::Unknown,
    }
}

fn flags(casualty: &Casualty) -> Vec<Flag> {
    match casualty.qualifier {
        Qualifier::Vague => vec![Flag::VagueCount],
        Qualifier::Zero => vec![Flag::Negated],
        _ => Vec::new(),
    }
}

/// The row of a document, before anything was found in it.
pub(super) fn document(
    document: &Document,
    language: &str,
    sentences: usize,
    flags: &[Flag],
) -> DocumentRecord {
    DocumentRecord {
        document_id: document.id.clone(),
        path: document.path.clone(),
        source: document.source.clone(),
        url: document.url.clone(),
        channel: document.channel.clone(),
        published: document.published,
        published_basis: document.published_basis,
        language: language.to_owned(),
        encoding: document.encoding.clone(),
        title: document.title.clone(),
        characters: document.text.chars().count(),
        sentences,
        events: 0,
        mentions: 0,
        duplicate_of: document.duplicate_of.clone(),
        flags: flags.to_vec(),
        sha256: id::sha256(document.text.as_bytes()),
        text: None,
    }
}
