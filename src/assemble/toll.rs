//! Tolls: in, the casualty statements of a draft; out, one figure per effect, and what each
//! statement is among the others: current, repeat, rival, superseded.

use super::{
    Parts,
    frame::Frame,
    merge::{Draft, TELLING},
};
use crate::{
    recognise::casualty::Casualty,
    record::{AgeSex, Bounds, Effect, Flag, KilledGroups, Qualifier, Status, Who},
};

/// Fewest and most persons.
type Counts = (Option<u64>, Option<u64>);

/// A figure of a toll, with the statement it was taken from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// What happened.
    pub effect: Effect,
    /// Fewest.
    pub low: Option<u64>,
    /// Most.
    pub high: Option<u64>,
    /// How it was worded.
    pub qualifier: Qualifier,
    /// The statement whose words stand for it.
    pub statement: usize,
}

/// The toll of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Toll {
    /// One figure per effect, in the order of the effects.
    pub figures: Vec<Figure>,
    /// Every statement with its status, in text order.
    pub statements: Vec<(usize, Status)>,
    /// Doubts and choices.
    pub flags: Vec<Flag>,
}

/// Whether a draft has a figure that tells it apart.
pub(super) fn has(parts: &Parts<'_>, draft: &Draft) -> bool {
    draft
        .frames
        .iter()
        .any(|f| f.wholes(parts).any(|(_, c)| c.effect != Effect::Detained && c.high != Some(0)))
}

/// Whether a draft has a figure that is more than "several".
pub(super) fn counted(parts: &Parts<'_>, draft: &Draft) -> bool {
    draft.frames.iter().any(|f| {
        f.wholes(parts).any(|(_, c)| !vague((c.low, c.high), (c.low, c.high)) && c.high != Some(0))
    })
}

/// The sum of a frame's statements of one effect: disjoint groups of one incident.
fn sum(parts: &Parts<'_>, frame: &Frame, effect: Effect) -> Option<Counts> {
    let mut total: Option<Counts> = None;
    for casualty in distinct(parts, frame, effect) {
        let casualty = &parts.casualties[casualty];
        total = Some(match total {
            None => (casualty.low, casualty.high),
            Some((low, high)) => (add(low, casualty.low), add(high, casualty.high)),
        });
    }
    total
}

fn add(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    Some(a?.saturating_add(b?))
}

/// A frame's statements of one effect, without those that say the same figure again. Groups that
/// "and" joins are never the same.
fn distinct(parts: &Parts<'_>, frame: &Frame, effect: Effect) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for (at, casualty) in frame.wholes(parts).filter(|(_, c)| c.effect == effect) {
        let said = |k: &usize| {
            let known = &parts.casualties[*k];
            (known.low, known.high) == (casualty.low, casualty.high)
                && known.rule != casualty.rule
                && casualty.rule != parts.pack.casualties.joined
        };
        if !kept.iter().any(said) {
            kept.push(at);
        }
    }
    kept
}

/// Whether the frame's figures can be of the draft's incident: none lies outside its bounds, or one
/// side says that the toll has risen since.
pub(super) fn agree(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    TELLING.iter().all(|effect| {
        let Some(new) = sum(parts, frame, *effect) else { return true };
        let told = |f: &Frame| Some((sum(parts, f, *effect)?, updates(parts, f, *effect)));
        let mut known = draft.frames.iter().filter_map(told).peekable();
        let risen = updates(parts, frame, *effect);
        known.peek().is_none()
            || known.any(|(old, update)| {
                meets(old, new) || risen && old.0 <= new.0 || update && new.0 <= old.0
            })
            || counts_part(parts, frame, *effect, draft.frames.iter())
            || draft.frames.iter().any(|f| counts_part(parts, f, *effect, [frame].into_iter()))
    })
}

/// Whether one of the whole figures of `others` is a part of the frame's: "three soldiers", then "ten,
/// among them three soldiers".
fn counts_part<'f>(
    parts: &Parts<'_>,
    frame: &Frame,
    effect: Effect,
    mut others: impl Iterator<Item = &'f Frame>,
) -> bool {
    let among =
        |bounds: Counts| {
            frame.casualties.iter().map(|c| &parts.casualties[*c]).any(|c| {
                c.part && c.effect == effect && (c.low, c.high) == bounds && c.low > Some(1)
            })
        };
    others.any(|f| sum(parts, f, effect).is_some_and(among))
}

/// Whether the frame's figure stands in place of those given before.
fn updates(parts: &Parts<'_>, frame: &Frame, effect: Effect) -> bool {
    frame.wholes(parts).any(|(_, c)| c.effect == effect && c.update)
}

fn meets(a: Counts, b: Counts) -> bool {
    let (low, high) =
        (|v: (Option<u64>, _)| v.0.unwrap_or(0), |v: (_, Option<u64>)| v.1.unwrap_or(u64::MAX));
    low(a) <= high(b) && low(b) <= high(a)
}

/// Whether the frame tells a figure of the draft again.
pub(super) fn shared(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    TELLING.iter().any(|effect| {
        let Some(new) = sum(parts, frame, *effect) else { return false };
        let headline = draft.frames.iter().all(|f| f.headline);
        draft.frames.iter().filter_map(|f| sum(parts, f, *effect)).any(|old| {
            old.0 == new.0 && old.0.is_some_and(|n| n > 1)
                || old == new && (headline || same_who(parts, draft, frame, *effect))
                || meets(old, new) && vague(old, new)
        }) || counts_part(parts, frame, *effect, draft.frames.iter())
    })
}

/// Whether the frame tells the draft's toll so exactly that it can hardly be that of another incident:
/// two figures, or one of several persons.
pub(super) fn distinctive(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> Distinctive {
    let mut equal = TELLING.iter().filter_map(|effect| {
        let new = sum(parts, frame, *effect)?;
        let told = draft.frames.iter().filter_map(|f| sum(parts, f, *effect));
        let low = new.0.filter(|n| *n > 1 && !vague(new, new))?;
        told.into_iter().any(|old| old.0 == new.0 && !vague(old, old)).then_some(low)
    });
    match (equal.next(), equal.next()) {
        (Some(a), Some(b)) if a.max(b) >= MANY => Distinctive::Toll,
        (Some(n), None) if n >= MANY => Distinctive::Figure,
        _ => Distinctive::No,
    }
}

/// Persons from which on a figure is seldom that of two incidents of one story.
const MANY: u64 = 7;

/// How far a toll told again points to one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Distinctive {
    No,
    /// One figure of several persons.
    Figure,
    /// Two figures.
    Toll,
}

/// Whether both speak of civilians, or of soldiers …: one person dead is no sign of the same incident
/// by itself.
fn same_who(parts: &Parts<'_>, draft: &Draft, frame: &Frame, effect: Effect) -> bool {
    let who = |f: &Frame| f.wholes(parts).find(|(_, c)| c.effect == effect).map(|(_, c)| c.who);
    let new = who(frame).filter(|w| *w != Who::Unknown);
    new.is_some() && draft.frames.iter().any(|f| who(f) == new)
}

/// One of two figures is a bare "several" and takes in the other.
fn vague(a: Counts, b: Counts) -> bool {
    let open = |v: Counts| v.1.is_none() && v.0 == Some(3);
    open(a) || open(b)
}

/// The toll of a draft.
pub(super) fn toll(parts: &Parts<'_>, draft: &Draft) -> Toll {
    let mut toll = Toll::default();
    for effect in Effect::ALL {
        figure(parts, draft, *effect, &mut toll);
    }
    for frame in &draft.frames {
        let parts_only = frame.casualties.iter().filter(|c| parts.casualties[**c].part);
        toll.statements.extend(parts_only.map(|c| (*c, Status::Current)));
    }
    toll.statements.sort_unstable_by_key(|(at, _)| *at);
    toll
}

fn figure(parts: &Parts<'_>, draft: &Draft, effect: Effect, toll: &mut Toll) {
    let mut told: Vec<(&Frame, Counts)> = Vec::new();
    for frame in &draft.frames {
        told.extend(sum(parts, frame, effect).map(|figure| (frame, figure)));
    }
    // a whole says it better than a part of it, the story better than the headline, a count better
    // than "several"
    let part = |frame: &Frame| {
        let others = told.iter().map(|t| t.0).filter(|f| !std::ptr::eq(*f, frame));
        others.into_iter().any(|f| counts_part(parts, f, effect, [frame].into_iter()))
    };
    // "at least 15" and "15": at least
    let bold = |figure: Counts| {
        figure.0 == figure.1 && told.iter().any(|(_, f)| f.0 == figure.0 && f.1.is_none())
    };
    let telling = |(frame, figure): &(&Frame, Counts)| {
        (part(frame), frame.headline, vague(*figure, *figure), bold(*figure))
    };
    let update = told.iter().rfind(|(frame, _)| updates(parts, frame, effect));
    let Some(best) = update.or_else(|| told.iter().min_by_key(|t| telling(t))).cloned() else {
        return;
    };
    let statements = distinct(parts, best.0, effect);
    let first = statements[0];
    let summed = statements.len() > 1;
    let (low, high) = best.1;
    let wording = parts.casualties[first].qualifier;
    let qualifier = match (summed, low == high) {
        (true, true) => Qualifier::Exact,
        (true, false) if high.is_none() => Qualifier::AtLeast,
        _ => wording,
    };
    toll.figures.push(Figure { effect, low, high, qualifier, statement: first });
    if summed {
        toll.flags.push(Flag::TollSummed);
    }
    for (frame, figure) in &told {
        let status = if std::ptr::eq(*frame, best.0) {
            Status::Current
        } else if meets(*figure, best.1) || part(frame) {
            Status::Repeat
        } else if update.is_some() {
            Status::Superseded
        } else {
            Status::Rival
        };
        match status {
            Status::Rival => toll.flags.push(Flag::TollConflict),
            Status::Superseded => toll.flags.push(Flag::TollUpdated),
            _ => {}
        }
        for (at, _) in frame.wholes(parts).filter(|(_, c)| c.effect == effect) {
            let again = status == Status::Current && !statements.contains(&at);
            toll.statements.push((at, if again { Status::Repeat } else { status }));
        }
    }
}

/// How many of the dead belonged to which group, where the statements say so.
pub(super) fn killed_groups(parts: &Parts<'_>, toll: &Toll) -> KilledGroups {
    let of = |fits: &dyn Fn(&Casualty) -> bool| {
        let dead = toll.statements.iter().filter(|(_, s)| *s == Status::Current);
        let mut bounds: Option<Bounds> = None;
        for casualty in dead.map(|(at, _)| &parts.casualties[*at]) {
            if casualty.effect == Effect::Killed && fits(casualty) {
                let known = bounds.unwrap_or(Bounds { low: Some(0), high: Some(0) });
                bounds = Some(Bounds {
                    low: add(known.low, casualty.low),
                    high: add(known.high, casualty.high),
                });
            }
        }
        bounds
    };
    KilledGroups {
        civilians: of(&|c| c.who == Who::Civilians && !c.part),
        security: of(&|c| c.who == Who::Security && !c.part),
        militants: of(&|c| c.who == Who::Militants && !c.part),
        children: of(&|c| c.age_sex == AgeSex::Children),
        women: of(&|c| c.age_sex == AgeSex::Women),
    }
}
