//! Events compared: in, an annotated event and one that was read; out, how well they agree, whether
//! strictly, and in which fields.

use std::collections::BTreeSet;

use super::{FIELDS, geo, gold::Incident, words};

/// Least agreement of events that may be one.
const FOUND: f64 = 0.5;

/// What tells groups of kinds apart; kinds without a group are developments.
const GROUPS: [(&str, &[&str]); 7] = [
    ("battle", &["clash", "ambush"]),
    (
        "attack",
        &[
            "armed_attack",
            "killing",
            "shooting",
            "assassination",
            "execution",
            "torture",
            "sexual_violence",
        ],
    ),
    ("blast", &["bombing", "suicide_bombing"]),
    ("strike", &["airstrike", "drone_strike", "shelling"]),
    ("abduction", &["abduction"]),
    ("unrest", &["protest", "riot"]),
    ("arrest", &["arrest"]),
];

/// Agreement of two events that may be one.
pub(super) fn agreement(gold: &Incident, read: &Incident) -> Option<f64> {
    if contradictions(gold, read) > 1 {
        return None;
    }
    let mut sum = Sum::default();
    sum.add(1.0, dates(gold, read));
    let here = shares_a_place(gold, read) || gold.places.is_empty() && read.places.is_empty();
    sum.add(1.0, if here { 1.0 } else { 0.0 });
    for effect in ["killed", "injured", "abducted"] {
        sum.add_toll(bounds(gold, effect), bounds(read, effect));
    }
    sum.add(0.5, if same_group(&gold.kind, &read.kind) { 0.5 } else { 0.0 });
    let score = sum.of / sum.weight + tie(gold, read) / 1000.0;
    (score >= FOUND).then_some(score)
}

/// Points out of those that could be had.
#[derive(Default)]
struct Sum {
    of: f64,
    weight: f64,
}

impl Sum {
    fn add(&mut self, weight: f64, points: f64) {
        self.weight += weight;
        self.of += points;
    }

    /// A figure counts where either event has one; the low bound alone is half right.
    fn add_toll(&mut self, gold: Option<Bounds>, read: Option<Bounds>) {
        let points = match (gold, read) {
            (None, None) => return,
            (a, b) if a == b => 1.0,
            (Some(a), Some(b)) if a.0 == b.0 => 0.5,
            _ => 0.0,
        };
        self.add(1.0, points);
    }
}

fn dates(gold: &Incident, read: &Incident) -> f64 {
    match (interval(gold), interval(read)) {
        (a, b) if a == b => 1.0,
        (a, b) if known(a) && known(b) && touch(a, b) => 0.5,
        _ => 0.0,
    }
}

/// Of two alike the one that also agrees in kind, aggregate and words.
fn tie(gold: &Incident, read: &Incident) -> f64 {
    let set = |event: &'_ Incident| -> BTreeSet<String> {
        event.evidence.split_whitespace().map(str::to_owned).collect()
    };
    let (a, b) = (set(gold), set(read));
    let union = a.union(&b).count();
    let common = a.intersection(&b).count();
    let likeness = if union == 0 { 0.0 } else { common as f64 / union as f64 };
    let same = u8::from(gold.kind == read.kind) + u8::from(gold.aggregate == read.aggregate);
    f64::from(same) + likeness
}

/// How many of date, place and dead contradict outright.
fn contradictions(gold: &Incident, read: &Incident) -> u8 {
    let (a, b) = (interval(gold), interval(read));
    let times = known(a) && known(b) && !touch(a, b);
    let elsewhere =
        !gold.places.is_empty() && !read.places.is_empty() && !shares_a_place(gold, read);
    let (a, b) = (bounds(gold, "killed"), bounds(read, "killed"));
    let tolls = a.zip(b).is_some_and(|(a, b)| above(a, b) || above(b, a));
    u8::from(times) + u8::from(elsewhere) + u8::from(tolls)
}

/// Whether all that `b` allows is more than what `a` allows.
fn above(a: Bounds, b: Bounds) -> bool {
    a.1.is_some_and(|high| b.0.unwrap_or(0) > high)
}

/// Whether two events that are one agree in all that counts.
pub(super) fn strict(gold: &Incident, read: &Incident) -> bool {
    let known = |place| gold.places.iter().any(|other| geo::same(other, place));
    let first = match gold.places.is_empty() {
        true => read.places.is_empty(),
        false => read.places.first().is_some_and(known),
    };
    interval(gold) == interval(read)
        && first
        && read.places.iter().filter(|place| !known(place)).count() <= 1
        && ["killed", "injured", "abducted", "casualties"]
            .into_iter()
            .all(|effect| bounds(gold, effect) == bounds(read, effect))
        && gold.aggregate == read.aggregate
        && same_group(&gold.kind, &read.kind)
}

/// Which of [`FIELDS`] are right.
pub(super) fn fields(
    gold: &Incident,
    read: &Incident,
    articles: &[String],
) -> [bool; FIELDS.len()] {
    let nowhere = gold.places.is_empty() && read.places.is_empty();
    let known = |place| gold.places.iter().any(|other| geo::same(other, place));
    [
        interval(gold) == interval(read),
        shares_a_place(gold, read) || nowhere,
        bounds(gold, "killed") == bounds(read, "killed"),
        bounds(gold, "injured") == bounds(read, "injured"),
        same_group(&gold.kind, &read.kind),
        gold.kind == read.kind,
        gold.aggregate == read.aggregate,
        words::share(&gold.actor, &read.actor, articles),
        words::share(&gold.target, &read.target, articles),
        read.places.iter().all(known),
    ]
}

fn shares_a_place(gold: &Incident, read: &Incident) -> bool {
    gold.places.iter().any(|a| read.places.iter().any(|b| geo::same(a, b)))
}

type Bounds = (Option<i64>, Option<i64>);

/// The figure for an effect.
pub(super) fn bounds(event: &Incident, effect: &str) -> Option<Bounds> {
    let toll = event.casualties.iter().find(|toll| toll.effect == effect)?;
    Some((toll.low, toll.high))
}

type Days<'e> = (Option<&'e str>, Option<&'e str>);

fn interval(event: &Incident) -> Days<'_> {
    (event.start.as_deref(), event.end.as_deref())
}

fn known((start, end): Days<'_>) -> bool {
    start.is_some() || end.is_some()
}

/// Whether two intervals have a day in common; ISO days compare as text.
fn touch(a: Days<'_>, b: Days<'_>) -> bool {
    let first = |days: Days<'_>| days.0.unwrap_or("0000").to_owned();
    let last = |days: Days<'_>| days.1.unwrap_or("9999").to_owned();
    first(a) <= last(b) && first(b) <= last(a)
}

/// Whether two kinds may be told of one incident.
pub(crate) fn same_group(a: &str, b: &str) -> bool {
    let (a, b) = (group(a), group(b));
    // these two annotators do not reliably tell apart
    let near = |a, b| a == "battle" && b == "attack";
    a == b || near(a, b) || near(b, a)
}

fn group(kind: &str) -> &'static str {
    let group = GROUPS.iter().find(|(_, kinds)| kinds.contains(&kind));
    group.map_or("development", |(name, _)| name)
}

/// An event in short, for a list of mistakes.
pub(super) fn brief(event: &Incident) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "?".to_owned());
    let places: Vec<&str> = event.places.iter().map(|place| place.name.as_str()).collect();
    let mut said = format!("{} {}..{}", event.kind, day(&event.start), day(&event.end));
    said += &format!(" [{}]", places.join(", "));
    for toll in &event.casualties {
        said += &format!(" {}", brief_toll(&toll.effect, toll.low, toll.high));
    }
    said + if event.aggregate { " aggregate" } else { "" }
}

/// A figure in short.
pub(super) fn brief_toll(effect: &str, low: Option<i64>, high: Option<i64>) -> String {
    let bound = |bound: Option<i64>| bound.map_or("?".to_owned(), |bound| bound.to_string());
    format!("{effect} {}..{}", bound(low), bound(high))
}
