//! Dates: in, time expressions in text order and the publication day; out, intervals of Gregorian
//! days, each reckoned from nothing (absolute), the publication day, or the date the narrative
//! stands on.
//!
//! ```text
//! calendar   intervals of days: months, weeks, seasons, thirds
//! year       which year a day or month without one falls in
//! reference  the day that stands for the publication day where there is none
//! edtf       what is known of a date, written out
//! ```

mod calendar;
pub mod edtf;
mod reference;
mod value;
mod year;

use chrono::{Datelike, NaiveDate};

use crate::{
    normalise::Tokens,
    recognise::date::{Anchor, DateExpression, Time, Year},
    record::{DateAnchor, DateBasis, DateModifier, DateValue, Flag},
};
use calendar::Interval;
use value::Reckoner;

/// A time expression with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Tokens it covers.
    pub tokens: Tokens,
    /// What it means.
    pub value: DateValue,
    /// Rule that recognised it.
    pub rule: String,
    /// Doubts.
    pub flags: Vec<Flag>,
}

/// The values of a document's time expressions, in text order, and the flags that concern the
/// whole document (`published_doubtful`).
pub fn resolve(
    language: &str,
    expressions: &[DateExpression],
    published: Option<NaiveDate>,
) -> (Vec<DateMention>, Vec<Flag>) {
    let reference = published.or_else(|| reference::reference(expressions));
    let mut reckoner = Reckoner { published, reference, story: None, ahead: None, future: false };
    let mut doubtful = false;
    let mut mentions = Vec::new();
    for (at, expression) in expressions.iter().enumerate() {
        reckoner.future = expression.future;
        reckoner.ahead = ahead(&reckoner, &expressions[at..]);
        if counts_from_nothing(&expression.time, reckoner.ahead) {
            continue;
        }
        let mention = mention(&mut reckoner, expression, language);
        doubtful |= contradicts(expression, &mention, published);
        mentions.push(mention);
    }
    let flags = if doubtful { vec![Flag::PublishedDoubtful] } else { Vec::new() };
    (mentions, flags)
}

/// How far behind an expression, in tokens, the day it counts from may stand in a sentence that a
/// line break cut in two.
const NEAR: usize = 6;

/// The day that the sentence names next behind the first of `expressions`.
fn ahead(reckoner: &Reckoner, expressions: &[DateExpression]) -> Option<Interval> {
    let (first, next) = (expressions.first()?, expressions.get(1)?);
    let mut reckoner = *reckoner;
    let near = next.tokens.start <= first.tokens.end + NEAR;
    let same = first.sentence == next.sentence || near;
    let interval = same.then(|| reckoner.interval(&next.time)).flatten()?;
    (interval.days() == 1).then_some(interval)
}

/// "A week after the fighting" where the sentence does not say when that was: a duration.
fn counts_from_nothing(time: &Time, ahead: Option<Interval>) -> bool {
    matches!(time, Time::Later(_, _, Anchor::Ahead)) && ahead.is_none()
}

fn mention(reckoner: &mut Reckoner, expression: &DateExpression, language: &str) -> DateMention {
    let interval = reckoner.interval(&expression.time).filter(|i| i.is_writable());
    let mut flags = Vec::new();
    let stated = is_stated(&expression.time);
    let undated = reckoner.published.is_none() && interval.is_some() && !stated;
    if undated {
        flags.push(Flag::YearImplied);
    }
    let weekday = reckoner.weekday_differs(&expression.time, interval);
    if expression.conflict || weekday {
        flags.push(Flag::DateConflict);
    }
    // what everybody knows the day of is told as background
    let background = matches!(expression.time, Time::Day { year: Year::Known(_), .. });
    if interval.is_some_and(Interval::closed) && !background {
        reckoner.story = interval.filter(|i| i.days() <= MOST_STORY_DAYS).or(reckoner.story);
    }
    let interval = interval.unwrap_or_default();
    let value = DateValue {
        date_start: interval.start,
        date_end: interval.end,
        precision: value::precision(&expression.time),
        modifier: modifier(expression),
        basis: if stated { DateBasis::Stated } else { DateBasis::Implied },
        anchor: anchor(&expression.time),
        edtf: edtf::edtf(&expression.time, interval),
    };
    let rule = format!("{language}.{}", expression.rule);
    DateMention { tokens: expression.tokens.clone(), value, rule, flags }
}

/// A story stands on a date of at most so many days: "the same month", not "that century".
const MOST_STORY_DAYS: i64 = 31;

fn modifier(expression: &DateExpression) -> Option<DateModifier> {
    use crate::recognise::date::Third;
    expression.modifier.or(match &expression.time {
        Time::Third(Third::Early, _) => Some(DateModifier::Early),
        Time::Third(Third::Mid, _) => Some(DateModifier::Mid),
        Time::Third(Third::Late, _) => Some(DateModifier::Late),
        Time::Span { count: None, .. } => Some(DateModifier::Vague),
        _ => None,
    })
}

/// Whether nothing but the words of the expression was needed.
fn is_stated(time: &Time) -> bool {
    match time {
        Time::Day { year, .. } | Time::Month(_, year) | Time::Season(_, year) => {
            matches!(year, Year::Given(_))
        }
        Time::Year(_) | Time::HijriYear(_) | Time::Decade(_) | Time::Century(_) => true,
        Time::Hijri { year, .. } => matches!(year, Year::Given(_)),
        Time::Third(_, inner)
        | Time::Half(_, inner)
        | Time::FirstDays(_, inner)
        | Time::Months { of: inner, .. }
        | Time::NthWeekday(_, _, inner)
        | Time::Nth(_, _, inner) => is_stated(inner),
        Time::Range(first, last) => is_stated(first) && is_stated(last),
        _ => false,
    }
}

fn anchor(time: &Time) -> DateAnchor {
    let of = |a: &Anchor| match a {
        Anchor::Published => DateAnchor::Published,
        Anchor::Story | Anchor::Ahead => DateAnchor::Story,
    };
    match time {
        Time::Unit(_, _, a) | Time::Ago(_, _, a) | Time::Later(_, _, a) => of(a),
        Time::Span { anchor, .. } => of(anchor),
        Time::Third(_, inner)
        | Time::Half(_, inner)
        | Time::FirstDays(_, inner)
        | Time::Months { of: inner, .. }
        | Time::NthWeekday(_, _, inner)
        | Time::InWeek(_, inner)
        | Time::Nth(_, _, inner) => anchor(inner),
        Time::Day { year: Year::Story, .. } | Time::Month(_, Year::Story) => DateAnchor::Story,
        Time::Day { year: Year::Known(_), .. } => DateAnchor::Absolute,
        time if is_stated(time) => DateAnchor::Absolute,
        _ => DateAnchor::Published,
    }
}

/// Whether the words contradict the publication day: "this April" in May, a past day after it.
fn contradicts(
    expression: &DateExpression,
    mention: &DateMention,
    published: Option<NaiveDate>,
) -> bool {
    let Some(published) = published else { return false };
    let (start, end) = (mention.value.date_start, mention.value.date_end);
    match &expression.time {
        Time::Month(month, Year::Offset(0)) => *month != published.month(),
        Time::Day { weekday: Some(_), year: Year::Unsaid, .. } => {
            mention.flags.contains(&Flag::DateConflict)
        }
        Time::Day { year: Year::Given(_), .. } if !expression.future => {
            start.is_some_and(|day| day > published)
        }
        Time::Today(0 | -1, Some(_)) => {
            let far = |day: NaiveDate| (published - day).num_days() > 2;
            end.is_some_and(far)
        }
        _ => false,
    }
}
