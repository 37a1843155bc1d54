//! Merging: in, frames in text order; out, drafts: the frames that tell one incident, together.
//! Frames meet when one speaks of what was told before, or when they agree and nothing they say of
//! date, place, kind or toll contradicts.

use super::{
    Parts, dating,
    frame::Frame,
    locating,
    toll::{self, Distinctive},
};
use crate::{
    recognise::trigger::Trigger,
    record::{DateModifier, DatePrecision, Effect, EventKind},
};

/// How many sentences back "the attack" may reach.
const ANAPHORA_REACH: usize = 3;

/// How many incidents back one may be told on: more than an article tells, and a bound on the time
/// that a text of any length takes.
const INCIDENTS_REACH: usize = 64;

/// How many clauses tell one incident at most: more than any article's, and the same bound.
const MOST_TELLINGS: usize = 128;

/// How many sentences back it may reach where it comes with a place, date or toll.
const AGAIN_REACH: usize = 6;

/// The frames of one incident.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// In text order.
    pub frames: Vec<Frame>,
    /// A total over several incidents or a period.
    pub aggregate: bool,
    /// The one place this draft keeps, where one frame was told of two incidents.
    pub only_place: Option<usize>,
    /// 1-based number among the drafts of its first trigger.
    pub serial: usize,
}

impl Draft {
    fn new(parts: &Parts<'_>, frame: Frame) -> Draft {
        let aggregate = is_aggregate(parts, &frame);
        Draft { frames: vec![frame], aggregate, only_place: None, serial: 1 }
    }

    /// The most telling kind of its frames.
    pub fn kind(&self, parts: &Parts<'_>) -> EventKind {
        let ranked = |f: &Frame| f.triggers.first().map(|t| (parts.triggers[*t].rank, *t));
        let best = self.frames.iter().filter_map(ranked).min();
        best.map_or(EventKind::Killing, |(_, t)| parts.triggers[t].kind)
    }

    /// The triggers of its frames, the one that tells the kind first.
    pub fn triggers<'a>(&self, parts: &Parts<'a>) -> Vec<&'a Trigger> {
        let triggers = parts.triggers;
        let mut all: Vec<usize> = self.frames.iter().flat_map(|f| f.triggers.clone()).collect();
        all.sort_unstable_by_key(|t| (triggers[*t].rank, *t));
        all.dedup();
        all.into_iter().map(|t| &triggers[t]).collect()
    }

    fn last_sentence(&self) -> usize {
        self.frames.last().map_or(0, |f| f.sentence)
    }
}

/// Merges frames into drafts, splits what was told together, drops what is no event.
pub(super) fn merge(parts: &Parts<'_>, frames: Vec<Frame>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for frame in frames.into_iter().filter(|f| !is_campaign(parts, f)) {
        if frame.together && !frame.wholes(parts).count().eq(&0) && frame.anaphoric {
            unite_last_sentence(&mut drafts);
        }
        match home(parts, &drafts, &frame) {
            Some(at) => {
                let aggregate = is_aggregate(parts, &frame) && !frame.anaphoric;
                drafts[at].aggregate |= aggregate;
                drafts[at].frames.push(frame);
            }
            None => drafts.push(Draft::new(parts, frame)),
        }
    }
    drop_headlines(parts, &mut drafts);
    let mut out: Vec<Draft> = drafts.into_iter().flat_map(|d| split(parts, d)).collect();
    out.retain(|draft| is_event(parts, draft));
    // the story goes on from where it tells an incident, not from its headline
    out.sort_by_key(|d| d.frames.iter().map(|f| (f.headline, f.sentence, f.tokens.start)).min());
    out
}

/// Several incidents without a toll or dates of their own: a campaign, no event.
fn is_campaign(parts: &Parts<'_>, frame: &Frame) -> bool {
    frame.several && frame.wholes(parts).next().is_none() && !is_aggregate(parts, frame)
}

/// A headline without a figure of its own tells what the story tells: it makes no event beside one
/// of its kind.
fn drop_headlines(parts: &Parts<'_>, drafts: &mut Vec<Draft>) {
    let bare = |d: &Draft| d.frames.iter().all(|f| f.headline) && !toll::counted(parts, d);
    let told = |at: usize| {
        let headline = &drafts[at].frames[0];
        let agrees =
            |d: &Draft| kinds_agree(parts, d, headline) && locating::agree(parts, d, headline);
        drafts[at + 1..].iter().any(|d| !bare(d) && agrees(d))
    };
    let gone: Vec<bool> = (0..drafts.len()).map(|at| bare(&drafts[at]) && told(at)).collect();
    let mut at = 0;
    drafts.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}

/// The drafts of the last sentence that made any become one.
fn unite_last_sentence(drafts: &mut Vec<Draft>) {
    let Some(last) = drafts.last().map(Draft::last_sentence) else { return };
    let from = drafts.iter().rposition(|d| d.last_sentence() != last).map_or(0, |at| at + 1);
    let rest: Vec<Frame> = drafts.drain(from + 1..).flat_map(|d| d.frames).collect();
    drafts[from].frames.extend(rest);
}

/// The draft that `frame` tells more of.
fn home(parts: &Parts<'_>, drafts: &[Draft], frame: &Frame) -> Option<usize> {
    if frame.another && !frame.anaphoric {
        return None;
    }
    if frame.anaphoric && !frame.background {
        let plural = |d: &Draft| !frame.several || d.frames.iter().any(|f| f.twice || f.several);
        let last = drafts
            .iter()
            .rposition(|d| near(d, frame, ANAPHORA_REACH) && plural(d) && agree(parts, d, frame));
        if last.is_some() {
            return last;
        }
    }
    let first = drafts.len().saturating_sub(INCIDENTS_REACH);
    let same = (first..drafts.len()).rev().find(|at| same_incident(parts, &drafts[*at], frame));
    same.or_else(|| {
        let again = |d: &Draft| told_again(frame) && near(d, frame, AGAIN_REACH);
        drafts.iter().rposition(|d| again(d) && agree(parts, d, frame))
    })
}

/// Whether a frame's triggers have the article: "the explosion", told before, may now get a place or
/// a toll.
fn told_again(frame: &Frame) -> bool {
    frame.definite && !frame.background && !frame.several
}

fn near(draft: &Draft, frame: &Frame, reach: usize) -> bool {
    draft.last_sentence() + reach >= frame.sentence
}

/// Whether nothing in `frame` contradicts `draft`.
fn agree(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    draft.frames.len() < MOST_TELLINGS
        && kinds_agree(parts, draft, frame)
        && dating::agree(parts, draft, frame)
        && locating::agree(parts, draft, frame)
        && toll::agree(parts, draft, frame)
        && (draft.aggregate == is_aggregate(parts, frame) || frame.anaphoric)
}

/// Whether `frame` agrees with `draft` and shares enough with it to be the same incident.
fn same_incident(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    if told_with_its_toll(parts, draft, frame) {
        return true;
    }
    if !agree(parts, draft, frame) {
        return false;
    }
    if toll::shared(parts, draft, frame) {
        return true;
    }
    let same_kind = frame.kind(parts) == Some(draft.kind(parts));
    let unplaced = draft.frames.iter().all(|f| f.places.is_empty());
    // the sentence after says where
    let goes_on = unplaced && frame.dates.is_empty() && near(draft, frame, 1);
    let bare = |f: &Frame| f.places.is_empty() && f.dates.is_empty();
    let open = goes_on
        || draft.frames.iter().all(|f| f.headline)
        || draft.frames.iter().all(bare) && near(draft, frame, AGAIN_REACH);
    let place = locating::shared(parts, draft, frame);
    let uncounted = frame.wholes(parts).next().is_none();
    same_kind && (open || place && (uncounted || !toll::has(parts, draft)))
}

/// Whether the same toll shows that both tell one incident, though the words for it, the place or the
/// day they give differ.
fn told_with_its_toll(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    let violent = |kind: EventKind| group(kind) <= 3;
    let open = draft.frames.len() < MOST_TELLINGS;
    if !open || !violent(draft.kind(parts)) || !frame.kind(parts).is_none_or(violent) {
        return false;
    }
    let whole =
        draft.aggregate == is_aggregate(parts, frame) || draft.frames.iter().all(|f| f.headline);
    match toll::distinctive(parts, draft, frame) {
        Distinctive::No => false,
        Distinctive::Figure => {
            whole && dating::agree(parts, draft, frame) && toll::agree(parts, draft, frame)
        }
        Distinctive::Toll => whole && toll::agree(parts, draft, frame),
    }
}

/// Groups of kinds that two readers do not tell apart reliably.
fn group(kind: EventKind) -> u8 {
    use EventKind::*;
    match kind {
        Clash | Ambush | ArmedAttack | Shooting | Assassination | Execution | Killing | Torture
        | SexualViolence => 0,
        Bombing | SuicideBombing => 1,
        Airstrike | DroneStrike => 2,
        Shelling => 3,
        Abduction => 4,
        Protest | Riot => 5,
        Arrest => 6,
        Other => 7,
        Seizure => 8,
        Coup => 9,
        Withdrawal => 10,
        Agreement => 11,
        Looting => 12,
    }
}

/// Whether the kinds can be of one incident: equal groups, or one side does not say the means.
fn kinds_agree(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    let Some(kind) = frame.kind(parts) else { return true };
    let (a, b) = (draft.kind(parts), kind);
    let vague = |k: EventKind| matches!(k, EventKind::Killing | EventKind::ArmedAttack);
    let violent = |k: EventKind| group(k) <= 3 || k == EventKind::Other;
    group(a) == group(b) || (vague(a) && violent(b)) || (vague(b) && violent(a))
}

/// Whether a frame totals several incidents or a period.
fn is_aggregate(parts: &Parts<'_>, frame: &Frame) -> bool {
    let rules = &parts.pack.events;
    let counted = frame.wholes(parts).next().is_some();
    let dates = || frame.dates.iter().map(|d| &parts.dates[*d]);
    let since = counted && dating::since(parts, frame).is_some();
    let vague = counted && dates().all(|d| d.value.modifier == Some(DateModifier::Vague));
    let years = dates().filter(|d| d.value.precision == DatePrecision::Year).count() > 1;
    let across = dates().any(|d| {
        let before = d.tokens.start.saturating_sub(2)..d.tokens.start;
        let long = match d.value.precision {
            DatePrecision::Day => false,
            DatePrecision::Range => true,
            _ => counted,
        };
        long && before.into_iter().any(|t| parts.matcher.is(t, &rules.across))
    });
    let period = || dates().any(|d| long(d.value.precision));
    counted && frame.many && period()
        || since
        || vague && !frame.dates.is_empty()
        || frame.several && (counted || years)
        || across
}

/// A month or more.
fn long(precision: DatePrecision) -> bool {
    use DatePrecision::{Century, Decade, Month, Quarter, Season, Year};
    matches!(precision, Month | Season | Quarter | Year | Decade | Century)
}

/// A clause told of two incidents without one toll gives one draft for each place.
fn split(parts: &Parts<'_>, draft: Draft) -> Vec<Draft> {
    let places = locating::places(parts, &draft);
    let twice = draft.frames.iter().any(|f| f.twice);
    let apart = twice && places.len() > 1 && !toll::has(parts, &draft);
    if !apart {
        return vec![draft];
    }
    let one = |(n, place): (usize, usize)| Draft {
        only_place: Some(place),
        serial: n + 1,
        ..draft.clone()
    };
    places.into_iter().enumerate().map(one).collect()
}

/// Whether a draft is an event by the codebook: campaigns without a toll are none, and strategic
/// developments need a date or place of their own.
fn is_event(parts: &Parts<'_>, draft: &Draft) -> bool {
    use EventKind::*;
    let toll = toll::has(parts, draft);
    let dated = draft.frames.iter().any(|f| !f.dates.is_empty());
    let placed = !locating::places(parts, draft).is_empty();
    let ongoing = draft.frames.iter().all(|f| {
        f.dates.iter().any(|d| {
            matches!(
                parts.dates[*d].value.modifier,
                Some(DateModifier::Since | DateModifier::Vague)
            )
        })
    });
    let several = draft.frames.iter().all(|f| f.several);
    let habitual = draft.frames.iter().all(|f| f.habitual);
    match draft.kind(parts) {
        Arrest | Coup | Withdrawal | Agreement | Looting | Seizure => dated && placed,
        Other => toll,
        Killing => toll,
        _ if toll => true,
        _ if draft.aggregate => dated && placed && !ongoing,
        _ => !several && !ongoing && !habitual && (dated || placed),
    }
}

/// Effects whose figures tell incidents apart.
pub(super) const TELLING: [Effect; 4] =
    [Effect::Killed, Effect::Injured, Effect::Abducted, Effect::Casualties];
