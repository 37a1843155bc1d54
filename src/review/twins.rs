//! Likely duplicates: in, events; out, groups of those that may tell of one incident: the same group
//! of kinds, a day apart at most and 30 km at most.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::{
    record::Event,
    score::{event::same_group, geo::km},
};

/// Days between the ends of one and the start of the other.
const DAYS: u64 = 1;
/// Kilometres between their places.
const KM: f64 = 30.0;
/// Days that a date may span: of incidents told by the month any two would be twins.
const SPAN: i64 = 7;

/// What is compared of an event.
struct Seen<'e> {
    id: &'e str,
    kind: &'static str,
    start: NaiveDate,
    end: NaiveDate,
    point: (f64, f64),
}

/// Groups of events that may tell of one incident.
#[derive(Debug, Default)]
pub struct Twins {
    groups: Vec<Vec<String>>,
    /// The group of an event.
    of: BTreeMap<String, usize>,
}

impl Twins {
    /// Ids of the group of an event, its own among them; none where it is alone.
    pub fn group(&self, id: &str) -> &[String] {
        self.of.get(id).map_or(&[], |at| &self.groups[*at])
    }
}

/// The groups of two or more, each in the order of the events.
pub fn twins<'e>(events: impl Iterator<Item = &'e Event>) -> Twins {
    let seen: Vec<Seen<'_>> = events.filter_map(seen).collect();
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by_key(|at| seen[*at].start);
    let mut sets = Sets((0..seen.len()).collect());
    for (place, a) in order.iter().enumerate() {
        // a date spans a week at most, so that the search may end
        let last = seen[*a].end.checked_add_days(Days::new(DAYS)).unwrap_or(NaiveDate::MAX);
        for b in order[place + 1..].iter().take_while(|b| seen[**b].start <= last) {
            let (one, other) = (&seen[*a], &seen[*b]);
            let joined = sets.root(*a) == sets.root(*b);
            if !joined && same_group(one.kind, other.kind) && km(one.point, other.point) <= KM {
                sets.join(*a, *b);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..seen.len() {
        groups.entry(sets.root(at)).or_default().push(at);
    }
    let mut twins = Twins::default();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let ids: Vec<String> = group.iter().map(|at| seen[*at].id.to_owned()).collect();
        let at = twins.groups.len();
        twins.of.extend(ids.iter().map(|id| (id.clone(), at)));
        twins.groups.push(ids);
    }
    twins
}

fn seen(event: &Event) -> Option<Seen<'_>> {
    let (start, end) = event.date.start.zip(event.date.end)?;
    let place = event.places.first()?;
    let point = place.latitude.zip(place.longitude)?;
    let short = (end - start).num_days() < SPAN;
    (short && !event.aggregate).then(|| Seen {
        id: &event.event_id,
        kind: event.kind.as_str(),
        start,
        end,
        point,
    })
}

/// Sets that are joined, each known by its lowest member.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
