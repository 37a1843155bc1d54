//! Finishing: in, drafts; out, events with their one date, places, toll, parties, flags, evidence
//! and id.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Parts, acled, attributing,
    dating::{self, Dated},
    frame::{self, Frame},
    locating,
    merge::Draft,
    party,
    records::Records,
    sources::{self, Chosen},
    toll::{self, Figure, Toll},
};
use crate::{
    id,
    normalise::Tokens,
    recognise::{
        casualty::{Refusal, Refused},
        trigger::Trigger,
    },
    record::{
        self, AttributionType, Confidence, DateBasis, Event, EventDate, EventKind, EventPlace,
        Evidence, Flag, MentionValue, PlacePrecision, Qualifier, Review,
    },
};

/// Turns drafts into events, in the order of the drafts.
pub(super) fn finish(parts: &Parts<'_>, records: &mut Records<'_>, drafts: &[Draft]) -> Vec<Event> {
    let mut finisher = Finisher {
        parts,
        standing: None,
        scene: Scene::default(),
        serials: BTreeMap::new(),
        stands: stands(parts, drafts),
    };
    drafts.iter().map(|draft| finisher.event(records, draft)).collect()
}

struct Finisher<'p, 'a> {
    parts: &'p Parts<'a>,
    /// The date the narrative stands on: of the last event that was no background.
    standing: Option<EventDate>,
    /// Where it stands.
    scene: Scene,
    /// How many events each trigger has made.
    serials: BTreeMap<(String, usize), usize>,
    /// Tokens at which the folded words of each trigger begin.
    stands: BTreeMap<String, Vec<usize>>,
}

/// The tokens at which the folded words of the drafts' triggers begin, in one pass over the text.
fn stands(parts: &Parts<'_>, drafts: &[Draft]) -> BTreeMap<String, Vec<usize>> {
    let text = parts.text;
    let phrases: BTreeMap<String, Tokens> = drafts
        .iter()
        .map(|draft| trigger_tokens(parts, draft))
        .map(|tokens| (folded(parts, &tokens), tokens))
        .collect();
    let mut by_first: BTreeMap<&str, Vec<(&String, &Tokens)>> = BTreeMap::new();
    for (words, tokens) in &phrases {
        by_first.entry(text.folded(tokens.start)).or_default().push((words, tokens));
    }
    let mut stands: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let all = if phrases.is_empty() { 0 } else { text.tokens.len() };
    for at in 0..all {
        for (words, tokens) in by_first.get(text.folded(at)).into_iter().flatten() {
            let mut pairs = (at..).zip((*tokens).clone());
            if pairs.all(|(a, b)| a < all && text.folded(a) == text.folded(b)) {
                stands.entry((*words).clone()).or_default().push(at);
            }
        }
    }
    stands
}

/// The places a story stands at: an event that names none happened there, if it is of the same time.
#[derive(Debug, Default)]
struct Scene {
    /// Of the last incident that named any, and its date.
    incident: Option<(Vec<usize>, EventDate)>,
    /// Of the last total that named any.
    total: Vec<usize>,
    /// Kind of the last total.
    kind: Option<EventKind>,
    /// Who did what the last total that said so counts.
    actor: Option<record::Party>,
    /// Kind of the last incident, and who carried it out.
    did: Option<(EventKind, record::Party)>,
}

impl Finisher<'_, '_> {
    fn event(&mut self, records: &mut Records<'_>, draft: &Draft) -> Event {
        let parts = self.parts;
        let kind = self.kind(draft);
        let dated = self.date(draft);
        let located = self.places(draft, &dated.date);
        let places = places(parts, records, &located);
        let toll = toll::toll(parts, draft);
        let mut parties = party::parties(parts, draft);
        if draft.aggregate {
            self.go_on(&mut parties.actor);
        } else {
            self.similar(draft, kind, &mut parties.actor);
        }
        let evidence = evidence(parts, records, draft);
        let speaker = attributing::speaker(parts, telling(draft).core(parts));
        let mut flags = flags(draft, &dated, &located, &toll, parts);
        if speaker.is_some_and(|s| s.kind == AttributionType::Party) {
            flags.push(Flag::PartyClaim);
            flags.sort_unstable();
        }
        let killed = toll.figures.iter().find(|f| f.effect == record::Effect::Killed);
        let who = killed.map(|f| parts.casualties[f.statement].who);
        let class = |p: &Option<record::Party>| p.as_ref().and_then(|p| p.class);
        let types = acled::types(kind, class(&parties.actor), class(&parties.target), who);
        for (at, status) in &toll.statements {
            if let MentionValue::Casualty(value) = &mut records.casualties[*at].value {
                value.status = *status;
                value.side = party::side(&parties, value.who);
            }
        }
        let weapon = weapon(parts, draft);
        let chosen = Chosen {
            weapon,
            dated: &dated,
            places: &located,
            toll: &toll,
            parties: &parties,
            speaker,
        };
        let sources = sources::sources(parts, records, draft, chosen);
        let document = parts.document;
        Event {
            event_id: self.id(draft),
            document_id: document.id.clone(),
            source: document.source.clone(),
            url: document.url.clone(),
            title: document.title.clone(),
            language: parts.pack.code.clone(),
            published: document.published,
            kind,
            conflict_related: kind != EventKind::Other,
            acled_event_type: types.map(|t| t.0.into()),
            acled_sub_event_type: types.map(|t| t.1.into()),
            weapon: weapon.and_then(|trigger| trigger.weapon),
            place_detail: None,
            casualties: toll.figures.iter().map(|f| figure(parts, f)).collect(),
            killed_groups: toll::killed_groups(parts, &toll),
            statements: statements(records, &toll),
            aggregate: draft.aggregate,
            attribution: speaker.map(|s| parts.text.words(&s.tokens).to_owned()),
            attribution_type: speaker.map(|s| s.kind),
            confidence: confidence(&flags, &dated, &places),
            rules: rules(parts, draft, &dated, &located),
            date: dated.date,
            actor: parties.actor,
            target: parties.target,
            claimed_by: parties.claimed_by,
            places,
            flags,
            evidence,
            review: Review::default(),
            sources,
        }
    }

    fn date(&mut self, draft: &Draft) -> Dated {
        let dated = dating::date(self.parts, draft, self.standing.as_ref());
        let told = draft.frames.iter().any(|f| !f.background);
        if told && short(&dated.date) {
            self.standing = Some(dated.date.clone());
        }
        dated
    }

    /// The kind of an event. A total that does not name the means goes on with those of the last.
    fn kind(&mut self, draft: &Draft) -> EventKind {
        let kind = draft.kind(self.parts);
        if !draft.aggregate {
            return kind;
        }
        match self.scene.kind {
            Some(known) if kind == EventKind::Killing => known,
            _ => *self.scene.kind.insert(kind),
        }
    }

    /// A total that does not say who goes on with who did what the last one counts.
    fn go_on(&mut self, actor: &mut Option<record::Party>) {
        match actor {
            Some(_) => self.scene.actor.clone_from(actor),
            None => actor.clone_from(&self.scene.actor),
        }
    }

    /// "A similar raid": by whoever carried out the one told before, if nobody else is named.
    fn similar(&mut self, draft: &Draft, kind: EventKind, actor: &mut Option<record::Party>) {
        let told = self.scene.did.take().filter(|(known, _)| *known == kind);
        if actor.is_none() && draft.frames.iter().any(|f| f.another) {
            *actor = told.map(|(_, actor)| actor);
        }
        self.scene.did = actor.clone().map(|actor| (kind, actor));
    }

    /// The places of an event, or where the story stands for want of any.
    fn places(&mut self, draft: &Draft, date: &EventDate) -> Vec<usize> {
        let own = locating::places(self.parts, draft);
        let scene = &mut self.scene;
        match (own.is_empty(), draft.aggregate) {
            (false, true) => scene.total.clone_from(&own),
            (false, false) => scene.incident = Some((own.clone(), date.clone())),
            (true, true) if scene.total.is_empty() => {
                return frame::country_in_focus(self.parts).into_iter().collect();
            }
            (true, true) => return scene.total.clone(),
            (true, false) => {
                let same = |(_, known): &&(_, EventDate)| known.start == date.start;
                let told = draft.frames.iter().any(|f| !f.background);
                let here = scene.incident.as_ref().filter(same).filter(|_| told);
                return here.map_or(own, |(places, _)| places.clone());
            }
        }
        own
    }

    /// The id of an event: its first trigger's words and which occurrence of them they are.
    fn id(&mut self, draft: &Draft) -> String {
        let tokens = trigger_tokens(self.parts, draft);
        let words = folded(self.parts, &tokens);
        // 1-based
        let occurrence = self.stands[&words].partition_point(|at| *at < tokens.start) + 1;
        let serial = self.serials.entry((words.clone(), occurrence)).or_insert(0);
        *serial += 1;
        id::event_id(&self.parts.document.id, &words, occurrence, *serial)
    }
}

/// Whether a date is narrow enough for the story to stand on: a month at most.
fn short(date: &EventDate) -> bool {
    date.start.zip(date.end).is_some_and(|(start, end)| (end - start).num_days() <= 31)
}

/// The first trigger of a draft, or its first count where nothing else reports it.
fn trigger_tokens(parts: &Parts<'_>, draft: &Draft) -> Tokens {
    let first = &draft.frames[0];
    let trigger = first.triggers.iter().min().map(|t| parts.triggers[*t].tokens.clone());
    let casualty = first.casualties.first().map(|c| parts.casualties[*c].tokens.clone());
    trigger.or(casualty).unwrap_or(first.tokens.clone())
}

fn folded(parts: &Parts<'_>, tokens: &Tokens) -> String {
    tokens.clone().map(|t| parts.text.folded(t)).collect::<Vec<_>>().join(" ")
}

fn places(parts: &Parts<'_>, records: &Records<'_>, located: &[usize]) -> Vec<EventPlace> {
    let place = |at: usize| {
        let (mention, told) = (&parts.places[at], &parts.places[at].told);
        let value = mention.value(parts.gazetteer);
        EventPlace {
            mention_id: records.places[at].mention_id.clone(),
            role: mention.role,
            name: value.name,
            text: records.places[at].text.clone(),
            feature: value.feature,
            latitude: value.latitude,
            longitude: value.longitude,
            precision: value.precision,
            distance_km: mention.distance_km,
            bearing: mention.bearing.map(str::to_owned),
            admin2: value.admin2,
            admin1: value.admin1,
            country: told.country.map(str::to_owned),
            country_code: value.country_code,
            gazetteer_id: value.gazetteer_id,
        }
    };
    located.iter().map(|at| place(*at)).collect()
}

fn figure(parts: &Parts<'_>, figure: &Figure) -> record::Toll {
    let casualty = &parts.casualties[figure.statement];
    let words = |tokens: &Tokens| parts.text.words(tokens).to_owned();
    record::Toll {
        effect: figure.effect,
        low: figure.low,
        best: record::Toll::best_of(figure.low, figure.high),
        high: figure.high,
        qualifier: figure.qualifier,
        who: casualty.who,
        who_text: (!casualty.noun.is_empty()).then(|| words(&casualty.noun)),
        text: words(&casualty.tokens),
    }
}

fn statements(records: &Records<'_>, toll: &Toll) -> Vec<String> {
    toll.statements.iter().map(|(at, _)| records.casualties[*at].mention_id.clone()).collect()
}

/// The trigger that tells the means.
fn weapon<'a>(parts: &Parts<'a>, draft: &Draft) -> Option<&'a Trigger> {
    let kind = draft.kind(parts);
    let telling = draft.triggers(parts).into_iter().filter(|t| t.weapon.is_some());
    let telling = telling.min_by_key(|t| (t.rank, t.anchor))?;
    (telling.kind == kind || kind == EventKind::SuicideBombing).then_some(telling)
}

/// The sentences of a draft's frames, the one with the trigger first, the story before the headline.
fn evidence(parts: &Parts<'_>, records: &Records<'_>, draft: &Draft) -> Vec<Evidence> {
    let mut seen = BTreeSet::new();
    let mut frames: Vec<_> = draft.frames.iter().collect();
    frames.sort_by_key(|f| f.headline);
    let mut evidence = Vec::new();
    for frame in frames {
        if seen.insert(frame.sentence) {
            let span = parts.text.span(&parts.text.sentences[frame.sentence]);
            let (start, end) = records.code_points(span);
            evidence.push(Evidence { start, end, text: span.slice(parts.text.raw).to_owned() });
        }
    }
    evidence
}

fn flags(
    draft: &Draft,
    dated: &Dated,
    places: &[usize],
    toll: &Toll,
    parts: &Parts<'_>,
) -> Vec<Flag> {
    let mut flags: BTreeSet<Flag> = dated.flags.iter().chain(&toll.flags).copied().collect();
    for place in places {
        flags.extend(parts.places[*place].flags.iter().copied());
    }
    let mut set = |flag: Flag, when: bool| {
        if when {
            flags.insert(flag);
        }
    };
    set(Flag::TollNotReported, not_reported(parts, draft).is_some());
    set(Flag::NoPlace, places.is_empty());
    set(Flag::TollShared, places.len() > 1 && !toll.figures.is_empty());
    set(Flag::Aggregate, draft.aggregate);
    set(Flag::VagueCount, toll.figures.iter().any(|f| f.qualifier == Qualifier::Vague));
    set(Flag::Negated, toll.figures.iter().any(|f| f.qualifier == Qualifier::Zero));
    flags.into_iter().collect()
}

/// The words that say that no toll is known.
pub(super) fn not_reported<'a>(parts: &Parts<'a>, draft: &Draft) -> Option<&'a Refused> {
    let unknown = |frame: &Frame| {
        parts.refused.iter().find(|refused| {
            refused.reason == Refusal::NotReported && frame.tokens.contains(&refused.tokens.start)
        })
    };
    draft.frames.iter().find_map(unknown)
}

/// The frame that tells the incident: the first of the story, or of the headline for want of one.
fn telling(draft: &Draft) -> &Frame {
    draft.frames.iter().min_by_key(|f| f.headline).expect("a draft has a frame")
}

/// How far to trust an event: doubts among its flags, how its date and place are known.
fn confidence(flags: &[Flag], dated: &Dated, places: &[EventPlace]) -> Confidence {
    let doubts = flags
        .iter()
        .filter(|f| !matches!(f, Flag::Aggregate | Flag::Negated | Flag::TollUpdated))
        .count();
    let exact = places.first().is_some_and(|p| p.precision == Some(PlacePrecision::Exact));
    let stated = dated.date.basis == Some(DateBasis::Stated);
    match doubts {
        0 if exact && stated => Confidence::High,
        0 | 1 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

fn rules(parts: &Parts<'_>, draft: &Draft, dated: &Dated, places: &[usize]) -> Vec<String> {
    let date = dated.mention.map(|at| parts.dates[at].rule.to_string());
    let mut rules: BTreeSet<String> = date.into_iter().collect();
    for frame in &draft.frames {
        rules.extend(frame.triggers.iter().map(|t| parts.triggers[*t].rule.clone()));
        rules.extend(frame.casualties.iter().map(|c| parts.casualties[*c].rule.clone()));
    }
    for place in places {
        rules.insert(parts.places[*place].rule(&parts.pack.code));
    }
    rules.into_iter().collect()
}
