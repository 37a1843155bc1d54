//! UCDP GED: in, an incident with at least one death; out, its row. Sides are told apart where the
//! classes of the parties tell the type of violence; ids of conflicts, dyads and actors are not.

use chrono::Datelike;

use super::{Columns, admin1, admin2, column, days, is_division, killed, place, span, uncoded};
use crate::record::{Bounds, Event, EventPlace, Party, PartyClass, PlacePrecision, Toll, Who};

/// UCDP counts deaths in conflicts: without one there is no row.
pub(super) fn takes(event: &Event) -> bool {
    event.conflict_related && killed(event).is_some_and(|toll| toll.high != Some(0))
}

pub(super) fn columns() -> Columns {
    vec![
        column("id", |e| (&e.event_id).into()),
        uncoded("relid"),
        column("year", |e| year(e).into()),
        uncoded("active_year"),
        uncoded("code_status"),
        column("type_of_violence", |e| sides(e).map(|sides| sides.violence).into()),
        uncoded("conflict_dset_id"),
        uncoded("conflict_new_id"),
        uncoded("conflict_name"),
        uncoded("dyad_dset_id"),
        uncoded("dyad_new_id"),
        uncoded("dyad_name"),
        uncoded("side_a_dset_id"),
        uncoded("side_a_new_id"),
        column("side_a", |e| sides(e).map(|sides| &sides.a.name).into()),
        uncoded("side_b_dset_id"),
        uncoded("side_b_new_id"),
        column("side_b", |e| sides(e).map(|sides| &sides.b.name).into()),
        column("number_of_sources", |_| 1_u64.into()),
        column("source_article", |e| (&e.url).into()),
        column("source_office", |e| (&e.source).into()),
        column("source_date", |e| e.published.into()),
        column("source_headline", |e| (&e.title).into()),
        column("source_original", |e| (&e.attribution).into()),
        column("where_prec", |e| place(e).and_then(where_prec).into()),
        column("where_coordinates", |e| place(e).map(|p| &p.name).into()),
        column("where_description", |e| place(e).map(|p| &p.text).into()),
        column("adm_1", |e| place(e).and_then(admin1).into()),
        column("adm_2", |e| place(e).and_then(admin2).into()),
        column("latitude", |e| place(e).and_then(|p| p.latitude).into()),
        column("longitude", |e| place(e).and_then(|p| p.longitude).into()),
        column("geom_wkt", |e| place(e).and_then(point).into()),
        uncoded("priogrid_gid"),
        column("country", |e| place(e).and_then(|p| p.country.as_deref()).into()),
        uncoded("country_id"),
        uncoded("region"),
        uncoded("event_clarity"),
        column("date_prec", |e| date_prec(e).into()),
        column("date_start", |e| e.date.start.into()),
        column("date_end", |e| e.date.end.into()),
        column("deaths_a", |e| Deaths::of(e).a.into()),
        column("deaths_b", |e| Deaths::of(e).b.into()),
        column("deaths_civilians", |e| Deaths::of(e).civilians.into()),
        column("deaths_unknown", |e| Deaths::of(e).unknown.into()),
        column("best", |e| killed(e).and_then(|toll| toll.best).into()),
        column("high", |e| killed(e).and_then(|toll| toll.high).into()),
        column("low", |e| killed(e).and_then(|toll| toll.low).into()),
        uncoded("gwnoa"),
        uncoded("gwnob"),
    ]
}

/// The year the event began in.
fn year(event: &Event) -> Option<String> {
    days(event).map(|(start, _)| start.year().to_string())
}

/// 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 up to a year.
fn date_prec(event: &Event) -> Option<u64> {
    Some(match span(event)?.0 {
        1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        32..=366 => 5,
        _ => return None,
    })
}

/// 1 the place itself, 2 within 25 km, 3 a second-level division, 4 a first-level one, 5 along a
/// line, 6 a country. Farther than 25 km from a place has no code.
fn where_prec(place: &EventPlace) -> Option<u64> {
    Some(match place.precision? {
        PlacePrecision::Country => 6,
        _ if is_division(place) => {
            if place.admin1.is_some() {
                3
            } else {
                4
            }
        }
        PlacePrecision::Exact => 1,
        PlacePrecision::Near | PlacePrecision::Parent => 2,
        PlacePrecision::Between => 5,
        PlacePrecision::Offset | PlacePrecision::Admin => return None,
    })
}

/// Well-known text.
fn point(place: &EventPlace) -> Option<String> {
    let [east, north] = [place.longitude?, place.latitude?].map(crate::record::round5);
    Some(format!("POINT ({east} {north})"))
}

/// Type of violence, and who stands on which side.
struct Sides<'e> {
    /// 1 state-based, 2 non-state, 3 one-sided.
    violence: u64,
    a: &'e Party,
    b: &'e Party,
}

/// A state stands on side A, civilians on side B.
fn sides(event: &Event) -> Option<Sides<'_>> {
    let (actor, target) = (event.actor.as_ref()?, event.target.as_ref()?);
    let (violence, a, b) = match (kind(actor)?, kind(target)?) {
        (Kind::Civilians, _) => return None,
        (_, Kind::Civilians) => (3, actor, target),
        (Kind::State, _) => (1, actor, target),
        (Kind::Group, Kind::State) => (1, target, actor),
        (Kind::Group, Kind::Group) => (2, actor, target),
    };
    Some(Sides { violence, a, b })
}

/// What UCDP takes a party for.
#[derive(PartialEq)]
enum Kind {
    State,
    Group,
    Civilians,
}

fn kind(party: &Party) -> Option<Kind> {
    Some(match party.class? {
        PartyClass::StateForces | PartyClass::Police | PartyClass::ForeignForces => Kind::State,
        PartyClass::ArmedGroup | PartyClass::Militia => Kind::Group,
        PartyClass::Civilians | PartyClass::Protesters => Kind::Civilians,
        PartyClass::Other => return None,
    })
}

/// The dead by side, as far as the text tells them apart.
#[derive(Default)]
struct Deaths {
    a: Option<u64>,
    b: Option<u64>,
    civilians: Option<u64>,
    unknown: Option<u64>,
}

impl Deaths {
    fn of(event: &Event) -> Deaths {
        let Some(toll) = killed(event) else { return Deaths::default() };
        let groups = &event.killed_groups;
        let mut deaths = Deaths {
            civilians: figure(toll, groups.civilians, Who::Civilians),
            ..Deaths::default()
        };
        // soldiers and fighters are of different sides only where a state fights a group
        if sides(event).is_some_and(|s| s.violence == 1 && kind(s.b) == Some(Kind::Group)) {
            deaths.a = figure(toll, groups.security, Who::Security);
            deaths.b = figure(toll, groups.militants, Who::Militants);
        }
        let told_apart = [groups.civilians, groups.security, groups.militants];
        if toll.who == Who::Unknown && told_apart.iter().all(Option::is_none) {
            deaths.unknown = toll.best;
        }
        deaths
    }
}

/// One number for a group of the dead: its own, or the toll where all of it is theirs.
fn figure(toll: &Toll, group: Option<Bounds>, who: Who) -> Option<u64> {
    let own = group.filter(|bounds| bounds.low == bounds.high).and_then(|bounds| bounds.low);
    own.or(toll.best.filter(|_| toll.who == who))
}
