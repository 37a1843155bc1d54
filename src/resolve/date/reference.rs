//! The reference day: in, the expressions of a document without a publication day; out, the day that
//! stands for it: the first day and month without a year, with its weekday if one stands beside it,
//! that comes after the latest past date stated with its year (codebook, section 1).

use chrono::{Datelike, NaiveDate};

use super::{calendar, value::Reckoner};
use crate::recognise::date::{DateExpression, Time, Year};

/// Years after the latest stated date in which the day is looked for.
const REACH: i32 = 7;

pub(super) fn reference(expressions: &[DateExpression]) -> Option<NaiveDate> {
    let latest = expressions.iter().filter(|e| !e.future).filter_map(stated).max()?;
    let (weekday, day, month) = expressions.iter().find_map(|e| open_day(&e.time))?;
    (latest.year()..=latest.year() + REACH)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|d| *d > latest && weekday.is_none_or(|w| calendar::falls_on(*d, w)))
}

/// The first day of an expression with its year.
fn stated(expression: &DateExpression) -> Option<NaiveDate> {
    let mut nothing =
        Reckoner { published: None, reference: None, story: None, ahead: None, future: false };
    super::is_stated(&expression.time)
        .then(|| nothing.interval(&expression.time))
        .flatten()
        .and_then(|interval: calendar::Interval| interval.start)
}

fn open_day(time: &Time) -> Option<(Option<u32>, u32, u32)> {
    match time {
        Time::Day { weekday, days, month, year: Year::Unsaid | Year::Last | Year::Offset(0) } => {
            Some((*weekday, days.0, *month))
        }
        Time::Range(first, _) => open_day(first),
        _ => None,
    }
}
