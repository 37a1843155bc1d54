//! Places of events: in, a draft and the document's places; out, the most specific places named for
//! the incident, nearest to its trigger first.

use super::{Parts, frame::Frame, merge::Draft};
use crate::{
    record::{Feature, PlaceRole},
    resolve::place::PlaceMention,
};

/// The places of a draft by index of their mention: the most specific ones, one mention each.
pub(super) fn places(parts: &Parts<'_>, draft: &Draft) -> Vec<usize> {
    if let Some(only) = draft.only_place {
        return vec![only];
    }
    let body = draft.frames.iter().filter(|f| !f.headline && !f.places.is_empty());
    let told: Vec<&Frame> = body.collect();
    let frames: Vec<&Frame> = if told.is_empty() { draft.frames.iter().collect() } else { told };
    let mut all: Vec<(usize, usize)> = Vec::new();
    for (n, frame) in frames.iter().enumerate() {
        let core = frame.core(parts);
        for place in &frame.places {
            let tokens = &parts.places[*place].tokens;
            // an earlier frame's places come first
            all.push((n * 10_000 + tokens.start.abs_diff(core).min(9_999), *place));
        }
    }
    all.sort_unstable();
    let mentions: Vec<usize> = all.into_iter().map(|(_, place)| place).collect();
    let mut kept: Vec<usize> = Vec::new();
    for &place in &mentions {
        let this = &parts.places[place];
        let told = |k: &usize| same(&parts.places[*k], this);
        let holds_another = mentions.iter().any(|o| inside(parts, &parts.places[*o], this));
        let anchor_beside = this.role == PlaceRole::Anchor
            && mentions
                .iter()
                .any(|o| parts.places[*o].role != PlaceRole::Anchor && !coarse(&parts.places[*o]));
        if !kept.iter().any(told) && !holds_another && !anchor_beside {
            kept.push(place);
        }
    }
    // a town says more than a region or country that another clause names
    if kept.iter().any(|p| !coarse(&parts.places[*p])) {
        kept.retain(|p| !coarse(&parts.places[*p]));
    }
    kept
}

/// A country or division.
fn coarse(place: &PlaceMention<'_>) -> bool {
    matches!(place.told.feature, Some(Feature::Country | Feature::Admin))
}

/// Whether two mentions mean one place.
fn same(a: &PlaceMention<'_>, b: &PlaceMention<'_>) -> bool {
    match (a.told.place, b.told.place) {
        (Some(a), Some(b)) => a == b,
        _ => a.told.name == b.told.name,
    }
}

/// Whether `inner` lies inside `outer`.
fn inside(parts: &Parts<'_>, inner: &PlaceMention<'_>, outer: &PlaceMention<'_>) -> bool {
    if same(inner, outer) {
        return false;
    }
    if let (Some(inner), Some(outer)) = (inner.told.place, outer.told.place)
        && parts.gazetteer.holds(outer, inner)
    {
        return true;
    }
    let (i, o) = (&inner.told, &outer.told);
    match o.feature {
        Some(Feature::Country) => {
            i.feature != Some(Feature::Country)
                && o.country_code.is_some()
                && i.country_code == o.country_code
        }
        Some(Feature::Admin) => !coarse(inner) && [i.admin1, i.admin2].contains(&Some(o.name)),
        // a quarter or unlocated village takes its town's coordinates
        Some(Feature::City | Feature::Town) => {
            matches!(
                i.feature,
                Some(Feature::Neighbourhood | Feature::Site | Feature::Camp | Feature::Village)
                    | None
            ) && near(i.point, o.point, 0.15)
        }
        _ => false,
    }
}

/// Whether two points are within `limit` degrees of each other both ways.
fn near(a: Option<(f64, f64)>, b: Option<(f64, f64)>, limit: f64) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a.0 - b.0).abs() <= limit && (a.1 - b.1).abs() <= limit)
}

/// Whether a frame's places, if it has any, meet the draft's.
pub(super) fn agree(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    let known = draft.frames.iter().any(|f| !f.places.is_empty());
    frame.places.is_empty() || !known || shared(parts, draft, frame)
}

/// Whether the frame names a place of the draft, or one in or around it. Where both name towns or
/// sites, the region they share is not enough.
pub(super) fn shared(parts: &Parts<'_>, draft: &Draft, frame: &Frame) -> bool {
    let old: Vec<usize> = draft.frames.iter().flat_map(|f| f.places.iter().copied()).collect();
    let (local_old, local_new) = (local(parts, &old), local(parts, &frame.places));
    if local_old.is_empty() || local_new.is_empty() {
        return meet(parts, &old, &frame.places);
    }
    meet(parts, &local_old, &local_new)
}

/// The places where something can have happened: neither regions nor anchors of a distance.
fn local(parts: &Parts<'_>, places: &[usize]) -> Vec<usize> {
    let local =
        |p: &usize| !coarse(&parts.places[*p]) && parts.places[*p].role != PlaceRole::Anchor;
    places.iter().copied().filter(local).collect()
}

/// Whether one of `a` equals, holds or lies in one of `b`.
fn meet(parts: &Parts<'_>, a: &[usize], b: &[usize]) -> bool {
    a.iter().any(|a| {
        let a = &parts.places[*a];
        b.iter()
            .map(|b| &parts.places[*b])
            .any(|b| same(a, b) || inside(parts, a, b) || inside(parts, b, a))
    })
}
