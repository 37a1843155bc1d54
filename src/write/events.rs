//! events.csv and aggregates.csv: in, an [`Event`]; out, its row: the event flattened to its first
//! place and one set of columns per effect.

use super::table::{Cell, Column, Kind, Row, Table, flags, high, list, low, term, terms};
use crate::record::{
    ActorBasis, AttributionType, Bounds, Confidence, DateBasis, DateModifier, DatePrecision,
    Effect, Event, EventKind, EventPlace, Flag, KilledGroups, PartyClass, PlacePrecision,
    Qualifier, Toll, Weapon,
};

/// The analysts' table.
pub const EVENTS: Table = Table {
    name: "events",
    description: "Incidents, one per row; no totals over several incidents, so it is safe to sum.",
    key: &["event_id"],
    foreign: &[("document_id", "documents")],
};

/// Totals, apart from the incidents they may contain.
pub const AGGREGATES: Table = Table {
    name: "aggregates",
    description: "Totals over several incidents or a period; never add them to the incidents.",
    key: &["event_id"],
    foreign: &[("document_id", "documents")],
};

/// What a reviewer may put into review_status.
const REVIEW: [&str; 7] =
    ["accepted", "corrected", "rejected", "unsure", "duplicate", "added", "stale"];

type Col = Column<Event>;
type Columns = Vec<Col>;

impl Row for Event {
    fn columns() -> Columns {
        let mut columns = document();
        columns.extend(what());
        columns.extend(when());
        columns.extend(place());
        columns.extend(parties());
        columns.extend(toll_in_full(Effect::Killed, KILLED));
        columns.extend(toll_in_full(Effect::Injured, INJURED));
        columns.extend(tolls());
        columns.extend(groups());
        columns.extend(provenance());
        columns
    }
}

fn document() -> Columns {
    use Kind::{Day, Text};
    vec![
        Col::new("event_id", Text, "Stable id, ev_…", |e| (&e.event_id).into()).required(),
        Col::new("document_id", Text, "Document it was read in", |e| (&e.document_id).into())
            .required(),
        Col::new("source", Text, "Publisher of the document", |e| (&e.source).into()),
        Col::new("url", Text, "Address of the document", |e| (&e.url).into()),
        Col::new("title", Text, "Title given beside the body", |e| (&e.title).into()),
        Col::new("language", Text, "ISO 639-1 code of the rules used", |e| (&e.language).into())
            .required(),
        Col::new("published", Day, "Publication day of the document", |e| e.published.into()),
    ]
}

fn what() -> Columns {
    use Kind::{Bool, Text};
    vec![
        Col::new("conflict_related", Bool, "false for accidents and disasters", |e| {
            e.conflict_related.into()
        })
        .required(),
        Col::new("event_kind", term(EventKind::NAMES), "Kind of incident", |e| {
            e.kind.as_str().into()
        })
        .required(),
        Col::new("acled_event_type", Text, "Event type of the ACLED codebook", |e| {
            e.acled_event_type.as_deref().into()
        }),
        Col::new("acled_sub_event_type", Text, "Sub-event type of the ACLED codebook", |e| {
            e.acled_sub_event_type.as_deref().into()
        }),
        Col::new("weapon", term(Weapon::NAMES), "Means, where the text names them", |e| {
            e.weapon.map(Weapon::as_str).into()
        }),
    ]
}

fn when() -> Columns {
    use Kind::{Day, Text};
    vec![
        Col::new("date_start", Day, "First day it may have happened", |e| e.date.start.into()),
        Col::new("date_end", Day, "Last day it may have happened", |e| e.date.end.into()),
        Col::new("date_precision", term(DatePrecision::NAMES), "Unit the date is known to", |e| {
            e.date.precision.map(DatePrecision::as_str).into()
        }),
        Col::new("date_basis", term(DateBasis::NAMES), "What the date rests on", |e| {
            e.date.basis.map(DateBasis::as_str).into()
        }),
        Col::new("date_modifier", term(DateModifier::NAMES), "What bends the date", |e| {
            e.date.modifier.map(DateModifier::as_str).into()
        }),
        Col::new("date_edtf", Text, "ISO 8601-2 (EDTF) form", |e| (&e.date.edtf).into()),
        Col::new("date_text", Text, "The date as written", |e| (&e.date.text).into()),
    ]
}

/// A column about the event's first place.
fn of_place(
    name: &'static str,
    kind: Kind,
    description: &'static str,
    get: impl for<'r> Fn(&'r EventPlace) -> Cell<'r> + Send + Sync + 'static,
) -> Column<Event> {
    Col::new(name, kind, description, move |e: &Event| e.places.first().map_or(Cell::Empty, &get))
}

fn place() -> Columns {
    use Kind::{Real, Text};
    vec![
        of_place("place_name", Text, "English main name of the most specific place", |p| {
            (&p.name).into()
        }),
        of_place("place_text", Text, "That place as written", |p| (&p.text).into()),
        Col::new("place_detail", Text, "Street, distance, bearing, as written", |e: &Event| {
            (&e.place_detail).into()
        }),
        of_place("latitude", Real(-90.0, 90.0), "Degrees north, WGS 84", |p| p.latitude.into()),
        of_place("longitude", Real(-180.0, 180.0), "Degrees east, WGS 84", |p| p.longitude.into()),
        of_place(
            "place_precision",
            term(PlacePrecision::NAMES),
            "How near the coordinates are to the place meant",
            |p| p.precision.map(PlacePrecision::as_str).into(),
        ),
        of_place("admin2", Text, "Second-level division", |p| (&p.admin2).into()),
        of_place("admin1", Text, "First-level division", |p| (&p.admin1).into()),
        of_place("country", Text, "English name of the country", |p| (&p.country).into()),
        of_place("country_code", Text, "ISO 3166-1 alpha-2", |p| (&p.country_code).into()),
        of_place("gazetteer_id", Text, "Row of the gazetteer", |p| (&p.gazetteer_id).into()),
        Col::new("other_places", Kind::List, "Names of its further places", |e: &Event| {
            list(e.places.iter().skip(1).map(|place| &place.name))
        }),
    ]
}

fn parties() -> Columns {
    use Kind::Text;
    let class = || term(PartyClass::NAMES);
    vec![
        Col::new("actor", Text, "Who did it", |e| e.actor.as_ref().map(|p| &p.name).into()),
        Col::new("actor_class", class(), "What sort of party that is", |e| {
            e.actor.as_ref().and_then(|p| p.class).map(PartyClass::as_str).into()
        }),
        Col::new("actor_basis", term(ActorBasis::NAMES), "On whose word", |e| {
            e.actor.as_ref().and_then(|p| p.basis).map(ActorBasis::as_str).into()
        }),
        Col::new("target", Text, "Who or what was hit", |e| {
            e.target.as_ref().map(|p| &p.name).into()
        }),
        Col::new("target_class", class(), "What sort of party that is", |e| {
            e.target.as_ref().and_then(|p| p.class).map(PartyClass::as_str).into()
        }),
        Col::new("claimed_by", Text, "Who claimed it", |e| (&e.claimed_by).into()),
    ]
}

/// A column about the event's figure for `effect`.
fn of_toll(
    name: &'static str,
    kind: Kind,
    description: &'static str,
    effect: Effect,
    get: impl for<'r> Fn(&'r Toll) -> Cell<'r> + Send + Sync + 'static,
) -> Column<Event> {
    Col::new(name, kind, description, move |e: &Event| {
        e.casualties.iter().find(|toll| toll.effect == effect).map_or(Cell::Empty, &get)
    })
}

const KILLED: [&str; 5] =
    ["killed_low", "killed_best", "killed_high", "killed_qualifier", "killed_text"];
const INJURED: [&str; 5] =
    ["injured_low", "injured_best", "injured_high", "injured_qualifier", "injured_text"];

fn toll_in_full(effect: Effect, names: [&'static str; 5]) -> Columns {
    use Kind::{Text, Whole};
    let [low, best, high, qualifier, text] = names;
    vec![
        of_toll(low, Whole, "Fewest the words allow; empty: unbounded or not told", effect, |t| {
            t.low.into()
        }),
        of_toll(best, Whole, "One number by the count profile of run.json", effect, |t| {
            t.best.into()
        }),
        of_toll(high, Whole, "Most the words allow; empty: unbounded or not told", effect, |t| {
            t.high.into()
        }),
        of_toll(qualifier, term(Qualifier::NAMES), "How it was worded", effect, |t| {
            t.qualifier.as_str().into()
        }),
        of_toll(text, Text, "The words", effect, |t| (&t.text).into()),
    ]
}

fn tolls() -> Columns {
    let pair = |effect, low, high| {
        [
            of_toll(low, Kind::Whole, "Fewest the words allow", effect, |t| t.low.into()),
            of_toll(high, Kind::Whole, "Most the words allow", effect, |t| t.high.into()),
        ]
    };
    [
        pair(Effect::Abducted, "abducted_low", "abducted_high"),
        pair(Effect::Missing, "missing_low", "missing_high"),
        pair(Effect::Detained, "detained_low", "detained_high"),
        pair(Effect::Displaced, "displaced_low", "displaced_high"),
        pair(Effect::Casualties, "casualties_low", "casualties_high"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn groups() -> Columns {
    type Group = fn(&KilledGroups) -> Option<Bounds>;
    let pair = |names: [&'static str; 2], of: Group| {
        [
            Col::new(names[0], Kind::Whole, "Of the dead, fewest of this group", move |e| {
                low(of(&e.killed_groups)).into()
            }),
            Col::new(names[1], Kind::Whole, "Of the dead, most of this group", move |e| {
                high(of(&e.killed_groups)).into()
            }),
        ]
    };
    [
        pair(["killed_civilians_low", "killed_civilians_high"], |g| g.civilians),
        pair(["killed_security_low", "killed_security_high"], |g| g.security),
        pair(["killed_militants_low", "killed_militants_high"], |g| g.militants),
        pair(["killed_children_low", "killed_children_high"], |g| g.children),
        pair(["killed_women_low", "killed_women_high"], |g| g.women),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn provenance() -> Columns {
    use Kind::{List, Text, Whole};
    vec![
        Col::new("attribution", Text, "Who says so, as written", |e| (&e.attribution).into()),
        Col::new("attribution_type", term(AttributionType::NAMES), "Sort of speaker", |e| {
            e.attribution_type.map(AttributionType::as_str).into()
        }),
        Col::new("confidence", term(Confidence::NAMES), "How far to trust the row", |e| {
            e.confidence.as_str().into()
        })
        .required(),
        Col::new("flags", terms(Flag::NAMES), "Doubts and choices", |e| flags(&e.flags)),
        Col::new("evidence", Text, "The sentence it was read from", |e| {
            e.evidence.first().map(|sentence| &sentence.text).into()
        }),
        Col::new("evidence_start", Whole, "First code point of the sentence in the body", |e| {
            e.evidence.first().map(|sentence| sentence.start).into()
        }),
        Col::new("evidence_end", Whole, "One past its last code point", |e| {
            e.evidence.first().map(|sentence| sentence.end).into()
        }),
        Col::new("rules", List, "Rules that made the row", |e| list(&e.rules)),
        Col::new("review_status", term(&REVIEW), "Decision of a reviewer", |e| {
            (&e.review.status).into()
        }),
        Col::new("review_note", Text, "Note of a reviewer", |e| (&e.review.note).into()),
    ]
}
